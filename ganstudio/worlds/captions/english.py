"""Facts as an English sentence."""

from __future__ import annotations

import re

from ganstudio.worlds.captions import faces_en, landscape_en
from ganstudio.worlds.captions.facts import MODIFIERS, Facts, world_of
from ganstudio.worlds.captions.voice import Phrases, Voice

TABLES: dict[str, Phrases] = {"landscape": landscape_en.PHRASES, "faces": faces_en.PHRASES}
HEADS: dict[str, Phrases] = {
    "landscape": {"season": landscape_en.SEASONS, "hour": {
        hour: (*landscape_en.HOURS[hour], *landscape_en.WHEN[hour]) for hour in landscape_en.HOURS}},
    "faces": {"mood": faces_en.MOODS, "age": faces_en.AGES},
}  # fmt: skip
"""Words of the facts that a sentence begins with."""
_ADVERBS = {*landscape_en.ADVERBS, *faces_en.ADVERBS}
_ARTICLE = re.compile(r"^(an?|the|any) ")


def write(facts: Facts, voice: Voice) -> str:
    """A sentence that states these facts and nothing else; of one fact it may be a few words."""
    world = world_of(facts)
    phrases = {name: phrase(name, facts, voice) for name in _told(facts, voice)}
    without = [text[1:] for text in phrases.values() if text.startswith("-")]
    around = [text for name, text in phrases.items() if name in _ADVERBS and not text.startswith("-")]
    things = [text for name, text in phrases.items() if name not in _ADVERBS and not text.startswith("-")]
    form = int(voice.share("form") * 10)
    if form < 2:
        return _list(world, facts, voice, things, without, around)
    if len(facts) < 3 and form < 6 and not HEADS[world].keys() & facts.keys():
        return ", ".join([*([_joined(things, "and")] if things else []), *_lacking(without, voice), *around])
    if world == "landscape" and things and form == 9:
        lacking = _lacking(without, voice)
        return _sentence(f"{_joined(things, 'and')} in {_article(_place(facts, voice))}", [*lacking, *around])
    head = _article(_place(facts, voice)) if world == "landscape" else _person(facts, voice)
    if form > 6 and len(things) > 1:
        return _sentence(f"{head}: {', '.join(things)}", [*_lacking(without, voice), *around])
    holding = f"{head} with {_joined(things, 'and')}" if things else head
    return _sentence(holding, [*_lacking(without, voice), *around])


def phrase(name: str, facts: Facts, voice: Voice) -> str:
    """The words of one fact, with what is told together with it."""
    table = TABLES[world_of(facts)]
    text = voice.pick(name, table[name][facts[name]])
    for modifier, base in MODIFIERS.items():
        if base == name:
            known = facts.get(modifier)
            words = voice.pick(modifier, table[modifier][known]) if known else ""
            text = text.replace(f"{{{modifier}}}", words)
    return _a_or_an(text)


def _told(facts: Facts, voice: Voice) -> list[str]:
    """The facts that have phrases of their own, in this sentence's order."""
    heads = HEADS[world_of(facts)]
    return voice.ordered(name for name in facts if name not in heads and name not in MODIFIERS)


def _place(facts: Facts, voice: Voice) -> str:
    """A noun without article: winter night, landscape at dawn."""
    season = voice.pick("season", landscape_en.SEASONS[facts["season"]]) if "season" in facts else ""
    place = voice.pick("place", landscape_en.PLACES)
    if "hour" not in facts:
        in_season = voice.share("in season") < 0.4 and season
        return f"{place} in {season}" if in_season else f"{season} {place}".strip()
    when = voice.pick("when", landscape_en.WHEN[facts["hour"]])
    if voice.share("noun") < 0.5 and season:
        return f"{season} {voice.pick('hour', landscape_en.HOURS[facts['hour']])}"
    return f"{season} {place} {when}".strip()


def _person(facts: Facts, voice: Voice) -> str:
    words = [voice.pick(name, HEADS["faces"][name][facts[name]]) for name in ("mood", "age") if name in facts]
    who = _article(" ".join([*words, voice.pick("who", faces_en.PEOPLE)]))
    return voice.pick("opening", faces_en.OPENINGS).format(who)


def _list(
    world: str, facts: Facts, voice: Voice, things: list[str], without: list[str], around: list[str]
) -> str:
    """Words with commas, as people type them."""
    heads = [
        voice.pick(f"{name} in a list", words[facts[name]])
        for name, words in HEADS[world].items()
        if name in facts
    ]
    bare = [_ARTICLE.sub("", text) for text in things]
    return ", ".join([*heads, *bare, *(f"no {_ARTICLE.sub('', text)}" for text in without), *around])


def _lacking(without: list[str], voice: Voice) -> list[str]:
    if not without:
        return []
    if voice.share("no") < 0.5:
        return [f"without {_joined(without, 'or')}"]
    bare = [f"no {_ARTICLE.sub('', text)}" for text in without]
    return [f"with {_joined(bare, 'and')}"]


def _joined(parts: list[str], word: str) -> str:
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}" if len(parts) > 1 else parts[0]


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _a_or_an(text: str) -> str:
    return re.sub(r"\ba (?=[aeiou])", "an ", text)


def _sentence(start: str, parts: list[str]) -> str:
    text = ", ".join([start, *parts])
    return f"{text[0].upper()}{text[1:]}."
