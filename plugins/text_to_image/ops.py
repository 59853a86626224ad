"""The operations of text to picture and their parameters."""

from __future__ import annotations

from typing import Annotated, Literal

from ganstudio.api import (
    TEXT_FAMILIES,
    Advanced,
    Context,
    FrameData,
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

DEFAULT_MODEL = ModelRef("landscape-text")
Model = Annotated[ModelRef, accepts(*TEXT_FAMILIES), Label("Generator"), Help("Model that draws")]
Negative = Annotated[
    str, Label("Not"), Help("What the picture is not to show: it is pushed away from these words")
]
NegativeStrength = Annotated[
    float, Range(0, 2, 0.05), Label("Not: strength"), Help("How far it is pushed away; 0 is not at all")
]
SeedOf = Annotated[
    int, Seed(), Label("Seed"), Help("Layout and look; with the same seed, other words change what they say")
]
Truncation = Annotated[
    float,
    Range(0, 1.5, 0.05),
    Label("Truncation"),
    Help("0 is the sentence's average picture, 1 all that the model can do"),
]
Mix = Annotated[
    str,
    Label("Words by layer"),
    Help("Other sentences for some sizes of what is drawn, such as 4-8=a lake; 16-64=a snowy forest"),
]
NoiseOf = Annotated[
    Literal["fixed", "none"],
    Label("Noise"),
    Help("Fine detail: fixed by the seed, or none"),
    Advanced(),
]
NoiseStrength = Annotated[
    float, Range(0, 3, 0.05), Label("Noise strength"), Help("1 is as trained"), Advanced()
]
Clip = Annotated[
    ModelRef | None,
    accepts("open_clip", unset="The one it was trained with"),
    Label("Text model"),
    Help("CLIP model that reads the sentences"),
    Advanced(),
]
Judge = Annotated[
    ModelRef | None,
    accepts("open_clip", unset="The text model"),
    Label("Judge"),
    Help("CLIP model that tells how well pictures fit the sentence"),
    Advanced(),
]
Size = Annotated[
    int,
    Range(0, 4096, 16, "px"),
    Label("Size"),
    Help("Side to which the picture is scaled in the end; 0 is as it was drawn"),
    Advanced(),
]
Side = Annotated[int, Range(32, 512, 16, "px"), Label("Picture size"), Help("Side of each picture")]


class SentenceParams(OperationParams):
    """A sentence, what is done to it, and the generator that draws it."""

    model: Model = DEFAULT_MODEL
    prompt: Annotated[str, Label("Prompt"), Help("What the picture shows, in words that the model knows")] = (
        ""
    )
    negative: Negative = ""
    negative_strength: NegativeStrength = 1.0
    seed: SeedOf = 1
    truncation: Truncation = 0.9
    to_prompt: Annotated[
        str, Label("To"), Help("A second prompt, which the slider leads to"), Group("Between two prompts")
    ] = ""
    between: Annotated[
        float,
        Range(0, 1, 0.01),
        Label("From – to"),
        Help("0 is the prompt, 1 the second one"),
        Group("Between two prompts"),
    ] = 0.0
    mix: Mix = ""
    noise: NoiseOf = "fixed"
    noise_strength: NoiseStrength = 1.0
    clip: Clip = None


class GenerateParams(SentenceParams):
    """One picture, the best of some."""

    candidates: Annotated[
        int,
        Range(1, 64, 1),
        Label("Best of"),
        Help("So many seeds are drawn, from this one on; the picture that fits the prompt best is kept"),
    ] = 1
    judge: Judge = None
    feather: Annotated[
        float,
        Range(0, 500, 1, "px"),
        Label("Soft edge"),
        Help("How far the picture fades out across the edge of the selection, if there is one"),
    ] = 8.0
    enlarge: Annotated[
        Literal["1x", "2x", "4x"],
        Label("Enlarge"),
        Help("How many times larger an up-sampler makes what the generator draws"),
    ] = "1x"
    size: Size = 0
    upsampler: Annotated[
        ModelRef | None,
        accepts("gigagan_upsampler", unset="The program's own"),
        Label("Up-sampler"),
        Help("Model that enlarges"),
        Advanced(),
    ] = None


class VariationsParams(SentenceParams):
    """A sentence and how many seeds of it are shown."""

    count: Annotated[int, Range(1, 64, 1), Label("How many"), Help("Seeds, from this one on")] = 12
    sort: Annotated[bool, Label("Best first"), Help("Sorted by how well they fit the prompt")] = False
    labels: Annotated[bool, Label("Labels"), Help("Seed and score below each picture")] = True
    judge: Judge = None
    columns: Annotated[
        int, Range(0, 16, 1), Label("Columns"), Help("Pictures side by side; 0 chooses"), Advanced()
    ] = 0
    side: Side = 128


class InterpolateParams(OperationParams):
    """Which sentence is shown when; the rest is the same in all frames."""

    model: Model = DEFAULT_MODEL
    keyframes: Annotated[
        str,
        Label("Keyframes"),
        Help("Prompts in turn, with times and seeds of their own: a lake by day @0s; a lake at night @2s"),
    ] = ""
    seconds: Annotated[
        float,
        Range(0.04, 60, 0.1, "s"),
        Label("Step"),
        Help("Time from one keyframe to the next that names none"),
    ] = 1.5
    fps: Annotated[float, Range(1, 60, 1), Label("Frames a second"), Help("A GIF has at most 50")] = 25.0
    loop: Annotated[bool, Label("Loop"), Help("Ends on the way back to the first keyframe")] = True
    easing: Annotated[
        Literal["none", "smooth"],
        Label("Easing"),
        Help("Smooth slows down before each keyframe and starts gently"),
    ] = "smooth"
    negative: Negative = ""
    negative_strength: NegativeStrength = 1.0
    seed: SeedOf = 1
    truncation: Truncation = 0.9
    noise: NoiseOf = "fixed"
    noise_strength: NoiseStrength = 1.0
    clip: Clip = None
    size: Size = 0


class SheetParams(OperationParams):
    """Sentences down, seeds across."""

    model: Model = DEFAULT_MODEL
    prompts: Annotated[
        str,
        Label("Prompts"),
        Help("One a line, or between semicolons; @FILE reads them from a text file"),
    ] = ""
    seeds: Annotated[str, Label("Seeds"), Help("Such as 1-4 or 3,7,12")] = "1-4"
    negative: Negative = ""
    negative_strength: NegativeStrength = 1.0
    truncation: Truncation = 0.9
    noise: NoiseOf = "fixed"
    noise_strength: NoiseStrength = 1.0
    scores: Annotated[bool, Label("Scores"), Help("How well each picture fits, below it")] = False
    judge: Judge = None
    clip: Clip = None
    side: Side = 128


def generate(
    params: GenerateParams, ctx: Context, *, image: ImageData | None = None, mask: MaskData | None = None
) -> ImageData:
    """The picture; how it was chosen is among its texts. With an image, that image with the drawn picture
    where the mask is, or all over."""
    # The networks' library is slow to import, and the parameters are wanted without it.
    from .drawing import drawn

    return drawn(params, ctx, image, mask)


def variations(params: VariationsParams, ctx: Context) -> ImageData:
    """Pictures of seeds side by side; the seed, score and place of each are among the texts."""
    from .variations import grid

    return grid(params, ctx)


def interpolate(params: InterpolateParams, ctx: Context) -> FrameData:
    """The film. Its first frame is drawn at once, to tell early what is wrong; the others on saving."""
    from .film import film

    return film(params, ctx)


def sheet(params: SheetParams, ctx: Context) -> ImageData:
    """A row for each prompt, a column for each seed."""
    from .sheets import sheet_of

    return sheet_of(params, ctx)
