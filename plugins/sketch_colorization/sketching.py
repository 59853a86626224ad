"""From a picture to its line drawing, by filters or by a model that was trained to draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from ganstudio.api import Context, ImageData, InputError, SketchStyle, line_drawing

from .drawing import Floats, brightness, dark_on_white, is_blank
from .strokes import redrawn, resized

if TYPE_CHECKING:
    from .ops import SketchParams

_LEAST_SIDE = 8
PHOTO_DETAIL = 768
"""Longer side at which lines are looked for where a photo was given as a drawing, in pixels."""


def drawn(params: SketchParams, ctx: Context, image: ImageData) -> ImageData:
    """Look for lines at the wished detail, then scale them to the size of the picture."""
    if is_blank(brightness(image)):
        raise InputError("There is nothing to draw on this picture.", hint="It is all of one brightness.")
    ctx.progress.set(0.1, "drawing lines")
    if params.model is not None:
        ink = _by_model(params.model, params.detail, ctx, image)
    else:
        ink = lines_of(image, params.style, params.detail)
        if params.style == "edges":
            ink = redrawn(ink, params.line_width)
    return on_paper(ink, transparent=params.transparent)


def lines_of(image: ImageData, style: SketchStyle, detail: int) -> Floats:
    """Ink (H, W) of the size of the picture."""
    small = Image.fromarray(image.rgb())
    small.thumbnail((detail, detail), Image.Resampling.LANCZOS)
    if min(small.size) < _LEAST_SIDE:
        raise InputError(f"A picture of {image.width} × {image.height} pixels is too small to draw.")
    ink = 1 - line_drawing(np.asarray(small), style)[..., 0].astype(np.float32) / 255
    return resized(ink, (image.height, image.width))


def _by_model(ref: str, detail: int, ctx: Context, image: ImageData) -> Floats:
    import torch

    from . import painter

    model = painter.painter(ctx, ref)
    if painter.takes_hints(model):
        raise InputError(f"{ref} colours drawings; it does not make them.")
    height, width = painter.working_size(model, image.width, image.height, min(detail, max(image.size)))
    small = Image.fromarray(image.rgb()).resize((width, height), Image.Resampling.LANCZOS)
    if model.config.in_channels == 1:
        small = small.convert("L")
    pixels = np.asarray(small, np.float32).reshape(height, width, -1) / 127.5 - 1
    made = painter.paint(model, ctx, torch.from_numpy(pixels).permute(2, 0, 1)[None], variety=0)
    grey = dark_on_white((made @ np.array([0.299, 0.587, 0.114], np.float32) * 255).astype(np.float32))
    return resized((1 - grey / 255).astype(np.float32), (image.height, image.width))


def on_paper(ink: Floats, *, transparent: bool = False) -> ImageData:
    """Black lines on white, (H, W, 3), or on nothing, (H, W, 4)."""
    levels = (ink * 255 + 0.5).astype(np.uint8)
    if not transparent:
        return ImageData(np.repeat((255 - levels)[..., None], 3, axis=2))
    pixels = np.zeros((*ink.shape, 4), np.uint8)
    pixels[..., 3] = levels
    return ImageData(pixels)
