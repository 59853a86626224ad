"""From label map to picture and back, with the model that was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch
from torch.nn import functional as F

from ganstudio.api import Context, ImageData, InputError, LabelData, remap

from . import official, styled, unpainted
from .pictures import fitted, to_bytes, to_tensor

if TYPE_CHECKING:
    from .ops import ExtractParams, RenderParams

DRAFT_SIDE = 192
"""Longer side of a picture that is drawn while a stroke goes on, in pixels."""


def render_label_map(
    params: RenderParams, ctx: Context, label_map: LabelData, style_image: ImageData | None
) -> ImageData:
    """Paint at the wished detail, then scale to the size of the label map."""
    model = ctx.model(params.model, "style_spade", "spade")
    painter = styled if model.family == "style_spade" else official
    painted = label_map.indices != unpainted.NO_CLASS
    if not painted.any():
        raise InputError("The label map is empty.", hint="Paint something first.")
    known = remap(label_map, painter.palette_of(model)).indices
    if (known == unpainted.NO_CLASS).all():
        raise InputError(f"{params.model} knows none of the classes of this label map.")
    side = min(params.detail, DRAFT_SIDE) if ctx.quality == "draft" else params.detail
    # A single painted dot may fall between the cells of a reduced map.
    commonest = int(np.bincount(known[known != unpainted.NO_CLASS]).argmax())
    labels = unpainted.filled(fitted(known, side), otherwise=commonest)
    ctx.progress.set(0.1, "painting")
    picture = painter.paint(params, ctx, model, labels, style_image)
    pixels = to_bytes(picture, label_map.indices.shape)
    if not painted.all():
        pixels = np.dstack([pixels, painted.astype(np.uint8) * 255])
    return ImageData(pixels)


def extract_label_map(params: ExtractParams, ctx: Context, image: ImageData) -> LabelData:
    """Read classes at the wished detail, then scale their scores to the size of the picture."""
    model = ctx.model(params.model, "segmenter")
    ctx.progress.set(0.1, "reading")
    x, (height, width) = to_tensor(image, params.detail, model.config.stride)
    with ctx.compute.inference():
        scores = ctx.forward(model.module, x.to(ctx.compute.device)).float()[..., :height, :width]
    # Scaling scores, not classes, gives smooth borders.
    scores = F.interpolate(scores, (image.height, image.width), mode="bilinear", align_corners=False)
    return LabelData(scores[0].argmax(0).to(torch.uint8).cpu().numpy(), model.card["palette"])
