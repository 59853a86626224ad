"""The change that a model makes at its own size, brought to a picture of any size.

The network sees the whole picture reduced. Its change is fitted to the picture's colours (`guided`), and band
by band put on the pixels of the picture itself: 24 megapixels need little more memory than they take.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from PIL import Image, ImageFilter
from torch import Tensor

from ganstudio.api import Context, ImageData, InputError, MaskData

from .colour import to_oklab, to_srgb
from .domains import Way, way_of, ways_to
from .enlarging import Enlarged
from .guided import affine, applied
from .translation import likeliest, reduced, translate

if TYPE_CHECKING:
    from .ops import CycleParams, TransferParams

DRAFT_SIDE = 640
"""Longer side of a picture that is drawn while something is dragged, in pixels."""
_BAND = 1 << 18
"""Pixels that are worked on at a time: what a core's cache and a small memory hold."""
_RADIUS = 1 / 32
"""Radius of the windows in which the change is fitted, in shorter sides of the model's picture."""
_SAME_SHAPE = 0.02
Pixels = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Change:
    """What the network made of the picture at its own size; all (C, h, w), in Oklab."""

    made: Tensor
    coefficients: Tensor


def transferred(params: TransferParams, ctx: Context, image: ImageData, mask: MaskData | None) -> ImageData:
    """`ops.transfer`; InputError where no model leads there, or the mask is of another shape."""
    way = chosen_way(params, ctx, image)
    ctx.progress.set(0.05, "translating")
    change = _change(ctx, way, reduced(image, model_side(params.detail, ctx)))
    ctx.progress.set(0.3, "bringing the change to the picture")
    weights = None if mask is None else soft_mask(mask, image, params.feather)
    side = DRAFT_SIDE if ctx.quality == "draft" else max(image.size)
    given = _smaller(image.pixels, side)
    if weights is not None:
        weights = _smaller(weights[..., None], side)[..., 0]
    pixels = _put_on(params, ctx, given, weights, change)
    if pixels.shape[:2] != image.pixels.shape[:2]:
        pixels = _drafted(image, pixels)
    icc = image.icc if image.pixels.shape[2] > 1 else None
    return ImageData(pixels, icc, image.exif, image.text)


def chosen_way(params: TransferParams | CycleParams, ctx: Context, image: ImageData) -> Way:
    """The named model's way, else that of the library that leads from what the picture shows to `to`."""
    if params.model:
        return way_of(params.model, params.to, params.direction)
    return likeliest(ctx, ways_to(params.to), image)


def model_side(detail: int, ctx: Context) -> int:
    """The longer side of what the network sees: less where memory was short."""
    return detail if ctx.tile is None else min(detail, ctx.tile)


def soft_mask(mask: MaskData, image: ImageData, feather: float) -> Pixels:
    """(H, W) uint8 of the picture's size, its edge blurred over `feather` pixels on both sides.

    InputError when the mask has another shape than the picture.
    """
    if abs(mask.size[0] * image.height / (mask.size[1] * image.width) - 1) > _SAME_SHAPE:
        (w, h), (width, height) = mask.size, image.size
        raise InputError(
            f"The mask has {w} × {h} pixels and the picture {width} × {height}, which is another shape.",
            hint="Make the mask as large as the picture.",
        )
    picture = Image.fromarray(mask.alpha)
    if picture.size != image.size:
        picture = picture.resize(image.size, Image.Resampling.BILINEAR)
    return np.asarray(picture.filter(ImageFilter.GaussianBlur(feather / 2)) if feather else picture)


def _change(ctx: Context, way: Way, small: Tensor) -> Change:
    made = translate(ctx, way.ref, small)
    kept = ctx.memo.get("change")
    if kept is not None and kept[0] is made:
        change: Change = kept[1]
        return change
    guide, result = to_oklab(small), to_oklab(made)
    radius = max(1, round(min(small.shape[1:]) * _RADIUS))
    change = Change(result, affine(guide, result - guide, radius))
    ctx.memo["change"] = made, change
    return change


def _put_on(
    params: TransferParams, ctx: Context, pixels: Pixels, weights: Pixels | None, change: Change
) -> Pixels:
    """(H, W, 1|3|4) -> (H, W, 3|4) of the same depth; where the weight is 0, the very same pixels."""
    height, width, channels = pixels.shape
    out = np.empty((height, width, max(3, channels)), pixels.dtype)
    white = float(np.iinfo(pixels.dtype).max)
    fitted = Enlarged(change.coefficients, height, width)
    drawn = Enlarged(change.made, height, width)
    rows = max(1, _BAND // width)
    for top in ctx.progress.sub(0.3, 1.0).steps(range(0, height, rows), "bringing the change to the picture"):
        bottom = min(top + rows, height)
        band = pixels[top:bottom]
        colours = np.broadcast_to(band[..., :3], (*band.shape[:2], 3))
        own = to_oklab(torch.from_numpy(colours.astype(np.float32) / white).permute(2, 0, 1))
        new = own + applied(fitted.rows(top, bottom), own)
        new = torch.lerp(drawn.rows(top, bottom), new, params.keep_detail)
        new = _with_own_colour(own, new, params.keep_colour)
        weight = torch.full(own.shape[1:], params.strength)
        if weights is not None:
            weight *= torch.from_numpy(weights[top:bottom].astype(np.float32) / 255)
        mixed = to_srgb(torch.lerp(own, new, weight)).permute(1, 2, 0).numpy()
        mixed = (mixed * white + 0.5).astype(pixels.dtype)
        out[top:bottom, :, :3] = np.where((weight > 0).numpy()[..., None], mixed, colours)
        if channels == 4:
            out[top:bottom, :, 3] = band[..., 3]
    return out


def _with_own_colour(own: Tensor, new: Tensor, share: float) -> Tensor:
    """Go back to the picture's own hue and saturation; where it has become darker, colours darken with it.

    Dividing all light by a factor scales the three values of Oklab alike, so scaled colours are the same
    paint under less light. Where it has become lighter they stay, or they would glow.
    """
    if not share:
        return new
    dimmed = (new[:1] / own[:1].clamp(min=1e-3)).clamp(0, 1)
    return torch.cat([new[:1], torch.lerp(new[1:], own[1:] * dimmed, share)])


def _smaller(pixels: Pixels, side: int) -> Pixels:
    """Every so many-th pixel, so that the longer side is at most `side` or little more."""
    step = max(1, max(pixels.shape[:2]) // side)
    return pixels[::step, ::step]


def _drafted(image: ImageData, pixels: Pixels) -> Pixels:
    """A draft enlarged to the picture's size, with the picture's own alpha."""
    index = [np.arange(n) * m // n for n, m in zip(image.pixels.shape[:2], pixels.shape[:2], strict=True)]
    large = np.ascontiguousarray(pixels[index[0][:, None], index[1]])
    if image.pixels.shape[2] == 4:
        large[..., 3] = image.pixels[..., 3]
    return large
