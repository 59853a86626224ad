"""The words that a generator of pictures knows, by what they mean; found on cards, without any weights."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ganstudio.checkpoints import library
from ganstudio.checkpoints.card import card_in_header, read_card
from ganstudio.errors import CheckpointError, InputError
from ganstudio.worlds.captions import LANGUAGES, VALUES, caption_of, known_words, vocabulary

_EXAMPLES = {
    "landscape": ({"season": "winter", "hour": "night", "water": "lake"}, {"hour": "dawn", "mist": "mist"}),
    "faces": ({"mood": "smiling", "glasses": "round"}, {"hair": "curly", "hair_colour": "auburn"}),
}
OTHERS = "other"
"""Words of which nobody told what they mean."""


@dataclass(frozen=True)
class WordGroup:
    """Words that tell the same thing: `meaning` is an attribute of a world, such as season or hair_colour, or
    `OTHERS`; `language` is en, ko or, of others, empty."""

    meaning: str
    language: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Vocabulary:
    """All that a model has read, in small letters; `telling` are the words that mean something.

    world: what its pictures show, landscape or faces; empty if something else, or several.
    """

    words: frozenset[str]
    telling: frozenset[str]
    world: str = ""

    @property
    def examples(self) -> tuple[str, ...]:
        """Two sentences that it knows; words, where nobody knows what they mean."""
        if not self.world and self.telling == self.words:
            return tuple(sorted(self.telling)[:6])
        first, second = (_EXAMPLES["landscape"][0], _EXAMPLES["faces"][0])
        facts = _EXAMPLES[self.world] if self.world else (first, second)
        return tuple(caption_of(each, "en", 0).text.rstrip(".") for each in facts)

    def groups(self) -> tuple[WordGroup, ...]:
        """By meaning, English first; a word of several meanings stands in each of their groups."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for language in LANGUAGES:
            for word, meanings in vocabulary(language).items():
                if word in self.telling:
                    for name in dict.fromkeys(
                        _plain(each.attribute) for each in meanings if self._shows(each.world)
                    ):
                        found[language, name].append(word)
        rest = sorted(self.telling.difference(*found.values()))
        groups = [WordGroup(name, language, tuple(words)) for (language, name), words in found.items()]
        order = {language: place for place, language in enumerate(LANGUAGES)}
        groups.sort(key=lambda group: (order[group.language], group.meaning))  # type: ignore[index]
        return (*groups, WordGroup(OTHERS, "", tuple(rest))) if rest else tuple(groups)

    def _shows(self, world: str) -> bool:
        return self.world in ("", world)


def vocabulary_of(card: Mapping[str, Any], encoder: Mapping[str, Any] | None = None) -> Vocabulary | None:
    """What the cards of a generator and of its text model tell; None where nobody knows what it has read.

    A generator that has seen one world only does not know what words of the other one look like, though its
    text model may have read them.
    """
    world = _world(card)
    own = _listed(card)
    words = own or _listed(encoder or {})
    if words is None:
        if not world:
            return None
        words = frozenset(word for language in LANGUAGES for word in known_words(language))
    return _vocabulary(words, world, own is None)


@lru_cache(maxsize=16)
def _vocabulary(words: frozenset[str], world: str, of_others: bool) -> Vocabulary:
    meanings: dict[str, set[str]] = defaultdict(set)
    for language in LANGUAGES:
        for word, found in vocabulary(language).items():
            meanings[word] |= {each.world for each in found}
    if world and of_others:
        words = frozenset(word for word in words if not meanings.get(word) or world in meanings[word])
    telling = frozenset(word for word in words if meanings.get(word))
    # Where few words are the worlds', the others are not just what stands between them.
    return Vocabulary(words, telling if 2 * len(telling) > len(words) else words, world)


def vocabulary_of_model(ref: str, clip: str = "") -> Vocabulary | None:
    """By the model's name or path, and that of its text model if it is not the one it was trained with.

    InputError when there is no such model; a text model that is not here is passed over.
    """
    card = _card(ref)
    name = clip or str(card.get("text_features", "")).removeprefix("open_clip/")
    return vocabulary_of(card, text_model_card(name, str(card.get("text_features_sha256", ""))))


def text_model_card(name: str, sha256: str = "") -> dict[str, Any] | None:
    """The card of the text model of this name and these weights, else with these weights, else of this name;
    None if there is none here."""
    named = _card_if_any(name)
    if named is not None and sha256 in ("", named.get("sha256", "")):
        return named
    by_weights = with_weights(sha256)
    return _card_if_any(by_weights) if by_weights else named


def with_weights(sha256: str) -> str:
    """The name of the text model in the library that has these weights; empty if there is none."""
    entries = (entry for entry in library.list_models() if entry.family == "open_clip")
    return next((entry.name for entry in entries if sha256 and entry.sha256 == sha256), "")


def _card_if_any(ref: str) -> dict[str, Any] | None:
    try:
        return _card(ref) if ref else None
    except (InputError, CheckpointError):
        return None


def _card(ref: str) -> dict[str, Any]:
    path = library.find(ref)
    return read_card(path) or card_in_header(path)


def _listed(card: Mapping[str, Any]) -> frozenset[str] | None:
    words = card.get("words")
    return frozenset(map(str, words)) if isinstance(words, list) and words else None


def _world(card: Mapping[str, Any]) -> str:
    """The world that a generator was trained on, as its training record tells."""
    try:
        name = str(card["training"]["data"]["world"]).partition(":")[0]
    except (KeyError, TypeError):
        return ""
    return name if name in VALUES else ""


def _plain(attribute: str) -> str:
    return "place" if attribute.endswith("_side") else attribute
