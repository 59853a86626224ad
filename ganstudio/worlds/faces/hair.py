"""Hair as solid volumes, combed with grooves."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ganstudio.worlds.faces.canvas import Solid, Surface
from ganstudio.worlds.faces.head import Build
from ganstudio.worlds.faces.record import Attributes
from ganstudio.worlds.faces.solids import (
    Distance,
    Points,
    Triple,
    capsule,
    ellipsoid,
    half_space,
    intersection,
    mirrored,
    sphere,
    turned,
    union,
)
from ganstudio.worlds.faces.tones import plain
from ganstudio.worlds.light import linear
from ganstudio.worlds.noise import Array, smoothstep

_COLOURS = {
    "black": linear("#231f24"), "brown": linear("#553420"), "auburn": linear("#96401d"),
    "blond": linear("#e0b25f"), "pink": linear("#ea7fae"), "blue": linear("#4b82d6"),
}  # fmt: skip
_GREY = linear("#c4c4ca")
# The hairline lies in a plane from the forehead past the ears to the nape.
_HAIRLINE: Triple = (0.0, -0.772, 0.636)


def hair_colour(a: Attributes) -> Array:
    """Linear light (3,), greyed by age."""
    grey = float(smoothstep(0.45, 0.85, np.array(a.age, np.float32)))
    colour: Array = _COLOURS[a.hair_colour] + (_GREY - _COLOURS[a.hair_colour]) * np.float32(grey)
    return colour


def hair(a: Attributes, b: Build, under: Distance | None) -> Solid | None:
    """The hair, or None where none stands out; `under` is the half-space that a hat leaves it."""
    if a.hair in ("bald", "buzz"):
        return None
    styled = _STYLES[a.hair](a, b)

    def shape(p: Points) -> Array:
        distance = styled(p)
        return distance if under is None else intersection(distance, under(p), 0.04)

    deep = 0.0 if a.hair == "curly" else 0.012
    across = a.hair in ("quiff", "short")

    def detail(p: Points) -> Array:
        distance = shape(p)
        if deep:
            distance += np.float32(deep) * _grooves(p, across)
        return distance

    colour = hair_colour(a)

    def paint(p: Points, normal: Points) -> Surface:
        albedo = plain(colour, len(p[0]))
        if deep:
            albedo *= 1.0 - np.float32(0.18) * (0.5 + 0.5 * _grooves(p, across))
        return Surface(albedo, 0.13, 14.0)

    low, high = _BOXES.get(a.hair, ((-1.1, -0.95, -1.25), (1.1, 1.4, 1.15)))
    return Solid(shape, low, high, paint, detail)


def _grooves(p: Points, across: bool) -> Array:
    """Combed lines: down from the crown, or from the forehead back; -1 to 1."""
    if across:
        return np.sin(p[0] * np.float32(30.0) + 2.0 * np.sin(p[2] * np.float32(2.0)))
    turn = np.arctan2(p[0], p[2] + np.float32(0.1))
    return np.sin(turn * np.float32(20.0) + 1.5 * np.sin(p[1] * np.float32(3.0)))


def cropped(p: Points) -> Array:
    """How much hair is left where it is cropped: 0 before the hairline, up to 0.8 behind it."""
    return np.float32(0.8) * smoothstep(0.03, -0.05, half_space(p, _HAIRLINE, -0.02))


def _cap(b: Build, thick: float, line: float = -0.02) -> Distance:
    """A layer over the skull, behind the hairline."""

    def shape(p: Points) -> Array:
        layer = ellipsoid(p, (0.0, 0.24, -0.11), (0.80 * b.width + thick, 0.79 + thick, 0.84 + thick))
        return intersection(layer, half_space(p, _HAIRLINE, line), 0.07)

    return shape


def _short(a: Attributes, b: Build) -> Distance:
    cap, v = _cap(b, 0.08), 0.8 + 0.4 * a.hair_volume

    def shape(p: Points) -> Array:
        top = ellipsoid(turned(p, 2, 14.0, (0.1, 0.8, 0.3)), (0.08, 0.82, 0.30), (0.62, 0.27 * v, 0.52))
        return union(cap(p), top, 0.16)

    return shape


def _quiff(a: Attributes, b: Build) -> Distance:
    cap, v = _cap(b, 0.055), 0.8 + 0.5 * a.hair_volume

    def shape(p: Points) -> Array:
        front = ellipsoid(turned(p, 0, 24.0, (0.0, 0.9, 0.45)), (0.04, 0.92, 0.48), (0.56, 0.29 * v, 0.36))
        top = ellipsoid(p, (0.0, 0.88, -0.05), (0.56, 0.26 * v, 0.66))
        return union(cap(p), union(front, top, 0.2), 0.14)

    return shape


def _curly(a: Attributes, b: Build) -> Distance:
    puff = 0.10 + 0.28 * a.hair_volume

    def shape(p: Points) -> Array:
        ball = ellipsoid(p, (0.0, 0.30, -0.20), (0.82 * b.width + puff, 0.84 + 0.8 * puff, 0.82 + puff))
        behind = half_space(p, _HAIRLINE, 0.0)
        layer = intersection(ball, behind, 0.16)
        k = np.float32(9.5)
        lumps = np.sin(p[0] * k) * np.sin(p[1] * k + 1.0) + np.sin(p[1] * k) * np.sin(p[2] * k)
        layer -= np.float32(0.035) * lumps
        layer *= np.float32(0.8)
        return layer

    return shape


def _curtain(b: Build, v: float, bottom: float) -> Distance:
    """Hair down both sides and behind, open for the face."""

    def shape(p: Points) -> Array:
        x, y, z = mirrored(p)
        m = (x + np.float32(0.05 * (v - 0.8)) * np.sin(y * np.float32(7.0)), y, z)
        sides = capsule(
            m, (0.66 * b.width, 0.35, -0.12), (0.68 * b.width, bottom + 0.2, 0.02), 0.25 * v, 0.22 * v
        )
        back = ellipsoid(p, (0.0, 0.5 * bottom + 0.1, -0.42), (0.74 * b.width, 0.75 - 0.5 * bottom, 0.5))
        return intersection(union(sides, back, 0.15), half_space(p, (0.0, -1.0, 0.0), -bottom), 0.1)

    return shape


def _fringe(b: Build, thick: float, height: float) -> Distance:
    """A layer that comes down the forehead to a height."""

    def shape(p: Points) -> Array:
        layer = ellipsoid(p, (0.0, 0.24, -0.10), (0.80 * b.width + thick, 0.79 + thick, 0.86 + thick))
        return intersection(layer, half_space(p, (0.0, -0.985, 0.174), -height), 0.06)

    return shape


def _bob(a: Attributes, b: Build) -> Distance:
    v = 0.95 + 0.35 * a.hair_volume
    cap, sides, fringe = _cap(b, 0.12), _curtain(b, v, -0.78), _fringe(b, 0.10, 0.30)
    return lambda p: union(union(cap(p), sides(p), 0.15), fringe(p), 0.08)


def _long(a: Attributes, b: Build) -> Distance:
    v = 0.85 + 0.35 * a.hair_volume
    cap, sides = _cap(b, 0.11), _curtain(b, v, -1.55)

    def shape(p: Points) -> Array:
        hood = union(cap(p), sides(p), 0.18)
        sweep = ellipsoid(turned(p, 2, 30.0, (-0.3, 0.62, 0.5)), (-0.28, 0.64, 0.46), (0.55, 0.17, 0.30))
        hood = union(hood, sweep, 0.14)
        aside = (p[0] - np.float32(0.20)) * np.float32(1 / 0.04)
        hood += np.float32(0.03) * np.exp(-(aside * aside)) * (p[1] > 0.5)
        return hood

    return shape


def _bun(a: Attributes, b: Build) -> Distance:
    cap, r = _cap(b, 0.07), 0.25 + 0.1 * a.hair_volume

    def shape(p: Points) -> Array:
        return union(cap(p), sphere(p, (0.0, 1.0 + 0.8 * r, -0.22), r), 0.06)

    return shape


def _pigtails(a: Attributes, b: Build) -> Distance:
    cap, fringe, v = _cap(b, 0.08), _fringe(b, 0.07, 0.44), 0.8 + 0.5 * a.hair_volume

    def shape(p: Points) -> Array:
        m = mirrored(p)
        x = 0.84 * b.width
        knot = sphere(m, (x + 0.05, 0.22, -0.22), 0.10)
        tail = ellipsoid(
            turned(m, 2, 14.0, (x + 0.2, -0.15, -0.2)), (x + 0.22, -0.12, -0.2), (0.19 * v, 0.42, 0.2 * v)
        )
        return union(union(cap(p), fringe(p), 0.08), union(knot, tail, 0.06), 0.05)

    return shape


_STYLES: dict[str, Callable[[Attributes, Build], Distance]] = {
    "short": _short, "quiff": _quiff, "curly": _curly, "bob": _bob, "long": _long,
    "bun": _bun, "pigtails": _pigtails,
}  # fmt: skip
_BOXES: dict[str, tuple[Triple, Triple]] = {
    "long": ((-1.15, -1.6, -1.2), (1.15, 1.3, 1.1)),
    "bun": ((-1.0, -0.8, -1.1), (1.0, 1.7, 1.0)),
    "curly": ((-1.35, -0.9, -1.5), (1.35, 1.6, 1.2)),
    "pigtails": ((-1.5, -0.8, -1.1), (1.5, 1.2, 1.0)),
}
