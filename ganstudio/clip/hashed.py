"""Sentences as vectors without a model: `HashedText` knows which words and parts of words a sentence has, not
what they mean."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import torch
from torch import Tensor, nn

_WORD = re.compile(r"\w+")
_GRAMS = (2, 3, 4)
MOST_WORDS = 24
"""Words of a sentence that count one by one."""


class HashedText:
    """Words, neighbouring words and parts of words, hashed to `dim` numbers; the same on every machine.

    A sentence is normalised (Unicode NFKC, no capitals). Each word counts by itself, as much by the runs of
    2, 3 and 4 letters in "<word>" together, and with half the weight by the pair that it forms with the next.
    Runs of letters let inflected words be alike, and suit languages that write particles at words, such as
    Korean. Each of these adds its weight, with a sign that is hashed too, to one of the numbers (Weinberger
    et al. 2009, "Feature hashing for large scale multitask learning", arXiv:0902.2206). The sum is scaled to
    length 1; without a word it is 0.
    """

    def __init__(self, dim: int = 1024) -> None:
        self.dim = self.token_dim = dim
        self.name = f"hashed-{dim}"
        self.sha256 = ""

    def __call__(self, sentences: Sequence[str]) -> Tensor:
        features = torch.zeros(len(sentences), self.dim)
        for row, sentence in zip(features, sentences, strict=True):
            for number, weight in weighted_hashes(sentence).items():
                row[number % self.dim] += weight if number >> 63 else -weight
        return nn.functional.normalize(features, dim=1)

    def tokens(self, sentences: Sequence[str]) -> Tensor:
        """The first words of each sentence, each encoded like a sentence of one word."""
        split = [words_of(sentence)[:MOST_WORDS] for sentence in sentences]
        known = list(dict.fromkeys(word for words in split for word in words))
        place = {word: number for number, word in enumerate(known)}
        rows = self(known)
        tokens = torch.zeros(len(sentences), MOST_WORDS, self.dim)
        for row, words in zip(tokens, split, strict=True):
            row[: len(words)] = rows[[place[word] for word in words]]
        return tokens


def words_of(sentence: str) -> list[str]:
    """In Unicode's form NFKC, without capitals."""
    return _WORD.findall(unicodedata.normalize("NFKC", sentence).casefold())


def word_spans(sentence: str) -> list[tuple[int, int]]:
    """Where the words of a sentence begin, and before which characters they end."""
    return [match.span() for match in _WORD.finditer(sentence)]


def weighted_hashes(sentence: str) -> dict[int, float]:
    """64-bit hashes of all that a sentence consists of, with their weights."""
    words = words_of(sentence)
    found: dict[int, float] = defaultdict(float)
    for word in words:
        parts = _parts(word)
        found[_hash(word)] += 1
        for part in parts:
            found[part] += len(parts) ** -0.5
    for pair in pairwise(words):
        found[_hash(" ".join(pair))] += 0.5
    return found


@lru_cache(maxsize=65_536)
def _parts(word: str) -> tuple[int, ...]:
    whole = f"<{word}>"
    return tuple(
        _hash(f"#{whole[start : start + size]}") for size in _GRAMS for start in range(len(whole) - size + 1)
    )


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())
