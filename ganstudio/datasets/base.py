"""What all data sets of pictures share: the arrays, and moving a batch to a device."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, ClassVar, Self

import numpy as np
import torch
from torch import Tensor

from ganstudio.datasets.source import Array, Finding, Kind
from ganstudio.datasets.views import Indices, Views, draw_views
from ganstudio.engine.randomness import Randomness


class Batch:
    """Base of the batches, which are frozen dataclasses of tensors."""

    def to(self, device: torch.device | str) -> Self:
        """The same batch with every tensor on a device."""
        moved: dict[str, Any] = {
            f.name: getattr(self, f.name).to(device, non_blocking=True)
            for f in fields(self)  # type: ignore[arg-type]
            if isinstance(getattr(self, f.name), Tensor)
        }
        return replace(self, **moved)  # type: ignore[type-var]


class PictureSet:
    """Stored pictures (N, S, S, 3) uint8 of side `size`.

    `crops` is the share of augmented examples that are cut from full resolution instead of reduced, where the
    stored side is larger than the batch's; `mirror` says whether half of them are mirrored.
    """

    kind: Kind
    default_crops: ClassVar[float] = 0.0

    def __init__(
        self, *, crops: float | None = None, mirror: bool = True, findings: tuple[Finding, ...] = ()
    ) -> None:
        self.crops = self.default_crops if crops is None else crops
        self.mirror = mirror
        self.findings = findings

    @property
    def size(self) -> int:
        raise NotImplementedError

    def views(self, indices: Indices, size: int, random: Randomness | None) -> Views:
        return draw_views(random, len(indices), self.size, size, crops=self.crops, mirror=self.mirror)


def stored(array: Array) -> Tensor:
    """An array as a tensor that shares its memory."""
    return torch.from_numpy(array if array.flags.writeable else np.array(array))


def chosen(random: Randomness | None, indices: Indices, count: int) -> np.ndarray:
    """For each example one of `count` partners: any, or without `random` always the same."""
    if random is None:
        return np.asarray(indices) % count
    return random.randint(count, len(indices)).numpy()
