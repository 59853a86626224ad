"""Which words of a sentence a CLIP model has never read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_HANGUL = re.compile(r"[가-힣]")
_PARTICLES = (
    "이", "가", "은", "는", "을", "를", "의", "에", "에서", "에는", "와", "과", "도", "로", "으로", "이다",
    "인",
    "만", "까지", "부터", "이고", "하고", "처럼", "들", "들이", "들은", "들을",
)  # fmt: skip


def unknown_words(sentence: str, known: Collection[str]) -> tuple[str, ...]:
    """Words as the sentence writes them, each once; known is in small letters, in Unicode's form NFC.

    English words count as known with an ending -s; Korean ones with another particle than they were read
    with.
    """
    stems = stems_of(frozenset(known))
    found = words_in(sentence)
    return tuple(dict.fromkeys(word for word in found if not is_known(word.lower(), known, stems)))


def words_in(sentence: str) -> list[str]:
    """As the sentence writes them, in Unicode's form NFC; numbers are words, too."""
    return _WORD.findall(unicodedata.normalize("NFC", sentence))


@lru_cache(maxsize=16)
def stems_of(known: frozenset[str]) -> frozenset[str]:
    """The Korean words among them without their particles."""
    return frozenset(without_particle(word) for word in known if _HANGUL.search(word))


def is_known(word: str, known: Collection[str], stems: Collection[str]) -> bool:
    """Of a word in small letters and Unicode's form NFC; `stems` are those of the known words."""
    if word in known or word.removesuffix("s") in known or f"{word}s" in known:
        return True
    return bool(_HANGUL.search(word)) and (
        word in stems or without_particle(word) in stems or without_particle(word) in known
    )


def without_particle(word: str) -> str:
    """A Korean word without its longest particle; of one syllable, as it is."""
    endings = [end for end in _PARTICLES if word.endswith(end) and len(word) > len(end)]
    return word.removesuffix(max(endings, key=len, default=""))
