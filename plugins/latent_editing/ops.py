"""The operations of latent editing and their parameters."""

from __future__ import annotations

from typing import Annotated, Literal

from ganstudio.api import (
    LATENT_FAMILIES,
    Advanced,
    Context,
    Group,
    Help,
    ImageData,
    Label,
    MaskData,
    ModelRef,
    OperationParams,
    Range,
    Seed,
    accepts,
)

Model = Annotated[ModelRef, accepts(*LATENT_FAMILIES), Label("Generator"), Help("Model that draws")]
SeedOf = Annotated[int, Seed(), Label("Seed"), Help("Another number, another picture")]
Truncation = Annotated[
    float,
    Range(0, 1.5, 0.05),
    Label("Truncation"),
    Help("0 is the average picture, 1 all that the model can do; in between, fewer but better pictures"),
]
ClassName = Annotated[
    str, Label("Class"), Help("Name or number of the class, for a model that knows several; empty: the first")
]
Edits = Annotated[
    str,
    Label("Edits"),
    Help("Directions and how many steps, such as smile=2, hour=-1@4-9"),
]
Size = Annotated[
    int,
    Range(0, 4096, 16, "px"),
    Label("Size"),
    Help("Side of the picture; 0 is what the model draws"),
    Advanced(),
]
DEFAULT_MODEL = ModelRef("faces-stylegan2")


class SampleParams(OperationParams):
    """A latent, what is done to it, and the generator that draws it."""

    model: Model = DEFAULT_MODEL
    seed: SeedOf = 1
    truncation: Truncation = 0.7
    edits: Edits = ""
    class_name: ClassName = ""
    noise: Annotated[
        Literal["const", "random", "none"],
        Label("Noise"),
        Help("Fine detail: the model's own, one of its seed, or none"),
        Group("Noise"),
    ] = "const"
    noise_seed: Annotated[
        int, Seed(), Label("Noise seed"), Help("Of random noise, and of that inside the mask"), Group("Noise")
    ] = 0
    noise_strength: Annotated[
        float, Range(0, 3, 0.05), Label("Noise strength"), Help("1 is as trained"), Group("Noise")
    ] = 1.0
    noise_layers: Annotated[
        str,
        Label("Noise by layer"),
        Help("Strength of single layers, such as b64.conv1=0, b128.conv0=2"),
        Group("Noise"),
        Advanced(),
    ] = ""
    x: Annotated[
        float,
        Range(-1000, 1000, 0.05),
        Label("Wander, across"),
        Help("Place on the plane of seeds: whole steps are the next seeds"),
        Advanced(),
    ] = 0.0
    y: Annotated[
        float,
        Range(-1000, 1000, 0.05),
        Label("Wander, down"),
        Help("Place on the plane of seeds: whole steps are a hundred seeds on"),
        Advanced(),
    ] = 0.0
    base: Annotated[
        str,
        Label("Latent"),
        Help("In place of the seed: sums of seeds such as 3 4 - 7 + 12, or a copied latent w:…"),
        Advanced(),
    ] = ""
    space: Annotated[
        Literal["w", "z"],
        Label("Space"),
        Help("Where latents are added up: w, the styles, or z, before the mapping"),
        Advanced(),
    ] = "w"
    mix: Annotated[
        str,
        Label("Style mixing"),
        Help("Rows that come from other seeds or latents, such as 4-7=12, 8-=99"),
        Advanced(),
    ] = ""
    cutoff: Annotated[
        int,
        Range(0, 64),
        Label("Truncate rows"),
        Help("How many rows of styles, from the coarsest, are truncated; 0 is all"),
        Advanced(),
    ] = 0
    bend: Annotated[
        str,
        Label("Bend layers"),
        Help("Channels that are scaled and shifted, such as b16.conv1:3*2+0.5"),
        Advanced(),
    ] = ""
    turn: Annotated[
        float,
        Range(-180, 180, 1, "°"),
        Label("Turn"),
        Help("Turns the input of a StyleGAN3"),
        Advanced(),
    ] = 0.0
    shift_x: Annotated[
        float, Range(-1, 1, 0.01), Label("Move across"), Help("Moves the input of a StyleGAN3"), Advanced()
    ] = 0.0
    shift_y: Annotated[
        float, Range(-1, 1, 0.01), Label("Move down"), Help("Moves the input of a StyleGAN3"), Advanced()
    ] = 0.0
    size: Size = 0


class MixParams(OperationParams):
    """Whose coarse, middle and fine styles make the picture."""

    model: Model = DEFAULT_MODEL
    seed: SeedOf = 1
    coarse: Annotated[
        int | None, Seed(), Label("Coarse"), Help("Seed of pose and shape (4 to 8 px); none: the first seed")
    ] = None
    middle: Annotated[
        int | None, Seed(), Label("Middle"), Help("Seed of parts and features (16 to 32 px)")
    ] = None
    fine: Annotated[
        int | None, Seed(), Label("Fine"), Help("Seed of colours and texture (64 px and more)")
    ] = None
    truncation: Truncation = 0.7
    edits: Edits = ""
    class_name: ClassName = ""
    size: Size = 0


def sample(params: SampleParams, ctx: Context, *, noise_mask: MaskData | None = None) -> ImageData:
    """The picture; its styles are among its texts. In the mask, noise of the noise seed takes over."""
    # The networks' library is slow to import, and the parameters are wanted without it.
    from .sampling import sampled

    return sampled(params, ctx, noise_mask)


def mix(params: MixParams, ctx: Context) -> ImageData:
    """`sample` with the coarse, middle and fine rows of up to three further seeds."""
    from .sampling import mixed

    return mixed(params, ctx)
