"""How well pictures and sentences find each other, and which facts of a sentence CLIP has understood."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from math import comb

import numpy as np
from torch import Tensor

from ganstudio.events import Progress
from ganstudio.training.described import coded, fits
from ganstudio.worlds.captions import MODIFIERS, Facts, Language, caption_about, caption_of, others, world_of

Encode = Callable[[Sequence[str]], Tensor]
RANKS = (1, 5)
_FACTS = 5
"""Facts of a sentence that is to find its picture: fewer would be true of many."""


def recalls(pictures: Tensor, texts: Tensor, true: Tensor) -> dict[str, float]:
    """R@1 and R@5 both ways, of unit vectors (N, D) and (M, D); `true` (N, M) says which belong together.

    A picture that finds a sentence which is true of it has found a right one, whether it was written for it
    or not; `chance` is what guessing reaches then, over both ways.
    """
    likeness = pictures @ texts.T
    found: dict[str, float] = {}
    for rank in RANKS:
        to_text, to_picture = _recall(likeness, true, rank), _recall(likeness.T, true.T, rank)
        found |= {f"image_to_text_{rank}": to_text, f"text_to_image_{rank}": to_picture}
        found[f"chance_{rank}"] = (_chance(true, rank) + _chance(true.T, rank)) / 2
    return found


def _recall(likeness: Tensor, true: Tensor, rank: int) -> float:
    nearest = likeness.topk(min(rank, likeness.shape[1]), dim=1).indices
    return float(true.gather(1, nearest).any(dim=1).float().mean())


def _chance(true: Tensor, rank: int) -> float:
    count = true.shape[1]
    rank = min(rank, count)
    missed = [comb(count - int(right), rank) / comb(count, rank) for right in true.sum(dim=1)]
    return 1 - sum(missed) / len(missed)


def world_recalls(
    pictures: Tensor, facts: Sequence[Facts], encode: Encode, language: Language
) -> dict[str, float]:
    """`recalls` of pictures (N, D) of which the facts are known, each with a sentence of several facts."""
    rng = np.random.default_rng(0)
    told = [_several(known, language, rng) for known in facts]
    texts = encode([text for text, _ in told])
    return recalls(pictures, texts, fits(coded(facts), coded([states for _, states in told])))


def _several(facts: Facts, language: Language, rng: np.random.Generator) -> tuple[str, Facts]:
    names = sorted(facts, key=lambda name: rng.random() + facts[name].startswith("no"))
    chosen = set(names[:_FACTS])
    chosen -= {name for name in chosen if MODIFIERS.get(name, name) not in chosen}
    states = {name: value for name, value in facts.items() if name in chosen}
    caption = caption_of(states, language, int(rng.integers(2**31)))
    return caption.text, states


def attributes_understood(
    pictures: Tensor,
    facts: Sequence[Facts],
    encode: Encode,
    language: Language,
    each: int = 40,
    progress: Progress | None = None,
) -> dict[str, float]:
    """For each attribute, of how many pictures (N, D) the true sentence is nearer than every sentence with
    that one fact changed; asked of `each` pictures at most. Sorted by attribute."""
    rng = np.random.default_rng(1)
    asked: defaultdict[str, list[int]] = defaultdict(list)
    for place, known in enumerate(facts):
        for name in known:
            if len(asked[name]) < each:
                asked[name].append(place)
    shares = {}
    for name in (progress or Progress()).steps(sorted(asked), "asking"):
        captions = [caption_about(facts[place], name, language, rng) for place in asked[name]]
        groups = [[caption.text, *(wrong.text for wrong in caption.wrong(name))] for caption in captions]
        texts = encode([text for group in groups for text in group]).split([len(group) for group in groups])
        right = [
            int((options @ pictures[place]).argmax()) == 0
            for place, options in zip(asked[name], texts, strict=True)
        ]
        shares[name] = sum(right) / len(right)
    return shares


def attribute_chance(facts: Sequence[Facts], attributes: Mapping[str, float]) -> float:
    """What guessing would reach on average over these attributes."""
    options = {
        name: 1 / (1 + len(others(name, known[name], world_of(known)))) for known in facts for name in known
    }
    return sum(options[name] for name in attributes) / max(len(attributes), 1)
