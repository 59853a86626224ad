"""The furrows of age: on the forehead, beside and below the eyes, from the nose to the mouth."""

from __future__ import annotations

import numpy as np

from ganstudio.worlds.faces.record import Attributes
from ganstudio.worlds.faces.solids import Points
from ganstudio.worlds.faces.tones import line
from ganstudio.worlds.noise import Array, smoothstep


def depth_of_age(a: Attributes) -> float:
    """How deep the furrows are, 0 to 1."""
    return float(smoothstep(0.3, 0.95, np.array(a.age, np.float32)))


def furrows(p: Points) -> Array:
    """0 on smooth skin, 1 in the middle of a furrow."""
    side, y, z = np.abs(p[0]), p[1], p[2]
    total = _forehead(side, y) + _beside_eyes(side, y) + _below_eyes(side, y) + _folds(side, y)
    shown: Array = np.minimum(total, 1.0) * smoothstep(0.1, 0.4, z)
    return shown


def _forehead(side: Array, y: Array) -> Array:
    lines = [
        line(y - np.float32(height) - 0.02 * np.cos(side * np.float32(bend)), 0.016)
        for height, bend in ((0.475, 7.0), (0.54, 9.0), (0.605, 11.0))
    ]
    return 0.8 * smoothstep(0.55, 0.3, side) * sum(lines)


def _beside_eyes(side: Array, y: Array) -> Array:
    rays = [
        line(y - np.float32(0.02 + 0.10 * slope) - np.float32(slope) * (side - np.float32(0.62)), 0.014)
        for slope in (-0.45, 0.0, 0.45)
    ]
    return 0.8 * smoothstep(0.58, 0.62, side) * smoothstep(0.78, 0.68, side) * sum(rays)


def _below_eyes(side: Array, y: Array) -> Array:
    bag = np.float32(-0.27) + 1.6 * (side - np.float32(0.34)) ** 2
    return 0.6 * smoothstep(0.56, 0.4, side) * smoothstep(0.14, 0.22, side) * line(y - bag, 0.02)


def _folds(side: Array, y: Array) -> Array:
    fold = np.float32(0.17) + 0.5 * np.clip(-0.28 - y, 0.0, 0.4)
    return smoothstep(-0.26, -0.34, y) * smoothstep(-0.66, -0.56, y) * line(side - fold, 0.022)
