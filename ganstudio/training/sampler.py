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
        self._orders: dict[int, np.ndarray] = {}

    def __next__(self) -> np.ndarray:
        found = self._from(self._drawn)
        self._drawn += self._batch_size
        return found

    def __iter__(self) -> ShuffledBatches:
        return self

    @property
    def seed(self) -> int:
        return self._seed

    def at(self, number: int) -> np.ndarray:
        """The batch with this number, counted from 0; nothing is drawn by looking."""
        return self._from(number * self._batch_size)

    def _from(self, place: int) -> np.ndarray:
        places = place + np.arange(self._batch_size)
        epochs = places // self._count
        orders = {int(epoch): self._order(int(epoch)) for epoch in np.unique(epochs)}
        self._orders = orders
        return np.array([orders[int(e)][p % self._count] for e, p in zip(epochs, places, strict=True)])

    def _order(self, epoch: int) -> np.ndarray:
        # Kept from call to call: a permutation of a million items takes longer than many a step.
        known = self._orders.get(epoch)
        return np.random.default_rng((self._seed, epoch)).permutation(self._count) if known is None else known

    def state_dict(self) -> dict[str, int]:
        return {"drawn": self._drawn, "count": self._count, "seed": self._seed}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """ValueError if the data set has changed: its order would be another one."""
        if state["count"] != self._count:
            raise ValueError(f"the run saw {state['count']} items; now there are {self._count}")
        self._seed = state["seed"]
        self._drawn = state["drawn"]
        self._orders = {}


def rows_of(indices: np.ndarray, rank: int, world: int) -> np.ndarray:
    """The rows of a global batch that belong to process `rank` of `world`; the batch divides evenly."""
    share = len(indices) // world
    return indices[rank * share : (rank + 1) * share]
