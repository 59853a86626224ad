"""Several streams of random numbers in one run: loading runs ahead of training, in a thread of its own.

The batch of a step draws from a stream that the seed and the number of the step fix. So it does not matter
when it is loaded, and nothing of the loader need be saved to go on exactly.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch

from ganstudio.engine.randomness import Randomness


class Streams(Randomness):
    """What recipes know as `random`: the stream that the running thread has chosen, else the main one."""

    def __init__(self, main: Randomness) -> None:
        self._main = main
        self._chosen = threading.local()

    @property
    def current(self) -> Randomness:
        stream: Randomness = getattr(self._chosen, "stream", self._main)
        return stream

    @contextmanager
    def use(self, stream: Randomness) -> Iterator[None]:
        """Within, and in this thread only, numbers come from `stream`."""
        before = self.current
        self._chosen.stream = stream
        try:
            yield
        finally:
            self._chosen.stream = before

    def __getattr__(self, name: str) -> Any:
        # The generators and the place among the processes, which Randomness keeps as attributes.
        return getattr(self.current, name)


def stream_of_step(
    seed: int, step: int, rank: int = 0, world: int = 1, device: torch.device | str = "cpu"
) -> Randomness:
    """The stream for the data of one step; the same in all processes, each of which keeps its rows."""
    digest = hashlib.blake2b(f"{seed}/{step}".encode(), digest_size=4).digest()
    return Randomness(int.from_bytes(digest), rank, world, device)
