"""Random numbers of a training run: saved with it, and the same however many processes share a batch.

Each draw is made for the whole (global) batch, and each process keeps its own rows. So N processes on a batch
do the arithmetic of one process on the same batch, and a resumed run draws what it would have drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

_STREAMS = 1_000_003


class Randomness:
    """Process `rank` of `world`; numbers are drawn on the CPU unless a draw names the run's own device."""

    def __init__(
        self, seed: int = 0, rank: int = 0, world: int = 1, device: torch.device | str = "cpu"
    ) -> None:
        if not 0 <= rank < world:
            raise ValueError(f"process {rank} of {world}")
        self.rank, self.world = rank, world
        self.device = torch.device(device)
        self._cpu = torch.Generator().manual_seed(seed)
        self._own = (
            self._cpu
            if self.device.type == "cpu"
            else torch.Generator(self.device).manual_seed(seed + _STREAMS)
        )

    def randn(self, n: int, *shape: int, device: bool = False) -> Tensor:
        """Standard normal (n, *shape): this process's rows; `device`: drawn there, and left there."""
        generator, place = self._source(device)
        return self._rows(torch.randn(n * self.world, *shape, generator=generator, device=place), n)

    def rand(self, n: int, *shape: int, device: bool = False) -> Tensor:
        """Uniform in [0, 1), (n, *shape)."""
        generator, place = self._source(device)
        return self._rows(torch.rand(n * self.world, *shape, generator=generator, device=place), n)

    def randint(self, high: int, n: int, *shape: int) -> Tensor:
        """Integers from 0 to high - 1, (n, *shape), on the CPU."""
        return self._rows(torch.randint(high, (n * self.world, *shape), generator=self._cpu), n)

    def one(self) -> float:
        """One number in [0, 1) that all processes share, for decisions about a whole batch."""
        return float(torch.rand((), generator=self._cpu))

    def integer(self, high: int) -> int:
        """One integer from 0 to high - 1 that all processes share."""
        return int(torch.randint(high, (), generator=self._cpu))

    def permutation(self, n: int) -> Tensor:
        """An order of n things that all processes share."""
        return torch.randperm(n, generator=self._cpu)

    def state_dict(self) -> dict[str, Any]:
        own = None if self._own is self._cpu else self._own.get_state()
        return {"cpu": self._cpu.get_state(), "own": own}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Go on where another run stood; on another kind of device only the CPU's numbers do."""
        self._cpu.set_state(state["cpu"])
        if state["own"] is not None and self._own is not self._cpu:
            self._own.set_state(state["own"])

    def _source(self, device: bool) -> tuple[torch.Generator, torch.device]:
        return (self._own, self.device) if device else (self._cpu, torch.device("cpu"))

    def _rows(self, drawn: Tensor, n: int) -> Tensor:
        return drawn[self.rank * n : (self.rank + 1) * n]
