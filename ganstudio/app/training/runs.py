"""What the train window knows of runs: read from their folders, off the UI thread."""

from __future__ import annotations

import csv
import json
import math
import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from ganstudio import paths
from ganstudio.errors import InputError
from ganstudio.training.run_folder import (
    RUN_FILE,
    RunFile,
    RunStatus,
    read_events,
    read_run_file,
    read_status,
)

State = Literal["starting", "running", "paused", "waiting", "finished", "stopped", "failed", "interrupted"]
LIVE: tuple[State, ...] = ("starting", "running", "paused", "waiting")
LAUNCH, CONSOLE = "launch.json", "console.txt"
"""Beside a run that a window started: its process, and what it said before it could write a status."""
NO_CURVES = ("step", "images_per_second", "loading")
_LINES = 400


def runs_dir() -> Path:
    """Where new runs lie if the person names no other place."""
    return paths.data_dir() / "runs"


@dataclass(frozen=True)
class Run:
    """How a run stands. `picture` is its newest contact sheet, `model` what it has exported so far."""

    folder: Path
    state: State
    status: RunStatus = field(default_factory=RunStatus)
    file: RunFile | None = None
    message: str = ""
    picture: Path | None = None
    model: Path | None = None

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def live(self) -> bool:
        """Whether its process is there."""
        return self.state in LIVE

    @property
    def recipe(self) -> str:
        return self.file.recipe if self.file is not None else self.status.recipe


def read_run(folder: Path) -> Run:
    """Never fails: a folder that tells nothing is an interrupted run."""
    status = read_status(folder)
    try:
        file = read_run_file(folder)
    except InputError:
        file = None
    samples = sample_files(folder)
    model = folder / "model" / "model.safetensors"
    state, message = _state(folder, status)
    return Run(
        folder,
        state,
        status or RunStatus(),
        file,
        message,
        samples[-1] if samples else None,
        model if model.is_file() else None,
    )


def find_runs(roots: Iterable[Path]) -> tuple[Run, ...]:
    """Runs in these folders and one level below; living ones first, then the newest."""
    folders: dict[Path, float] = {}
    for root in dict.fromkeys(roots):
        for pattern in (RUN_FILE, LAUNCH, f"*/{RUN_FILE}", f"*/{LAUNCH}"):
            for path in root.glob(pattern):
                folders[path.parent] = _written(path.parent)
    found = [(read_run(folder), written) for folder, written in folders.items()]
    found.sort(key=lambda item: (not item[0].live, -item[1]))
    return tuple(run for run, _ in found)


def sample_files(folder: Path) -> tuple[Path, ...]:
    """The contact sheets of a run, oldest first."""
    return tuple(sorted((folder / "samples").glob("*.png")))


def launched(folder: Path) -> RunStatus | None:
    """The process that a window started here, as far as `alive` needs it."""
    try:
        values = json.loads((folder / LAUNCH).read_text(encoding="utf-8"))
        return RunStatus(pid=int(values["pid"]), born=str(values["born"]), host=str(values["host"]),
                         updated=float(values["time"]))  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _state(folder: Path, status: RunStatus | None) -> tuple[State, str]:
    process = launched(folder)
    if status is not None and status.alive:
        return status.state, status.message
    # A process that has ended its run is not starting another one.
    other = status is None or process is None or (status.pid, status.born) != (process.pid, process.born)
    if process is not None and process.alive and other:
        return "starting", ""
    if status is not None and status.state in ("finished", "stopped", "failed"):
        newer = process is not None and process.pid != status.pid and process.updated > status.updated
        said = last_words(folder) if newer else ""
        return ("failed", said) if said else (status.state, status.message)
    said = last_words(folder)
    return ("failed", said) if said else ("interrupted", "")


def last_words(folder: Path) -> str:
    """The sentence with which the command ended, if it was an error."""
    try:
        lines = (folder / CONSOLE).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    said = [line for line in lines[-20:] if line.startswith("error: ")]
    return said[-1].removeprefix("error: ") if said else ""


