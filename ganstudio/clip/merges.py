"""Learning a byte-level BPE vocabulary, and keeping it in the file that open_clip's tokenizer reads.

Sennrich et al. 2016, arXiv:1508.07909, over bytes as in GPT-2 and CLIP. Korean needs nothing of its own:
open_clip composes it (NFC), splits it at blanks and punctuation, and takes the three UTF-8 bytes of each
syllable; the merges learned from Korean sentences make syllables of them, then words with their particles.
What was never learned is still there as bytes, in any script.
"""

from __future__ import annotations

import gzip
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise

Merge = tuple[str, str]
_BYTES, _SPECIAL = 512, 2  # each byte inside a word and at its end; start and end of a text


def learn_merges(texts: Iterable[str], size: int) -> list[Merge]:
    """Merges for a vocabulary of at most `size` tokens; fewer where every word is whole before.

    Of pairs that are equally frequent the first by code points is merged, so that the same texts give the
    same vocabulary everywhere.
    """
    split = _split_words(texts)
    words = [list(word) for word in split]
    counts = list(split.values())
    pairs: Counter[Merge] = Counter()
    where: defaultdict[Merge, set[int]] = defaultdict(set)
    for number, word in enumerate(words):
        _count(word, counts[number], number, pairs, where)
    merges: list[Merge] = []
    while len(merges) < size - _BYTES - _SPECIAL and pairs:
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        if pairs[best] <= 0:
            break
        merges.append(best)
        for number in sorted(where[best]):
            _count(words[number], -counts[number], number, pairs, where)
            words[number] = _merged(words[number], best)
            _count(words[number], counts[number], number, pairs, where)
        del pairs[best]
    return merges


def _split_words(texts: Iterable[str]) -> Counter[tuple[str, ...]]:
    """How often each word occurs, as its bytes in open_clip's letters, the last marked as the end."""
    from open_clip.tokenizer import SimpleTokenizer

    tokenizer = SimpleTokenizer()
    found: Counter[tuple[str, ...]] = Counter()
    for text in texts:
        for word in tokenizer.pat.findall(tokenizer.clean_fn(text)):
            letters = [tokenizer.byte_encoder[byte] for byte in word.encode()]
            found[(*letters[:-1], f"{letters[-1]}</w>")] += 1
    return found


def _count(
    word: list[str],
    times: int,
    number: int,
    pairs: Counter[Merge],
    where: defaultdict[Merge, set[int]],
) -> None:
    for pair in pairwise(word):
        pairs[pair] += times
        where[pair].add(number)


def _merged(word: list[str], pair: Merge) -> list[str]:
    made: list[str] = []
    for part in word:
        if made and (made[-1], part) == pair:
            made[-1] += part
        else:
            made.append(part)
    return made


def file_of(merges: Iterable[Merge]) -> bytes:
    """The gzip file that `SimpleTokenizer(bpe_path=...)` reads; without a date, so that it stays the same."""
    lines = ["#version: 0.2", *(" ".join(pair) for pair in merges)]
    return gzip.compress("\n".join(lines).encode(), mtime=0)
