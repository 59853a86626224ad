"""Smoothing that stops at lines, so that colour spreads in a region and not out of it.

The recursive filter of Gastal and Oliveira, "Domain Transform for Edge-Aware Image and Video Processing",
SIGGRAPH 2011, with ink as the distance between neighbours.
"""

from __future__ import annotations

import numpy as np

from .drawing import Floats

_TURNS = 2
_WALL = 12.0


def spread(planes: Floats, ink: Floats, sigma: float) -> Floats:
    """Planes (H, W, C) smoothed over about `sigma` pixels, where ink (H, W) is not in the way."""
    result = np.ascontiguousarray(planes, np.float32)
    down, along = _closeness(ink, 0), _closeness(ink, 1)
    for turn in range(_TURNS):
        # Their equation 14: smaller steps in later turns, so that no stripes remain.
        width = sigma * np.sqrt(3.0) * 2 ** (_TURNS - turn - 1) / np.sqrt(4.0**_TURNS - 1)
        base = np.float32(np.exp(-np.sqrt(2.0) / width))
        result = _along_rows(result, base ** along.T[..., None], axis=1)
        result = _along_rows(result, base ** down[..., None], axis=0)
    return result


def _closeness(ink: Floats, axis: int) -> Floats:
    """Distance from each pixel to the one before it along an axis; crossing a line is a long way."""
    before = np.roll(ink, 1, axis)
    return (1 + _WALL * np.maximum(ink, before) ** 2 * 8).astype(np.float32)


def _along_rows(planes: Floats, weights: Floats, axis: int) -> Floats:
    """Both directions of the recursion; `weights` (length, other, 1) go from each place to the one before."""
    lines = np.ascontiguousarray(planes.swapaxes(0, axis))
    for place in range(1, len(lines)):
        lines[place] += weights[place] * (lines[place - 1] - lines[place])
    for place in range(len(lines) - 2, -1, -1):
        lines[place] += weights[place + 1] * (lines[place + 1] - lines[place])
    return lines.swapaxes(0, axis)
