"""Cutting batches out of stored pictures: mirrored, cropped or reduced, whole batches at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from ganstudio.engine.randomness import Randomness
from ganstudio.errors import InputError

Indices = Sequence[int] | np.ndarray


@dataclass(frozen=True)
class Views:
    """Which part of each stored picture of side `source` is shown at `size`; (N,) each.

    `cropped`: a square of `size` at (`top`, `left`) in full resolution; else the whole picture, reduced.
    """

    source: int
    size: int
    cropped: np.ndarray
    top: np.ndarray
    left: np.ndarray
    mirrored: np.ndarray

    def rows(self) -> Tensor:
        """(N, 2): where the top and bottom edge lie in the whole picture, -1 top to 1 bottom."""
        top = np.where(self.cropped, self.top, 0)
        height = np.where(self.cropped, self.size, self.source)
        edges = np.stack([top, top + height], 1) / self.source * 2 - 1
        return torch.from_numpy(edges.astype(np.float32))


def draw_views(
    random: Randomness | None, count: int, source: int, size: int, *, crops: float, mirror: bool = True
) -> Views:
    """Views of `count` pictures: a share `crops` of them cut out, half mirrored; without `random` none is.

    Pictures kept a little larger than `size` (by less than a quarter) are always cut where `crops` allows it,
    which is the jitter of pix2pix and CycleGAN. InputError if pictures are smaller than `size`.
    """
    if size > source or size < 1:
        raise InputError(f"Pictures of {size} px were asked for; they are kept at {source} px.")
    if random is None:
        none = np.zeros(count, bool)
        return Views(source, size, none, np.zeros(count, int), np.zeros(count, int), none)
    crop, down, right, turn = random.rand(count, 4).numpy().T
    share = 1.0 if crops > 0 and 4 * source < 5 * size else crops
    room = source - size
    return Views(
        source,
        size,
        (crop < share) & (room > 0),
        (down * (room + 1)).astype(int),
        (right * (room + 1)).astype(int),
        (turn < 0.5) & mirror,
    )


def pictures(stored: Tensor, indices: Indices, views: Views) -> Tensor:
    """(N, C, size, size) in [-1, 1] of stored (M, S, S, C) bytes; whole pictures are reduced by area."""
    places = torch.as_tensor(np.asarray(indices))
    if views.size == views.source:
        chosen = stored[places].permute(0, 3, 1, 2).contiguous().float()
    else:
        chosen = torch.empty(len(places), stored.shape[3], views.size, views.size)
        whole = torch.from_numpy(~views.cropped)
        if whole.any():
            chosen[whole] = _reduced(stored[places[whole]].permute(0, 3, 1, 2).float(), views.size)
        for place, cut in _cuts(stored, places, views):
            chosen[place] = cut.permute(2, 0, 1)
    return _mirrored(chosen, views).mul_(1 / 127.5).sub_(1)


def values(stored: Tensor, indices: Indices, views: Views) -> Tensor:
    """(N, 1, size, size) of stored (M, S, S) class numbers; whole maps are reduced by nearest neighbour."""
    places = torch.as_tensor(np.asarray(indices))
    steps = ((torch.arange(views.size) + 0.5) * views.source / views.size).long()
    if views.size == views.source:
        chosen = stored[places]
    elif views.cropped.all():
        chosen = stored.new_empty(len(places), views.size, views.size)
    else:
        chosen = stored[places[:, None, None], steps[None, :, None], steps[None, None, :]]
    for place, cut in _cuts(stored, places, views):
        chosen[place] = cut
    return _mirrored(chosen, views)[:, None].contiguous()


def _cuts(stored: Tensor, places: Tensor, views: Views) -> list[tuple[int, Tensor]]:
    size = views.size
    return [
        (int(i), stored[int(places[i]), top : top + size, left : left + size])
        for i in np.flatnonzero(views.cropped)
        for top, left in [(int(views.top[i]), int(views.left[i]))]
    ]


def _reduced(images: Tensor, size: int) -> Tensor:
    factor, rest = divmod(images.shape[-1], size)
    return F.adaptive_avg_pool2d(images, size) if rest else F.avg_pool2d(images, factor)


def _mirrored(batch: Tensor, views: Views) -> Tensor:
    if views.mirrored.any():
        chosen = torch.from_numpy(views.mirrored)
        batch[chosen] = batch[chosen].flip(-1)
    return batch
