"""The operations of domain transfer and their parameters."""

from __future__ import annotations

from typing import Annotated, Literal

from ganstudio.api import (
    Advanced,
    Context,
    Help,
    ImageData,
    Label,
    MaskData,
    ModelRef,
    OperationParams,
    Range,
    Suggestions,
    accepts,
)

from .domains import FAMILIES, offered

Direction = Literal["auto", "forward", "backward"]
To = Annotated[
    str,
    Suggestions(offered, thumbnails="looks"),
    Label("Make it"),
    Help("What the picture is to become: a kind of pictures that a model of the library makes"),
]
Model = Annotated[
    ModelRef | None,
    accepts(*FAMILIES, unset="The one that fits"),
    Label("Model"),
    Help("Model that translates; left out, one that makes such pictures is taken"),
]
Way = Annotated[
    Direction,
    Label("Direction"),
    Help("Which way the named model translates; auto goes by the names of what its pictures show"),
    Advanced(),
]
Detail = Annotated[
    int,
    Range(64, 1024, 32, "px"),
    Label("Model's size"),
    Help("Longer side at which the model sees the picture; the change is brought to its full size"),
    Advanced(),
]


class TransferParams(OperationParams):
    """What a picture becomes, and how much of it stays."""

    to: To = "winter"
    strength: Annotated[
        float, Range(0, 1, 0.05), Label("Strength"), Help("0 is the picture as it was, 1 the whole change")
    ] = 1.0
    keep_colour: Annotated[
        float,
        Range(0, 1, 0.05),
        Label("Keep colours"),
        Help("1 keeps the picture's own colours and changes only how light they are"),
    ] = 0.0
    keep_detail: Annotated[
        float,
        Range(0, 1, 0.05),
        Label("Keep detail"),
        Help("1 keeps all texture and edges of the picture; 0 shows what the model drew, enlarged"),
    ] = 0.8
    feather: Annotated[
        float,
        Range(0, 500, 1, "px"),
        Label("Soft edge"),
        Help("How far the change fades out across the edge of the mask, if there is one"),
    ] = 12.0
    model: Model = None
    direction: Way = "auto"
    detail: Detail = 256


class CycleParams(OperationParams):
    """Whose cycle is shown, and how errors are coloured."""

    to: To = "winter"
    model: Model = None
    direction: Way = "auto"
    scale: Annotated[
        float,
        Range(1, 100, 1, "%"),
        Label("Error scale"),
        Help("The error that the lightest colour of the error map stands for, in percent of white"),
    ] = 20.0
    detail: Detail = 256


def transfer(
    params: TransferParams, ctx: Context, *, image: ImageData, mask: MaskData | None = None
) -> ImageData:
    """The picture has the size, depth and alpha of the one given; outside the mask it is the same."""
    # The networks' library is slow to import, and the parameters are wanted without it.
    from .transfer import transferred

    return transferred(params, ctx, image, mask)


def cycle(params: CycleParams, ctx: Context, *, image: ImageData) -> ImageData:
    """x, G(x), F(G(x)) and the reconstruction error side by side; the figures are among the texts."""
    from .sheet import cycle_sheet

    return cycle_sheet(params, ctx, image)
