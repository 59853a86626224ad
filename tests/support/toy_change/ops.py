"""A grey by its name; what there are may grow."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from ganstudio.api import Context, ImageData, InputError, MaskData, OperationParams, Range, Suggestions

GREYS = {"white": 255, "silver": 180, "coal": 20}


def offered() -> tuple[str, ...]:
    return tuple(GREYS)


class FillParams(OperationParams):
    to: Annotated[str, Suggestions(offered, thumbnails="looks")] = "white"
    strength: Annotated[float, Range(0, 1, 0.05)] = 1.0


class ShowParams(OperationParams):
    to: Annotated[str, Suggestions(offered)] = "white"


def fill(params: FillParams, ctx: Context, *, image: ImageData, mask: MaskData | None = None) -> ImageData:
    """The grey where the mask is, all over without one."""
    grey = np.full_like(image.rgb(), _grey(params.to))
    if mask is None:
        return ImageData(grey)
    return ImageData(np.where(mask.alpha[..., None] > 127, grey, image.rgb()))


def show(params: ShowParams, ctx: Context, *, image: ImageData) -> ImageData:
    return ImageData(np.full((24, 40, 3), _grey(params.to), np.uint8))


def _grey(name: str) -> int:
    if name not in GREYS:
        raise InputError(f"No grey is called “{name}”.")
    return GREYS[name]
