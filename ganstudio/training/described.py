"""Pictures of which every fact is known: sentences can be written anew, and be told true of one or false."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, overload

import numpy as np
import torch
from torch import Tensor

from ganstudio.datasets.captions import CaptionBatch, CaptionDataset
from ganstudio.datasets.source import Array
from ganstudio.datasets.views import Indices, pictures
from ganstudio.engine.randomness import Randomness
from ganstudio.worlds.captions import LANGUAGES, VALUES, Facts, captions

_PLACES = {
    (world, name): place
    for place, (world, name) in enumerate((world, name) for world, names in VALUES.items() for name in names)
}
_UNTOLD = -1
_Item = TypeVar("_Item")
STATIC = 3
"""Sentences in each language for a picture that keeps its sentences."""


@dataclass(frozen=True)
class DescribedBatch(CaptionBatch):
    """Captions with the facts of each picture."""

    facts: Sequence[Facts] = ()


class Lazily(Sequence[_Item]):
    """So many items, each made when it is first asked for."""

    def __init__(self, count: int, make: Callable[[int], _Item]) -> None:
        self._count, self._make = count, make
        self._made: dict[int, _Item] = {}

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> _Item: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[_Item]: ...
    def __getitem__(self, place: int | slice) -> _Item | Sequence[_Item]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(self._count))]
        if not -self._count <= place < self._count:
            raise IndexError(place)
        place %= self._count
        if place not in self._made:
            self._made[place] = self._make(place)
        return self._made[place]


class DescribedDataset(CaptionDataset):
    """images (N, S, S, 3) uint8, the sentences that each keeps, and its facts.

    `told` says whether batches have those sentences; who writes new ones from the facts needs them not.
    """

    told = True

    def __init__(
        self, images: Array, captions: Sequence[Sequence[str]], facts: Sequence[Facts], **settings: Any
    ) -> None:
        super().__init__(images, (), **settings)
        self.captions: Any = captions
        self.facts = facts

    def batch(self, indices: Indices, size: int, random: Randomness | None = None) -> DescribedBatch:
        facts = [self.facts[int(index)] for index in indices]
        if not self.told:
            images = pictures(self.images, indices, self.views(indices, size, random))
            return DescribedBatch(images, [], None, facts)
        known = super().batch(indices, size, random)
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


def value_counts() -> tuple[int, ...]:
    """How many values each column of `coded` can have."""
    return tuple(len(VALUES[world][name]) for world, name in _PLACES)


def fits(facts: Tensor, states: Tensor) -> Tensor:
    """(N, A) of pictures and (M, A) of sentences -> (N, M) bool: whether all that a sentence states is so."""
    told = states[None] == _UNTOLD
    return (told | (states[None] == facts[:, None])).all(dim=2)
