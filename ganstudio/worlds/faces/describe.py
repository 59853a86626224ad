"""Faces in numbers and words: a table of attributes, traits that are there or not, and captions."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ganstudio.worlds.faces.record import CHOICES, NUMBERS, RANGES, UNIT, Attributes

COLUMNS: tuple[str, ...] = (
    *NUMBERS, *(f"{name}: {choice}" for name, choices in CHOICES.items() for choice in choices),
)  # fmt: skip
"""What the numbers of `table` are."""


def table(a: Attributes) -> NDArray[np.float32]:
    """Every attribute as a number in [0, 1], in the order of COLUMNS: shares of the ranges, then choices."""
    shares = []
    for name in NUMBERS:
        low, high = RANGES.get(name, UNIT)
        shares.append((float(getattr(a, name)) - low) / (high - low))
    chosen = [float(getattr(a, name) == choice) for name, choices in CHOICES.items() for choice in choices]
    return np.array([*shares, *chosen], np.float32)


_TRAITS: dict[str, Callable[[Attributes], bool]] = {
    "smiling": lambda a: a.smile > 0.5,
    "eyes open": lambda a: a.eyes_open > 0.4,
    "turned right": lambda a: a.yaw > 0.0,
    "looking up": lambda a: a.pitch > 0.0,
    "glasses": lambda a: a.glasses != "none",
    "sunglasses": lambda a: a.glasses == "sunglasses",
    "hat": lambda a: a.hat != "none",
    "beard": lambda a: a.beard in ("goatee", "full"),
    "moustache": lambda a: a.beard in ("moustache", "goatee", "full"),
    "bald": lambda a: a.hair == "bald" and a.hat == "none",
    "long hair": lambda a: a.hair in ("bob", "long"),
    "curly hair": lambda a: a.hair == "curly",
    "dark skin": lambda a: a.skin > 0.5,
    "old": lambda a: a.age > 0.55,
    "light from right": lambda a: a.light_azimuth > 0.0,
    "outdoors": lambda a: a.background == "outdoors",
}
TRAITS: tuple[str, ...] = tuple(_TRAITS)
"""What a face may have or not, for classifiers and separability."""


def traits(a: Attributes) -> NDArray[np.bool_]:
    """Which of TRAITS a face has."""
    return np.array([has(a) for has in _TRAITS.values()])


_HAIR = {
    "buzz": ("cropped {} hair", "very short {} hair"),
    "short": ("short {} hair", "neat {} hair"),
    "quiff": ("a {} quiff", "{} hair combed up"),
    "curly": ("curly {} hair", "{} curls"),
    "bob": ("a {} bob", "{} hair to the chin"),
    "long": ("long {} hair", "{} hair over the shoulders"),
    "bun": ("{} hair in a bun", "a {} bun"),
    "pigtails": ("{} pigtails", "{} hair in two tails"),
}
_SEEN_UNDER_HATS = ("curly", "bob", "long", "pigtails")
_BEARDS = {
    "stubble": ("stubble", "a stubbly chin"),
    "moustache": ("a {} moustache",),
    "goatee": ("a {} goatee", "a {} chin beard"),
    "full": ("a full {} beard", "a {} beard"),
}
_GLASSES = {
    "round": ("round glasses",), "square": ("square glasses",), "sunglasses": ("sunglasses", "dark glasses"),
}  # fmt: skip
_HATS = {
    "beanie": ("a beanie", "a woollen hat"),
    "cap": ("a cap", "a baseball cap"),
    "brimmed": ("a straw hat", "a hat with a wide brim"),
}
_BACKGROUNDS = {
    "studio": ("before a plain backdrop", "in a studio"),
    "lights": ("before the lights of a street", "at night before blurred lights"),
    "outdoors": ("outdoors", "before green hills"),
    "wall": ("before a papered wall", "at a patterned wall"),
}


def captions(a: Attributes, count: int = 3) -> list[str]:
    """So many English sentences about a face, each worded in another way."""
    key = round(1e4 * a.background_hue)
    return [_sentence(a, np.random.Generator(np.random.PCG64((key, number)))) for number in range(count)]


def _sentence(a: Attributes, rng: np.random.Generator) -> str:
    def say(*words: str) -> str:
        return words[int(rng.integers(len(words)))]

    opening = say("{}", "Portrait of {}", "A clay figure of {}", "The face of {}")
    who = " ".join(word for word in (_mood(a, say), _years(a, say), say("person", "character")) if word)
    who = f"{'an' if who[0] in 'aeiou' else 'a'} {who}"
    features = _features(a, say)
    rng.shuffle(features)
    wearing = f" with {_listed(features[: 2 + int(rng.integers(3))])}" if features else ""
    ending = [part for part in (_pose(a, say), _light(a, say), say(*_BACKGROUNDS[a.background])) if part]
    sentence = opening.format(who) + wearing + "".join(f", {part}" for part in ending)
    return f"{sentence[0].upper()}{sentence[1:]}."


_Say = Callable[..., str]


def _mood(a: Attributes, say: _Say) -> str:
    if a.smile > 0.8:
        return say("laughing", "beaming")
    if a.smile > 0.5:
        return say("smiling", "cheerful")
    return say("earnest", "calm") if a.smile < 0.15 else ""


def _years(a: Attributes, say: _Say) -> str:
    return say("old", "elderly") if a.age > 0.65 else "young" if a.age < 0.15 else ""


def _features(a: Attributes, say: _Say) -> list[str]:
    colour = "grey" if a.age > 0.7 else a.hair_colour
    told = []
    if a.hat != "none":
        told.append(say(*_HATS[a.hat]))
    if a.hair in _HAIR and (a.hat == "none" or a.hair in _SEEN_UNDER_HATS):
        told.append(say(*_HAIR[a.hair]).format(colour))
    elif a.hair == "bald" and a.hat == "none":
        told.append(say("a bald head", "no hair"))
    if a.glasses != "none":
        told.append(say(*_GLASSES[a.glasses]))
    if a.beard != "none":
        told.append(say(*_BEARDS[a.beard]).format(colour))
    if a.eyes_open < 0.12:
        told.append(say("closed eyes", "eyes shut"))
    elif a.glasses != "sunglasses":
        told.append(f"{a.eye_colour} eyes")
    tone = ("fair", "light brown", "brown", "dark")[min(3, int(4 * a.skin))]
    return [*told, f"{tone} skin"]


def _listed(parts: list[str]) -> str:
    told = ", ".join(parts[:-1]) + " and " + parts[-1] if len(parts) > 1 else parts[0]
    return told.replace("a auburn", "an auburn")


def _pose(a: Attributes, say: _Say) -> str:
    if abs(a.yaw) > 12.0:
        return say("turned to the {}", "looking to the {}").format("right" if a.yaw > 0.0 else "left")
    return "looking up" if a.pitch > 9.0 else "looking down" if a.pitch < -9.0 else ""


def _light(a: Attributes, say: _Say) -> str:
    if abs(a.light_azimuth) < 35.0:
        return ""
    return say("lit from the {}", "in light from the {}").format("right" if a.light_azimuth > 0.0 else "left")
