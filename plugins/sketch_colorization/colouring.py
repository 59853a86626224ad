"""From a line drawing to a picture of its size."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from PIL import Image, ImageFilter

from ganstudio.api import Context, ImageData, InputError

from . import painter
from .dabs import Dabs, obeying, read_dabs, sampled_dabs
from .drawing import Floats, brightness, dark_on_white, ink_of, is_blank, kind_of
from .moods import in_a_mood
from .palettes import recoloured
from .sketching import PHOTO_DETAIL, lines_of
from .spreading import spread
from .strokes import redrawn, resized, without_specks

if TYPE_CHECKING:
    from .ops import ColorizeParams

T = TypeVar("T")
SHARP_SIDE = 2048
"""Longer side up to which colours are fitted to the lines, in pixels; above, the result is only scaled."""


def colour(
    params: ColorizeParams,
    ctx: Context,
    sketch: ImageData,
    hints: ImageData | None,
    palette: ImageData | None,
) -> ImageData:
    """Paint at the wished detail, follow hints and palette, then fit the colours to the drawing's lines."""
    model = painter.painter(ctx, params.model, params.direction)
    wished = hints is not None and bool(hints.rgba()[..., 3].any())
    ctx.progress.set(0.05, "reading the drawing")
    ink = _kept(
        ctx, "ink", (sketch, params.cleaning), lambda: _read(params, ctx, sketch, blank_is_fine=wished)
    )
    draft = ctx.quality == "draft"
    size = painter.working_size(model, sketch.width, sketch.height, params.detail, draft)
    small = resized(ink, size)
    dabs = read_dabs(hints, size) if hints is not None and wished and params.hint_strength else None
    ctx.progress.set(0.2, "painting")
    noise = {"seed": params.seed, "variety": params.variety}
    key = (
        *(model.sha256, size, ctx.compute, ctx.tile, noise, params.cleaning, sketch),
        *(hints if dabs else None, palette, params.palette_strength),
    )
    picture = _kept(ctx, "picture", key, lambda: _painted(params, ctx, model, small, dabs, palette, noise))
    if model.family != "bicyclegan" and palette is None:
        # A latent varies enough by itself, and a palette says what light there is.
        picture = in_a_mood(picture, params.seed, params.moods)
    if dabs is not None:
        picture = obeying(picture, dabs, small, params.hint_strength)
    ctx.progress.set(0.8, "fitting colours to the lines")
    return ImageData(_finished(picture, ink, params.lines, draft=draft))


def _read(params: ColorizeParams, ctx: Context, sketch: ImageData, *, blank_is_fine: bool) -> Floats:
    """Ink (H, W) of the whole drawing."""
    grey = brightness(sketch)
    if is_blank(grey):
        if not blank_is_fine:
            raise InputError("The sketch is empty.", hint="Draw some lines first.")
        return np.zeros(grey.shape, np.float32)
    if params.cleaning == "none":
        return 1 - dark_on_white(grey) / 255
    kind = kind_of(sketch) if params.cleaning == "auto" else params.cleaning
    if kind == "photo":
        # It is no drawing at all, so one is made of it.
        ctx.progress.set(0.06, "This is no drawing: drawing its outlines first")
        return redrawn(lines_of(sketch, "edges", PHOTO_DETAIL), max(sketch.size) / 256)
    ink = ink_of(sketch, kind)
    return ink if kind == "ink" else without_specks(ink, max(2, max(ink.shape) // 256))


def _painted(
    params: ColorizeParams,
    ctx: Context,
    model: Any,
    ink: Floats,
    dabs: Dabs | None,
    palette: ImageData | None,
    noise: dict[str, Any],
) -> Floats:
    """(h, w, 3) in [0, 1] at the working size."""
    given = painter.sheet(model, ink)
    picture = painter.paint(model, ctx, given, dabs, **noise)
    if palette is not None and params.palette_strength:
        picture = recoloured(picture, palette, params.palette_strength)
        if painter.takes_hints(model):
            # Told as dabs, the colours are not laid over the picture: the model paints with them.
            everywhere = _joined(dabs, sampled_dabs(picture, ink))
            picture = painter.paint(model, ctx, given, everywhere, **noise)
            picture = recoloured(picture, palette, params.palette_strength)
    return picture


def _joined(upper: Dabs | None, lower: Dabs) -> Dabs:
    if upper is None:
        return lower
    colours = np.where(upper.mask[..., None] > 0, upper.colours, lower.colours)
    return Dabs(np.maximum(upper.mask, lower.mask), colours)


def _finished(picture: Floats, ink: Floats, lines: float, *, draft: bool) -> Any:
    """(H, W, 3) uint8 of the drawing's size; colours stop at its lines, which show as far as wished."""
    height, width = ink.shape
    factor = max(height / picture.shape[0], width / picture.shape[1])
    if factor > 1 and not draft:
        scale = min(1.0, SHARP_SIDE / max(height, width))
        size = (max(1, round(height * scale)), max(1, round(width * scale)))
        picture = _held(_scaled(picture, size), resized(ink, size), factor * scale)
    whole = _scaled(picture, (height, width))
    if lines:
        whole = whole * (1 - lines * ink[..., None])
    return (whole.clip(0, 1) * 255 + 0.5).astype(np.uint8)


def _held(picture: Floats, ink: Floats, factor: float) -> Floats:
    """Near lines, colours that enlarging has smeared across them are taken from their own side again."""
    own = spread(picture, ink, 1.5 * factor)
    levels = Image.fromarray((ink * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(factor))
    near = (np.asarray(levels, np.float32)[..., None] / 64).clip(0, 1)
    held: Floats = picture + near * (own - picture)
    return held


def _scaled(picture: Floats, size: tuple[int, int]) -> Floats:
    if picture.shape[:2] == size:
        return picture
    smaller = size[0] < picture.shape[0]
    how = Image.Resampling.BOX if smaller else Image.Resampling.BICUBIC
    planes = [
        np.asarray(Image.fromarray(np.ascontiguousarray(picture[..., c])).resize((size[1], size[0]), how))
        for c in range(3)
    ]
    return np.dstack(planes)


def _kept(ctx: Context, name: str, key: tuple[Any, ...], make: Callable[[], T]) -> T:
    """What was made from the same things in the run before, or made now."""
    known = ctx.memo.get(name)
    if known is None or known[0] != key:
        known = ctx.memo[name] = (key, make())
    made: T = known[1]
    return made
