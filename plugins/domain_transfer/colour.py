"""sRGB and Oklab (Björn Ottosson 2020, bottosson.github.io/posts/oklab), on planes of colours.

Strengths are blended in Oklab: equal steps of a slider then look equal, and hues stay on the way. In linear
light half a night would still look like day, since the bright half hides the dark one; in sRGB's own numbers
mixtures of distant hues turn grey and dark.
"""

from __future__ import annotations

import torch
from torch import Tensor

_TO_CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


def _inverse(rows: tuple[tuple[float, ...], ...]) -> tuple[tuple[float, ...], ...]:
    return tuple(map(tuple, torch.linalg.inv(torch.tensor(rows, dtype=torch.float64)).tolist()))


_FROM_CONES, _FROM_LAB = _inverse(_TO_CONES), _inverse(_TO_LAB)


def to_linear(rgb: Tensor) -> Tensor:
    """sRGB in [0, 1] as amounts of light in [0, 1] (IEC 61966-2-1)."""
    return torch.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055).clamp(min=0) ** 2.4)


def to_oklab(linear: Tensor) -> Tensor:
    """(3, ...) amounts of light -> (3, ...) lightness in [0, 1], green-red and blue-yellow in about ±0.3."""
    cones = _mixed(_TO_CONES, linear).clamp(min=0) ** (1 / 3)
    return _mixed(_TO_LAB, cones)


def to_srgb(lab: Tensor) -> Tensor:
    """(3, ...) Oklab -> (3, ...) sRGB in [0, 1]; what sRGB cannot show is cut off channel by channel."""
    cones = _mixed(_FROM_LAB, lab) ** 3
    linear = _mixed(_FROM_CONES, cones).clamp(0, 1)
    return torch.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)


def _mixed(rows: tuple[tuple[float, ...], ...], planes: Tensor) -> Tensor:
    """A matrix times each colour."""
    x, y, z = planes
    return torch.stack([a * x + b * y + c * z for a, b, c in rows])
