from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ganstudio import __version__
from tests.cli.conftest import Command
from tests.support.plugins import make_plugin


def test_help_lists_every_command(ganstudio: Command) -> None:
    ran = ganstudio("--help")
    assert ran.code == 0
    for command in ("run", "batch", "replay", "info", "train", "demo", "doctor", "open", "models", "plugins"):
        assert f"│ {command} " in ran.out


def test_the_version(ganstudio: Command) -> None:
    assert ganstudio("--version") == (0, f"GAN Studio {__version__}\n", "")


def test_a_group_of_commands_alone_shows_its_help(ganstudio: Command) -> None:
    ran = ganstudio("presets")
    assert (ran.code, ran.err) == (2, "")
    assert "│ save " in ran.out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["rnu"], "error: No such command 'rnu'. Did you mean 'run'?"),
        (["doctor", "--jsno"], "error: There is no option --jsno. Did you mean --json?"),
        (["doctor", "--xyz"], "error: There is no option --xyz."),
        (["replay", "a.png"], "error: Missing option '--output' / '-o'."),
        (["demo", "-o", "x.png", "--size", "big"], "error: Invalid value for '--size'"),
    ],
)
def test_a_mistyped_command_is_one_sentence(ganstudio: Command, words: list[str], sentence: str) -> None:
    ran = ganstudio(*words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(sentence)
    assert ran.err.count("\n") == 1


BROKEN = """
from ganstudio.api import Context, ImageData, OperationParams

class P(OperationParams): ...

def tint(params: P, ctx: Context, *, image: ImageData) -> ImageData:
    raise KeyError("colour")
"""


def test_a_failing_plugin_is_a_sentence_and_debug_adds_the_traceback(ganstudio: Command, grey: Path) -> None:
    make_plugin("tinter", ops=BROKEN)
    words = ["run", "tinter.tint", "--image", grey, "-o", grey.with_name("out.png")]
    ran = ganstudio(*words)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == "error: The plugin tinter failed in “tint”: KeyError: 'colour'.\n"
    ran = ganstudio(*words, "--debug")
    assert ran.code == 3
    assert 'raise KeyError("colour")' in ran.err
    assert ran.err.endswith("error: The plugin tinter failed in “tint”: KeyError: 'colour'.\n")


def test_what_nobody_expected_is_a_sentence_too(ganstudio: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise TypeError("these are\ntwo lines")

    monkeypatch.setattr("ganstudio.cli.doctor.examine", fail)
    ran = ganstudio("doctor")
    assert ran.code == 70
    assert ran.err == (
        "error: Something unexpected happened (TypeError: these are). "
        "Run again with --debug for the details.\n"
    )
    assert "test_main.py" in ganstudio("doctor", "--debug").err


def test_an_interrupt_ends_quietly(ganstudio: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ganstudio.cli.doctor.examine", interrupt)
    ran = ganstudio("doctor")
    assert ran.code == 130
    assert "Traceback" not in ran.err


def test_a_reader_that_goes_away_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        [sys.executable, "-m", "ganstudio", "--help"],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)
    assert (ran.returncode, ran.stderr) == (1, "")


def test_a_thread_of_torch_does_not_spoil_the_exit_code() -> None:
    code = (
        "import threading, torch; from ganstudio.__main__ import leave\n"
        "def work():\n    a = torch.ones(100)\n    while True: a + a\n"
        "for _ in range(4): threading.Thread(target=work, daemon=True).start()\n"
        "print('written'); leave(3)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (3, "written\n", "")
