"""`ganstudio data`: a look at a folder before a model is trained on it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ganstudio.cli import console, options
from ganstudio.errors import InputError

if TYPE_CHECKING:
    from ganstudio.datasets.source import Finding, Preview

app = typer.Typer(help="Look at data before training on it.", no_args_is_help=True)
_MOST_ROWS = 12


@app.callback()
def data() -> None:
    """Folders, zips and tars of pictures, as a model would see them."""


@app.command()
def inspect(
    path: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder, zip or tar.")],
    kind: Annotated[
        str | None, typer.Option(metavar="KIND", help="What it holds; guessed if left out.")
    ] = None,
    size: Annotated[int, typer.Option(min=0, help="Side to train at: smaller pictures are then told.")] = 0,
    thorough: Annotated[bool, typer.Option("--thorough", help="Decode every picture, not a sample.")] = False,
    thumbnails: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Also write a sheet of small pictures (PNG).")
    ] = None,
    set: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="An option of the kind.")
    ] = None,
    json: options.Json = False,
) -> int:
    """Show what a folder holds, how much of it, and what is wrong with which file.

    The exit code is 1 if nothing can be trained on it.
    """
    from ganstudio.datasets.inspect import contact_sheet
    from ganstudio.datasets.inspect import inspect as look

    given: Any = kind
    with console.progress_bar("Looking") as progress:
        preview = look(
            path, given, progress=progress, thorough=thorough, size=size, **_assignments(set or ())
        )
    if thumbnails is not None:
        from ganstudio.paths import atomic_write

        with atomic_write(thumbnails) as file:
            contact_sheet(preview).save(file, "PNG")
    if json:
        console.show_json(_record(preview))
    else:
        _show(preview)
    return 0 if preview.usable else 1


def _assignments(words: Sequence[str]) -> dict[str, str]:
    for word in words:
        if "=" not in word:
            raise InputError(f"“{word}” is no NAME=VALUE.")
    return {name.strip().replace("-", "_"): value for name, _, value in (w.partition("=") for w in words)}


def _show(preview: Preview) -> None:
    examples = "1 example" if preview.count == 1 else f"{preview.count} examples"
    console.show(f"{preview.root}: {preview.kind.replace('_', ' ')}, {examples}")
    for name, value in preview.facts.items():
        console.show(f"  {name}: {value}")
    _table("sizes", [(f"{w} × {h}", n) for (w, h), n in preview.sizes.most_common()])
    _table("classes", preview.classes.most_common())
    for finding in preview.findings:
        console.show(_printable(f"  {finding.level}: {finding.message}"))


def _table(title: str, rows: list[tuple[str, int]]) -> None:
    if not rows:
        return
    console.show(f"  {title}:")
    most = max(count for _, count in rows) or 1
    width = max(len(name) for name, _ in rows[:_MOST_ROWS])
    for name, count in rows[:_MOST_ROWS]:
        console.show(f"    {name:{width}} {count:>9} {'▇' * round(24 * count / most)}".rstrip())
    if len(rows) > _MOST_ROWS:
        console.show(f"    … and {len(rows) - _MOST_ROWS} more")


def _record(preview: Preview) -> dict[str, Any]:
    return {
        "kind": preview.kind,
        "root": str(preview.root),
        "count": preview.count,
        "usable": preview.usable,
        "sizes": [{"width": w, "height": h, "count": n} for (w, h), n in preview.sizes.most_common()],
        "classes": dict(preview.classes.most_common()),
        "facts": dict(preview.facts),
        "findings": [_finding(finding) for finding in preview.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    file = _printable(str(finding.file)) if finding.file else None
    message = _printable(finding.message)
    return {"level": finding.level, "message": message, "file": file, "count": finding.count}


def _printable(text: str) -> str:
    """Names of files may hold bytes that are no text, which a terminal would choke on."""
    return text.encode("utf-8", "replace").decode()
