"""Progress and cancellation, passed down as one object to everything that takes time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sized
from typing import TypeVar

from ganstudio.errors import CancelledError

T = TypeVar("T")
Report = Callable[[float, str], None]


class CancelToken:
    """A flag that may be raised from any thread."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        self._event.set()

    @property
    def cancelled(self) -> bool:
        return self._event.is_set()


class Progress:
    """Progress of one piece of work: a fraction in [0, 1], a message, and the wish to stop.

    `Progress()` reports nowhere and is never cancelled, so that callers need no special case.
    """

    def __init__(
        self,
        report: Report | None = None,
        token: CancelToken | None = None,
        *,
        start: float = 0.0,
        end: float = 1.0,
    ) -> None:
        self._report = report
        self._token = token
        self._start = start
        self._end = end

    @property
    def cancelled(self) -> bool:
        return self._token is not None and self._token.cancelled

    def check(self) -> None:
        """Raise CancelledError if the person wants it to stop; cheap enough for inner loops."""
        if self.cancelled:
            raise CancelledError

    def set(self, fraction: float, message: str = "") -> None:
        """Report a fraction of this range, then check for cancellation."""
        self.check()
        if self._report is not None:
            fraction = min(max(fraction, 0.0), 1.0)
            self._report(self._start + (self._end - self._start) * fraction, message)

    def sub(self, start: float, end: float) -> Progress:
        """A child whose [0, 1] is [start, end] of this one."""
        span = self._end - self._start
        return Progress(
            self._report,
            self._token,
            start=self._start + span * start,
            end=self._start + span * end,
        )

    def also(self, listen: Report) -> Progress:
        """The same progress, of which another listener hears as well."""
        report = self._report

        def both(fraction: float, message: str) -> None:
            listen(fraction, message)
            if report is not None:
                report(fraction, message)

        return Progress(both, self._token, start=self._start, end=self._end)

    def steps(self, items: Iterable[T], message: str = "", *, total: int | None = None) -> Iterator[T]:
        """Yield the items, reporting before each; `total` defaults to their length."""
        if total is None:
            total = len(items) if isinstance(items, Sized) else 0
        for index, item in enumerate(items):
            self.set(index / total if total else 0.0, message)
            yield item
        self.set(1.0, message)
