"""The operations of this plugin. Each parameter becomes a control in the window and a command line flag."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np

from ganstudio.api import Context, Help, ImageData, OperationParams, Range

COLOURS = {"red": (255, 64, 32), "green": (64, 200, 64), "blue": (32, 96, 255)}


class TintParams(OperationParams):
    colour: Annotated[Literal["red", "green", "blue"], Help("The colour to turn to")] = "blue"
    strength: Annotated[float, Range(0, 1, 0.05), Help("0 changes nothing, 1 leaves only brightness")] = 0.5


def tint(params: TintParams, ctx: Context, *, image: ImageData) -> ImageData:
    """The result has the size of the picture."""
    ctx.progress.set(0.1, "tinting")
    pixels = image.rgb().astype(np.float32)
    brightness = pixels.mean(axis=2, keepdims=True) / 255
    tinted = brightness * np.array(COLOURS[params.colour], np.float32)
    mixed = pixels * (1 - params.strength) + tinted * params.strength
    return ImageData(np.round(mixed).astype(np.uint8), icc=image.icc)
