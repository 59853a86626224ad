"""Pictures of which every fact is known: sentences can be written anew, and be told true of one or false."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ganstudio.datasets.captions import CaptionBatch, CaptionDataset
from ganstudio.datasets.source import Array
from ganstudio.datasets.views import Indices
from ganstudio.engine.randomness import Randomness
from ganstudio.worlds.captions import LANGUAGES, VALUES, Facts, captions

_PLACES = {
    (world, name): place
    for place, (world, name) in enumerate((world, name) for world, names in VALUES.items() for name in names)
}
_UNTOLD = -1
STATIC = 3
"""Sentences in each language for a picture that keeps its sentences."""


@dataclass(frozen=True)
class DescribedBatch(CaptionBatch):
    """Captions with the facts of each picture."""

    facts: Sequence[Facts] = ()


class DescribedDataset(CaptionDataset):
    """images (N, S, S, 3) uint8, sentences that each keeps, and its facts."""

    def __init__(
        self, images: Array, captions: Sequence[Any], facts: Sequence[Facts], **settings: Any
    ) -> None:
        super().__init__(images, captions, **settings)
        self.facts = facts

    def batch(self, indices: Indices, size: int, random: Randomness | None = None) -> DescribedBatch:
        known = super().batch(indices, size, random)
        facts = [self.facts[int(index)] for index in indices]
        return DescribedBatch(known.images, known.captions, known.features, facts)


def sentences_about(facts: Facts, seed: int) -> tuple[str, ...]:
    """What a picture keeps: as many sentences in each language."""
    rng = np.random.default_rng((seed, 12))
    return tuple(caption.text for language in LANGUAGES for caption in captions(facts, language, rng, STATIC))


def coded(facts: Sequence[Facts]) -> Tensor:
    """Facts as numbers (N, A) for `fits`: the place of each value, -1 for what is not told."""
    found = torch.full((len(facts), len(_PLACES)), _UNTOLD, dtype=torch.int16)
    for row, known in zip(found, facts, strict=True):
        for world, values in VALUES.items():
            if known.keys() <= values.keys():
                for name, value in known.items():
                    row[_PLACES[world, name]] = values[name].index(value)
    return found


def fits(facts: Tensor, states: Tensor) -> Tensor:
    """(N, A) of pictures and (M, A) of sentences -> (N, M) bool: whether all that a sentence states is so."""
    told = states[None] == _UNTOLD
    return (told | (states[None] == facts[:, None])).all(dim=2)
