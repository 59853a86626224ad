"""What a text-conditioned recipe knows of a sentence: a vector of fixed length.

Either the features of an open_clip model that is on the disk, or `HashedText`, which needs no model: it knows
which words and parts of words a sentence has, not what they mean.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Protocol

import torch
from torch import Tensor, nn

from ganstudio.datasets.captions import CaptionDataset
from ganstudio.errors import InputError

_WORD = re.compile(r"\w+")
_GRAMS = (2, 3, 4)
_BATCH = 256
_WORDS = 24
"""Words of a sentence that count one by one."""


class TextEncoder(Protocol):
    """Sentences to vectors; `name` tells, in a model's card, by what its texts must be encoded."""

    name: str
    dim: int
    token_dim: int

    def __call__(self, sentences: Sequence[str]) -> Tensor:
        """n sentences -> (n, dim) float32 on the CPU, each of length 1."""

    def tokens(self, sentences: Sequence[str]) -> Tensor:
        """n sentences -> (n, T, token_dim): each word by itself; zeros are padding."""


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

    def __call__(self, sentences: Sequence[str]) -> Tensor:
        features = torch.zeros(len(sentences), self.dim)
        for row, sentence in zip(features, sentences, strict=True):
            for number, weight in weighted_hashes(sentence).items():
                row[number % self.dim] += weight if number >> 63 else -weight
        return nn.functional.normalize(features, dim=1)

    def tokens(self, sentences: Sequence[str]) -> Tensor:
        """The first words of each sentence, each encoded like a sentence of one word."""
        split = [words_of(sentence)[:_WORDS] for sentence in sentences]
        known = list(dict.fromkeys(word for words in split for word in words))
        place = {word: number for number, word in enumerate(known)}
        rows = self(known)
        tokens = torch.zeros(len(sentences), _WORDS, self.dim)
        for row, words in zip(tokens, split, strict=True):
            row[: len(words)] = rows[[place[word] for word in words]]
        return tokens


def words_of(sentence: str) -> list[str]:
    """In Unicode's form NFKC, without capitals."""
    return _WORD.findall(unicodedata.normalize("NFKC", sentence).casefold())


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


class OpenClipText:
    """The text features of an open_clip model, from weights on the disk."""

    def __init__(self, model: str, weights: Path) -> None:
        """`model` is open_clip's name, such as ViT-B-32. InputError if it or its tokenizer is not at hand."""
        import open_clip

        from ganstudio.checkpoints.tensors import read_weights

        config = open_clip.get_model_config(model)
        if config is None:
            raise InputError(f"open_clip knows no model “{model}”.", hint="ViT-B-32 is one.")
        if {"hf_tokenizer_name", "hf_model_name"} & set(config.get("text_cfg", {})):
            raise InputError(f"{model} needs a tokenizer that open_clip does not contain.")
        self.name = f"open_clip/{model}"
        self.dim, self.token_dim = int(config["embed_dim"]), int(config["text_cfg"]["width"])
        self._tokenize = open_clip.get_tokenizer(model)
        self._network = open_clip.create_model(model, load_weights=False).eval().requires_grad_(False)
        try:
            self._network.load_state_dict(dict(read_weights(weights).tensors))
        except RuntimeError as error:
            raise InputError(f"{weights} does not hold open_clip's {model}.", detail=str(error)) from error

    @torch.inference_mode()
    def __call__(self, sentences: Sequence[str]) -> Tensor:
        parts = [
            self._network.encode_text(self._tokenize(list(sentences[start : start + _BATCH])), normalize=True)
            for start in range(0, len(sentences), _BATCH)
        ]
        return torch.cat([torch.zeros(0, self.dim), *parts]).clone()

    @torch.inference_mode()
    def tokens(self, sentences: Sequence[str]) -> Tensor:
        """What the last layer norm gives for each token, up to the end of the sentence."""
        found: list[Tensor] = []
        hook = self._network.get_submodule("ln_final").register_forward_hook(
            lambda module, args, output: found.append(output)
        )
        try:
            ids = self._tokenize(list(sentences))
            for part in ids.split(_BATCH):
                self._network.encode_text(part)
        finally:
            hook.remove()
        # The end has the highest number of all tokens; zeros follow it.
        inside = torch.arange(ids.shape[1]) <= ids.argmax(dim=1, keepdim=True)
        return torch.where(inside[..., None], torch.cat(found), 0.0).clone()


def text_encoder(clip_model: str = "", clip_weights: str = "") -> TextEncoder:
    """open_clip's if weights are named, else `HashedText`. InputError for weights that are not there."""
    if not clip_weights:
        return HashedText()
    path = Path(clip_weights).expanduser()
    if not path.exists():
        raise InputError(f"There is no file {path}.")
    return OpenClipText(clip_model or "ViT-B-32", path)


def with_text_features(dataset: CaptionDataset, encode: Callable[[Sequence[str]], Tensor]) -> CaptionDataset:
    """The data set with features of its sentences, equal ones encoded once; as it is if it has some.

    `encode` is a `TextEncoder`, for a vector each, or its `tokens`.
    """
    if dataset.features is not None:
        return dataset
    distinct = list(dict.fromkeys(text for texts in dataset.captions for text in texts))
    place = {text: number for number, text in enumerate(distinct)}
    rows = encode(distinct)
    return dataset.with_features([rows[[place[text] for text in texts]] for texts in dataset.captions])
