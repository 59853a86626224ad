"""The one way from worker threads to the window: callbacks of jobs arrive on the UI thread as signals."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from ganstudio.engine.jobs import Job, JobRunner
from ganstudio.events import Progress

T = TypeVar("T")

_PROGRESS_SECONDS = 0.05


class UiThread(QObject):
    """Runs functions on the thread that this object lives on. After `close` it drops what still arrives."""

    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open = True
        self._posted.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def post(self, function: Callable[[], Any]) -> None:
        """May be called from any thread."""
        if self._open:
            self._posted.emit(function)

    def close(self) -> None:
        self._open = False

    def _run(self, function: Callable[[], Any]) -> None:
        if self._open:
            function()


class Bridge(QObject):
    """Starts jobs for the window and tells it of them.

    `failed` is emitted for errors that a caller does not take itself.
    """

    started = Signal(object)
    progressed = Signal(object)
    ended = Signal(object)
    failed = Signal(object)

    def __init__(self, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self.ui = UiThread(self)
        self._told: dict[int, float] = {}
        self._closed = False

    def run(
        self,
        work: Callable[[Progress], T],
        *,
        title: str,
        done: Callable[[T], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
        cancelled: Callable[[], None] | None = None,
        quiet: bool = False,
    ) -> Job:
        """Queue `work`; `done`, `failed` or `cancelled` follows on the UI thread.

        A `quiet` job is not shown as something that runs. After `close` nothing is begun any more.
        """
        if self._closed:
            return _never_begun(title)
        holder: list[Job] = []

        def end(callback: Callable[[], None]) -> None:
            self.ui.post(lambda: self._end(holder[0], callback, quiet))

        job = self._runner.submit(
            work,
            title=title,
            on_progress=None if quiet else self._progress,
            on_done=lambda result: end(lambda: done(result) if done else None),
            on_error=lambda error: end(lambda: (failed or self.failed.emit)(error)),
            on_cancelled=lambda: end(lambda: cancelled() if cancelled else None),
        )
        holder.append(job)
        if not quiet:
            self.started.emit(job)
        return job

    def close(self) -> None:
        """Cancel everything and wait for the threads; nothing arrives any more."""
        self._closed = True
        self.ui.close()
        self._runner.shutdown()

    def _end(self, job: Job, callback: Callable[[], None], quiet: bool) -> None:
        self._told.pop(job.id, None)
        if not quiet:
            self.ended.emit(job)
        callback()

    def _progress(self, job: Job) -> None:
        """On the worker's thread: let through what an eye can follow."""
        now = time.monotonic()
        if now - self._told.get(job.id, 0.0) >= _PROGRESS_SECONDS:
            self._told[job.id] = now
            self.ui.post(lambda: self.progressed.emit(job))


def _never_begun(title: str) -> Job:
    job = Job(0, title, time.monotonic)
    job.cancel()
    job.state = "cancelled"
    return job
