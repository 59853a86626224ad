"""Scenes in words and numbers: attributes, a caption, boxes of the things in them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ganstudio.worlds.geometry import (
    CLOUD,
    FOREST,
    HILL,
    HOUSE,
    MOUNTAIN,
    PATH,
    SAND,
    SNOW,
    SUN,
    WATER,
    Geometry,
)
from ganstudio.worlds.labels import Labels, Regions, find_regions

Attributes = dict[str, float | str | bool]


@dataclass(frozen=True)
class Box:
    """A thing in the picture: pixels x0 <= x < x1, y0 <= y < y1."""

    class_name: str
    x0: int
    y0: int
    x1: int
    y1: int


# The smallest share of the picture that makes a thing of a region, for the classes that have things.
_THINGS = {
    SUN: 0.0003,
    HOUSE: 0.0012,
    WATER: 0.015,
    MOUNTAIN: 0.015,
    SNOW: 0.015,
    FOREST: 0.02,
    CLOUD: 0.02,
    HILL: 0.03,
}


def find_boxes(labels: Labels, names: tuple[str, ...]) -> list[Box]:
    """Boxes of the large connected regions, the largest first."""
    regions = find_regions(labels)
    wanted = np.array([_THINGS.get(int(c), 2.0) for c in regions.label])
    things = np.flatnonzero(regions.area >= wanted * labels.size)
    order = things[np.argsort(-regions.area[things], kind="stable")]
    return [_box(regions, int(i), names) for i in order]


def _box(regions: Regions, region: int, names: tuple[str, ...]) -> Box:
    inside = regions.index == region
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    name = names[int(regions.label[region])]
    return Box(name, int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)


def find_attributes(g: Geometry, labels: Labels, names: tuple[str, ...]) -> Attributes:
    """What can be said about a scene apart from season and hour."""
    share = np.bincount(labels.ravel(), minlength=len(names)) / labels.size
    sky = share[0] + share[CLOUD] + share[SUN]
    attributes: Attributes = {
        "scenery": g.plan.scenery,
        "water_kind": g.plan.water if share[WATER] > 0.004 else "none",
        "horizon": round(g.plan.horizon, 4),
        "cloud_cover": round(float(share[CLOUD] / max(sky, 1e-6)), 4),
        "mist": round(g.plan.mist, 4),
        "conifers": round(g.plan.conifers, 4),
    }
    attributes |= {f"share_{name}": round(float(s), 5) for name, s in zip(names, share, strict=True)}
    attributes |= {
        "has_house": bool(share[HOUSE] > 0.0012),
        "has_path": bool(share[PATH] > 0.002),
        "has_sun_or_moon": bool(share[SUN] > 0.0),
        "has_mountain": bool(share[MOUNTAIN] + share[SNOW] > 0.01),
        "has_snow": bool(share[SNOW] > 0.004),
        "has_forest": bool(share[FOREST] > 0.03),
        "has_sand": bool(share[SAND] > 0.006),
        "has_water": bool(share[WATER] > 0.004),
    }
    return attributes


_HOURS = {
    "dawn": ("dawn", "early morning"),
    "day": ("day", "afternoon"),
    "sunset": ("sunset", "evening at sunset"),
    "night": ("night", "night"),
}
_PLACES = {
    "meadow": ("a meadow", "green fields", "open grassland"),
    "lake": ("a wide valley", "open country"),
    "coast": ("the coast", "a quiet shore"),
    "alpine": ("an alpine valley", "a mountain valley"),
    "woodland": ("wooded country", "a woodland clearing"),
}
_WATERS = {
    "lake": ("a lake", "a still lake"),
    "river": ("a river", "a winding river"),
    "sea": ("the sea", "the open sea"),
}


class _Chooser:
    """Picks words by the seed, so that a scene always reads the same."""

    def __init__(self, g: Geometry, season: str, hour: str) -> None:
        key = ["spring", "summer", "autumn", "winter", "dawn", "day", "sunset", "night"]
        self._rng = g.plan.stream(100 + 10 * key.index(season) + key.index(hour))

    def __call__(self, *words: str) -> str:
        return words[int(self._rng.integers(len(words)))]


def write_caption(g: Geometry, attributes: Attributes, season: str, hour: str) -> str:
    """One English sentence about the scene in that season and at that hour."""
    say = _Chooser(g, season, hour)
    time = say(*_HOURS[hour])
    opening = say(f"A {season} {time}", f"{season.capitalize()}, {time}:", f"Landscape on a {season} {time}:")
    opening = opening.replace("A autumn", "An autumn").replace("a autumn", "an autumn")
    place = say(*_PLACES[g.plan.scenery])
    if season == "winter":
        place = place.replace("green fields", "snow-covered fields").replace("a meadow", "a snowy meadow")
    if season == "autumn":
        place = place.replace("green fields", "golden fields")
    water = attributes["water_kind"]
    if water != "none":
        place = (
            f"{say(*_WATERS[str(water)])} {say('in', 'and')} {place}"
            if water != "sea"
            else say(*_WATERS["sea"])
        )
    link = " " if opening.endswith(":") else say(" over ", " by ", " at ") if water != "none" else " over "
    parts = [
        p
        for p in (
            _background(attributes, season, say),
            _foreground(attributes, say),
            _weather(attributes, hour, say),
        )
        if p
    ]
    return f"{opening}{link}{place}{''.join(', ' + p for p in parts)}."


def _background(attributes: Attributes, season: str, say: _Chooser) -> str:
    pines = float(attributes["conifers"])
    trees = (
        say("pine", "fir") if pines > 0.65 else say("mixed", "dense") if pines > 0.3 else _leafy(season, say)
    )
    forest = f"a {trees} forest" if attributes["has_forest"] else ""
    if attributes["has_mountain"]:
        peaks = (
            say("snow-capped mountains", "snowy mountains")
            if attributes["has_snow"]
            else say("rocky mountains", "mountains")
        )
        return f"{peaks} {say('behind', 'beyond')} {forest}" if forest else f"{peaks} in the distance"
    if forest:
        return say(f"with {forest}", f"{forest} around it")
    return say("with rolling hills", "with gentle hills") if float(attributes["share_hill"]) > 0.03 else ""


def _leafy(season: str, say: _Chooser) -> str:
    words = {
        "spring": ("blossoming", "fresh green"), "summer": ("leafy", "green"),
        "autumn": ("golden", "red and gold"), "winter": ("bare", "frosted"),
    }  # fmt: skip
    return say(*words[season])


def _foreground(attributes: Attributes, say: _Chooser) -> str:
    house, path = attributes["has_house"], attributes["has_path"]
    if house and path:
        return say("a path leading to a house", "a house beside a path")
    if house:
        return say("a house in the fields", "a lonely house")
    if path:
        return say("a winding path", "a path through the grass")
    return say("a sandy beach in front", "a strip of sand") if attributes["has_sand"] else ""


def _weather(attributes: Attributes, hour: str, say: _Chooser) -> str:
    cover, mist = float(attributes["cloud_cover"]), float(attributes["mist"])
    if mist > 0.5:
        return say("in mist", "mist lying low")
    if cover > 0.55:
        return say("under heavy clouds", "under a cloudy sky")
    if attributes["has_sun_or_moon"]:
        if hour == "night":
            return say("under a full moon", "lit by the moon")
        if hour == "day":
            return say("in bright sunshine", "under the sun")
        return say("the sun hanging in a glowing sky", "with the sun in the sky")
    if hour == "night":
        return say("under the stars", "under a starry sky") if cover < 0.3 else "under drifting clouds"
    return (
        say("under a clear sky", "beneath a wide clear sky")
        if cover < 0.1
        else say("with a few clouds", "under scattered clouds")
    )
