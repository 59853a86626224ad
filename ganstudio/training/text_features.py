"""What a text-conditioned recipe knows of a sentence: a vector of fixed length.

Either the features of a CLIP model that is on the disk (`ganstudio.clip`), or `HashedText`, which needs no
model.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from torch import Tensor

from ganstudio.clip import load_clip
from ganstudio.clip.hashed import HashedText, weighted_hashes, words_of
from ganstudio.clip.words import words_in
from ganstudio.datasets.captions import CaptionDataset
from ganstudio.training.evaluation.held_out import Part

__all__ = [
    "HashedText",
    "TextEncoder",
    "text_encoder",
    "weighted_hashes",
    "with_text_features",
    "words_of",
    "words_read",
]
MOST_WORDS_TOLD = 20_000
"""On a card, which is read whenever models are listed."""


class TextEncoder(Protocol):
    """Sentences to vectors; `name` tells, in a model's card, by what its texts must be encoded, and `sha256`
    by which weights."""

    name: str
    sha256: str
    dim: int
    token_dim: int

    def __call__(self, sentences: Sequence[str]) -> Tensor:
        """n sentences -> (n, dim) float32 on the CPU, each of length 1."""

    def tokens(self, sentences: Sequence[str]) -> Tensor:
        """n sentences -> (n, T, token_dim): each word by itself; zeros are padding."""


def text_encoder(clip_model: str = "", clip_weights: str = "") -> TextEncoder:
    """A CLIP model if one is named, in the library or by its file, else `HashedText`.

    `clip_model` is open_clip's name of it where the weights do not tell. InputError for weights that are not
    there, or are another model's.
    """
    return load_clip(clip_weights, clip_model) if clip_weights else HashedText()


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


def words_read(dataset: Any, record: Mapping[str, Any]) -> dict[str, list[str]]:
    """What a model's card tells of the words in its sentences: {"words": [...]}, in small letters, the rarest
    left out where there are too many. Nothing of a world, whose words are known by their meanings, and of
    data that brought features instead of sentences.
    """
    if record.get("data", {}).get("world"):
        return {}
    captions = getattr(dataset, "captions", ())
    if isinstance(dataset, Part):
        captions = [captions[place] for place in dataset.places]
    sentences = (text for texts in captions for text in texts)
    counts = Counter(word.lower() for text in sentences for word in words_in(text))
    return {"words": sorted(word for word, _ in counts.most_common(MOST_WORDS_TOLD))} if counts else {}
