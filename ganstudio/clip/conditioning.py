"""Which text model reads the sentences of a generator, and what it made of them, kept.

A sentence that stayed is not encoded again: sliders and seeds only pay for drawing.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from ganstudio.checkpoints.weight_files import follow
from ganstudio.clip.hashed import MOST_WORDS, HashedText, word_spans
from ganstudio.clip.loading import STARTER, load_clip, weights_of
from ganstudio.clip.model import Clip
from ganstudio.clip.vocabulary import with_weights
from ganstudio.errors import CheckpointError, InputError

_KEPT = 256
"""Sentences whose numbers are kept: word by word, 30 kB each of our own CLIP, 240 kB of the largest."""
_CHOOSE = "Choose a text model yourself, with the parameter clip."


@dataclass(eq=False)
class Reader:
    """A text model that remembers what it has read. `name` is how it was found, `sha256` of its weights."""

    encoder: Clip | HashedText
    name: str
    _read: OrderedDict[tuple[str, bool], Tensor] = field(default_factory=OrderedDict)
    # A network that reads for two threads at once would mix up what it notes on the way.
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def sha256(self) -> str:
        return self.encoder.sha256

    @property
    def clip(self) -> Clip | None:
        """The CLIP model, which can judge pictures too; None of what reads letters only."""
        return self.encoder if isinstance(self.encoder, Clip) else None

    def width(self, by_word: bool) -> int:
        return self.encoder.token_dim if by_word else self.encoder.dim

    def read(self, sentence: str, by_word: bool) -> Tensor:
        """A sentence as (1, dim), of length 1, or word by word as (1, T, token_dim); on the CPU."""
        key = (sentence, by_word)
        with self._lock:
            if key not in self._read:
                # Nothing that is kept may belong to one run's way of computing.
                with torch.inference_mode(False), torch.autocast("cpu", enabled=False), torch.no_grad():
                    encode = self.encoder.tokens if by_word else self.encoder
                    self._read[key] = encode([sentence])
                while len(self._read) > _KEPT:
                    self._read.popitem(last=False)
            self._read.move_to_end(key)
            return self._read[key]

    def read_until(self, sentence: str, by_word: bool) -> int:
        """So many characters are read; the others are too many."""
        if isinstance(self.encoder, HashedText):
            spans = word_spans(sentence)
            return spans[MOST_WORDS - 1][1] if by_word and len(spans) > MOST_WORDS else len(sentence)
        clip = self.encoder
        if not bool(clip.tokenize([sentence]).truncated[0]):
            return len(sentence)
        whole = [end for _, end in word_spans(sentence)]
        low, high = 0, len(whole)
        while low < high:
            middle = (low + high) // 2
            fits = not bool(clip.tokenize([sentence[: whole[middle]]]).truncated[0])
            low, high = (middle + 1, high) if fits else (low, middle)
        return whole[low - 1] if low else 0

    @torch.no_grad()
    def scores(self, pictures: Tensor, sentence: str) -> Sequence[float]:
        """How well pictures (N, 3, H, W) in [-1, 1] fit a sentence: CLIP scores, up to 100.

        Unlike in `metrics.clip_score`, what is below 0 stays so: the best of bad ones is to be found too.
        InputError for what sees no pictures.
        """
        clip = self.clip
        if clip is None:
            raise InputError(
                "This generator's text model sees no pictures, so it cannot tell how well they fit.",
                hint="Choose a CLIP model as judge, or draw one candidate.",
            )
        text = self.read(sentence, by_word=False)
        with self._lock:
            seen = clip.encode_image(pictures.float().to(clip.device))
        found: list[float] = (100 * seen.float().cpu() @ text[0]).tolist()
        return found


def reader_for(
    card: Mapping[str, Any], width: int, *, by_word: bool, ref: str = "", device: str = "cpu"
) -> tuple[Reader, str]:
    """What reads the sentences of the generator with this card, and a sentence about what may not fit.

    `ref` names another text model than the card does. InputError or CheckpointError, in one sentence, where
    there is none, or its texts are not `width` numbers wide.
    """
    name = str(card.get("text_features", ""))
    note = ""
    if ref:
        reader = reader_of(ref, device)
        note = _other(reader, card)
    elif name.startswith("hashed-") and name.removeprefix("hashed-").isdecimal():
        reader = _hashed(int(name.removeprefix("hashed-")))
    elif name.startswith("open_clip/"):
        reader, note = _named(name.removeprefix("open_clip/"), card, width, by_word, device)
    else:
        raise InputError(
            "This generator does not say which text model it was trained with.",
            hint=f"{_CHOOSE} Its texts must have {width} numbers.",
        )
    if reader.width(by_word) != width:
        raise InputError(
            f"The generator wants texts of {width} numbers, but those of {reader.name} have "
            f"{reader.width(by_word)}.",
            hint="Choose the text model that it was trained with.",
        )
    return reader, note


def reader_of(ref: str, device: str = "cpu") -> Reader:
    """A CLIP model of the library, in a folder or in a file, kept in memory; InputError, CheckpointError."""
    path = weights_of(ref)
    try:
        status = follow(path).stat()
    except OSError as error:
        raise CheckpointError(f"{path} cannot be read: {(error.strerror or '').lower()}.") from error
    return _kept(ref, path, (status.st_mtime_ns, status.st_size), device)


@lru_cache(maxsize=2)
def _kept(ref: str, path: Path, stamp: tuple[int, int], device: str) -> Reader:
    """The one that reads and the one that judges; other content of the file is another."""
    return Reader(load_clip(ref).to(device), ref)


@lru_cache(maxsize=4)
def _hashed(dim: int) -> Reader:
    return Reader(HashedText(dim), f"hashed-{dim}")


def _candidates(name: str, sha256: str) -> Iterator[str]:
    """By name first: to look for weights is to read the cards of the whole library."""
    yield name
    yield with_weights(sha256)
    yield STARTER


def _found(ref: str, device: str) -> Reader | None:
    try:
        return reader_of(ref, device) if ref else None
    except (InputError, CheckpointError):
        return None


def _other(reader: Reader, card: Mapping[str, Any]) -> str:
    sha256 = str(card.get("text_features_sha256", ""))
    if not sha256 or reader.sha256 == sha256:
        return ""
    return f"This generator was trained with another text model than {reader.name}."


def _named(name: str, card: Mapping[str, Any], width: int, by_word: bool, device: str) -> tuple[Reader, str]:
    """That of the name if it has the weights of then, else one that has, else that of the name or our own."""
    sha256 = str(card.get("text_features_sha256", ""))
    others: list[Reader] = []
    for ref in _candidates(name, sha256):
        reader = _found(ref, device)
        if reader is None or reader.width(by_word) != width:
            continue
        if not _other(reader, card):
            return reader, ""
        others.append(reader)
    if others:
        return others[0], _other(others[0], card)
    raise CheckpointError(
        f"This generator was trained with the text model {name}, which is not here.",
        hint=f"Import it, or take another. {_CHOOSE}",
    )
