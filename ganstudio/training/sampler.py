"""An endless shuffled sequence of batches whose place can be saved and found again exactly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np


class ShuffledBatches:
    """Yields index arrays (batch,) without end; every item once per epoch, in an order fixed by the seed."""

    def __init__(self, count: int, batch_size: int, seed: int) -> None:
        if count < 1:
            raise ValueError("there is nothing to sample from")
        self._count = count
        self._batch_size = batch_size
        self._seed = seed
        self._drawn = 0

    def __next__(self) -> np.ndarray:
        places = self._drawn + np.arange(self._batch_size)
        self._drawn += self._batch_size
        epochs = places // self._count
        orders = {int(epoch): self._order(int(epoch)) for epoch in np.unique(epochs)}
        return np.array([orders[int(e)][p % self._count] for e, p in zip(epochs, places, strict=True)])

    def __iter__(self) -> ShuffledBatches:
        return self

    def _order(self, epoch: int) -> np.ndarray:
        return np.random.default_rng((self._seed, epoch)).permutation(self._count)

    def state_dict(self) -> dict[str, int]:
        return {"drawn": self._drawn, "count": self._count, "seed": self._seed}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """ValueError if the data set has changed: its order would be another one."""
        if state["count"] != self._count:
            raise ValueError(f"the run saw {state['count']} items; now there are {self._count}")
        self._seed = state["seed"]
        self._drawn = state["drawn"]
