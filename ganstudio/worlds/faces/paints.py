"""Colours by hue, in linear light."""

from __future__ import annotations

import colorsys

import numpy as np

from ganstudio.worlds.noise import Array


def hue(turn: float, saturation: float, value: float) -> Array:
    """Linear light (3,) of a hue in turns, with saturation and value of the sRGB picture."""
    shown = np.array(colorsys.hsv_to_rgb(turn % 1.0, saturation, value), np.float32)
    return (shown * shown).astype(np.float32)
