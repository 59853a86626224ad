"""Facts as a Korean sentence: clauses in a chain that ends in a noun or in a verb."""

from __future__ import annotations

import re
from typing import Literal

from ganstudio.worlds.captions import faces_ko, landscape_ko
from ganstudio.worlds.captions.facts import MODIFIERS, Facts, world_of
from ganstudio.worlds.captions.voice import Phrases, Voice

Ending = Literal["before a noun", "and", "last"]

TABLES: dict[str, Phrases] = {"landscape": landscape_ko.PHRASES, "faces": faces_ko.PHRASES}
HEADS: dict[str, Phrases] = {
    "landscape": {"season": landscape_ko.SEASONS, "hour": landscape_ko.HOURS},
    "faces": {"mood": faces_ko.MOODS, "age": faces_ko.AGES},
}
"""Words of the facts that belong to the noun."""
ENDINGS: dict[Ending, int] = {"before a noun": 0, "and": 1, "last": 2}
"""Which of a clause's three forms each is."""
_FORMS = re.compile(r"<([^>]+)>")


def write(facts: Facts, voice: Voice) -> str:
    """A sentence that states these facts and nothing else; of one fact it may be a few words."""
    heads = HEADS[world_of(facts)]
    told = voice.ordered(name for name in facts if name not in heads and name not in MODIFIERS)
    form = int(voice.share("form") * 10)
    if form < 2:
        return ", ".join([*_listed_heads(facts, voice), *(short(name, facts, voice) for name in told)])
    noun = _noun(facts, voice)
    clauses = [phrase(name, facts, voice) for name in told]
    if not clauses:
        return noun
    joined = [inflected(text, "and") for text in clauses[:-1]]
    if form < 7:
        return " ".join([*joined, inflected(clauses[-1], "before a noun"), noun])
    told_last = " ".join([*joined, inflected(clauses[-1], "last")])
    return f"{told_last}." if not heads.keys() & facts.keys() else f"{noun}. {told_last}."


def phrase(name: str, facts: Facts, voice: Voice) -> str:
    """The clause of one fact, with what is told together with it, not inflected yet."""
    ways = [text for text in TABLES[world_of(facts)][name][facts[name]] if not text.startswith("#")]
    return _with_modifiers(voice.pick(name, ways), name, facts, voice)


def short(name: str, facts: Facts, voice: Voice) -> str:
    """The same as a noun."""
    text = next(t for t in TABLES[world_of(facts)][name][facts[name]] if t.startswith("#"))
    return _with_modifiers(text[1:], name, facts, voice)


def inflected(clause: str, ending: Ending) -> str:
    """A clause of the tables in one of its three forms."""

    def chosen(match: re.Match[str]) -> str:
        forms = match[1].split("|")
        if len(forms) == 1:  # 있 or 없
            forms = [f"{match[1]}는", f"{match[1]}고", f"{match[1]}다"]
        return forms[ENDINGS[ending]]

    return _FORMS.sub(chosen, clause)


def _with_modifiers(text: str, name: str, facts: Facts, voice: Voice) -> str:
    table = TABLES[world_of(facts)]
    for modifier, base in MODIFIERS.items():
        if base == name:
            known = facts.get(modifier)
            words = voice.pick(modifier, table[modifier][known]) if known else ""
            text = text.replace(f"{{{modifier}}}", words)
    return text


def _listed_heads(facts: Facts, voice: Voice) -> list[str]:
    heads = HEADS[world_of(facts)]
    return [voice.pick(name, words[facts[name]]) for name, words in heads.items() if name in facts]


def _noun(facts: Facts, voice: Voice) -> str:
    """겨울밤 풍경, 웃는 젊은 사람."""
    words = _listed_heads(facts, voice)
    if world_of(facts) == "faces":
        return " ".join([*words, voice.pick("who", faces_ko.PEOPLE)])
    time = " ".join(words)
    # A season and night are one word in Korean: 겨울밤.
    time = re.sub(r"(봄|여름|가을|겨울) 밤$", r"\1밤", time)
    place = voice.pick("place", landscape_ko.PLACES)
    return f"{time}{'의' if time and voice.share('of') < 0.4 else ''} {place}".strip()
