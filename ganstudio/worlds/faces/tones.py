"""Tones of skin, and what paint is mixed with."""

from __future__ import annotations

import numpy as np

from ganstudio.worlds.faces.record import Attributes
from ganstudio.worlds.light import linear
from ganstudio.worlds.noise import Array

_TONES = np.stack(
    [linear(c) for c in ("#f8d2bb", "#f2c2a0", "#e6ad80", "#c78c5e", "#98623f", "#6f452c", "#4f3022")]
)


def tone(a: Attributes, *scale: float) -> Array:
    """The colour of the skin in linear light (3,), its channels scaled; age takes some of its warmth."""
    at = a.skin * (len(_TONES) - 1)
    low = min(int(at), len(_TONES) - 2)
    colour = _TONES[low] + (_TONES[low + 1] - _TONES[low]) * np.float32(at - low)
    faded: Array = colour + (colour.mean() - colour) * np.float32(0.18 * a.age)
    return faded * np.array(scale, np.float32) if scale else faded


def plain(colour: Array, count: int) -> Array:
    """One colour for so many points (3, n)."""
    return np.repeat(colour[:, None], count, axis=1)


def mix(base: Array, colour: Array, share: Array) -> Array:
    """Colours (3, n) drawn to one colour by shares (n,)."""
    mixed: Array = base + (colour[:, None] - base) * share
    return mixed


def spot(x: Array, y: Array, at: tuple[float, float], radii: tuple[float, float]) -> Array:
    """1 at a place of the face, falling off smoothly around it."""
    dx = (x - np.float32(at[0])) * np.float32(1 / radii[0])
    dy = (y - np.float32(at[1])) * np.float32(1 / radii[1])
    fall: Array = np.exp(-(dx * dx + dy * dy))
    return fall


def line(distance: Array, width: float) -> Array:
    """1 on a line, falling off smoothly on both sides."""
    fall: Array = np.exp(-((distance * np.float32(1 / width)) ** 2))
    return fall
