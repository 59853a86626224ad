"""A film through latents: keyframes on a timeline, straight lines between them in w, arcs in z."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

import numpy as np

from ganstudio.api import Advanced, Context, FrameData, Help, InputError, Label, OperationParams, Range, Seed

from .ops import DEFAULT_MODEL, ClassName, Edits, Model, SampleParams, Size, Truncation
from .timeline import Keyframe, Timeline, keyframes

if TYPE_CHECKING:
    from torch import Tensor

    from ganstudio.api import LatentGenerator

    Way = Callable[[int, int, float], Tensor]
    """Styles (1, num_ws, w_dim) between two keyframes, which are told by their places, and how far."""

Bytes = np.ndarray[Any, np.dtype[np.uint8]]


class InterpolateParams(OperationParams):
    """What is shown when; the rest as for a single picture, and the same in all frames."""

    model: Model = DEFAULT_MODEL
    keyframes: Annotated[
        str,
        Label("Keyframes"),
        Help("Seeds or latents in turn, with times and edits of their own: 1; 12 @1.5s; 7 | smile=2"),
    ] = "1; 2; 3; 4"
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
    space: Annotated[
        Literal["w", "z"], Label("Space"), Help("Lines in w, the styles, or arcs in z, before the mapping")
    ] = "w"
    truncation: Truncation = 0.7
    edits: Edits = ""
    class_name: ClassName = ""
    noise: Annotated[
        Literal["const", "random", "none"],
        Label("Noise"),
        Help("Fine detail, the same in all frames: the model's own, one of its seed, or none"),
    ] = "const"
    noise_seed: Annotated[int, Seed(), Label("Noise seed"), Help("Of random noise"), Advanced()] = 0
    mix: Annotated[
        str,
        Label("Style mixing"),
        Help("Rows that come from other seeds or latents in all frames, such as 8-=99"),
        Advanced(),
    ] = ""
    cutoff: Annotated[
        int,
        Range(0, 64),
        Label("Truncate rows"),
        Help("How many rows of styles, from the coarsest, are truncated; 0 is all"),
        Advanced(),
    ] = 0
    size: Size = 0


def interpolate(params: InterpolateParams, ctx: Context) -> FrameData:
    """The film. Its first frame is drawn at once, to tell early what is wrong; the others on saving."""
    # The networks' library is slow to import, and the parameters are wanted without it.
    from ganstudio.api import StageCache

    from .sampling import as_image, generator_of, noise

    keys = keyframes(params.keyframes, params.seconds)
    timeline = Timeline(keys, params.seconds, params.loop, params.easing)
    count = timeline.count(params.fps)
    generator = generator_of(params.model, ctx)
    shown = [_at(key, params) for key in keys]
    with ctx.compute.inference():
        way = _through_z if params.space == "z" or not generator.has_w else _through_w
        styles_at = way(shown, ctx, generator)
        noises = noise(shown[0], generator, None)
    kind, stages = generator.class_index(params.class_name), StageCache()

    def draw(index: int) -> Bytes:
        with ctx.compute.inference():
            ws = styles_at(*timeline.place(index / params.fps))
            picture = generator.draw(ws, noises, cache=stages, class_index=kind)
            return as_image(picture, ws, params.size).rgb()

    first = draw(0)
    size = first.shape[1], first.shape[0]
    return FrameData(size, params.fps, count, lambda index: draw(index) if index else first)


def _at(key: Keyframe, params: InterpolateParams) -> SampleParams:
    """What would draw the picture of a keyframe by itself."""
    shared = params.model_dump(include=set(SampleParams.model_fields))
    edits = ", ".join(part for part in (params.edits, key.edits) if part.strip())
    return SampleParams(**{**shared, "base": key.base, "edits": edits})


def _through_w(shown: Sequence[SampleParams], ctx: Context, generator: LatentGenerator) -> Way:
    """Straight lines between the styles, edits and all."""
    from .sampling import styles

    ws = [styles(params, ctx, generator) for params in shown]
    return lambda before, after, share: ws[before].lerp(ws[after], share)


def _through_z(shown: Sequence[SampleParams], ctx: Context, generator: LatentGenerator) -> Way:
    """Arcs between the latents, which are mapped in between; rows that are mixed in stay as they are.

    What the edits of a keyframe add to its styles comes and goes evenly.
    """
    from ganstudio.api import is_latent, mix_of, rows_slice, slerp_of_any_length

    from .sampling import latent_sum, styles

    if any(is_latent(params.base) for params in shown):
        raise InputError(
            "A copied latent w:… lies in w, so no film leads to it through z.", hint="Set the space to w."
        )
    z = [latent_sum(params.base, generator) for params in shown]
    in_z = [params.model_copy(update={"space": "z"}) for params in shown]
    plain = [styles(params.model_copy(update={"edits": ""}), ctx, generator) for params in in_z]
    edited = [styles(params, ctx, generator) for params in in_z]
    added = [after - before for before, after in zip(plain, edited, strict=True)]
    mixed = [rows_slice(part.rows, generator.num_ws) for part in mix_of(shown[0].mix)]
    kind = generator.class_index(shown[0].class_name)

    def styles_at(before: int, after: int, share: float) -> Tensor:
        latent = slerp_of_any_length(z[before], z[after], z[before].new_full((1, 1), share))
        ws = generator.styles(latent, kind)
        ws = generator.truncated(ws, shown[0].truncation, shown[0].cutoff or None).clone()
        for rows in mixed:
            ws[:, rows] = plain[0][:, rows]
        return ws + added[before].lerp(added[after], share)

    return styles_at
