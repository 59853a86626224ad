"""Label maps as a person would paint them: down-sampled by majority, without specks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.uint8]


@dataclass(frozen=True)
class Regions:
    """Connected regions of equal label (4-neighbourhood), numbered from 0."""

    index: NDArray[np.int64]  # (H, W)
    area: NDArray[np.int64]  # (R,)
    label: Labels  # (R,)


def find_regions(labels: Labels) -> Regions:
    """Label connected regions: runs along rows are joined by hooking to the smallest neighbour."""
    height, width = labels.shape
    starts = np.ones((height, width), bool)
    starts[:, 1:] = labels[:, 1:] != labels[:, :-1]
    run = np.cumsum(starts.ravel()).reshape(height, width) - 1
    same = labels[1:] == labels[:-1]
    fresh = starts[1:] | starts[:-1]  # elsewhere the pair to the left says the same
    pairs = np.stack([run[:-1][same & fresh], run[1:][same & fresh]], axis=1)
    parent = _join(int(run[-1, -1]) + 1, pairs)
    _, index = np.unique(parent, return_inverse=True)
    region = index[run]
    area = np.bincount(region.ravel())
    label = np.zeros(len(area), np.uint8)
    label[region.ravel()] = labels.ravel()
    return Regions(region, area, label)


def _join(count: int, pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """The smallest member of each connected set of numbers below count."""
    parent = np.arange(count)
    while True:
        roots = parent[pairs]
        low, high = roots.min(axis=1), roots.max(axis=1)
        if (low == high).all():
            return parent
        np.minimum.at(parent, high, low)
        while (parent != parent[parent]).any():
            parent = parent[parent]


def halve(labels: Labels) -> Labels:
    """Half the size; of each 2 x 2 block the label that occurs most often, else the first."""
    a, b = labels[::2, ::2], labels[::2, 1::2]
    c, d = labels[1::2, ::2], labels[1::2, 1::2]
    first = (a == b) | (a == c) | (a == d)
    second = (b == c) | (b == d)
    return np.where(first, a, np.where(second, b, np.where(c == d, c, a)))


def remove_specks(labels: Labels, smallest: int, keep: tuple[int, ...]) -> Labels:
    """Give regions under `smallest` pixels to the label around them; classes in `keep` stay."""
    for _ in range(3):
        regions = find_regions(labels)
        speck = (regions.area < smallest) & ~np.isin(regions.label, keep)
        if not speck.any():
            break
        labels = _absorb(labels, speck[regions.index], regions, speck)
    return labels


def _absorb(labels: Labels, hole: NDArray[np.bool_], regions: Regions, speck: NDArray[np.bool_]) -> Labels:
    """Fill each speck with the label that touches it most."""
    votes = np.zeros((len(speck), 256), np.int32)
    for axis in (0, 1):
        for here, there in ((np.s_[1:], np.s_[:-1]), (np.s_[:-1], np.s_[1:])):
            pick = (here,) if axis == 0 else (slice(None), here)
            other = (there,) if axis == 0 else (slice(None), there)
            edge = hole[pick] & (regions.index[pick] != regions.index[other])
            weight = 1 + 3 * (~hole[other][edge])
            np.add.at(votes, (regions.index[pick][edge], labels[other][edge]), weight)
    chosen = votes.argmax(axis=1).astype(np.uint8)
    return np.where(hole, chosen[regions.index], labels)
