"""Executors and clocks that tests move by hand."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any


class ManualExecutor(Executor):
    """Keeps what is submitted until the test runs it, on the test's own thread."""

    def __init__(self) -> None:
        self.waiting: deque[tuple[Future[Any], Callable[[], Any]]] = deque()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.waiting.append((future, lambda: fn(*args, **kwargs)))
        return future

    def step(self) -> None:
        """Run the oldest one."""
        future, work = self.waiting.popleft()
        try:
            future.set_result(work())
        except Exception as error:
            future.set_exception(error)

    def run_all(self) -> None:
        while self.waiting:
            self.step()


class ManualClock:
    """Seconds that pass only when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now
