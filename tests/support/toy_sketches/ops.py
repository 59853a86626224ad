"""Colours that are easy to foresee."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from ganstudio.api import Context, ImageData, OperationParams, Seed


class ColourParams(OperationParams):
    seed: Annotated[int, Seed()] = 0


class CleanParams(OperationParams):
    """None."""


def colour(
    params: ColourParams,
    ctx: Context,
    *,
    sketch: ImageData,
    hints: ImageData | None = None,
    palette: ImageData | None = None,
) -> ImageData:
    """The mean colour of the hints, or the seed as grey without any; black where there is ink."""
    picture = np.full((sketch.height, sketch.width, 3), params.seed % 200 + 50, np.uint8)
    if hints is not None and hints.rgba()[..., 3].any():
        picture[:] = hints.rgba()[hints.rgba()[..., 3] == 255][:, :3].mean(axis=0)
    picture[sketch.rgba()[..., 3] > 127] = 0
    return ImageData(picture)


def clean(params: CleanParams, ctx: Context, *, drawing: ImageData) -> ImageData:
    """Black where the drawing is darker than half."""
    return ImageData(np.where(drawing.rgb().mean(axis=2, keepdims=True) < 128, 0, 255).astype(np.uint8))
