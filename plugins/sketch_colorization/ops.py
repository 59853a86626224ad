"""The operations of sketch colouring and their parameters."""

from __future__ import annotations

from typing import Annotated, Literal

from ganstudio.api import (
    Advanced,
    Context,
    Help,
    ImageData,
    Label,
    ModelRef,
    OperationParams,
    Range,
    Seed,
    accepts,
)

Cleaning = Literal["auto", "ink", "pencil", "scan", "none"]


class ColorizeParams(OperationParams):
    """What becomes of a line drawing."""

    model: Annotated[
        ModelRef,
        accepts("pix2pix", "cyclegan", "bicyclegan"),
        Label("Colourist"),
        Help("Model that turns drawings into pictures"),
    ] = ModelRef("landscape-sketch")
    seed: Annotated[
        int, Seed(), Label("Variation"), Help("Another number, another picture of the same drawing")
    ] = 0
    variety: Annotated[
        float,
        Range(0, 1.5, 0.05),
        Label("Variety"),
        Help("How far variations differ; 0 is the average look, 1 what the model was trained with"),
    ] = 1.0
    moods: Annotated[
        float,
        Range(0, 1, 0.05),
        Label("Moods"),
        Help("How far the light of variations differs from the model's own, which variation 0 is in"),
    ] = 0.4
    cleaning: Annotated[
        Cleaning,
        Label("Drawn with"),
        Help("How the drawing is cleaned before it is coloured; auto looks what it is"),
    ] = "auto"
    hint_strength: Annotated[
        float, Range(0, 1, 0.05), Label("Follow hints"), Help("How closely the dabs of colour are followed")
    ] = 1.0
    palette_strength: Annotated[
        float,
        Range(0, 1, 0.05),
        Label("Follow palette"),
        Help("How closely the colours of the palette picture are followed, if there is one"),
    ] = 0.8
    lines: Annotated[
        float, Range(0, 1, 0.05), Label("Show lines"), Help("How much of the ink is seen on the picture")
    ] = 0.0
    detail: Annotated[
        int,
        Range(0, 2048, 32, "px"),
        Label("Detail"),
        Help("Longer side at which the model paints; 0 is what suits it. The result has the drawing's size"),
        Advanced(),
    ] = 0
    direction: Annotated[
        Literal["forward", "backward"],
        Label("Direction"),
        Help("Which of the two ways of a model that translates both ways"),
        Advanced(),
    ] = "forward"


class CleanParams(OperationParams):
    """How clean line art is made of a photo or scan of a drawing."""

    kind: Annotated[
        Literal["auto", "ink", "pencil", "scan"],
        Label("Drawn with"),
        Help("What it was drawn with and how it came here; auto looks what it is"),
    ] = "auto"
    faint_lines: Annotated[
        float,
        Range(0, 1, 0.05),
        Label("Faint lines"),
        Help("How faint a line may be to stay; more keeps more, and more of the paper's grain"),
    ] = 0.5
    line_width: Annotated[
        float,
        Range(0, 12, 0.5, "px"),
        Label("Line width"),
        Help("All lines are drawn anew in this width; 0 leaves them as they are"),
    ] = 0.0
    specks: Annotated[
        int, Range(0, 40, 1, "px"), Label("Specks"), Help("Lone marks up to this size are removed")
    ] = 4
    transparent: Annotated[
        bool, Label("Transparent paper"), Help("Leave out the paper, so that the lines lie on what is below")
    ] = False


class SketchParams(OperationParams):
    """How a picture becomes a line drawing."""

    style: Annotated[
        Literal["edges", "lines"],
        Label("Style"),
        Help("Outlines of all that stands out, or soft ink strokes that also shade"),
    ] = "edges"
    model: Annotated[
        ModelRef | None,
        accepts("pix2pix", "cyclegan", "bicyclegan"),
        Label("Draughtsman"),
        Help("Model that draws instead, if one is named: one that was trained from pictures to drawings"),
        Advanced(),
    ] = None
    detail: Annotated[
        int,
        Range(128, 2048, 32, "px"),
        Label("Detail"),
        Help("Longer side at which lines are looked for; less leaves small things out"),
    ] = 768
    line_width: Annotated[
        float, Range(1, 12, 0.5, "px"), Label("Line width"), Help("Width of the pen that draws the outlines")
    ] = 2.0
    transparent: Annotated[
        bool, Label("Transparent paper"), Help("Leave out the paper, so that the lines lie on what is below")
    ] = False


def colorize(
    params: ColorizeParams,
    ctx: Context,
    *,
    sketch: ImageData,
    hints: ImageData | None = None,
    palette: ImageData | None = None,
) -> ImageData:
    """The picture has the size of the sketch. Where `hints` is opaque, its colours are followed."""
    # The networks' library is slow to import, and the parameters are wanted without it.
    from .colouring import colour

    return colour(params, ctx, sketch, hints, palette)


def clean(params: CleanParams, ctx: Context, *, drawing: ImageData) -> ImageData:
    """Dark lines on white, or on nothing, of the size of the drawing."""
    from .cleaning import cleaned

    return cleaned(params, ctx, drawing)


def sketch(params: SketchParams, ctx: Context, *, image: ImageData) -> ImageData:
    """Dark lines on white, or on nothing, of the size of the picture."""
    from .sketching import drawn

    return drawn(params, ctx, image)
