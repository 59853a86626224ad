"""A batch too large for the memory, worked through in parts that change the result by rounding only.

Gradients of all parts must be added up before each update, but a recipe updates several networks in one
step, and each may depend on the one before. So every part runs `step` in a thread of its own, one thread at a
time: at `sync` a part waits until all others have come to the same place, and the last one takes the mean.
Each part sees the step as one of several processes would: its own random numbers, its own gradients in the
making, and its own copy of the buffers (running statistics, singular vectors).

What `step` still holds when it calls `sync` is held for every part, so recipes should not keep graphs there.
What a recipe remembers by itself is shared: an image pool is asked once per part.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Any

import torch
from torch import Tensor, nn

from ganstudio.engine.randomness import Randomness
from ganstudio.training.recipe import Recipe
from ganstudio.training.streams import Streams


class Microbatches:
    """Runs `recipe.step` on several batches as if they were one. Call `close` at the end."""

    def __init__(
        self,
        recipe: Recipe,
        streams: Streams,
        randoms: Sequence[Randomness],
        average: Callable[[list[nn.Parameter]], None],
        autocast: Callable[[], AbstractContextManager[Any]],
    ) -> None:
        """randoms: one per part, all in the same state, each of its own rank; average: over processes."""
        self._recipe = recipe
        self._streams = streams
        self._randoms = randoms
        self._average = average
        self._autocast = autocast
        self._parameters = [p for module in recipe.modules.values() for p in module.parameters()]
        self._buffers = [b for module in recipe.modules.values() for b in module.buffers()]
        self._threads = ThreadPoolExecutor(len(randoms), "microbatch")
        self._baton = threading.Condition()
        self._where = threading.local()

    def step(self, batches: Sequence[Any], step: int) -> dict[str, Tensor]:
        """One step on all batches together; returns the mean of the losses."""
        count = len(self._randoms)
        self._turn, self._done, self._arrived = 0, [False] * count, 0
        self._sums: dict[nn.Parameter, Tensor] = {}
        self._error: BaseException | None = None
        start = [buffer.clone() for buffer in self._buffers]
        self._versions = [buffer._version for buffer in self._buffers]
        self._views = [list(start) for _ in range(count)]
        self._grads: list[list[Tensor | None]] = [[None] * len(self._parameters) for _ in range(count)]
        parts = zip(range(count), batches, strict=True)
        futures = [self._threads.submit(self._part, index, batch, step) for index, batch in parts]
        losses = [future.result() for future in futures]
        if self._error is not None:
            raise self._error
        # The first part's view is what the first of several processes would have.
        self._show(self._views[0])
        return {name: torch.stack([part[name] for part in losses]).mean(0) for name in losses[0]}

    def sync(self, parameters: Iterable[nn.Parameter]) -> None:
        """Wait for the other parts; the last one gets the mean gradients, the others none."""
        chosen = list(parameters)
        for parameter in chosen:
            if parameter.grad is not None:
                known = self._sums.get(parameter)
                self._sums[parameter] = parameter.grad if known is None else known.add_(parameter.grad)
            parameter.grad = None
        self._arrived += 1
        if self._arrived == len(self._randoms):
            for parameter in chosen:
                total = self._sums.pop(parameter, None)
                parameter.grad = None if total is None else total.div_(len(self._randoms))
            self._arrived = 0
            self._average(chosen)
            return
        index: int = self._where.index
        self._leave(index)
        self._enter(index)

    def close(self) -> None:
        self._threads.shutdown()

    def _part(self, index: int, batch: Any, step: int) -> Mapping[str, Tensor]:
        self._where.index = index
        try:
            self._enter(index)
            with self._streams.use(self._randoms[index]), self._autocast():
                return self._recipe.step(batch, step)
        except BaseException as error:
            # The other parts wait for this one, and would for ever.
            if self._error is None:
                self._error = error
            return {}
        finally:
            self._done[index] = True
            self._leave(index)

    def _enter(self, index: int) -> None:
        with self._baton:
            self._baton.wait_for(lambda: self._turn == index)
        if self._error is not None:
            raise RuntimeError("another part failed")
        self._show(self._views[index])
        for parameter, grad in zip(self._parameters, self._grads[index], strict=True):
            parameter.grad = grad

    def _leave(self, index: int) -> None:
        self._grads[index] = [parameter.grad for parameter in self._parameters]
        for parameter in self._parameters:
            parameter.grad = None
        view = self._views[index]
        for place, buffer in enumerate(self._buffers):
            if buffer._version != self._versions[place]:
                view[place] = buffer.clone()
        count = len(self._done)
        following = ((index + offset) % count for offset in range(1, count + 1))
        with self._baton:
            self._turn = next((i for i in following if not self._done[i]), -1)
            self._baton.notify_all()

    @torch.no_grad()
    def _show(self, view: Sequence[Tensor]) -> None:
        """Put a part's buffers in place: those that have moved, for a graph may hold on to the others."""
        for place, (buffer, value) in enumerate(zip(self._buffers, view, strict=True)):
            if buffer._version != self._versions[place]:
                buffer.copy_(value)
