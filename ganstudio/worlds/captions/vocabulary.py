"""What words mean: which facts of the worlds they stand for, in both languages."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from ganstudio.worlds.captions import english, faces_en, faces_ko, korean, landscape_en, landscape_ko
from ganstudio.worlds.captions.voice import Phrases
from ganstudio.worlds.captions.writing import Language

_WORD = re.compile(r"[^\W\d_]+|\d+")
_MARKS = re.compile(r"\{\w+\}|^[-#]")
_BETWEEN = {
    "en": "a an the of on in at to by with without no not any and or before against over from for many "
    "everywhere edge hand side one s t",
    "ko": "있는 있고 있다 없는 없고 없다 한 하고 했다 에 의 안 앞에 뒤에 뒤로 몇 점 화면 조금 아주",
}
"""Words that carry no meaning of their own."""


@dataclass(frozen=True, order=True)
class Meaning:
    """A fact of a world."""

    world: str
    attribute: str
    value: str


def vocabulary(language: Language = "en") -> dict[str, tuple[Meaning, ...]]:
    """Each word that means something in the captions to all that it may mean, by the alphabet.

    Korean words are there as captions write them, with their particles, and as bare nouns.
    """
    found: dict[str, set[Meaning]] = defaultdict(set)
    between = set(_BETWEEN[language].split())
    for meaning, text in _phrases(language):
        for word in _words(text, language):
            if word not in between:
                found[word].add(meaning)
    return {word: tuple(sorted(found[word])) for word in sorted(found)}


def known_words(language: Language) -> tuple[str, ...]:
    """Every word that captions are made of, those without a meaning of their own included."""
    more = {
        "en": (*landscape_en.PLACES, *faces_en.PEOPLE, *faces_en.OPENINGS),
        "ko": (*landscape_ko.PLACES, *faces_ko.PEOPLE),
    }
    words = {*vocabulary(language), *_BETWEEN[language].split()}
    return tuple(sorted(words | {word for text in more[language] for word in _WORD.findall(text)}))


def _phrases(language: Language) -> list[tuple[Meaning, str]]:
    module = english if language == "en" else korean
    tables: list[tuple[str, Phrases]] = [*module.TABLES.items(), *module.HEADS.items()]
    return [
        (Meaning(world, name, value), _MARKS.sub("", text))
        for world, table in tables
        for name, values in table.items()
        for value, texts in values.items()
        for text in texts
    ]


def _words(text: str, language: Language) -> list[str]:
    if language == "en":
        return _WORD.findall(text.lower())
    forms = [korean.inflected(text, ending) for ending in korean.ENDINGS]
    return [word for form in forms for word in _WORD.findall(form)]
