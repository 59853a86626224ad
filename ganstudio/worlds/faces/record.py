"""What there is to know about a face: one frozen record that decides every pixel of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

import numpy as np

from ganstudio.errors import InputError

GLASSES = ("none", "round", "square", "sunglasses")
HAIR = ("bald", "buzz", "short", "quiff", "curly", "bob", "long", "bun", "pigtails")
HAIR_COLOURS = ("black", "brown", "auburn", "blond", "pink", "blue")
BEARDS = ("none", "stubble", "moustache", "goatee", "full")
HATS = ("none", "beanie", "cap", "brimmed")
BACKGROUNDS = ("studio", "lights", "outdoors", "wall")
GARMENTS = ("crew", "turtleneck", "stripes", "collar")
EYE_COLOURS = ("brown", "hazel", "green", "blue")

CHOICES: dict[str, tuple[str, ...]] = {
    "glasses": GLASSES, "hair": HAIR, "hair_colour": HAIR_COLOURS, "beard": BEARDS, "hat": HATS,
    "background": BACKGROUNDS, "garment": GARMENTS, "eye_colour": EYE_COLOURS,
}  # fmt: skip
RANGES: dict[str, tuple[float, float]] = {
    "yaw": (-35.0, 35.0), "pitch": (-20.0, 20.0), "roll": (-6.0, 6.0),
    "light_azimuth": (-75.0, 75.0), "light_elevation": (5.0, 65.0),
    "shift_x": (-0.03, 0.03), "shift_y": (-0.03, 0.03), "zoom": (0.92, 1.08),
}  # fmt: skip
UNIT = (0.0, 1.0)  # the range of every other number


@dataclass(frozen=True)
class Attributes:
    """A face in words and numbers; numbers without a unit are in [0, 1].

    The first part is what people name, the second what makes each face another, the last how it is framed.
    """

    yaw: float  # degrees; the face turns to the right of the picture
    pitch: float  # degrees; the face looks up
    roll: float  # degrees; the head leans anticlockwise in the picture
    smile: float  # 0 earnest, from about 0.5 the teeth show
    eyes_open: float  # 0 closed, 1 wide
    glasses: str
    hair: str
    hair_colour: str  # what it was before it turned grey with age
    beard: str
    hat: str
    skin: float  # 0 the lightest tone, 1 the darkest
    age: float  # 0 young; from 0.4 the hair turns grey, and wrinkles come
    light_azimuth: float  # degrees; where the light comes from, 0 the camera, 75 the picture's right
    light_elevation: float  # degrees above the eyes
    background: str
    background_hue: float
    garment: str
    garment_hue: float
    light_warmth: float  # 0 cool, 1 warm
    eye_colour: str
    face_width: float
    jaw: float
    nose: float
    eye_size: float
    brows: float
    lips: float
    ears: float
    hair_volume: float
    shift_x: float  # picture widths; where the point between the eyes lies, from its usual place
    shift_y: float
    zoom: float

    def __post_init__(self) -> None:
        for field in fields(self):
            _check(field.name, getattr(self, field.name))


NUMBERS = tuple(f.name for f in fields(Attributes) if f.name not in CHOICES)


def _check(name: str, value: Any) -> None:
    if name in CHOICES:
        if value not in CHOICES[name]:
            raise InputError(f"There is no {name} “{value}”.", hint=f"There is {', '.join(CHOICES[name])}.")
        return
    low, high = RANGES.get(name, UNIT)
    if not isinstance(value, (int, float)) or not low <= value <= high:
        raise InputError(f"The {name} of a face is {low:g} to {high:g}, not {value}.")


def with_(attributes: Attributes, **changes: float | str) -> Attributes:
    """The same face with some attributes changed and everything else as it was.

    Raises InputError for an unknown attribute or a value out of its range.
    """
    known = asdict(attributes)
    for name in changes:
        if name not in known:
            raise InputError(f"A face has no “{name}”.", hint=f"It has {', '.join(known)}.")
    changed: Any = changes
    return replace(attributes, **changed)


def attributes(seed: int) -> Attributes:
    """The face of a seed. Raises InputError for a negative seed."""
    if seed < 0:
        raise InputError(f"A seed is a whole number from 0, not {seed}.")
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence((seed, 61))))
    drawn: dict[str, Any] = {name: round(float(rng.uniform()), 4) for name in NUMBERS}
    drawn |= {name: _bell(rng, *RANGES[name]) for name in RANGES}
    drawn["light_azimuth"] = round(float(rng.uniform(*RANGES["light_azimuth"])), 2)
    drawn["eyes_open"] = _open_eyes(rng)
    drawn["age"] = round(drawn["age"] ** 1.4, 4)  # the old are fewer
    drawn |= _choices(rng)
    return Attributes(**drawn)


def _bell(rng: np.random.Generator, low: float, high: float) -> float:
    """Most often near the middle of the range, never outside it."""
    share = 0.5 + 0.5 * np.clip(rng.normal(0.0, 0.42), -1.0, 1.0)
    return round(float(low + (high - low) * share), 4)


def _open_eyes(rng: np.random.Generator) -> float:
    """Mostly open, now and then shut."""
    share = rng.uniform(0.6, 1.0) if rng.random() < 0.75 else rng.uniform(0.0, 0.6)
    return round(float(share), 4)


def _choices(rng: np.random.Generator) -> dict[str, str]:
    def pick(names: Sequence[str], weights: Sequence[float]) -> str:
        share = np.asarray(weights) / np.sum(weights)
        return str(names[int(rng.choice(len(names), p=share))])

    hair = pick(HAIR, (0.6, 0.8, 1.3, 1.1, 1.2, 1.2, 1.3, 1.0, 0.8))
    bearded = hair not in ("bob", "long", "bun", "pigtails")
    return {
        "hair": hair,
        "hair_colour": pick(HAIR_COLOURS, (3.0, 3.0, 1.8, 2.0, 0.5, 0.5)),
        "glasses": pick(GLASSES, (7.5, 1.8, 1.5, 0.9)),
        "beard": pick(BEARDS, (5.0, 1.2, 1.2, 1.0, 1.8) if bearded else (14.0, 0.2, 0.3, 0.2, 0.6)),
        "hat": pick(HATS, (7.0, 1.2, 1.1, 1.0)),
        "background": pick(BACKGROUNDS, (2.0, 1.0, 1.2, 1.0)),
        "garment": pick(GARMENTS, (1.0, 1.0, 1.0, 1.0)),
        "eye_colour": pick(EYE_COLOURS, (2.2, 1.0, 1.0, 1.2)),
    }
