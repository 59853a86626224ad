"""What can be said about a picture for certain: short values under short names, for both worlds.

A fact that is neither clearly so nor clearly not (a face that hardly smiles, a house of few pixels) is left
out, so that a sentence made of facts is true, and one with a fact changed is false.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from ganstudio.worlds.faces.record import Attributes as FaceAttributes
from ganstudio.worlds.faces.scene import Face
from ganstudio.worlds.geometry import CLOUD, FOREST, HOUSE, MOUNTAIN, PATH, SAND, SKY, SNOW, SUN, WATER
from ganstudio.worlds.labels import Labels, find_regions
from ganstudio.worlds.landscape import Scene
from ganstudio.worlds.plan import make_plan

Facts = Mapping[str, str]
"""Attribute to value, of one world: those of `VALUES`."""

_SIDES = ("left", "right")
VALUES: dict[str, dict[str, tuple[str, ...]]] = {
    "landscape": {
        "season": ("spring", "summer", "autumn", "winter"),
        "hour": ("dawn", "day", "sunset", "night"),
        "water": ("none", "lake", "river", "sea"),
        "water_side": _SIDES,
        "houses": ("none", "one", "two", "three", "four"),
        "houses_side": (*_SIDES, "middle"),
        "mountains": ("none", "bare", "snowy"),
        "mountains_side": _SIDES,
        "forest": ("none", "conifers", "leafy", "mixed"),
        "path": ("none", "path"),
        "sand": ("none", "sand"),
        "snow": ("none", "snow"),
        "sky": ("clear", "clouds", "overcast"),
        "sun": ("sun", "no sun", "moon", "no moon"),
        "sun_side": _SIDES,
        "mist": ("none", "mist"),
    },
    "faces": {
        "mood": ("smiling", "earnest"),
        "age": ("young", "old"),
        "glasses": ("none", "round", "square", "sunglasses"),
        "hair": ("bald", "buzz", "short", "quiff", "curly", "bob", "long", "bun", "pigtails"),
        "hair_colour": ("black", "brown", "auburn", "blond", "pink", "blue", "grey"),
        "beard": ("none", "stubble", "moustache", "goatee", "full"),
        "hat": ("none", "beanie", "cap", "brimmed"),
        "skin": ("fair", "light brown", "brown", "dark"),
        "eyes": ("open", "closed"),
        "eye_colour": ("brown", "hazel", "green", "blue"),
        "background": ("studio", "lights", "outdoors", "wall"),
        "garment": ("crew", "turtleneck", "stripes", "collar"),
        "turned": ("left", "right", "front"),
        "looking": ("up", "down"),
        "light": _SIDES,
    },
}
"""All that the facts of a world can be."""
MODIFIERS = {
    "water_side": "water", "houses_side": "houses", "mountains_side": "mountains", "sun_side": "sun",
    "hair_colour": "hair",
}  # fmt: skip
"""Facts that are told with another one only: where the lake lies, which colour the hair has."""
_BY_HOUR = {"sun": "no sun", "no sun": "sun", "moon": "no moon", "no moon": "moon"}
_COUNTS = ("none", "one", "two", "three", "four")
_SEEN_UNDER_HATS = ("curly", "bob", "long", "pigtails")
# Shares of the picture below which a thing is not there, and from which it cannot be overlooked.
_SEEN = {
    WATER: (0.001, 0.03), HOUSE: (0.0, 0.004), FOREST: (0.003, 0.05),
    PATH: (0.0005, 0.012), SAND: (0.001, 0.025),
}  # fmt: skip
_MOUNTAINS_SEEN = (0.002, 0.025)


def facts_of(scene: Scene | Face | FaceAttributes) -> dict[str, str]:
    """What is certain about a picture of either world."""
    if isinstance(scene, Scene):
        return landscape_facts(scene.seed, scene.labels, scene.season, scene.hour)
    return face_facts(scene.attributes if isinstance(scene, Face) else scene)


def world_of(facts: Facts) -> str:
    """The world whose facts these are."""
    return next(world for world, values in VALUES.items() if facts.keys() <= values.keys())


def others(attribute: str, value: str, world: str) -> tuple[str, ...]:
    """What a fact could be instead, none of which is true as well."""
    if attribute == "sun":
        return (_BY_HOUR[value],)
    return tuple(other for other in VALUES[world][attribute] if other != value)


def landscape_facts(seed: int, labels: Labels, season: str, hour: str) -> dict[str, str]:
    """Of a land from its seed and label map (H, W), in a season at an hour."""
    plan = make_plan(seed)
    share = np.bincount(labels.ravel(), minlength=12) / labels.size
    facts = {"season": season, "hour": hour}
    facts |= _if_clear("water", _seen(share, WATER), plan.water)
    if facts.get("water") in ("lake", "river"):
        facts |= _side("water", labels == WATER)
    facts |= _houses(labels, float(share[HOUSE]))
    facts |= _mountains(labels, share, season)
    kind = "conifers" if plan.conifers > 0.7 else "leafy" if plan.conifers < 0.25 else "mixed"
    facts |= _if_clear("forest", _seen(share, FOREST), kind)
    facts |= _if_clear("path", _seen(share, PATH), "path")
    facts |= _if_clear("sand", _seen(share, SAND), "sand")
    if season == "winter" or facts.get("mountains") in ("none", "bare"):
        facts["snow"] = "snow" if season == "winter" else "none"
    return facts | _sky(labels, share, hour, plan.mist)


def _seen(share: NDArray[np.float64], label: int) -> bool | None:
    """Whether a thing is there; None where people might disagree."""
    least, enough = _SEEN[label]
    return _between(float(share[label]), least, enough)


def _between(value: float, least: float, enough: float) -> bool | None:
    return True if value >= enough else False if value <= least else None


def _if_clear(name: str, seen: bool | None, kind: str) -> dict[str, str]:
    return {} if seen is None else {name: kind if seen else "none"}


def _side(name: str, where: NDArray[np.bool_], middle: bool = False) -> dict[str, str]:
    """On which side of the picture the middle of a thing lies, if that is clear."""
    column = float(np.flatnonzero(where.any(axis=0)).mean() if middle else np.nonzero(where)[1].mean())
    place = (column + 0.5) / where.shape[1]
    if middle and abs(place - 0.5) < 0.08:
        return {f"{name}_side": "middle"}
    return {f"{name}_side": "left" if place < 0.5 else "right"} if abs(place - 0.5) > 0.15 else {}


def _houses(labels: Labels, share: float) -> dict[str, str]:
    """How many stand apart from each other; not told where one is so small that it may be overlooked."""
    seen = _between(share, *_SEEN[HOUSE])
    if not seen:
        return {} if seen is None else {"houses": "none"}
    regions = find_regions(labels)
    areas = regions.area[regions.label == HOUSE] / labels.size
    large = areas[areas >= 0.0015]
    if len(large) < len(areas) or not 0 < len(large) < len(_COUNTS):
        return {}
    side = _side("houses", labels == HOUSE, middle=True) if len(large) == 1 else {}
    return {"houses": _COUNTS[len(large)], **side}


def _mountains(labels: Labels, share: NDArray[np.float64], season: str) -> dict[str, str]:
    seen = _between(float(share[MOUNTAIN] + share[SNOW]), *_MOUNTAINS_SEEN)
    if not seen:
        return {} if seen is None else {"mountains": "none"}
    where = np.isin(labels, (MOUNTAIN, SNOW))
    white = season == "winter" or share[SNOW] > 0.01
    if not white and share[SNOW] > 0.001:
        return {}
    return {"mountains": "snowy" if white else "bare", **_side("mountains", where)}


def _sky(labels: Labels, share: NDArray[np.float64], hour: str, mist: float) -> dict[str, str]:
    facts = _if_clear("mist", _between(mist, 0.13, 0.5), "mist")
    cover = float(share[CLOUD] / max(float(share[SKY] + share[CLOUD] + share[SUN]), 1e-6))
    if cover < 0.02 or 0.1 < cover < 0.45 or cover > 0.6:
        facts["sky"] = "clear" if cover < 0.02 else "overcast" if cover > 0.6 else "clouds"
    body = "moon" if hour == "night" else "sun"
    if share[SUN] >= 0.0006:
        return {**facts, "sun": body, **_side("sun", labels == SUN)}
    return {**facts, "sun": f"no {body}"} if not share[SUN] else facts


_CLEAR: dict[str, tuple[Callable[[FaceAttributes], float], float, str, float, str]] = {
    # The number, up to where it is the first word, from where it is the second.
    "mood": (lambda a: a.smile, 0.2, "earnest", 0.55, "smiling"),
    "age": (lambda a: a.age, 0.18, "young", 0.62, "old"),
    "eyes": (lambda a: a.eyes_open, 0.12, "closed", 0.5, "open"),
    "turned": (lambda a: a.yaw, -12.0, "left", 12.0, "right"),
    "looking": (lambda a: a.pitch, -8.0, "down", 8.0, "up"),
    "light": (lambda a: a.light_azimuth, -35.0, "left", 35.0, "right"),
}
_TONES = ("fair", "light brown", "brown", "dark")


def face_facts(a: FaceAttributes) -> dict[str, str]:
    """Of a face from its attributes."""
    facts = {}
    for name, (number, low, first, high, second) in _CLEAR.items():
        value = number(a)
        if value <= low or value >= high:
            facts[name] = first if value <= low else second
    if abs(a.yaw) < 4.0:
        facts["turned"] = "front"
    facts |= {name: getattr(a, name) for name in ("glasses", "beard", "hat", "background", "garment")}
    if a.hat == "none" or a.hair in _SEEN_UNDER_HATS:
        facts |= _hair(a)
    if facts.get("eyes") == "open" and a.glasses != "sunglasses":
        facts["eye_colour"] = a.eye_colour
    tone = 4.0 * a.skin
    if abs(tone - round(tone)) > 0.15 or tone < 0.15 or tone > 3.85:
        facts["skin"] = _TONES[min(3, int(tone))]
    return facts


def _hair(a: FaceAttributes) -> dict[str, str]:
    if a.hair == "bald" or 0.4 < a.age < 0.75:  # neither what it was nor grey
        return {"hair": a.hair}
    return {"hair": a.hair, "hair_colour": "grey" if a.age >= 0.75 else a.hair_colour}
