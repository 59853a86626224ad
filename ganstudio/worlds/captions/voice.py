"""Choosing among words by a seed and the name of what is said, whatever its value.

So a sentence with one fact changed keeps all its other words: whoever tells the two apart has looked at that
fact.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import TypeVar

Words = dict[str, tuple[str, ...]]
"""Value to ways to say it."""
Phrases = dict[str, Words]
"""The same of each attribute."""
_Item = TypeVar("_Item")


class Voice:
    """The choices of one sentence."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def share(self, key: str) -> float:
        """A number in [0, 1) that belongs to this name."""
        digest = hashlib.blake2b(f"{self.seed}/{key}".encode(), digest_size=6).digest()
        return int.from_bytes(digest) / 2**48

    def pick(self, key: str, options: Sequence[_Item]) -> _Item:
        return options[int(self.share(key) * len(options))]

    def ordered(self, names: Iterable[str]) -> list[str]:
        """The names in an order of this seed's own."""
        return sorted(names, key=lambda name: self.share(f"order of {name}"))
