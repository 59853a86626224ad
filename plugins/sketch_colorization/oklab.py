"""Oklab, a space in which distances are about as large as they look (Ottosson 2020, bottosson.github.io)."""

from __future__ import annotations

import numpy as np

from .drawing import Floats

_TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    np.float32,
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ],
    np.float32,
)
_FROM_CONES, _FROM_LAB = (np.linalg.inv(matrix).astype(np.float32) for matrix in (_TO_CONES, _TO_LAB))


def to_oklab(rgb: Floats) -> Floats:
    """(..., 3) sRGB in [0, 1] -> lightness in [0, 1], and two colour axes around 0."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    lab: Floats = np.cbrt(linear.astype(np.float32) @ _TO_CONES.T) @ _TO_LAB.T
    return lab


def from_oklab(lab: Floats) -> Floats:
    """The way back; what no screen can show is cut off."""
    linear = (((lab @ _FROM_LAB.T) ** 3) @ _FROM_CONES.T).clip(0, 1)
    rgb = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return rgb.clip(0, 1).astype(np.float32)
