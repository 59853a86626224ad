"""Words to directions, for the operation and for the window that makes sliders of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from torch import Tensor

from ganstudio.api import (
    Context,
    Direction,
    ImageData,
    InputError,
    LatentGenerator,
    Progress,
    checked_prompt,
    describe_optimised,
    direction_of_texts,
    text_judge,
    vocabulary_of_model,
)

from .photos import EditParams
from .projecting import changed_photo, found_photo
from .sampling import drawn, generator_of, styles

if TYPE_CHECKING:
    from .describing import DescribeParams

_NEUTRAL = (("face", "a face"), ("landscape", "a landscape"), ("ffhq", "a face"), ("celeba", "a face"))


@dataclass(frozen=True)
class Words:
    """Two texts as they will be read, a sentence about each thing in them that has no effect, and CLIP."""

    wanted: str
    neutral: str
    notes: tuple[str, ...]
    clip: Any
    sha256: str


def words_of(text: str, neutral: str, model: str, card: Any, clip: str, device: str = "cpu") -> Words:
    """InputError for texts of which CLIP knows nothing, or a model that looks at no pictures."""
    reader = text_judge(clip, device)
    if reader.clip is None:
        raise InputError(f"{clip} sees no pictures.", hint="Choose a CLIP model.")
    known = vocabulary_of_model(model, clip)
    wanted, notes = checked_prompt(text, known, "text")
    instead = neutral_of(model, card)
    more: tuple[str, ...] = ()
    if neutral.strip():
        instead, more = checked_prompt(neutral, known, "second text")
    return Words(wanted, instead, (*notes, *more), reader.clip, reader.sha256)


def neutral_of(model: str, card: Any) -> str:
    """What a model draws at all, as far as its name and its card tell."""
    told = f"{model} {card}".lower()
    return next((text for word, text in _NEUTRAL if word in told), "a picture")


def slider_of_words(
    text: str, neutral: str, generator: LatentGenerator, model: str, clip: str, progress: Progress
) -> tuple[Direction, tuple[str, ...]]:
    """A slider of that name, and what is to be said of it; as `words_of` and `direction_of_texts`."""
    words = words_of(text, neutral, model, generator.card, clip)
    direction = direction_of_texts(generator, words.clip, words.wanted, words.neutral, progress=progress)
    return direction, words.notes


def described(params: DescribeParams, ctx: Context, image: ImageData | None) -> ImageData:
    generator = generator_of(params.model, ctx)
    device = ctx.compute.device
    words = words_of(params.text, params.neutral, params.model, generator.card, params.clip, device)
    ctx.used_models[params.clip] = words.sha256
    for note in words.notes:
        ctx.note(note)
    if image is None:
        with ctx.compute.inference():
            ws = styles(params, ctx, generator)
        return drawn(params, ctx, generator, _moved(params, ctx, generator, words, ws), None)
    photo = EditParams(
        model=params.model, steps=params.photo_steps, edits=params.edits, class_name=params.class_name
    )
    found = found_photo(photo, ctx, image)
    return changed_photo(photo, ctx, image, found, _moved(params, ctx, generator, words, found.ws))


def _moved(
    params: DescribeParams, ctx: Context, generator: LatentGenerator, words: Words, ws: Tensor
) -> Tensor:
    """What was found for these words is kept, so that the strength is a slider."""
    if not params.strength:
        return ws
    texts = (params.model, words.sha256, words.wanted, words.neutral)
    if params.method == "global":
        key: tuple[Any, ...] = (*texts, params.disentangle)
        kept_key, kept = ctx.memo.get("described", (None, None))
        if kept_key != key or not isinstance(kept, Direction):
            kept = direction_of_texts(
                generator,
                words.clip,
                words.wanted,
                words.neutral,
                threshold=params.disentangle,
                progress=ctx.progress,
            )
            ctx.memo["described"] = (key, kept)
        return ws + (kept.vector * (kept.unit * params.strength)).to(ws)
    return describe_optimised(
        generator,
        words.clip,
        ws,
        words.wanted,
        words.neutral,
        reach=params.strength,
        steps=params.steps,
        progress=ctx.progress,
    )
