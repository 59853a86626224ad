"""Batches on time: loaded when asked for, or one step ahead in a thread as soon as that saves time."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

T = TypeVar("T")

_TRIAL_STEPS = 4
_WORTHWHILE = 0.02


class Loader(Generic[T]):
    """`load(step)` must depend on the step alone, so that it does not matter when it runs.

    The first steps load when asked. If waiting for them takes more than 2 % of the time, a thread loads the
    batch of the next step while this one is worked on. Call `close` at the end.
    """

    def __init__(self, load: Callable[[int], T], clock: Callable[[], float] = time.perf_counter) -> None:
        self._load = load
        self._clock = clock
        self._thread: ThreadPoolExecutor | None = None
        self._next: tuple[int, Future[T]] | None = None
        self._taken = 0
        self._waited = 0.0
        self._since = clock()

    def take(self, step: int) -> T:
        """The batch of this step; an error of the loading thread is raised here."""
        asked = self._clock()
        if not self._taken:
            self._since = asked
        ahead, self._next = self._next, None
        if ahead is not None and ahead[0] == step:
            batch = ahead[1].result()
        else:
            batch = self._load(step)
        if self._thread is not None:
            self._next = (step + 1, self._thread.submit(self._load, step + 1))
        self._waited += self._clock() - asked
        self._taken += 1
        if self._thread is None and self._taken >= _TRIAL_STEPS and self._share() > _WORTHWHILE:
            self._thread = ThreadPoolExecutor(1, "loader")
        return batch

    @property
    def threaded(self) -> bool:
        return self._thread is not None

    def share(self) -> float:
        """The part of the time since the last call that was spent waiting for data, from 0 to 1."""
        found = self._share()
        self._waited, self._since = 0.0, self._clock()
        return found

    def _share(self) -> float:
        return self._waited / max(self._clock() - self._since, 1e-9)

    def close(self) -> None:
        if self._thread is not None:
            self._thread.shutdown(cancel_futures=True)
        self._thread = self._next = None
