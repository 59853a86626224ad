"""Enlarging small planes band by band, so that no large plane of floats is ever in memory."""

from __future__ import annotations

import torch
from torch import Tensor

_SHARPNESS = -0.5
"""Keys' cubic convolution (IEEE TASSP 1981), which reproduces straight slopes."""


class Enlarged:
    """Planes (C, h, w) as if they were (C, height, width), by cubic interpolation; smaller sizes, too.

    Pixels are squares whose outer borders coincide. Beyond the border the outermost pixel counts.
    """

    def __init__(self, planes: Tensor, height: int, width: int) -> None:
        self._height, self._small = height, planes.shape[1]
        if planes.shape[2] == width:
            self._wide = planes
        else:
            taps = _taps(torch.arange(width), planes.shape[2], width)
            self._wide = _summed([(planes[:, :, index], weight) for index, weight in taps])

    def rows(self, top: int, bottom: int) -> Tensor:
        """(C, bottom - top, width)."""
        if self._small == self._height:
            return self._wide[:, top:bottom]
        taps = _taps(torch.arange(top, bottom), self._small, self._height)
        return _summed([(self._wide[:, index], weight[:, None]) for index, weight in taps])


def _taps(at: Tensor, small: int, large: int) -> list[tuple[Tensor, Tensor]]:
    """Four times for each place among `large`: which of the `small` counts, and how much."""
    place = (at + 0.5) * (small / large) - 0.5
    first = place.floor()
    x = place - first
    a = _SHARPNESS
    weights = (
        a * x * (1 - x) ** 2,
        1 - (a + 3) * x**2 + (a + 2) * x**3,
        1 - (a + 3) * (1 - x) ** 2 + (a + 2) * (1 - x) ** 3,
        a * (1 - x) * x**2,
    )
    return [
        ((first.long() + step).clamp(0, small - 1), weight)
        for step, weight in zip(range(-1, 3), weights, strict=True)
    ]


def _summed(parts: list[tuple[Tensor, Tensor]]) -> Tensor:
    values, weight = parts[0]
    total = values * weight
    for values, weight in parts[1:]:
        total.addcmul_(values, weight)
    return total
