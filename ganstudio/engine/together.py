"""Several pieces of work that take turns, so that a network is run once on the pictures of all of them.

A piece runs until it wants a network run, then the next one does. When all of them wait, those that want the
same network on tensors of the same shape get it in one pass, and go on one after another. They have threads
of their own only to be able to stop in the middle: never do two of them run at once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from ganstudio.engine.fallback import is_out_of_memory
from ganstudio.errors import CancelledError

if TYPE_CHECKING:
    from torch import Tensor

    Network = Callable[..., Tensor]

T = TypeVar("T")


class Gather:
    """Runs a network on tensors (1, …), perhaps together with those of others.

    Returns what it makes of them, (1, …), and how many there were in that pass.
    """

    def __call__(self, network: Network, given: tuple[Tensor, ...]) -> tuple[Tensor, int]:
        return network(*given), 1


@dataclass
class Repeated(Gather):
    """Passes of the same sizes as when a picture was made, all of it that picture: it gets the same kernels.

    The last of `sizes` counts for all passes that follow.
    """

    sizes: Sequence[int]
    _passes: int = field(default=0, init=False)

    def __call__(self, network: Network, given: tuple[Tensor, ...]) -> tuple[Tensor, int]:
        size = self.sizes[min(self._passes, len(self.sizes) - 1)] if self.sizes else 1
        self._passes += 1
        if size == 1:
            return network(*given), 1
        return network(*(part.expand(size, *part.shape[1:]).contiguous() for part in given))[:1], size


@dataclass
class _Pass:
    """A wish, and later what came of it; `group` are the wishes that are fulfilled with it."""

    network: Network
    given: tuple[Tensor, ...]
    group: list[_Pass] = field(default_factory=list)
    made: Tensor | None = None
    size: int = 1

    @property
    def key(self) -> Hashable:
        return self.network, tuple((part.shape[1:], part.dtype, part.device) for part in self.given)


class _Seat(Gather, Generic[T]):
    """One piece of work, and the thread that it stops and goes on in."""

    def __init__(self, together: Together, work: Callable[[Gather], T]) -> None:
        self._together, self._work = together, work
        self._go, self._stopped = threading.Semaphore(0), threading.Semaphore(0)
        self.wants: _Pass | None = None
        self.future: Future[T] | None = None
        self._running = False

    def begin(self, hands: Executor) -> None:
        """Until it ends or wants a pass."""
        self._running = True
        self.future = hands.submit(self._run)
        self._wait()

    def go_on(self) -> None:
        """Until it ends or wants another pass."""
        self.wants = None
        self._running = True
        self._go.release()
        self._wait()

    def end(self) -> None:
        """Have it raise CancelledError at its next wish; to be called when all is over."""
        if self._running:
            self._wait()
        while self.wants is not None:
            self.go_on()

    def _wait(self) -> None:
        self._stopped.acquire()
        self._running = False

    def __call__(self, network: Network, given: tuple[Tensor, ...]) -> tuple[Tensor, int]:
        wish = self.wants = _Pass(network, given)
        self._stopped.release()
        self._go.acquire()
        if self._together.over:
            raise CancelledError
        if wish.made is None:
            # On the thread that wants it, where gradients and precision are set as it has set them.
            self._together.fulfil(wish)
        assert wish.made is not None
        return wish.made, wish.size

    def _run(self) -> T:
        try:
            return self._work(self)
        finally:
            self._stopped.release()


class Together:
    """`most` pieces of work may share a pass; where memory does not hold so many, fewer do from then on."""

    def __init__(self, hands: Executor, most: int) -> None:
        """hands: has a thread for each piece of work that is run at once."""
        self._hands, self.most = hands, most
        self.over = False

    def run(self, works: Sequence[Callable[[Gather], T]]) -> list[Future[T]]:
        """Run all of them to their ends; what they raise is in their futures."""
        seats = [_Seat(self, work) for work in works]
        try:
            for seat in seats:
                seat.begin(self._hands)
            while waiting := [seat for seat in seats if seat.wants is not None]:
                for seat in self._group(waiting):
                    seat.go_on()
        finally:
            # Where the caller was interrupted, those that wait are let go, and end.
            self.over = True
            for seat in seats:
                seat.end()
            self.over = False
        return [seat.future for seat in seats if seat.future is not None]

    def _group(self, waiting: Sequence[_Seat[T]]) -> list[_Seat[T]]:
        """Those that can share a pass with the first; it will run it for all of them."""
        wishes = [(seat, seat.wants) for seat in waiting if seat.wants is not None]
        key = wishes[0][1].key
        alike = [(seat, wish) for seat, wish in wishes if wish.key == key][: self.most]
        alike[0][1].group = [wish for _, wish in alike]
        return [seat for seat, _ in alike]

    def fulfil(self, wish: _Pass) -> None:
        """Run the pass of a group; where that fails, only the one: each of the others will try for itself."""
        import torch

        if len(wish.group) > 1:
            columns = zip(*(each.given for each in wish.group), strict=True)
            try:
                made = wish.network(*(torch.cat(column) for column in columns))
            except (MemoryError, RuntimeError) as error:
                if is_out_of_memory(error):
                    self.most = max(1, len(wish.group) // 2)
                error.__traceback__ = None
            else:
                for each, part in zip(wish.group, made.split(1), strict=True):
                    each.made, each.size = part, len(wish.group)
                return
        wish.made = wish.network(*wish.given)
