"""Captions of both worlds in English and Korean: many phrasings, counts, places, and what is not there."""

from __future__ import annotations

from ganstudio.worlds.captions.corpus import corpus
from ganstudio.worlds.captions.facts import (
    MODIFIERS,
    VALUES,
    Facts,
    face_facts,
    facts_of,
    landscape_facts,
    others,
    world_of,
)
from ganstudio.worlds.captions.vocabulary import Meaning, known_words, vocabulary
from ganstudio.worlds.captions.writing import (
    LANGUAGES,
    Caption,
    Language,
    caption_about,
    caption_of,
    captions,
    random_facts,
)

__all__ = [
    "LANGUAGES",
    "MODIFIERS",
    "VALUES",
    "Caption",
    "Facts",
    "Language",
    "Meaning",
    "caption_about",
    "caption_of",
    "captions",
    "corpus",
    "face_facts",
    "facts_of",
    "known_words",
    "landscape_facts",
    "others",
    "random_facts",
    "vocabulary",
    "world_of",
]
