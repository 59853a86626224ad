"""What a recipe gives to the trainer."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from torch import Tensor, nn
from torch.optim import Optimizer

from ganstudio.engine.randomness import Randomness
from ganstudio.params import Parameters


class Recipe(Protocol):
    """One paper's training step on the networks and optimisers that it owns.

    Everything random comes from `random`, which the trainer puts in place and saves, so that a run can be
    resumed exactly and shared by several processes. `averaged` names the modules of which the trainer keeps a
    moving average.
    """

    name: str
    params: Parameters
    modules: dict[str, nn.Module]
    optimisers: dict[str, Optimizer]
    averaged: tuple[str, ...]
    batch_size: int
    ema_half_life: float
    item_count: int
    random: Randomness
    files: Mapping[str, str]
    """The stem under which `export` writes each averaged module; a new run can begin with such files."""

    def batch(self, indices: Any) -> Any:
        """The items at these places, augmented, on the CPU."""

    def step(self, batch: Any, step: int) -> Mapping[str, Tensor]:
        """Update every network once; returns the losses (scalars, detached)."""

    def sample(self, averages: Mapping[str, nn.Module]) -> Tensor:
        """A contact sheet (3, H, W) in [-1, 1], of the same items each time."""

    def export(self, folder: Path, averages: Mapping[str, nn.Module], record: Mapping[str, Any]) -> None:
        """Write the trained model as the library stores models; `record` tells how it was trained."""
