"""The command line, run in this process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from ganstudio.cli.main import main
from ganstudio.document.files import write_image
from tests.support.operations import picture
from tests.support.plugins import make_plugin


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Command = Callable[..., Ran]


@pytest.fixture
def ganstudio(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """`ganstudio("run", ...)` gives exit code, stdout and stderr."""
    monkeypatch.setenv("GANSTUDIO_DEVICE", "cpu")
    monkeypatch.setenv("GANSTUDIO_PRECISION", "fp32")
    monkeypatch.setenv("COLUMNS", "200")

    def no_window(files: Sequence[Path]) -> int:
        raise AssertionError("a window was to be opened")

    def run(*words: object) -> Ran:
        capsys.readouterr()
        code = main([str(word) for word in words], no_window)
        return Ran(code, *capsys.readouterr())

    return run


@pytest.fixture
def tinter() -> Path:
    """The example plugin, in the person's folder."""
    return make_plugin("tinter")


@pytest.fixture
def grey(tmp_path: Path) -> Path:
    """A grey picture of 4 × 4 pixels."""
    write_image(tmp_path / "grey.png", picture((90, 90, 90)))
    return tmp_path / "grey.png"
