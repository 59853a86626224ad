"""Operations that are quick and easy to foresee."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np

from ganstudio.api import (
    Advanced,
    Context,
    Gallery,
    Group,
    ImageData,
    InputError,
    LabelData,
    ModelRef,
    OperationParams,
    Range,
    Seed,
    accepts,
)


class RenderParams(OperationParams):
    style: Annotated[str, Gallery(("summer", "winter"), ("day", "night"), thumbnails="styles")] = "summer-day"
    seed: Annotated[int, Seed()] = 0
    gain: Annotated[float, Range(0, 2, 0.05, "×")] = 1.0
    steps: Annotated[int, Range(1, 9)] = 3
    mode: Literal["flat", "striped"] = "flat"
    fails: bool = False
    title: Annotated[str, Group("Words")] = ""
    offset: Annotated[float | None, Range(-1, 1, 0.1), Group("Words")] = None
    model: Annotated[ModelRef | None, accepts("spade"), Advanced()] = None


class ReadParams(OperationParams):
    """None."""


def render(
    params: RenderParams, ctx: Context, *, label_map: LabelData, style_image: ImageData | None = None
) -> ImageData:
    """Grey level 10 × class + seed; white where a style image is given."""
    if params.fails:
        raise InputError("The toy refuses.", hint="Switch “fails” off.")
    grey = label_map.indices.astype(np.uint16) * 10 + params.seed
    if style_image is not None:
        grey[:] = 255
    return ImageData(np.repeat(np.clip(grey, 0, 255).astype(np.uint8)[..., None], 3, axis=2))


def read(params: ReadParams, ctx: Context, *, image: ImageData) -> LabelData:
    """Class 3 where the picture is dark."""
    return LabelData(np.where(image.rgb().mean(axis=2) < 128, 3, 0).astype(np.uint8), "landscape")
