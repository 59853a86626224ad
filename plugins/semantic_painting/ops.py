"""The operations of semantic painting and their parameters."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from ganstudio.api import (
    Advanced,
    Context,
    Gallery,
    Help,
    ImageData,
    InputError,
    Label,
    LabelData,
    ModelRef,
    OperationParams,
    Range,
    Seed,
    accepts,
    remap,
)

from . import official, styled, unpainted
from .pictures import fitted, to_bytes, to_tensor

SEASONS = ("spring", "summer", "autumn", "winter")
HOURS = ("dawn", "day", "sunset", "night")
DRAFT_SIDE = 192


class RenderParams(OperationParams):
    """What the painter makes of a label map."""

    model: Annotated[
        ModelRef, accepts("style_spade", "spade"), Label("Painter"), Help("Model that paints")
    ] = ModelRef("landscape-spade")
    style: Annotated[
        str,
        Gallery(SEASONS, HOURS, thumbnails="styles"),
        Label("Season and hour"),
        Help("The light and the time of year"),
    ] = "summer-day"
    seed: Annotated[
        int, Seed(), Label("Variation"), Help("Another number, another picture of the same map")
    ] = 0
    variety: Annotated[
        float, Range(0, 1.5, 0.05), Label("Variety"), Help("How far variations differ; 0 is the average look")
    ] = 0.7
    reference: Annotated[
        float,
        Range(0, 1, 0.05),
        Label("Reference strength"),
        Help("How closely the look of the style image is followed, if there is one"),
    ] = 1.0
    detail: Annotated[
        int,
        Range(128, 1024, 32, "px"),
        Label("Detail"),
        Help("Longer side at which the model paints; the result is scaled to the size of the label map"),
        Advanced(),
    ] = 512


class ExtractParams(OperationParams):
    """How a label map is read off a picture."""

    model: Annotated[ModelRef, accepts("segmenter"), Label("Reader"), Help("Model that reads")] = ModelRef(
        "landscape-segmenter"
    )
    detail: Annotated[
        int,
        Range(64, 1024, 32, "px"),
        Label("Detail"),
        Help("Longer side at which the model reads"),
        Advanced(),
    ] = 256


def render(
    params: RenderParams, ctx: Context, *, label_map: LabelData, style_image: ImageData | None = None
) -> ImageData:
    """The picture has the size of the label map; what is unpainted (255) is transparent."""
    model = ctx.model(params.model, "style_spade", "spade")
    painter = styled if model.family == "style_spade" else official
    label_map = remap(label_map, painter.palette_of(model))
    painted = label_map.indices != unpainted.NO_CLASS
    if not painted.any():
        raise InputError("The label map is empty.", hint="Paint something first.")
    side = min(params.detail, DRAFT_SIDE) if ctx.quality == "draft" else params.detail
    labels = unpainted.filled(fitted(label_map.indices, side))
    ctx.progress.set(0.1, "painting")
    picture = painter.paint(params, ctx, model, labels, style_image)
    pixels = to_bytes(picture, label_map.indices.shape)
    if not painted.all():
        pixels = np.dstack([pixels, painted.astype(np.uint8) * 255])
    return ImageData(pixels)


def extract(params: ExtractParams, ctx: Context, *, image: ImageData) -> LabelData:
    """The label map has the size of the picture."""
    import torch

    model = ctx.model(params.model, "segmenter")
    ctx.progress.set(0.1, "reading")
    x, (height, width) = to_tensor(image, params.detail, model.config.stride)
    with ctx.compute.inference():
        scores = model.module(x.to(ctx.compute.device)).float()[..., :height, :width]
    size = (image.height, image.width)
    # Scaling scores, not classes, gives smooth borders.
    scores = torch.nn.functional.interpolate(scores, size=size, mode="bilinear", align_corners=False)
    return LabelData(scores[0].argmax(0).to(torch.uint8).cpu().numpy(), model.card["palette"])
