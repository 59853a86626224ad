"""A film through sentences: arcs between what the text model makes of them, and between their seeds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from ganstudio.api import Context, FrameData, InputError, Said, Timeline, slerp_of_any_length, timed_keyframes

from .drawing import fitted, pixels_of
from .saying import speaker_of

if TYPE_CHECKING:
    from .ops import InterpolateParams

FORM = "a lake by day @0s; a lake at night @2s | seed=3"
_SEED = re.compile(r"(?:seed\s*=?\s*)?(\d{1,10})")
_LARGEST_SEED = 2**31 - 1
Bytes = np.ndarray[Any, np.dtype[np.uint8]]


def film(params: InterpolateParams, ctx: Context) -> FrameData:
    """`ops.interpolate`."""
    keys = timed_keyframes(params.keyframes, params.seconds, form=FORM, content="sentence")
    timeline = Timeline(keys, params.seconds, params.loop, params.easing)
    count = timeline.count(params.fps)
    speaker = speaker_of(params, ctx)
    seeds = [_seed(key.edits, params.seed) for key in keys]
    told = [speaker.said(key.base) for key in keys]
    latents = [speaker.generator.latent(seed) for seed in seeds]

    def draw(index: int) -> Bytes:
        before, after, share = timeline.place(index / params.fps)
        said = Said(told[before].first, told[after].first, share, told[before].away, params.negative_strength)
        z = latents[before]
        if seeds[before] != seeds[after]:
            z = slerp_of_any_length(z, latents[after], z.new_full((1, 1), share))
        return fitted(pixels_of(speaker.picture(said, z, params.seed)[0]), params.size)

    first = draw(0)
    size = first.shape[1], first.shape[0]
    return FrameData(size, params.fps, count, lambda index: draw(index) if index else first)


def _seed(edits: str, own: int) -> int:
    """That of a keyframe, which stands behind `|`."""
    if not edits:
        return own
    match = _SEED.fullmatch(edits)
    if match is None or int(match[1]) > _LARGEST_SEED:
        raise InputError(
            f"“{edits[:40]}” is no seed of a keyframe.", hint=f"Keyframes are written like {FORM}."
        )
    return int(match[1])
