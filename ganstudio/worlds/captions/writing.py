"""Captions of scenes, in English and Korean, each with the facts that it states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np

from ganstudio.errors import InputError
from ganstudio.worlds.captions import english, korean
from ganstudio.worlds.captions.facts import MODIFIERS, VALUES, Facts, facts_of, others, world_of
from ganstudio.worlds.captions.voice import Voice
from ganstudio.worlds.faces.record import Attributes as FaceAttributes
from ganstudio.worlds.faces.scene import Face
from ganstudio.worlds.landscape import Scene

Language = Literal["en", "ko"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
_WRITERS = {"en": english.write, "ko": korean.write}
_LENGTHS = ((1, 2), (2, 4), (2, 4), (4, 7))
"""Facts in a sentence, from and to below: a quarter short, a quarter long."""
_NOTHING = 0.4
"""How likely what is not there is told, beside what is."""
_MODIFIED = 0.7


@dataclass(frozen=True)
class Caption:
    """A sentence; `states` are the facts that it tells, `wording` is the seed of all its words."""

    text: str
    language: Language
    states: Mapping[str, str] = field(hash=False)
    wording: int

    def changed(self, attribute: str, value: str) -> Caption:
        """The same sentence with one fact changed, all its other words as they were; ValueError for a fact
        that it does not state."""
        if attribute not in self.states:
            raise ValueError(f"the caption does not state {attribute}")
        return caption_of({**self.states, attribute: value}, self.language, self.wording)

    def wrong(self, attribute: str) -> list[Caption]:
        """Sentences of which just this one fact is wrong."""
        world = world_of(self.states)
        return [self.changed(attribute, value) for value in others(attribute, self.states[attribute], world)]


def captions(
    scene: Scene | Face | FaceAttributes | Facts,
    language: Language = "en",
    rng: np.random.Generator | None = None,
    count: int = 3,
) -> list[Caption]:
    """So many sentences about a picture of either world, or about facts, each with words of its own.

    Everything they say is true. The same generator state gives the same sentences; without one, they are the
    scene's own. InputError for a language that is not known.
    """
    if language not in LANGUAGES:
        raise InputError(f"There are no captions in “{language}”.", hint=f"There is {', '.join(LANGUAGES)}.")
    facts = scene if isinstance(scene, Mapping) else facts_of(scene)
    rng = rng or np.random.default_rng(sum(map(ord, "".join(facts.values()))))
    return [_one(facts, language, rng) for _ in range(count)]


def caption_about(facts: Facts, attribute: str, language: Language, rng: np.random.Generator) -> Caption:
    """A sentence that surely states this fact, alone or with one more."""
    chosen = {attribute, MODIFIERS.get(attribute, attribute)}
    rest = [name for name in facts if name not in chosen and name not in MODIFIERS]
    if rest and rng.random() < 0.5:
        chosen.add(rest[int(rng.integers(len(rest)))])
    return caption_of(_in_order(facts, chosen), language, int(rng.integers(2**31)))


def caption_of(states: Facts, language: Language, wording: int) -> Caption:
    """The sentence of these facts in the words of this seed."""
    return Caption(_WRITERS[language](states, Voice(wording)), language, dict(states), wording)


def _one(facts: Facts, language: Language, rng: np.random.Generator) -> Caption:
    wording = int(rng.integers(2**31))
    voice = Voice(wording)
    low, high = voice.pick("length", _LENGTHS)
    free = [name for name in facts if name not in MODIFIERS]
    # Efraimidis and Spirakis 2006: the largest of share ** (1 / weight) are a weighted choice.
    keys = {
        name: voice.share(f"of {name}") ** (1 / _NOTHING if facts[name].startswith("no") else 1.0)
        for name in free
    }
    count = low + int(voice.share("count") * (high - low))
    chosen = set(sorted(free, key=keys.__getitem__, reverse=True)[:count])
    chosen |= {
        name
        for name, base in MODIFIERS.items()
        if name in facts and base in chosen and voice.share(f"with {name}") < _MODIFIED
    }
    return caption_of(_in_order(facts, chosen), language, wording)


def _in_order(facts: Facts, chosen: set[str]) -> dict[str, str]:
    return {name: value for name, value in facts.items() if name in chosen}


def random_facts(world: str, rng: np.random.Generator) -> dict[str, str]:
    """Facts of no scene, any value of each: for learning words without drawing pictures."""
    values: Mapping[str, Sequence[str]] = VALUES[world]
    return {name: str(options[int(rng.integers(len(options)))]) for name, options in values.items()}
