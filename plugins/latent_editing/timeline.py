"""Keyframes of latents on a line of time: `1; 12 @1.5s; 3 4 - 7 | smile=2, glasses=-1; w:…`."""

from __future__ import annotations

from ganstudio.api import Keyframe, Timeline, timed_keyframes

FORM = "1; 12 @1.5s; 7 | smile=2"

__all__ = ["FORM", "Keyframe", "Timeline", "keyframes"]


def keyframes(text: str, seconds: float) -> tuple[Keyframe, ...]:
    """Seeds, sums of seeds or copied latents with their edits; InputError as `timed_keyframes` raises it."""
    return timed_keyframes(text, seconds, form=FORM, content="seed and no latent", prefix="seed")
