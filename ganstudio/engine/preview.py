"""Previews that follow the hand: the latest request wins, and the last one is always drawn.

The caller captures a snapshot on its own thread; drawing is a pure function of it on a worker; the result
is applied where the caller lives. Executor and clock come from outside, so that nothing here needs sleep to
be tested.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from ganstudio.errors import CancelledError
from ganstudio.events import CancelToken, Progress

S = TypeVar("S")
R = TypeVar("R")
Quality = Literal["draft", "full"]


@dataclass(frozen=True)
class Delivery(Generic[S, R]):
    """A drawn request: `result`, or the `error` that drawing raised."""

    key: Hashable
    generation: int
    snapshot: S
    quality: Quality
    seconds: float
    result: R | None = None
    error: Exception | None = None


@dataclass
class _Request(Generic[S]):
    key: Hashable
    generation: int
    snapshot: S
    quality: Quality
    token: CancelToken = field(default_factory=CancelToken)


@dataclass
class _Channel(Generic[S]):
    """What is known about one key."""

    wanted: _Request[S] | None = None  # asked for, not yet begun
    running: _Request[S] | None = None
    drawn: _Request[S] | None = None
    full_seconds: float = float("inf")

    @property
    def newest(self) -> _Request[S] | None:
        return self.wanted or self.running or self.drawn


class PreviewScheduler(Generic[S, R]):
    """Draws one preview per key (say, per generated layer) with `run(snapshot, quality, progress)`.

    - A request replaces an older one of its key that has not begun. One that runs in full quality is
      cancelled; a running draft, which is short, is let finish, so that a stroke shows progress.
    - A request that equals what was asked for last is not drawn again. Snapshots must compare with `==`.
    - Results older than one already delivered are dropped.
    - A draft is drawn in full quality where that took at most `interactive` seconds the last time.

    `deliver` is called on the worker's thread.
    """

    def __init__(
        self,
        run: Callable[[S, Quality, Progress], R],
        deliver: Callable[[Delivery[S, R]], None],
        *,
        executor: Executor | None = None,
        clock: Callable[[], float] = time.monotonic,
        interactive: float = 0.05,
    ) -> None:
        self._draw = run
        self._deliver = deliver
        self._executor = executor or ThreadPoolExecutor(1, thread_name_prefix="ganstudio-preview")
        self._clock = clock
        self._interactive = interactive
        self._lock = threading.Lock()
        self._channels: dict[Hashable, _Channel[S]] = {}
        self._generation = 0
        self._closed = False

    @property
    def busy(self) -> bool:
        """Whether anything is being drawn or waits to be."""
        with self._lock:
            return any(channel.running or channel.wanted for channel in self._channels.values())

    def request(self, key: Hashable, snapshot: S, quality: Quality = "full") -> int:
        """Ask for a preview; returns the generation number that its delivery will carry."""
        with self._lock:
            channel = self._channels.setdefault(key, _Channel())
            if quality == "draft" and channel.full_seconds <= self._interactive:
                quality = "full"
            newest = channel.newest
            if self._closed or (newest is not None and _covers(newest, snapshot, quality)):
                return newest.generation if newest is not None else self._generation
            self._generation += 1
            idle = channel.wanted is None and channel.running is None
            channel.wanted = _Request(key, self._generation, snapshot, quality)
            if channel.running is not None and "full" in (channel.running.quality, quality):
                channel.running.token.cancel()
            generation = self._generation
        if idle:
            self._executor.submit(self._work, channel)
        return generation

    def forget(self, key: Hashable) -> None:
        """Stop drawing this key; nothing of it is delivered any more."""
        with self._lock:
            channel = self._channels.pop(key, None)
            if channel is not None:
                _stop(channel)

    def is_current(self, delivery: Delivery[S, R]) -> bool:
        """Whether this is still the newest drawing of its key: ask before applying a queued delivery."""
        with self._lock:
            channel = self._channels.get(delivery.key)
            return channel is not None and (
                channel.drawn is None or channel.drawn.generation <= delivery.generation
            )

    def shutdown(self) -> None:
        """Cancel everything and wait until the worker has ended."""
        with self._lock:
            self._closed = True
            for channel in self._channels.values():
                _stop(channel)
            self._channels.clear()
        self._executor.shutdown(wait=True)

    def _work(self, channel: _Channel[S]) -> None:
        """Draw what the channel wants, once; then queue again behind the other channels."""
        with self._lock:
            request, channel.wanted = channel.wanted, None
            channel.running = request
        if request is None:
            return
        delivery = self._drawn(request)
        with self._lock:
            channel.running = None
            alive = self._channels.get(request.key) is channel
            if delivery is not None and alive:
                self._remember(channel, request, delivery)
            again = channel.wanted is not None
        if delivery is not None and alive:
            self._deliver(delivery)
        if again and not self._closed:
            self._executor.submit(self._work, channel)

    def _drawn(self, request: _Request[S]) -> Delivery[S, R] | None:
        """The finished drawing, or None when it was cancelled."""
        started = self._clock()
        result, failure = None, None
        try:
            progress = Progress(token=request.token)
            progress.check()
            result = self._draw(request.snapshot, request.quality, progress)
            progress.check()
        except CancelledError:
            return None
        # A preview that fails is told to the person; the next one may succeed.
        except Exception as error:
            failure = error
        seconds = self._clock() - started
        return Delivery(
            request.key, request.generation, request.snapshot, request.quality, seconds, result, failure
        )

    def _remember(self, channel: _Channel[S], request: _Request[S], delivery: Delivery[S, R]) -> None:
        # After a failure the same request may be tried again.
        channel.drawn = request if delivery.error is None else None
        if request.quality == "full" and delivery.error is None:
            channel.full_seconds = delivery.seconds


def _covers(request: _Request[S], snapshot: S, quality: Quality) -> bool:
    return request.snapshot == snapshot and request.quality in (quality, "full")


def _stop(channel: _Channel[S]) -> None:
    channel.wanted = None
    if channel.running is not None:
        channel.running.token.cancel()
