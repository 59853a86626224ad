"""Reading a drawing: where there is ink, and how much, whatever it was drawn on and with.

Ink is (H, W) float32 in [0, 1], 1 where the paper is covered. The paper's brightness is estimated by the
closing of its neighbourhood (Gonzalez and Woods, "Digital Image Processing", on shading correction).
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from PIL import Image, ImageFilter

from ganstudio.api import ImageData

Floats = np.ndarray[Any, np.dtype[np.floating[Any]]]
Kind = Literal["ink", "pencil", "scan", "photo"]

_LOOKED_AT = 256
_DARK_PAPER = 100  # of 255: half of the sheet is darker
_EVEN_PAPER = 16
_WHITE = 250
_OTHER_HUE = 20  # of 255: what differs less from the sheet's tint has none of its own


def brightness(image: ImageData) -> Floats:
    """(H, W) in [0, 255], what is transparent counted as white paper."""
    return np.asarray(Image.fromarray(image.rgb()).convert("L"), np.float32)


def dark_on_white(grey: Floats) -> Floats:
    """The same, turned round where the sheet is dark and the lines are light."""
    return 255 - grey if np.median(grey) < _DARK_PAPER else grey


def is_blank(grey: Floats) -> bool:
    """Whether nothing stands out from the sheet."""
    return bool(np.ptp(grey) < 24)


def kind_of(image: ImageData) -> Kind:
    """What a picture of a drawing is: clean ink, faint pencil, an uneven scan, or no drawing but a photo."""
    small = Image.fromarray(image.rgb())
    small.thumbnail((_LOOKED_AT, _LOOKED_AT), Image.Resampling.BOX)
    grey = dark_on_white(np.asarray(small.convert("L"), np.float32))
    if (grey > _WHITE).mean() > 0.6:
        # Pure white is no photographed sheet: most drawings made on a screen need no closer look.
        return _medium(1 - grey / 255)
    sheet = paper_of(grey)
    darkness = 1 - grey / sheet
    if _is_photo(np.asarray(small, np.float32), sheet, darkness):
        return "photo"
    paper = grey[darkness < 0.08]
    if not paper.size or np.ptp(np.percentile(paper, [5, 95])) > _EVEN_PAPER or np.median(paper) < 225:
        return "scan"
    return _medium(darkness)


def _medium(darkness: Floats) -> Kind:
    marks = darkness[darkness > 0.08]
    return "ink" if not marks.size or np.percentile(marks, 80) > 0.5 else "pencil"


def _is_photo(colours: Floats, sheet: Floats, darkness: Floats) -> bool:
    """A photo has many hues, or a lot between light and dark on something that is no even sheet."""
    hues = colours - colours.mean(axis=2, keepdims=True)
    hues -= np.median(hues, axis=(0, 1))
    if (np.abs(hues).max(axis=2) > _OTHER_HUE).mean() > 0.12:
        return True
    half_tones = ((darkness > 0.12) & (darkness < 0.75)).mean()
    slopes = np.hypot(*np.gradient(sheet)) / sheet if min(sheet.shape) > 1 else np.zeros(1)
    return bool(half_tones > 0.4 or (half_tones > 0.18 and np.percentile(slopes, 98) > 0.0065))


def paper_of(grey: Floats) -> Floats:
    """How bright the sheet is (H, W), without what is drawn on it."""
    height, width = grey.shape
    side = max(height, width)
    small = Image.fromarray(grey).resize(
        (max(1, width * 192 // max(side, 192)), max(1, height * 192 // max(side, 192))),
        Image.Resampling.BOX,
    )
    reach = max(1, max(small.size) // 24)
    closed = -_highest(-_highest(np.asarray(small), reach), reach)
    levels = Image.fromarray(closed.clip(0, 255).astype(np.uint8))
    soft = np.asarray(levels.filter(ImageFilter.GaussianBlur(reach)), np.float32)
    whole = Image.fromarray(soft).resize((width, height), Image.Resampling.BILINEAR)
    return np.maximum(np.asarray(whole, np.float32), 1)


def _highest(plane: Floats, reach: int) -> Floats:
    """The highest value in the square of `reach` to each side."""
    for _ in range(2):
        padded = np.pad(plane, ((reach, reach), (0, 0)), mode="edge")
        plane = np.max([padded[k : k + len(plane)] for k in range(2 * reach + 1)], axis=0).T
    return plane


def ink_of(image: ImageData, kind: Kind, faint_lines: float = 0.5) -> Floats:
    """Ink (H, W) of a drawing of a known kind; `faint_lines` in [0, 1] lets fainter ones through."""
    grey = dark_on_white(brightness(image))
    if kind == "ink":
        paper = float(np.percentile(_sample(grey), 98))
        return _contrast(1 - grey / max(paper, 1), faint_lines, least_ink=0.35)
    darkness = 1 - grey / paper_of(grey)
    if kind == "scan":
        return _contrast(_softened(darkness, 0.6), faint_lines, least_ink=0.2)
    return _contrast(darkness, faint_lines, least_ink=0.1)


def _contrast(darkness: Floats, faint_lines: float, least_ink: float) -> Floats:
    """Grain of the paper becomes white, and what most lines have becomes full ink."""
    darkness = darkness.clip(0, 1)
    # The sheet is most of a drawing, so its spread is that of the darker half around the median.
    sample = _sample(darkness)
    middle = np.median(sample)
    grain = float(np.median(np.abs(sample - middle))) * 1.48
    floor = float(middle) + (4 - 3 * faint_lines) * max(grain, 0.01)
    marks = sample[sample > floor + 0.02]
    full = max(float(np.percentile(marks, 70)) if marks.size else 1.0, floor + least_ink)
    ink: Floats = ((darkness - floor) / (full - floor)).clip(0, 1).astype(np.float32)
    return ink


def _sample(plane: Floats) -> Floats:
    """Enough pixels to know how they are distributed."""
    step = max(1, max(plane.shape) // 384)
    return plane[::step, ::step]


def _softened(plane: Floats, sigma: float) -> Floats:
    """Blurred a little, in the whole numbers that Pillow's filter takes."""
    levels = Image.fromarray((plane.clip(0, 1) * 255).astype(np.uint8))
    return np.asarray(levels.filter(ImageFilter.GaussianBlur(sigma)), np.float32) / 255
