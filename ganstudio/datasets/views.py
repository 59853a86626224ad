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

    def of(self, chosen: np.ndarray) -> Views:
        """The views of some of the pictures."""
        parts = (self.cropped[chosen], self.top[chosen], self.left[chosen], self.mirrored[chosen])
        return Views(self.source, self.size, *parts)

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
    array, places = stored.numpy(), np.asarray(indices)
    entire = views.cropped | (views.size == views.source)
    if entire.all():
        batch = _reduced(_planes(array, places, views, views.size), views.size)
    elif not entire.any():
        batch = _reduced(_planes(array, places, views, views.source), views.size)
    else:
        batch = torch.empty(len(places), array.shape[3], views.size, views.size)
        for chosen, side in ((entire, views.size), (~entire, views.source)):
            cut = _planes(array, places[chosen], views.of(chosen), side)
            batch[torch.from_numpy(chosen)] = _reduced(cut, views.size)
    return batch.div_(127.5).sub_(1)


def values(stored: Tensor, indices: Indices, views: Views) -> Tensor:
    """(N, 1, size, size) of stored (M, S, S) class numbers; whole maps are reduced by nearest neighbour."""
    array, places = stored.numpy(), np.asarray(indices)
    steps = ((np.arange(views.size) + 0.5) * views.source / views.size).astype(int)
    batch = np.empty((len(places), views.size, views.size), array.dtype)
    for i, place in enumerate(places):
        top, left = views.top[i], views.left[i]
        if views.cropped[i]:
            cut = array[place, top : top + views.size, left : left + views.size]
        else:
            cut = array[place] if views.size == views.source else array[place][np.ix_(steps, steps)]
        batch[i] = cut[:, ::-1] if views.mirrored[i] else cut
    return torch.from_numpy(batch)[:, None]


def _planes(array: np.ndarray, places: np.ndarray, views: Views, side: int) -> np.ndarray:
    """(N, C, side, side) bytes; gathered, cut, mirrored and turned to planes in one pass over the memory."""
    planes = np.empty((len(places), array.shape[3], side, side), array.dtype)
    for i, place in enumerate(places):
        top, left = (views.top[i], views.left[i]) if views.cropped[i] else (0, 0)
        cut = array[place, top : top + side, left : left + side]
        planes[i] = (cut[:, ::-1] if views.mirrored[i] else cut).transpose(2, 0, 1)
    return planes


def _reduced(planes: np.ndarray, size: int) -> Tensor:
    """(N, C, size, size) floats of (N, C, S, S) bytes: averages over area."""
    side = planes.shape[-1]
    factor, rest = divmod(side, size)
    if rest or factor > 16:
        return F.adaptive_avg_pool2d(torch.from_numpy(planes).float(), size)
    if factor == 1:
        return torch.from_numpy(planes).float()
    # Sums of bytes fit into 16 bits, which is several times faster than pooling floats.
    rows = planes[:, :, ::factor].astype(np.uint16)
    for offset in range(1, factor):
        rows += planes[:, :, offset::factor]
    sums = rows[..., ::factor].copy()
    for offset in range(1, factor):
        sums += rows[..., offset::factor]
    return torch.from_numpy(sums.astype(np.float32)).div_(factor * factor)
