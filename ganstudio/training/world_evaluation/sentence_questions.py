"""What a sentence can say of a world's picture, and where the world's own networks see it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ganstudio.worlds.landscape import HOURS, SEASONS


@dataclass(frozen=True)
class Question:
    """A fact with the values by which a picture has it and those by which it has not.

    `attribute` is what the network that reads pictures calls it; its log odds are above `least` where the
    picture has it.
    """

    name: str
    fact: str
    has: tuple[str, ...]
    lacks: tuple[str, ...]
    attribute: str
    least: float = 0.0


def _share(percent: float) -> float:
    """Log odds of a share of the picture."""
    return math.log(percent / (100 - percent))


def _one_of(fact: str, values: tuple[str, ...]) -> tuple[Question, ...]:
    return tuple(
        Question(value, fact, (value,), tuple(other for other in values if other != value), value)
        for value in values
    )


_HAIR = ("buzz", "short", "quiff", "curly", "bob", "long", "bun", "pigtails")

QUESTIONS: dict[str, tuple[Question, ...]] = {
    "landscape": (
        *_one_of("season", SEASONS),
        *_one_of("hour", HOURS),
        # A share between what may be there unseen and what nobody overlooks: `worlds.captions.facts`.
        Question("water", "water", ("lake", "river", "sea"), ("none",), "water", _share(1)),
        Question("forest", "forest", ("conifers", "leafy", "mixed"), ("none",), "forest", _share(2)),
        Question("mountains", "mountains", ("bare", "snowy"), ("none",), "mountain", _share(1)),
        Question("snow", "snow", ("snow",), ("none",), "snow", _share(2)),
        Question("sand", "sand", ("sand",), ("none",), "sand", _share(1)),
        Question("clouds", "sky", ("clouds", "overcast"), ("clear",), "cloud", _share(2)),
    ),
    "faces": (
        Question("smile", "mood", ("smiling",), ("earnest",), "smiling"),
        Question("old", "age", ("old",), ("young",), "old"),
        Question("glasses", "glasses", ("round", "square", "sunglasses"), ("none",), "glasses"),
        Question("sunglasses", "glasses", ("sunglasses",), ("none", "round", "square"), "sunglasses"),
        Question("hat", "hat", ("beanie", "cap", "brimmed"), ("none",), "hat"),
        Question("beard", "beard", ("full",), ("none",), "beard"),
        Question("moustache", "beard", ("moustache",), ("none",), "moustache"),
        Question("bald", "hair", ("bald",), _HAIR, "bald"),
        Question("long hair", "hair", ("long",), ("bald", "buzz", "short", "quiff"), "long hair"),
        Question("curly hair", "hair", ("curly",), ("bald", "buzz", "short", "long"), "curly hair"),
        Question("dark skin", "skin", ("dark",), ("fair",), "dark skin"),
        Question("open eyes", "eyes", ("open",), ("closed",), "eyes open"),
        Question("turned right", "turned", ("right",), ("left",), "turned right"),
        Question("outdoors", "background", ("outdoors",), ("studio", "lights", "wall"), "outdoors"),
    ),
}
"""By world; each value of a fact here is one of `worlds.captions.VALUES`."""
