"""A photo or scan of a drawing becomes clean line art."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ganstudio.api import Context, ImageData, InputError

from .drawing import Floats, Kind, brightness, ink_of, is_blank, kind_of
from .strokes import redrawn, without_specks

if TYPE_CHECKING:
    from .ops import CleanParams


def cleaned(params: CleanParams, ctx: Context, drawing: ImageData) -> ImageData:
    """Flatten the paper, raise the contrast, drop specks, and give lines the wished width."""
    if is_blank(brightness(drawing)):
        raise InputError("There is no drawing on this picture.", hint="It is all of one brightness.")
    ctx.progress.set(0.1, "looking for lines")
    kind: Kind = kind_of(drawing) if params.kind == "auto" else params.kind
    ink = ink_of(drawing, "scan" if kind == "photo" else kind, params.faint_lines)
    ctx.progress.set(0.5, "cleaning")
    ink = without_specks(ink, params.specks)
    if params.line_width:
        ctx.progress.set(0.7, "drawing lines anew")
        ink = redrawn(ink, params.line_width)
    return on_paper(ink, transparent=params.transparent)


def on_paper(ink: Floats, *, transparent: bool = False) -> ImageData:
    """Black lines on white, (H, W, 3), or on nothing, (H, W, 4)."""
    levels = (ink * 255 + 0.5).astype(np.uint8)
    if not transparent:
        return ImageData(np.repeat((255 - levels)[..., None], 3, axis=2))
    pixels = np.zeros((*ink.shape, 4), np.uint8)
    pixels[..., 3] = levels
    return ImageData(pixels)
