"""Starting runs as processes that outlive this window, and ending those that cannot be asked yet."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ganstudio.app.training.runs import CONSOLE, LAUNCH, launched
from ganstudio.errors import InputError, SaveError
from ganstudio.training import control
from ganstudio.training.run_folder import RUN_FILE, birth_of, read_status

_children: list[subprocess.Popen[bytes]] = []
"""Processes of this window: one that has ended stays listed by the system until it is asked for."""


@dataclass(frozen=True)
class Plan:
    """A run as it is to be started. `data` is a path, or `world` the name of a world."""

    recipe: str
    folder: Path
    data: str = ""
    world: str = ""
    kind: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    device: str = ""
    scenes: int = 0
    """Of a world; 0 leaves it to the command."""

    def words(self) -> list[str]:
        """The command line behind `ganstudio`."""
        found = ["train", self.recipe, "--out", str(self.folder)]
        found += ["--data", self.data] if self.data else ["--world", self.world]
        found += ["--kind", self.kind] if self.kind else []
        found += ["--scenes", str(self.scenes)] if self.scenes else []
        found += ["--device", self.device] if self.device else []
        for name, value in {**self.params, **self.options}.items():
            found += ["--set", f"{name}={_text(value)}"]
        return found


def start(plan: Plan) -> None:
    """Begin a run; InputError if there is one in its folder already, SaveError if it cannot be written."""
    if (plan.folder / RUN_FILE).exists() or (plan.folder / LAUNCH).exists():
        raise InputError(
            f"There is a run in {plan.folder} already.", hint="Choose another name, or go on with it."
        )
    _spawn(plan.words(), plan.folder)


def go_on(folder: Path, *, minutes: float = 0.0) -> None:
    """Go on with a run that has ended or was interrupted."""
    # A limit counts from the start of the process: without a new one it would end at once again.
    _spawn(["train", str(folder), "--max-minutes", f"{minutes:g}", "--max-steps", "0"], folder)


def stop(folder: Path) -> None:
    """Ask a run to save, export and end; one that does not listen yet is ended at once."""
    status, process = read_status(folder), launched(folder)
    if status is not None and status.alive:
        control.ask(folder, "stop")
    elif process is not None and process.alive and process.host == socket.gethostname():
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGTERM)


def reap() -> None:
    """Let go of processes that have ended, so that the system no longer lists them."""
    _children[:] = [child for child in _children if child.poll() is None]


def free_name(root: Path, recipe: str) -> str:
    """A name for a new run: the recipe with a number that is not taken."""
    number = 1
    while (root / f"{recipe}-{number}").exists():
        number += 1
    return f"{recipe}-{number}"


def check_name(name: str) -> None:
    """InputError if it cannot be the name of a folder everywhere."""
    if not name or re.search(r'[\\/:*?"<>|\x00-\x1f]', name) or name.strip(" .") != name:
        raise InputError(
            f"A run cannot be called “{name}”.", hint="Use letters, digits, spaces, hyphens and underscores."
        )


def _spawn(words: Sequence[str], folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / CONSOLE).open("wb") as said:
            child = subprocess.Popen(
                [sys.executable, "-m", "ganstudio", *words],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                **_detached(),
            )
        _children.append(child)
        facts = {
            "pid": child.pid,
            "born": birth_of(child.pid),
            "host": socket.gethostname(),
            "time": round(time.time(), 3),
            "command": ["ganstudio", *words],
        }
        (folder / LAUNCH).write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    except OSError as error:
        reason = error.strerror or str(error)
        raise SaveError(f"The run in {folder} could not be started: {reason}.") from error


def _detached() -> dict[str, Any]:
    """A session of its own: closing the window or its terminal does not end the run."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    return {"start_new_session": True}


def _text(value: Any) -> str:
    return "" if value is None else str(value)
