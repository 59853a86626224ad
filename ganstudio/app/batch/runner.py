"""One batch at work on a thread of its own, so that the canvas keeps all of the program's other threads."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal

from PySide6.QtCore import QObject, Signal

from ganstudio.app.batch.task import Task
from ganstudio.app.batch.thumbs import thumbnail
from ganstudio.app.bridge import Bridge
from ganstudio.app.studio import AppStudio
from ganstudio.engine.jobs import Job, JobRunner
from ganstudio.events import Progress
from ganstudio.operations.batch import Outcome
from ganstudio.operations.planning import Item

State = Literal["idle", "running", "paused", "done", "stopped", "failed"]
_LOOK_SECONDS = 0.1


class Pace:
    """Pictures made, and the seconds that it took: neither those there already nor those of a pause."""

    def __init__(self, total: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.total = total
        self.counts = {"done": 0, "skipped": 0, "failed": 0}
        self._clock = clock
        self._since: float | None = clock()
        self._seconds = 0.0
        self._first: float | None = None

    @property
    def seconds(self) -> float:
        """Time at work so far."""
        return self._seconds + (self._clock() - self._since if self._since is not None else 0.0)

    @property
    def ended(self) -> int:
        return sum(self.counts.values())

    @property
    def rate(self) -> float:
        """Pictures per second; 0 while nobody can tell.

        The first one, before which plugins and models are loaded, counts only while it is the only one.
        """
        made = self.counts["done"] + self.counts["failed"]
        since = self._first or 0.0
        if made < 2:
            return made / self.seconds if self.seconds > 0 else 0.0
        return (made - 1) / (self.seconds - since) if self.seconds > since else 0.0

    @property
    def left(self) -> float | None:
        """Seconds that are left at this pace."""
        return (self.total - self.ended) / self.rate if self.rate else None

    def count(self, outcome: Outcome) -> None:
        self.counts[outcome.status] += 1
        if outcome.status != "skipped" and self._first is None:
            self._first = self.seconds

    def rest(self) -> None:
        self._seconds, self._since = self.seconds, None

    def go_on(self) -> None:
        if self._since is None:
            self._since = self._clock()


class BatchRunner(QObject):
    """Runs one task at a time. All signals come on the UI thread."""

    state_changed = Signal(str)
    item_started = Signal(int)
    item_ended = Signal(int, object, object, object)
    """(place, Outcome, thumbnail of what was read, thumbnail of what was written)."""
    failed = Signal(object)
    """The error that ended the whole batch."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = JobRunner()
        self.bridge = Bridge(self._runner, self)
        self._go = threading.Event()
        self._go.set()
        self._job: Job | None = None
        self.state: State = "idle"
        self.task: Task | None = None
        self.pace = Pace(0)

    @property
    def busy(self) -> bool:
        return self._job is not None

    def start(self, studio: AppStudio, task: Task, items: Sequence[Item]) -> None:
        """Begin; the one before must have ended."""
        if self.busy:
            raise RuntimeError("a batch is running")
        self.task, self.pace = task, Pace(len(items))
        self._go.set()
        self._job = self.bridge.run(
            lambda progress: self._work(studio, task, items, progress),
            title=task.title,
            done=lambda _: self._end("done"),
            failed=self._fail,
            cancelled=lambda: self._end("stopped"),
        )
        self._set_state("running")

    def pause(self) -> None:
        """After the picture that is being made."""
        if self.state == "running":
            self._go.clear()
            self.pace.rest()
            self._set_state("paused")

    def go_on(self) -> None:
        if self.state == "paused":
            self.pace.go_on()
            self._go.set()
            self._set_state("running")

    def cancel(self) -> None:
        """What is written stays; a later start makes only what is missing."""
        if self._job is not None:
            self._job.cancel()

    def close(self) -> None:
        """Stop and wait for the thread."""
        self.bridge.close()
        self._job = None

    # On the worker

    def _work(self, studio: AppStudio, task: Task, items: Sequence[Item], progress: Progress) -> None:
        self.bridge.ui.post(partial(self.item_started.emit, 0))
        for place, outcome in enumerate(task.run(studio, items, progress)):
            before = thumbnail(next(iter(items[place].inputs.values()), None))
            after = thumbnail(items[place].output) if outcome.status != "failed" else thumbnail(None)
            self.bridge.ui.post(partial(self._item_ended, place, outcome, before, after))
            while not self._go.wait(_LOOK_SECONDS):
                progress.check()
            if place + 1 < len(items):
                self.bridge.ui.post(partial(self.item_started.emit, place + 1))

    # On the UI thread

    def _item_ended(self, place: int, outcome: Outcome, before: object, after: object) -> None:
        self.pace.count(outcome)
        self.item_ended.emit(place, outcome, before, after)

    def _fail(self, error: BaseException) -> None:
        self._end("failed")
        self.failed.emit(error)

    def _end(self, state: State) -> None:
        self._job = None
        self.pace.rest()
        self._set_state(state)

    def _set_state(self, state: State) -> None:
        self.state = state
        self.state_changed.emit(state)
