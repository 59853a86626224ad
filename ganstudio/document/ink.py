"""What a value does to pixels that it covers, for each kind of layer."""

from __future__ import annotations

from enum import Enum
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ganstudio.document.image import Bytes
from ganstudio.document.layers import LabelLayer, MaskLayer, PixelLayer
from ganstudio.document.shapes import Floats


class Erase(Enum):
    ERASE = "erase"


ERASE: Final = Erase.ERASE
"""Paint with nothing: transparency, no class, or 0 in a mask."""

Colour = tuple[int, int, int, int]
Value = Colour | int | Erase
"""(r, g, b, a) for raster layers, a class index or a mask's 0-255 for the others, or ERASE; all 0-255."""


def check_value(layer: PixelLayer, value: Value) -> None:
    """ValueError when a layer of that kind does not take such values."""
    if isinstance(value, Erase):
        return
    channels = len(value) if isinstance(value, tuple) else 1
    if channels != layer.tiles.channels:
        raise ValueError(f"{value!r} is no value of a {layer.kind} layer")


def mixed(layer: PixelLayer, base: Bytes, coverage: Floats, value: Value) -> npt.NDArray[Any]:
    """`base` (h, w, channels) with `value` laid over it where `coverage` (h, w), 0-1, says so.

    Label layers never mix: half covered or more is the new class.
    """
    if isinstance(layer, LabelLayer):
        index = layer.tiles.fill if isinstance(value, Erase) else value
        return np.where(coverage[..., None] >= 0.5, np.asarray(index, np.uint8), base)
    if isinstance(layer, MaskLayer):
        target = np.asarray(0 if isinstance(value, Erase) else value, np.float32)
        return _rounded(base + (target - base) * coverage[..., None])
    if isinstance(value, Erase):
        erased = base.copy()
        erased[..., 3] = _rounded(base[..., 3] * (1 - coverage))
        return erased
    if isinstance(value, int):
        raise TypeError("a colour has four numbers")
    return _over(base, coverage, value)


def _over(base: Bytes, coverage: Floats, colour: Colour) -> Bytes:
    """Source-over of one straight colour on straight pixels."""
    source = coverage * np.float32(colour[3] / 255)
    backdrop = base[..., 3] * np.float32(1 / 255) * (1 - source)
    alpha = source + backdrop
    share = (source / np.maximum(alpha, 1e-6))[..., None]
    out = np.empty_like(base)
    out[..., :3] = _rounded(base[..., :3] + (np.asarray(colour[:3], np.float32) - base[..., :3]) * share)
    out[..., 3] = _rounded(alpha * 255)
    return out


def _rounded(values: npt.NDArray[Any]) -> Bytes:
    return (values + np.float32(0.5)).astype(np.uint8)