def _written(folder: Path) -> float:
    times = []
    for name in (RUN_FILE, LAUNCH, "status.json"):
        try:
            times.append((folder / name).stat().st_mtime)
        except OSError:
            continue
    return max(times, default=0.0)


@dataclass(frozen=True)
class Series:
    """One curve."""

    steps: tuple[float, ...] = ()
    values: tuple[float, ...] = ()


@dataclass(frozen=True)
class Warned:
    """A warning of the run, with what to try."""

    step: int
    message: str
    advice: str


@dataclass(frozen=True)
class Picture:
    """All that is shown of a run at one moment."""

    run: Run
    losses: dict[str, Series] = field(default_factory=dict)
    metrics: dict[str, Series] = field(default_factory=dict)
    samples: tuple[Path, ...] = ()
    warnings: tuple[Warned, ...] = ()
    log: tuple[str, ...] = ()


class Follower:
    """Reads what a run has added since the last time. Used by one thread at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._series: dict[str, tuple[list[float], list[float]]] = {}
        self._header: list[str] = []
        self._file = -1
        self._read = 0
        self._offset = 0
        self._metrics: set[str] = set()
        self._warned: list[Warned] = []
        self._log: list[str] = []

    def look(self) -> Picture:
        self._read_numbers()
        self._read_events()
        curves = {name: Series(tuple(xs), tuple(ys)) for name, (xs, ys) in self._series.items()}
        return Picture(
            read_run(self.folder),
            {name: series for name, series in curves.items() if name not in self._metrics},
            {name: series for name, series in curves.items() if name in self._metrics},
            sample_files(self.folder),
            tuple(self._warned),
            tuple(self._log[-_LINES:]),
        )

    def _read_numbers(self) -> None:
        """New rows of the log; all of it after the run has written the file anew for another column."""
        try:
            with (self.folder / "log.csv").open("rb") as file:
                facts = os.fstat(file.fileno())
                if facts.st_ino != self._file or facts.st_size < self._read:
                    self._series, self._header, self._read, self._file = {}, [], 0, facts.st_ino
                file.seek(self._read)
                text = file.read()
        except OSError:
            return
        whole = text[: text.rfind(b"\n") + 1]
        self._read += len(whole)
        for row in csv.reader(whole.decode("utf-8", "replace").splitlines()):
            if not self._header:
                self._header = row
            else:
                self._take(dict(zip(self._header, row, strict=False)))

    def _take(self, row: dict[str, str]) -> None:
        try:
            step = float(row["step"])
        except (KeyError, ValueError):
            return
        for name, text in row.items():
            if name in NO_CURVES or not text:
                continue
            try:
                value = float(text)
            except ValueError:
                continue
            if math.isfinite(value):
                steps, values = self._series.setdefault(name, ([], []))
                steps.append(step)
                values.append(value)

    def _read_events(self) -> None:
        events, self._offset = read_events(self.folder, self._offset)
        for event in events:
            if event.get("event") == "metric" and isinstance(event.get("values"), dict):
                self._metrics |= set(event["values"])
            if event.get("event") == "warning":
                self._warned.append(
                    Warned(_step(event), str(event.get("message", "")), str(event.get("advice", "")))
                )
            if event.get("event") != "step":
                self._log.append(_line(event))


def _step(event: dict[str, Any]) -> int:
    step = event.get("step", 0)
    return step if isinstance(step, int) else 0


def _line(event: dict[str, Any]) -> str:
    """An event as one line of the log: when, at which step, what, and what it says."""
    when = event.get("time", 0)
    clock = time.strftime("%H:%M:%S", time.localtime(when)) if isinstance(when, int | float) else ""
    said: Sequence[str]
    match event.get("event"):
        case "metric" if isinstance(event.get("values"), dict):
            said = [f"{name} {value:.4g}" for name, value in event["values"].items()]
        case _:
            said = [str(event[name]) for name in ("message", "advice", "reason", "file", "name")
                    if event.get(name)]  # fmt: skip
    return "  ".join(
        [clock, f"{_step(event):>8}", f"{event.get('event', '')!s:<10}", " ".join(said)]
    ).rstrip()
