"""One picture from a sentence: the best of some seeds, as a picture of its own or inside another."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image
from torch import Tensor

from ganstudio.api import Context, ImageData, InputError, MaskData, enlarged

from .placing import placed
from .saying import Speaker, speaker_of

if TYPE_CHECKING:
    from .ops import GenerateParams

TEXT = "GAN Studio text"
"""The text of a picture that tells, as JSON, the seed that it was drawn from and how well it fits; its words
stand in the record alone, which may be left out."""
Bytes = np.ndarray[Any, np.dtype[np.uint8]]
UPSAMPLER = "worlds-upsampler"
"""What enlarges where no other model is named."""
_LARGEST_SEED = 2**31


def drawn(params: GenerateParams, ctx: Context, image: ImageData | None, mask: MaskData | None) -> ImageData:
    """`ops.generate`."""
    if mask is not None and image is None:
        raise InputError("A mask needs the picture that is to be drawn into.", hint="Give the image too.")
    pixels, facts = _chosen(params, ctx)
    text = {TEXT: json.dumps(facts)}
    if image is not None:
        return placed(pixels, image, mask, params.feather, text)
    return ImageData(fitted(pixels, params.size), text=text)


def _chosen(params: GenerateParams, ctx: Context) -> tuple[Bytes, dict[str, Any]]:
    """Pixels (H, W, 3) and facts; kept, since what comes after does not change them."""
    alike = params.model_copy(update={"feather": 0.0, "size": 0})
    key = (alike, ctx.models.sha256(params.model), ctx.quality)
    kept = ctx.memo.get("chosen")
    if kept is not None and kept[0] == key:
        ctx.used_models |= kept[2]
        for note in kept[3]:
            ctx.note(note)
        found: tuple[Bytes, dict[str, Any]] = kept[1]
        return found
    found = _draw(params, ctx)
    ctx.memo["chosen"] = (key, found, dict(ctx.used_models), tuple(ctx.notes))
    return found


def _draw(params: GenerateParams, ctx: Context) -> tuple[Bytes, dict[str, Any]]:
    speaker = speaker_of(params, ctx)
    said = speaker.said(params.prompt, params.to_prompt, params.between)
    by_level = speaker.by_level(params.mix)
    seeds = seeds_from(params.seed, params.candidates)
    if ctx.quality == "draft":
        # While a slider moves, the seed that won last stands for all.
        winner = ctx.memo.get("winner")
        seeds = [winner if winner in seeds else params.seed]
    pictures = speaker.pictures(said, seeds, by_level)
    facts: dict[str, Any] = {"seed": seeds[0]}
    best = 0
    if len(seeds) > 1:
        best, facts = _best(params, speaker, pictures, seeds)
        ctx.memo["winner"] = facts["seed"]
    return _enlarged(pixels_of(pictures[best]), params, ctx), facts


def _enlarged(pixels: Bytes, params: GenerateParams, ctx: Context) -> Bytes:
    if params.enlarge == "1x":
        return pixels
    factor = int(params.enlarge.removesuffix("x"))
    return enlarged(ImageData(pixels), ctx, model=params.upsampler or UPSAMPLER, factor=factor).rgb()


def _best(
    params: GenerateParams, speaker: Speaker, pictures: Tensor, seeds: list[int]
) -> tuple[int, dict[str, Any]]:
    """By how well it fits the prompt, or the second one where that is nearer."""
    prompt = params.to_prompt if params.to_prompt.strip() and params.between > 0.5 else params.prompt
    scores, judge = speaker.scores(pictures, prompt, params.judge)
    best = max(range(len(scores)), key=scores.__getitem__)
    rounded = [round(score, 2) for score in scores]
    return best, {"seed": seeds[best], "score": rounded[best], "judge": judge, "scores": rounded}


def seeds_from(first: int, count: int) -> list[int]:
    return [(first + step) % _LARGEST_SEED for step in range(count)]


def pixels_of(picture: Tensor) -> Bytes:
    """(3, H, W) in [-1, 1] -> (H, W, 3) uint8."""
    array: Bytes = ((picture + 1) * 127.5).round().byte().permute(1, 2, 0).cpu().numpy()
    return np.ascontiguousarray(array)


def fitted(pixels: Bytes, side: int) -> Bytes:
    """Scaled so that its longer side has so many pixels; 0 leaves it."""
    height, width = pixels.shape[:2]
    if not side or side == max(height, width):
        return pixels
    scale = side / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS))
