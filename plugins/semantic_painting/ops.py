"""The operations of semantic painting and their parameters."""

from __future__ import annotations

from typing import Annotated

from ganstudio.api import (
    Advanced,
    Context,
    Gallery,
    Help,
    ImageData,
    Label,
    LabelData,
    MaskData,
    ModelRef,
    OperationParams,
    Range,
    Seed,
    Suggestions,
    accepts,
    load_palette,
)

SEASONS = ("spring", "summer", "autumn", "winter")
HOURS = ("dawn", "day", "sunset", "night")


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
    ] = 320


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


def _classes() -> tuple[str, ...]:
    return tuple(each.name for each in load_palette("landscape").classes)


class RepaintParams(OperationParams):
    """Which classes give way to which."""

    to: Annotated[
        str, Label("Becomes"), Help("Class that is painted, such as mountain"), Suggestions(_classes)
    ] = "mountain"
    of: Annotated[
        str,
        Label("Only on"),
        Help("Classes that give way, such as hill, grass; empty is all of them"),
        Suggestions(_classes),
    ] = ""


def render(
    params: RenderParams, ctx: Context, *, label_map: LabelData, style_image: ImageData | None = None
) -> ImageData:
    """The picture has the size of the label map; what is unpainted (255) is transparent."""
    # The networks' library is slow to import, and the parameters are wanted without it.
    from .painting import render_label_map

    return render_label_map(params, ctx, label_map, style_image)


def extract(params: ExtractParams, ctx: Context, *, image: ImageData) -> LabelData:
    """The label map has the size of the picture."""
    from .painting import extract_label_map

    return extract_label_map(params, ctx, image)


def repaint(
    params: RepaintParams, ctx: Context, *, label_map: LabelData, mask: MaskData | None = None
) -> LabelData:
    """Another class where the mask, scaled to the label map, is mostly white; everywhere without one."""
    from .repainting import repainted

    return repainted(params, label_map, mask)
