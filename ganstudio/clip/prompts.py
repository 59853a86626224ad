"""Looking at a prompt before it is drawn: what cannot be read, and which words the model does not know."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from ganstudio.clip.vocabulary import Vocabulary
from ganstudio.clip.words import is_known, stems_of, without_particle
from ganstudio.errors import InputError, NotYetError

_WORD = re.compile(r"[^\W_]+")
_BLANKS = "\n\r\t\v\f\x85"
_NEAREST, _LIKE = 3, 0.75
_TOLD = 8
_COMPARED = 24
"""Unknown words of a prompt for which near ones are looked up: a long text would take seconds."""


@dataclass(frozen=True)
class PromptWord:
    """A word as the prompt has it, from character `start` to before `end`; what is near it, if unknown."""

    text: str
    start: int
    end: int
    known: bool
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True)
class PromptCheck:
    """The words of a prompt in their order.

    telling: how many of them mean something to the model. checked: whether anybody knows what it has read;
    if not, all words count as known.
    """

    words: tuple[PromptWord, ...]
    telling: int
    checked: bool = True

    @property
    def unknown(self) -> tuple[PromptWord, ...]:
        """Each once."""
        found = {word.text.lower(): word for word in reversed(self.words) if not word.known}
        return tuple(reversed(found.values()))


def check(prompt: str, known: Vocabulary | None) -> PromptCheck:
    """Which words are known, and what is near those that are not; of any text, without complaint."""
    found = [(match[0], match.start(), match.end()) for match in _WORD.finditer(prompt)]
    if known is None:
        return PromptCheck(tuple(PromptWord(*each, known=True) for each in found), len(found), checked=False)
    words, telling = list[PromptWord](), 0
    strange = set[str]()
    for text, start, end in found:
        word = unicodedata.normalize("NFC", text).lower()
        there = is_known(word, known.words, stems_of(known.words))
        telling += is_known(word, known.telling, stems_of(known.telling))
        if not there and len(strange) < _COMPARED:
            strange.add(word)
        near = _instead(word, known.telling) if word in strange else ()
        words.append(PromptWord(text, start, end, there, near))
    return PromptCheck(tuple(words), telling)


def cleaned(prompt: str, what: str = "prompt") -> str:
    """The prompt on one line, in Unicode's form NFC, without marks that nobody sees.

    NotYetError for one that is empty, InputError for one that holds control characters.
    """
    text = "".join(" " if letter in _BLANKS else letter for letter in prompt)
    for place, letter in enumerate(text, 1):
        if unicodedata.category(letter) in ("Cc", "Cs"):
            raise InputError(
                f"Character {place} of the {what} is a control character (U+{ord(letter):04X}).",
                hint="Remove it.",
            )
    seen = "".join(
        letter for letter in text if unicodedata.category(letter) != "Cf" or letter in "\u200c\u200d"
    )
    seen = " ".join(unicodedata.normalize("NFC", seen).split())
    if not seen:
        raise NotYetError(f"The {what} is empty.", hint="Write what the picture is to show.")
    return seen


def checked(prompt: str, known: Vocabulary | None, what: str = "prompt") -> tuple[str, tuple[str, ...]]:
    """The prompt to be drawn, and a sentence about each thing in it that will have no effect.

    InputError for a prompt that cannot be read, or in which no word means anything to the model.
    """
    text = cleaned(prompt, what)
    found = check(text, known)
    if known is not None and not found.telling:
        raise InputError(_nothing_known(found, what), hint=f"It knows such as {_listed(known.examples)}.")
    return text, (_told(found.unknown),) if found.unknown else ()


def _nothing_known(found: PromptCheck, what: str) -> str:
    if not found.words:
        return f"The {what} has no words."
    if not found.unknown:
        return f"No word of the {what} means anything to this model."
    return f"This model knows no word of the {what}: {_listed([word.text for word in found.unknown[:4]])}."


def _told(unknown: tuple[PromptWord, ...]) -> str:
    words = [f"“{_short(word.text)}”{_near(word)}" for word in unknown[:_TOLD]]
    more = f" and {len(unknown) - _TOLD} more words" if len(unknown) > _TOLD else ""
    return f"This model does not know {', '.join(words)}{more}."


def _near(word: PromptWord) -> str:
    return f" (near: {', '.join(word.suggestions)})" if word.suggestions else ""


def _instead(word: str, known: frozenset[str]) -> tuple[str, ...]:
    """Two words where only the blank is missing, else those that are near."""
    for place in range(1, len(word)):
        if word[:place] in known and word[place:] in known:
            return (f"{word[:place]} {word[place:]}",)
    return nearest(word, known)


@lru_cache(maxsize=4096)
def nearest(word: str, known: frozenset[str]) -> tuple[str, ...]:
    """Known words that are written much like this one, the nearest first."""
    if len(word) > 40:
        return ()
    # Korean syllables are compared by their letters, or one that is mistyped would be another word.
    letters = {_letters(each): each for each in sorted(known)}
    wanted = _letters(without_particle(word))
    likeness = {
        each: _likeness(wanted, each)
        for each in difflib.get_close_matches(wanted, letters, 8 * _NEAREST, _LIKE - 0.12)
    }
    found = sorted((each for each in likeness if likeness[each] >= _LIKE), key=lambda each: -likeness[each])
    return tuple(letters[each] for each in found[:_NEAREST])


def _likeness(one: str, other: str) -> float:
    """In [0, 1]; words that begin alike are taken for more alike (Winkler 1990), as smile and smiling are."""
    shared = difflib.SequenceMatcher(None, one, other).ratio()
    begin = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one[:4], other[:4], strict=False)))
    return shared + 0.1 * begin * (1 - shared)


def _letters(word: str) -> str:
    return unicodedata.normalize("NFD", word)


def _listed(texts: list[str] | tuple[str, ...]) -> str:
    return ", ".join(f"“{_short(text)}”" for text in texts)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
