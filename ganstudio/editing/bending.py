"""Network bending: what a layer gave is changed before the next one reads it.

Broad, Leymarie and Grierson, "Network Bending: Expressive Manipulation of Deep Generative Models", EvoMUSART
2021, arXiv:2005.12420; here the affine changes of its section 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from ganstudio.networks.staged import Stage, State


@dataclass(frozen=True)
class Bend:
    """Channels first to last of the stage become `factor` times themselves plus `offset`; -1 is the last."""

    stage: str
    first: int = 0
    last: int = -1
    factor: float = 1.0
    offset: float = 0.0


class Bent:
    """A synthesis network in stages (`networks.staged.StagedSynthesis`) with some of its layers bent."""

    def __init__(self, network: Any, bends: tuple[Bend, ...], transform: Tensor | None = None) -> None:
        self.network, self.bends, self.transform = network, bends, transform
        self.num_ws: int = network.num_ws
        self.stages: tuple[Stage, ...] = network.stages

    @staticmethod
    def of(network: Any, bends: tuple[Bend, ...], transform: Tensor | None, before: object) -> Bent:
        """The one of `before` if it is the same, so that a cache can go on with it."""
        made = Bent(network, bends, transform)
        return before if isinstance(before, Bent) and before.equals(made) else made

    def equals(self, other: Bent) -> bool:
        same = (self.network is other.network) and self.bends == other.bends
        if self.transform is None or other.transform is None:
            return same and self.transform is other.transform
        return same and torch.equal(self.transform, other.transform)

    def start(self, ws: Tensor) -> State:
        """The state before the first stage."""
        state: State = (
            self.network.start(ws) if self.transform is None else self.network.start(ws, self.transform)
        )
        return state

    def run_stage(self, index: int, state: State, ws: Tensor, noise: list[Tensor | None]) -> State:
        """One stage, and what is bent of it."""
        features, *rest = self.network.run_stage(index, state, ws, noise)
        for bend in self.bends:
            if bend.stage == self.stages[index].name and features is not None:
                last = features.shape[1] if bend.last < 0 else bend.last + 1
                features = features.clone()
                features[:, bend.first : last] *= bend.factor
                features[:, bend.first : last] += bend.offset
        return (features, *rest)

    def image(self, state: State) -> Tensor:
        """Pictures from the last state."""
        pictures: Tensor = self.network.image(state)
        return pictures
