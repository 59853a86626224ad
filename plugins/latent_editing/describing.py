"""The operation that edits by words, and its parameters."""

from __future__ import annotations

from typing import Annotated, Literal

from ganstudio.api import Advanced, Context, Group, Help, ImageData, Label, ModelRef, Range, accepts

from .ops import SampleParams

WORDS = Group("Words")


class DescribeParams(SampleParams):
    """What the picture is to become, in words, and how far it goes."""

    text: Annotated[
        str, Label("What"), Help("What the picture is to show more of: a smiling face with glasses"), WORDS
    ] = "a smiling face"
    neutral: Annotated[
        str,
        Label("Instead of"),
        Help("The same without it: a serious face; empty: what the model draws at all"),
        WORDS,
    ] = ""
    strength: Annotated[
        float, Range(-4, 4, 0.1), Label("Strength"), Help("How far; below 0 the other way"), WORDS
    ] = 2.0
    disentangle: Annotated[
        float,
        Range(0, 1, 0.05),
        Label("Disentangle"),
        Help("Higher leaves more of the picture alone: only what has most to do with the words moves"),
        WORDS,
    ] = 0.5
    method: Annotated[
        Literal["global", "optimise"],
        Label("Method"),
        Help("global: one direction for all pictures, live; optimise: a search for this one, seconds"),
        WORDS,
    ] = "global"
    clip: Annotated[
        ModelRef,
        accepts("open_clip"),
        Label("CLIP"),
        Help("Model that reads the words and looks at pictures"),
        WORDS,
    ] = ModelRef("worlds-clip")
    steps: Annotated[
        int,
        Range(10, 1000, 10),
        Label("Steps"),
        Help("Of the search, if the method is optimise"),
        WORDS,
        Advanced(),
    ] = 60
    photo_steps: Annotated[
        int,
        Range(0, 2000, 10),
        Label("Steps for a photo"),
        Help("How long the latent of a photo is looked for"),
        WORDS,
        Advanced(),
    ] = 100


def describe(params: DescribeParams, ctx: Context, *, image: ImageData | None = None) -> ImageData:
    """The picture, or the photo, moved towards the words; the styles are among its texts (StyleCLIP)."""
    from .described import described

    return described(params, ctx, image)
