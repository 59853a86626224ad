"""Telling drawings from other pictures, in a few milliseconds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from ganstudio.document.layers import Layer, RasterLayer

_LOOKED_AT = 192
_MOST_PIXELS = 6_000_000
"""A picture that cannot be opened small is not looked at when it has more: a drag must not stutter."""
_PAPER, _INK, _COLOURFUL, _LIGHT = 0.6, 0.35, 40, 110
"""Parts of a drawing that are paper at least and ink at most; how colourful it may be, how dark its paper."""


def is_drawing(path: Path) -> bool:
    """Whether a picture looks like lines on paper; False for what cannot be seen quickly, or not at all."""
    try:
        with Image.open(path) as image:
            if image.mode == "1":
                return True
            image.draft("RGB", (_LOOKED_AT, _LOOKED_AT))
            if image.width * image.height > _MOST_PIXELS:
                return False
            small = image.convert("RGBA")
    except (OSError, ValueError, Image.DecompressionBombError):
        return False
    small.thumbnail((_LOOKED_AT, _LOOKED_AT), Image.Resampling.BOX)
    return looks_drawn(_on_white(small))


def looks_drawn(pixels: npt.NDArray[np.uint8]) -> bool:
    """Judge (h, w, 3), 0-255: mostly light paper, however it is lit, some ink, little colour."""
    picture = Image.fromarray(pixels)
    grey = picture.convert("L")
    # The lightest nearby is paper: lines are thin, and light changes slowly.
    light = grey.filter(ImageFilter.MaxFilter(13)).filter(ImageFilter.GaussianBlur(9))
    paper = np.maximum(np.asarray(light, np.float32), 1)
    darkness = 1 - np.asarray(grey, np.float32) / paper
    cast = pixels - np.median(pixels.reshape(-1, 3), axis=0)
    is_grey = np.percentile(np.ptp(cast, axis=2), 95) < _COLOURFUL
    is_paper, is_ink = (darkness < 0.15).mean(), (darkness > 0.2).mean()
    return bool(paper.mean() > _LIGHT and is_grey and is_paper > _PAPER and 0.001 < is_ink < _INK)


def is_drawn(layer: Layer) -> bool:
    """Whether a layer of a document looks so."""
    if not isinstance(layer, RasterLayer):
        return False
    step = max(1, max(layer.tiles.width, layer.tiles.height) // _LOOKED_AT)
    pixels = layer.tiles.read(layer.tiles.rect, step)
    return looks_drawn(_on_white(Image.fromarray(pixels)))


def _on_white(picture: Image.Image) -> npt.NDArray[np.uint8]:
    sheet = Image.new("RGBA", picture.size, "white")
    sheet.alpha_composite(picture)
    return np.asarray(sheet)[..., :3]
