from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from ganstudio.cli.main import main
from ganstudio.cli.window import has_display


@pytest.fixture
def display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")


@pytest.mark.usefixtures("display")
def test_no_arguments_open_the_window_and_files_go_along() -> None:
    opened: list[Sequence[Path]] = []

    def opener(files: Sequence[Path]) -> int:
        opened.append(list(files))
        return 7

    assert main([], opener) == 7
    assert main(["open", "a.png", "b.ora"], opener) == 7
    assert opened == [[], [Path("a.png"), Path("b.ora")]]


def test_without_a_display_the_demo_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert main([], lambda files: pytest.fail("a window was opened")) == 1
    assert capsys.readouterr().err == (
        "error: There is no display to open the window on. "
        "To see the program work without one, run: ganstudio demo -o demo.png\n"
    )


@pytest.mark.usefixtures("display")
@pytest.mark.parametrize(
    ("missing", "hint"),
    [
        (
            "libEGL.so.1: cannot open shared object file: No such file",
            "libEGL.so.1 is missing. On Debian and ",
        ),
        ("libGL.so.1: cannot open shared object file: No such file", "apt-get install libgl1."),
        ("DLL load failed", "Qt cannot be loaded: DLL load failed."),
    ],
)
def test_missing_libraries_of_qt_are_named(
    missing: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def opener(files: Sequence[Path]) -> int:
        raise ImportError(missing, name="PySide6.QtGui")

    assert main([], opener) == 1
    error = capsys.readouterr().err
    assert hint in error
    assert "ganstudio demo" in error


@pytest.mark.usefixtures("display")
def test_an_import_error_of_our_own_is_not_blamed_on_qt(capsys: pytest.CaptureFixture[str]) -> None:
    def opener(files: Sequence[Path]) -> int:
        raise ImportError("no module named nonsense", name="ganstudio.nonsense")

    assert main([], opener) == 70
    assert "Qt" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("environment", "system", "there"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"DISPLAY": ""}, "linux", False),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"QT_QPA_PLATFORM": "vnc"}, "linux", True),
        ({}, "darwin", True),
        ({}, "win32", True),
    ],
)
def test_where_a_display_is(environment: dict[str, str], system: str, there: bool) -> None:
    assert has_display(environment, system) is there
