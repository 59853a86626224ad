"""Sentences of both worlds in both languages, about no picture: for learning how to split words."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ganstudio.worlds.captions.facts import VALUES
from ganstudio.worlds.captions.vocabulary import known_words
from ganstudio.worlds.captions.writing import LANGUAGES, captions, random_facts


def corpus(each: int = 600, seed: int = 0) -> Iterator[str]:
    """`each` sentences for a world and a language, and every word that there is by itself."""
    rng = np.random.default_rng(seed)
    for language in LANGUAGES:
        for world in VALUES:
            for _ in range(each):
                yield captions(random_facts(world, rng), language, rng, 1)[0].text
        yield from known_words(language)
