"""How fast a batch goes, and how long it will take."""

from __future__ import annotations

import time
from collections.abc import Callable

from ganstudio.operations.batch import Outcome


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
