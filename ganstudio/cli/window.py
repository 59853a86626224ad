"""`ganstudio open`, and what is said where no window can open."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from ganstudio.errors import GanStudioError

Opener = Callable[[Sequence[Path]], int]
"""Opens the window with files and returns its exit code when it has closed."""

_INSTEAD = "To see the program work without one, run: ganstudio demo -o demo.png"
# Which Debian package has the library that a failing import of Qt names.
_PACKAGES = {
    "libGL.so": "libgl1",
    "libEGL.so": "libegl1",
    "libglib": "libglib2.0-0",
    "libgthread": "libglib2.0-0",
    "libfontconfig": "libfontconfig1",
    "libxkbcommon": "libxkbcommon0",
    "libdbus": "libdbus-1-3",
}


def mount(app: typer.Typer) -> None:
    app.command("open")(open_files)


def open_files(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="Pictures, label maps, projects or models.")],
) -> None:
    """Open the window with files."""
    raise typer.Exit(open_window(ctx.obj, files))


def open_window(opener: Opener, files: Sequence[Path]) -> int:
    """The window's exit code; GanStudioError where there is no display or Qt cannot be loaded."""
    if not has_display(os.environ, sys.platform):
        raise GanStudioError("There is no display to open the window on.", hint=_INSTEAD)
    try:
        return opener(files)
    except ImportError as error:
        if error.name is not None and not error.name.startswith("PySide6"):
            raise
        raise _qt_is_missing(error) from error


def has_display(environment: Mapping[str, str], system: str) -> bool:
    """Only on Linux and its relatives can a display be missing; QT_QPA_PLATFORM may name another way."""
    if system in ("darwin", "win32"):
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _qt_is_missing(error: ImportError) -> GanStudioError:
    text = str(error)
    package = next((package for library, package in _PACKAGES.items() if library in text), None)
    if package is None:
        return GanStudioError(f"Qt cannot be loaded: {text}.", hint=_INSTEAD)
    return GanStudioError(
        f"Qt cannot be loaded: {text.partition(':')[0]} is missing.",
        hint=f"On Debian and Ubuntu: apt-get install {package}. {_INSTEAD}",
    )
