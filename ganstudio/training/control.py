"""Asking a run in another process for something: it looks between two steps.

Requests are lines at the end of a file in the run's folder. A line is written at once and never taken back,
so several windows may ask at the same time. What was asked before a run started is not for that run.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

from ganstudio.errors import SaveError

Command = Literal["pause", "resume", "stop", "save", "sample"]
COMMANDS: tuple[Command, ...] = get_args(Command)
FILE = "control"


def ask(folder: Path, command: Command) -> None:
    """Ask the run in this folder; SaveError if the folder cannot be written."""
    if command not in COMMANDS:
        raise ValueError(f"no such command: {command}")
    try:
        with (folder / FILE).open("ab", buffering=0) as file:
            file.write(f"{command}\n".encode())
    except OSError as error:
        raise SaveError(f"The run in {folder} cannot be asked to {command}: {error.strerror}.") from error


class Inbox:
    """The reading end; `take` costs one look at the file's size when nobody has asked."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._read = self._size()

    def take(self) -> tuple[Command, ...]:
        """What was asked since the last call, oldest first; unknown words are left out."""
        size = self._size()
        if size <= self._read:
            self._read = size
            return ()
        with self._path.open("rb") as file:
            file.seek(self._read)
            text = file.read(size - self._read)
        whole = text[: text.rfind(b"\n") + 1]
        self._read += len(whole)
        words = whole.decode("ascii", "replace").split()
        return tuple(command for word in words for command in COMMANDS if command == word)

    def _size(self) -> int:
        try:
            return self._path.stat().st_size
        except OSError:
            return 0
