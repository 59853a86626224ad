"""Work that takes time, off the calling thread: with progress, time left and a cancel that works."""

from __future__ import annotations

import itertools
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any, Literal, TypeVar

from ganstudio.errors import CancelledError
from ganstudio.events import CancelToken, Progress

T = TypeVar("T")
State = Literal["queued", "running", "done", "failed", "cancelled"]
Clock = Callable[[], float]

_log = logging.getLogger(__name__)


class Job:
    """One piece of work, to be looked at from any thread."""

    def __init__(self, id: int, title: str, clock: Clock) -> None:
        self.id = id
        self.title = title
        self.state: State = "queued"
        self.fraction = 0.0
        self.message = ""
        self._clock = clock
        self._started: float | None = None
        self._token = CancelToken()

    @property
    def finished(self) -> bool:
        return self.state in ("done", "failed", "cancelled")

    @property
    def eta(self) -> float | None:
        """Seconds that are left at the pace so far; None while nobody can tell."""
        if self._started is None or self.fraction <= 0 or self.finished:
            return None
        return (self._clock() - self._started) * (1 - self.fraction) / self.fraction

    def cancel(self) -> None:
        """Ask it to stop; a job that waits in the queue never starts."""
        self._token.cancel()


class JobRunner:
    """Runs jobs one after another (or `workers` at once) on threads that `shutdown` joins.

    All callbacks come on the worker's thread. Exactly one of `on_done`, `on_error` and `on_cancelled` ends a
    job, after its state says the same.
    """

    def __init__(
        self, workers: int = 1, *, executor: Executor | None = None, clock: Clock = time.monotonic
    ) -> None:
        self._executor = executor or ThreadPoolExecutor(workers, thread_name_prefix="ganstudio-job")
        self._clock = clock
        self._ids = itertools.count(1)
        self._lock = threading.Lock()
        self._jobs: dict[int, Job] = {}

    @property
    def jobs(self) -> tuple[Job, ...]:
        """All that wait or run, oldest first."""
        with self._lock:
            return tuple(self._jobs.values())

    def submit(
        self,
        work: Callable[[Progress], T],
        *,
        title: str,
        on_progress: Callable[[Job], None] | None = None,
        on_done: Callable[[T], None] | None = None,
        on_error: Callable[[BaseException], None] | None = None,
        on_cancelled: Callable[[], None] | None = None,
    ) -> Job:
        """Queue `work`, which gets a Progress and returns what `on_done` receives."""
        job = Job(next(self._ids), title, self._clock)
        with self._lock:
            self._jobs[job.id] = job

        def run() -> None:
            end = self._run(job, work, on_progress, on_done, on_error, on_cancelled)
            with self._lock:
                del self._jobs[job.id]
            end()

        self._executor.submit(run).add_done_callback(_log_failure)
        return job

    def shutdown(self) -> None:
        """Cancel everything and wait until the threads have ended."""
        for job in self.jobs:
            job.cancel()
        self._executor.shutdown(wait=True)

    def _run(
        self,
        job: Job,
        work: Callable[[Progress], T],
        on_progress: Callable[[Job], None] | None,
        on_done: Callable[[T], None] | None,
        on_error: Callable[[BaseException], None] | None,
        on_cancelled: Callable[[], None] | None,
    ) -> Callable[[], None]:
        """Do the work and return the callback that ends it."""

        def report(fraction: float, message: str) -> None:
            job.fraction = fraction
            job.message = message or job.message
            if on_progress is not None:
                on_progress(job)

        progress = Progress(report, job._token)
        try:
            progress.check()
            job._started = self._clock()
            job.state = "running"
            result = work(progress)
        except CancelledError:
            job.state = "cancelled"
            return on_cancelled or _nothing
        # Whatever it was, the thread goes on and the person hears of it.
        except BaseException as error:
            job.state = "failed"
            return _bound(on_error or _reraise, error)
        job.state = "done"
        job.fraction = 1.0
        return _bound(on_done, result) if on_done is not None else _nothing


def _bound(callback: Callable[[T], None], value: T) -> Callable[[], None]:
    return lambda: callback(value)


def _nothing() -> None: ...


def _reraise(error: BaseException) -> None:
    raise error


def _log_failure(future: Future[Any]) -> None:
    """A failure that no callback takes must not vanish in a future that nobody reads."""
    if not future.cancelled() and (error := future.exception()) is not None:
        _log.error("a job's callback failed", exc_info=error)
