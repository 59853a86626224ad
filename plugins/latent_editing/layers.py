"""A look at one layer of the generator: the operation and its parameters."""

from __future__ import annotations

from typing import Annotated

from ganstudio.api import Context, Help, ImageData, Label, Range

from .ops import SampleParams


class InsideParams(SampleParams):
    """The picture whose making is looked at, and the layer."""

    layer: Annotated[
        str, Label("Layer"), Help("Name of a layer, such as b16.conv1; empty is the one in the middle")
    ] = ""
    first: Annotated[int, Range(0, 4096), Label("First channel"), Help("Channels are counted from 0")] = 0
    count: Annotated[int, Range(1, 256), Label("Channels"), Help("How many are shown")] = 64


def inside(params: InsideParams, ctx: Context) -> ImageData:
    """Tiles of the layer's channels, each around its own mean; the figures are among the texts."""
    from .tiles import tiled

    return tiled(params, ctx)
