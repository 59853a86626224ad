"""Dabs of colour: read off a layer, put where a palette wants them, and held against what a model made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image

from ganstudio.api import ImageData

from .drawing import Floats
from .oklab import from_oklab, to_oklab
from .spreading import spread

_LEAST_COVER = 0.12


@dataclass(frozen=True)
class Dabs:
    """Where colour is asked for: `mask` (H, W), 0 or 1, and the `colours` (H, W, 3) sRGB in [0, 1] there."""

    mask: Floats
    colours: Floats

    @property
    def empty(self) -> bool:
        return not self.mask.any()


def read_dabs(hints: ImageData, size: tuple[int, int]) -> Dabs:
    """The opaque parts of a layer of any size, brought to `size` = (height, width)."""
    pixels = Image.fromarray(hints.rgba()).convert("RGBa")
    smaller = size[0] < hints.height
    how = Image.Resampling.BOX if smaller else Image.Resampling.NEAREST
    cover = np.asarray(pixels.resize((size[1], size[0]), how), np.float32) / 255
    mask = cover[..., 3] > _LEAST_COVER
    colours = cover[..., :3] / np.maximum(cover[..., 3:], 1 / 255)
    return Dabs(mask.astype(np.float32), np.where(mask[..., None], colours.clip(0, 1), 0).astype(np.float32))


def sampled_dabs(picture: Floats, ink: Floats, count: int = 5) -> Dabs:
    """Round dabs of a picture's own colours (H, W, 3), on a grid, each where there is least ink around."""
    height, width = ink.shape
    radius = max(1.0, min(height, width) / 32)
    crowd = spread(ink[..., None], np.zeros_like(ink), radius)[..., 0]
    smooth = spread(picture, ink, radius)
    rows, columns = np.mgrid[:height, :width]
    mask, colours = np.zeros(ink.shape, np.float32), np.zeros(picture.shape, np.float32)
    for band in np.array_split(np.arange(height), min(count, height)):
        for part in np.array_split(np.arange(width), min(count, width)):
            cell = crowd[band[0] : band[-1] + 1, part[0] : part[-1] + 1]
            # Of equally empty places the one in the middle.
            far = np.hypot(*(np.indices(cell.shape) - (np.array(cell.shape) // 2)[:, None, None]))
            y, x = np.unravel_index(int((cell + far * 1e-3).argmin()), cell.shape)
            y, x = int(y) + band[0], int(x) + part[0]
            inside = (rows - y) ** 2 + (columns - x) ** 2 <= radius**2
            mask[inside] = 1
            colours[inside] = smooth[y, x]
    return Dabs(mask, colours)


def obeying(picture: Floats, dabs: Dabs, ink: Floats, strength: float) -> Floats:
    """The picture (H, W, 3) with what it lacks of the dabs' colours, spread in the regions they lie in."""
    if dabs.empty or strength == 0:
        return picture
    lab = to_oklab(picture)
    side = max(ink.shape)
    # Against the softened picture, so that its texture stays under the dab.
    lacking = (to_oklab(dabs.colours) - spread(lab, ink, max(1.0, side / 64))) * dabs.mask[..., None]
    planes = spread(np.dstack([lacking, dabs.mask]), ink, side / 16)
    weight = planes[..., 3:]
    far_off = planes[..., :3] / np.maximum(weight, 1e-4)
    trust = np.maximum(weight / (weight + 0.05), dabs.mask[..., None])
    return from_oklab(lab + strength * trust * far_off)
