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

from .colour import to_linear, to_oklab, to_srgb
from .domains import Way, way_of, ways_to
from .enlarging import Enlarged
from .guided import affine, applied
from .translation import likeliest, reduced, translate

if TYPE_CHECKING:
    from .ops import CycleParams, TransferParams

DRAFT_SIDE = 640
"""Longer side of a picture that is drawn while something is dragged, in pixels."""
_BAND = 1 << 16
"""Pixels that are worked on at a time: what a core's cache and a small memory hold."""
_RADIUS = 1 / 64
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
    guide, result = (to_oklab(to_linear(picture)) for picture in (small, made))
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
    out[...] = pixels
    white = int(np.iinfo(pixels.dtype).max)
    light = to_linear(torch.linspace(0, 1, white + 1)).numpy()
    fitted = Enlarged(torch.cat([change.coefficients, change.made]), height, width)
    rows = max(1, _BAND // width)
    for top in ctx.progress.sub(0.3, 1.0).steps(range(0, height, rows), "bringing the change to the picture"):
        band = slice(top, min(top + rows, height))
        weight = _weight(params.strength, None if weights is None else weights[band])
        if not weight.any():
            continue
        colours = out[band, :, :3]
        own = to_oklab(torch.from_numpy(light[np.ascontiguousarray(colours.transpose(2, 0, 1))]))
        changed = _changed(params, own, fitted.rows(band.start, band.stop))
        mixed = to_srgb(torch.lerp(own, changed, weight)).mul_(white).round_()
        new = mixed.permute(1, 2, 0).numpy().astype(pixels.dtype)
        # Numbers go there and back nearly without loss: what is outside of a mask stays to the bit.
        np.copyto(colours, new, where=(weight > 0).numpy()[..., None])
    return out


def _weight(strength: float, weights: Pixels | None) -> Tensor:
    """How much of the change is wanted where: (h, w), or a number for everywhere, in [0, 1]."""
    whole = torch.tensor(strength, dtype=torch.float32)
    return whole if weights is None else whole * torch.from_numpy(weights.astype(np.float32)) / 255


def _changed(params: TransferParams, own: Tensor, planes: Tensor) -> Tensor:
    """The change at full strength; `planes` are the coefficients and what the model drew, enlarged."""
    kept = own + applied(planes[:12], own)
    return _with_own_colour(own, torch.lerp(planes[12:], kept, params.keep_detail), params.keep_colour)


def _with_own_colour(own: Tensor, new: Tensor, share: float) -> Tensor:
    """Go back to the picture's own hue and saturation, as far as the new lightness lets them be.

    Dividing all light by a factor scales the three values of Oklab alike, so colours that are scaled towards
    black are the same paint under less light. Towards white they are scaled likewise, or they would glow.
    """
    if not share:
        return new
    now, before = new[:1].clamp(0, 1), own[:1].clamp(1e-3, 1 - 1e-3)
    room = torch.minimum(now / before, (1 - now) / (1 - before)).clamp(max=1)
    return torch.cat([new[:1], torch.lerp(new[1:], own[1:] * room, share)])


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
