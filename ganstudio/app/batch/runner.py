"""The queue at work, one batch after another, on a thread of its own: the canvas keeps all the others."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from ganstudio.app.batch.queue import BatchJob, BatchQueue, State
from ganstudio.app.batch.task import Planned, Task
from ganstudio.app.batch.thumbs import thumbnail
from ganstudio.app.bridge import Bridge
from ganstudio.app.studio import AppStudio
from ganstudio.engine.jobs import Job, JobRunner
from ganstudio.events import Progress
from ganstudio.operations.batch import Outcome
from ganstudio.operations.planning import Item

_LOOK_SECONDS = 0.1


class BatchRunner(QObject):
    """Begins the next batch when one has ended, however that was. All signals come on the UI thread."""

    changed = Signal()
    """Another order, or another state of one of them."""
    renewed = Signal(object)
    """A `BatchJob` that waits for another turn."""
    ended = Signal(object)
    """A `BatchJob`."""
    item_started = Signal(object, int)
    item_ended = Signal(object, int, object, object, object)
    """(job, place, Outcome, thumbnail of what was read, thumbnail of what was written)."""

    def __init__(self, studio: AppStudio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._runner = JobRunner()
        self.bridge = Bridge(self._runner, self)
        self.queue = BatchQueue()
        self._go = threading.Event()
        self._go.set()
        self._job: Job | None = None

    @property
    def busy(self) -> bool:
        return self._job is not None

    def add(self, task: Task, planned: Planned, *, start: bool = True) -> BatchJob:
        """Put it at the end; with `start` the queue goes on, if it did not."""
        job = BatchJob(task, planned.items)
        self.queue.add(job)
        self.go_on() if start else self._advance()
        return job

    def again(self, job: BatchJob, items: Sequence[Item] | None = None) -> None:
        """Once more, with what is missing: `items` are those of a newer plan. What rests goes on resting."""
        self.queue.again(job, items)
        self.renewed.emit(job)
        self._advance() if self.busy else self.go_on()

    def pause(self) -> None:
        """After the picture that is being made."""
        self._go.clear()
        self.queue.pause()
        self.changed.emit()

    def go_on(self) -> None:
        self.queue.go_on()
        self._go.set()
        self._advance()

    def stop(self) -> None:
        """End what is at work. What is written stays; another turn makes only what is missing."""
        if self._job is not None:
            self._job.cancel()

    def stop_all(self) -> None:
        """As `stop`, and nothing begins after it."""
        self.pause()
        self.stop()

    def remove(self, job: BatchJob) -> int:
        """Take out one that is not at work, and return the place that it had."""
        place = self.queue.remove(job)
        self.changed.emit()
        return place

    def put_back(self, job: BatchJob, place: int) -> None:
        self.queue.put_back(job, place)
        self._advance()

    def hold(self, job: BatchJob) -> None:
        self.queue.hold(job)
        self.changed.emit()

    def release(self, job: BatchJob) -> None:
        self.queue.release(job)
        self._advance()

    def move(self, job: BatchJob, place: int) -> None:
        self.queue.move(job, place)
        self.changed.emit()

    def close(self) -> None:
        """Stop and wait for the thread."""
        self.bridge.close()
        self._job = None

    # On the worker

    def _work(self, job: BatchJob, items: Sequence[Item], progress: Progress) -> None:
        self.bridge.ui.post(partial(self.item_started.emit, job, 0))
        for place, outcome in enumerate(job.task.run(self._studio, items, progress)):
            before = thumbnail(next(iter(items[place].inputs.values()), None))
            after = thumbnail(items[place].output) if outcome.status != "failed" else thumbnail(None)
            self.bridge.ui.post(partial(self._item_ended, job, place, outcome, before, after))
            while not self._go.wait(_LOOK_SECONDS):
                progress.check()
            if place + 1 < len(items):
                self.bridge.ui.post(partial(self.item_started.emit, job, place + 1))

    # On the UI thread

    def _advance(self) -> None:
        """Begin the next one, if its turn has come."""
        job = self.queue.next
        if job is not None and not self.busy:
            self.queue.begin(job)
            self._job = self.bridge.run(
                partial(self._work, job, tuple(job.items)),
                title=job.task.title,
                done=lambda _: self._end(job, "done"),
                failed=partial(self._end, job, "failed"),
                cancelled=partial(self._end, job, "stopped"),
            )
        self.changed.emit()

    def _item_ended(self, job: BatchJob, place: int, outcome: Outcome, before: object, after: object) -> None:
        job.pace.count(outcome)
        job.outcomes[place] = outcome
        self.item_ended.emit(job, place, outcome, before, after)

    def _end(self, job: BatchJob, state: State, error: BaseException | None = None) -> None:
        self._job = None
        self.queue.end(job, state, error)
        self.changed.emit()
        self.ended.emit(job)
        self._advance()
