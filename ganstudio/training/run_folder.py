"""The folder of a run: what a run is made of (`run.toml`), and what another process reads to follow it.

    run.toml       recipe, parameters, data, options and versions: all that is needed to repeat it
    log.csv        the numbers; tensorboard/ has them too
    events.jsonl   what happened, one JSON object per line
    status.json    how it stands, written again every few seconds
    control        what other processes ask for (`control.ask`)
    samples/       contact sheets, named by their step
    state-*.pt     states to go on from, named by state.json
    model/, best/  the networks as the library stores models: as they are now, and when they were best

Imports no torch.
"""

from __future__ import annotations

import json
import os
import platform
import socket
import sys
import time
import tomllib
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal

from ganstudio import __version__, paths
from ganstudio.errors import InputError
from ganstudio.toml import to_toml

RUN_FILE, EVENTS, STATUS = "run.toml", "events.jsonl", "status.json"
State = Literal["starting", "running", "paused", "waiting", "finished", "stopped", "failed"]

_SILENT_SECONDS = 120.0
"""A run on a machine whose processes cannot be asked is dead when it was silent for so long."""


@dataclass(frozen=True)
class RunFile:
    """What a run is made of. `data` says where its data comes from, in the words of `data_source`."""

    recipe: str
    params: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    start: dict[str, Any] = field(default_factory=dict)
    """Whose weights it began with (`from`), and the perceptual network (`vgg`)."""
    versions: dict[str, str] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Raises SaveError."""
        with paths.atomic_write(folder / RUN_FILE) as file:
            file.write(to_toml(asdict(self)).encode())


def read_run_file(path: Path) -> RunFile:
    """`run.toml`, or the one in a folder; InputError if it is none."""
    if path.is_dir() or path.suffix != ".toml":
        path /= RUN_FILE
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        if not isinstance(values["recipe"], str):
            raise ValueError("recipe is no text")
        tables = {
            name: dict(values.get(name, {})) for name in RunFile.__dataclass_fields__ if name != "recipe"
        }
        return RunFile(values["recipe"], **tables)
    except FileNotFoundError as error:
        raise InputError(f"There is no run in {path.parent}: it has no {path.name}.") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} describes no run.", detail=str(error)) from error


def check_same(before: RunFile, now: RunFile, folder: Path) -> None:
    """InputError if a run would go on with another recipe or other parameters than it began with."""
    if before.recipe != now.recipe:
        raise InputError(f"The run in {folder} was made by the recipe {before.recipe}, not {now.recipe}.")
    # As the file has them: tuples are lists, and None is not there.
    asked = tomllib.loads(to_toml(now.params))
    changed = [name for name in {**before.params, **asked} if before.params.get(name) != asked.get(name)]
    if changed:
        was = ", ".join(f"{name} = {before.params.get(name)}" for name in changed)
        raise InputError(
            f"The run in {folder} was started with {was}.", hint="Choose another folder to start a new run."
        )


def versions() -> dict[str, str]:
    """Of everything that has a say in the numbers."""
    found = {"ganstudio": __version__, "python": platform.python_version(), "platform": platform.platform()}
    for name in ("torch", "torchvision", "numpy", "pillow"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


@dataclass(frozen=True)
class RunStatus:
    """How a run stands, as it said last. `seconds_left` is None without a limit."""

    state: State = "starting"
    recipe: str = ""
    step: int = 0
    images_per_second: float = 0.0
    seconds: float = 0.0
    seconds_left: float | None = None
    loading: float = 0.0
    """The part of a step spent waiting for data, from 0 to 1."""
    device: str = ""
    processes: int = 1
    memory: dict[str, int] = field(default_factory=dict)
    message: str = ""
    pid: int = 0
    born: str = ""
    """When the process began, as the system counts: a number may be given to another process later."""
    host: str = ""
    updated: float = 0.0

    @property
    def alive(self) -> bool:
        """Whether its process is still there."""
        if not self.pid or self.state in ("finished", "stopped", "failed"):
            return False
        if self.host != socket.gethostname() or sys.platform == "win32":
            return time.time() - self.updated < _SILENT_SECONDS
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            pass
        return self.born == birth_of(self.pid)


def read_status(folder: Path) -> RunStatus | None:
    """None if no run has ever said anything here."""
    try:
        values = json.loads((folder / STATUS).read_text(encoding="utf-8"))
        return RunStatus(**{key: values[key] for key in RunStatus.__dataclass_fields__ if key in values})
    except (OSError, ValueError, TypeError):
        return None


def read_events(folder: Path, offset: int = 0) -> tuple[list[dict[str, Any]], int]:
    """Events from a place in the file on, and the place to read from next time; half lines wait."""
    try:
        with (folder / EVENTS).open("rb") as file:
            file.seek(offset)
            text = file.read()
    except OSError:
        return [], offset
    whole = text[: text.rfind(b"\n") + 1]
    found = []
    for line in whole.splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            continue  # Cut by a kill or a full disk.
    return [event for event in found if isinstance(event, dict)], offset + len(whole)


def find_runs(root: Path) -> tuple[Path, ...]:
    """The folders below `root`, or itself, that hold a run; the one written last comes first."""
    found = [path.parent for path in (root / RUN_FILE, *root.glob(f"*/{RUN_FILE}")) if path.is_file()]
    return tuple(sorted(found, key=_written, reverse=True))


def _written(folder: Path) -> float:
    return max(path.stat().st_mtime for path in (folder / RUN_FILE, folder / STATUS) if path.is_file())


def birth_of(pid: int) -> str:
    """A word that two processes with the same number do not share; empty where the system has none."""
    try:
        # The name, in brackets, may contain spaces; the 22nd field is the 20th behind it.
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[19]
    except (OSError, IndexError, UnicodeDecodeError):
        return ""
