"""A drawn picture inside another: where a mask is, with a soft edge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from PIL import Image, ImageFilter, ImageOps

from ganstudio.api import ImageData, InputError, MaskData

Bytes = np.ndarray[Any, np.dtype[np.uint8]]
Pixels = np.ndarray[Any, Any]


def placed(
    drawn: Bytes, image: ImageData, mask: MaskData | None, feather: float, text: Mapping[str, str]
) -> ImageData:
    """The image, of its own size and depth, with `drawn` (H, W, 3) covering the mask, or all without one.

    `feather` is how far, in pixels, it fades out across the mask's edge. InputError for a mask of another
    size.
    """
    if mask is not None and mask.size != image.size:
        raise InputError(
            f"The mask has {mask.size[0]} × {mask.size[1]} pixels, "
            f"the picture {image.width} × {image.height}."
        )
    alpha = Image.new("L", image.size, 255) if mask is None else _softened(mask, feather)
    box = alpha.getbbox()
    if box is None:
        return replace(image, text={**image.text, **text})
    size = box[2] - box[0], box[3] - box[1]
    picture = np.asarray(ImageOps.fit(Image.fromarray(drawn), size, Image.Resampling.LANCZOS))
    share = np.asarray(alpha.crop(box), np.float32)[..., None] / 255
    pixels = _with_colours(image.pixels)
    area = pixels[box[1] : box[3], box[0] : box[2]]
    area[:] = _over(area, picture, share)
    return replace(image, pixels=pixels, text={**image.text, **text})


def _softened(mask: MaskData, feather: float) -> Image.Image:
    alpha = Image.fromarray(mask.alpha)
    return alpha.filter(ImageFilter.GaussianBlur(feather / 2)) if feather else alpha


def _with_colours(pixels: Pixels) -> Pixels:
    """A copy, of three or four channels."""
    return np.repeat(pixels, 3, axis=2) if pixels.shape[2] == 1 else pixels.copy()


def _over(area: Pixels, picture: Bytes, share: Pixels) -> Pixels:
    """The picture laid over the area as far as `share` says; what was transparent there is less so."""
    full = float(np.iinfo(area.dtype).max)
    below = area.astype(np.float32) / full
    above = picture.astype(np.float32) / 255
    if area.shape[2] == 3:
        mixed = above * share + below * (1 - share)
    else:
        kept = below[..., 3:] * (1 - share)
        opacity = share + kept
        colours = (above * share + below[..., :3] * kept) / np.maximum(opacity, 1e-6)
        mixed = np.concatenate([colours, opacity], axis=2)
    blended: Pixels = (mixed * full + 0.5).astype(area.dtype)
    return blended
