"""The operation of this plugin and its parameters."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator

from ganstudio.api import Context, Help, ImageData, Label, ModelRef, OperationParams, Range, accepts, enlarged

Factor = Annotated[
    Literal[2, 4],
    BeforeValidator(int),
    Label("Times as large"),
    Help("How many times as wide and as high the picture becomes"),
]


class EnlargeParams(OperationParams):
    """How much larger, and by what."""

    factor: Factor = 2
    strength: Annotated[
        float,
        Range(0, 1, 0.05),
        Label("Drawn detail"),
        Help("1 takes all that the model draws; 0 is plain bicubic interpolation"),
    ] = 1.0
    mirrored: Annotated[
        bool,
        Label("Four readings"),
        Help("The mean of what it draws of the picture and of its mirror images: no grid, but slower"),
    ] = True
    model: Annotated[
        ModelRef,
        accepts("gigagan_upsampler"),
        Label("Up-sampler"),
        Help("Model that enlarges; one that doubles goes over the picture twice for 4"),
    ] = ModelRef("worlds-upsampler")


class EnlargeMoreParams(EnlargeParams):
    """The same, four times as large unless otherwise said: a menu asks for no numbers."""

    factor: Factor = 4


def enlarge(params: EnlargeParams, ctx: Context, *, image: ImageData) -> ImageData:
    """The picture with its depth, alpha, profile and texts, `factor` times as wide and as high."""
    return enlarged(
        image,
        ctx,
        model=params.model,
        factor=params.factor,
        strength=params.strength,
        mirrored=params.mirrored,
    )


def enlarge_more(params: EnlargeMoreParams, ctx: Context, *, image: ImageData) -> ImageData:
    """`enlarge` with another default."""
    return enlarge(params, ctx, image=image)
