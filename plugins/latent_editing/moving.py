"""Dragging points of a drawn picture: the operation and its parameters."""

from __future__ import annotations

from typing import Annotated

from ganstudio.api import Context, Help, ImageData, Label, MaskData, Range

from .ops import SampleParams


class DragParams(SampleParams):
    """A drawn picture, and what is to be dragged in it."""

    handles: Annotated[
        str,
        Label("Handles"),
        Help("From and to, in shares of width and height: 0.4,0.5>0.6,0.5; 0.1,0.2>0.1,0.3"),
    ] = ""
    steps: Annotated[int, Range(1, 1000, 10), Label("Steps"), Help("The most steps that are taken")] = 150


def drag(params: DragParams, ctx: Context, *, mask: MaskData | None = None) -> ImageData:
    """The picture after the drag; only what the mask shows may change. Its styles are among its texts."""
    from .motion import dragged

    return dragged(params, ctx, mask)
