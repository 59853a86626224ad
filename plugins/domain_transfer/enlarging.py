"""Enlarging small planes band by band, so that no large plane of floats is ever in memory."""

from __future__ import annotations

import torch
from torch import Tensor

_SHARPNESS = -0.5
"""Keys' cubic convolution (IEEE TASSP 1981), which reproduces straight slopes."""
_COLUMNS = 512
"""Columns made at a time: few enough that they come from a few of the small plane's."""


class Enlarged:
    """Planes (C, h, w) as if they were (C, height, width), by cubic interpolation.

    Pixels are squares whose outer borders coincide. Beyond the border the outermost pixel counts.
    """

    def __init__(self, planes: Tensor, height: int, width: int) -> None:
        self._small, self._height = planes.shape[1], height
        parts = []
        for start in range(0, width, _COLUMNS):
            first, weights = _weights(start, min(start + _COLUMNS, width), planes.shape[2], width)
            parts.append(planes[:, :, first : first + weights.shape[1]] @ weights.T)
        self._wide = torch.cat(parts, dim=2)

    def rows(self, top: int, bottom: int) -> Tensor:
        """(C, bottom - top, width)."""
        first, weights = _weights(top, bottom, self._small, self._height)
        return weights @ self._wide[:, first : first + weights.shape[1]]


def _weights(start: int, stop: int, small: int, large: int) -> tuple[int, Tensor]:
    """How the pixels start to stop of `large` are made: first of `small`, (stop - start, n) weights."""
    place = (torch.arange(start, stop) + 0.5) * (small / large) - 0.5
    base = place.floor()
    x, a = place - base, _SHARPNESS
    cubic = (
        a * x * (1 - x) ** 2,
        1 - (a + 3) * x**2 + (a + 2) * x**3,
        1 - (a + 3) * (1 - x) ** 2 + (a + 2) * (1 - x) ** 3,
        a * (1 - x) * x**2,
    )
    index = torch.stack([(base.long() + step).clamp(0, small - 1) for step in range(-1, 3)], dim=1)
    first = int(index.min())
    weights = torch.zeros(stop - start, int(index.max()) - first + 1)
    return first, weights.scatter_add_(1, index - first, torch.stack(cubic, dim=1))
