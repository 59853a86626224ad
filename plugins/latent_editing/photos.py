"""The operations on photos, and their parameters."""

from __future__ import annotations

from typing import Annotated, Literal

from ganstudio.api import (
    Advanced,
    Context,
    Group,
    Help,
    ImageData,
    Label,
    ModelRef,
    OperationParams,
    Range,
    Seed,
    accepts,
)

from .ops import DEFAULT_MODEL, ClassName, Edits, Model

SEARCH = Group("Search")


class ProjectParams(OperationParams):
    """How the latent of a photo is looked for."""

    model: Model = DEFAULT_MODEL
    encoder: Annotated[
        ModelRef | None,
        accepts("latent_encoder", "psp", unset="The one of the generator"),
        Label("Encoder"),
        Help("Model that guesses the latent, where the search begins"),
        SEARCH,
    ] = None
    steps: Annotated[
        int,
        Range(0, 2000, 10),
        Label("Steps"),
        Help("How long the latent is improved; 0 is the encoder's guess"),
        SEARCH,
    ] = 100
    space: Annotated[
        Literal["w+", "w"],
        Label("Space"),
        Help("w+ has styles of its own for each layer, and is nearer the photo; w is easier to edit"),
        SEARCH,
    ] = "w+"
    features: Annotated[
        bool,
        Label("Compare features"),
        Help("Compare what is seen, not only colours: slower and better"),
        SEARCH,
    ] = True
    fit_noise: Annotated[
        bool,
        Label("Fit the noise"),
        Help("Fine detail is put into the noise as well; edits do not move it"),
        SEARCH,
        Advanced(),
    ] = False
    refine: Annotated[
        ModelRef | None,
        accepts("hyperstyle", unset="No refinement"),
        Label("Refine with"),
        Help("HyperStyle model that fits the generator's weights to the photo; its own generator draws"),
        Advanced(),
    ] = None
    seed: Annotated[
        int, Seed(), Label("Seed"), Help("Of the search; another one ends a little elsewhere"), Advanced()
    ] = 0
    eyes: Annotated[
        str,
        Label("Eyes"),
        Help("Where the eyes are, in shares of width and height: 0.4,0.45 0.6,0.45; empty: the middle"),
        Advanced(),
    ] = ""
    eyes_as: Annotated[
        Literal["faces", "ffhq"],
        Label("Eyes as in"),
        Help("Where the generator's own pictures have the eyes: our faces, or FFHQ"),
        Advanced(),
    ] = "faces"


class EditParams(ProjectParams):
    """What is done to the photo."""

    edits: Edits = ""
    keep_detail: Annotated[
        float,
        Range(0, 1, 0.05),
        Label("Keep detail"),
        Help("1 adds the change alone to the photo, 0 shows what the generator draws"),
    ] = 0.8
    class_name: ClassName = ""


def project(params: ProjectParams, ctx: Context, *, image: ImageData) -> ImageData:
    """The picture as the generator draws it again, square; its styles are among its texts."""
    from .projecting import projected

    return projected(params, ctx, image)


def edit(params: EditParams, ctx: Context, *, image: ImageData) -> ImageData:
    """The photo, of the size it had, with the change put in; the styles are among its texts."""
    from .projecting import edited_photo

    return edited_photo(params, ctx, image)
