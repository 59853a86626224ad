"""Hats: a knitted beanie, a cap with a visor, and one with a brim all round."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ganstudio.worlds.faces.canvas import Solid, Surface
from ganstudio.worlds.faces.head import Build
from ganstudio.worlds.faces.paints import hue
from ganstudio.worlds.faces.record import Attributes
from ganstudio.worlds.faces.solids import (
    Distance,
    Points,
    ellipsoid,
    half_space,
    intersection,
    sphere,
    turned,
    union,
)
from ganstudio.worlds.noise import Array

_TILT = (0.0, -0.966, 0.259)  # the lower edge of a hat: higher in front than behind
_EDGE = -0.30


def room_under(a: Attributes) -> Distance | None:
    """The half-space that a hat leaves to the hair; None without a hat."""
    if a.hat == "none":
        return None
    return lambda p: -half_space(p, _TILT, _EDGE - 0.08)


def hat(a: Attributes, b: Build) -> Solid | None:
    """The hat of a face, or None."""
    return None if a.hat == "none" else _HATS[a.hat](a, b)


def _dome(p: Points, b: Build, thick: float, height: float) -> Array:
    layer = ellipsoid(p, (0.0, 0.26, -0.11), (0.80 * b.width + thick, 0.80 + height, 0.86 + thick))
    return intersection(layer, half_space(p, _TILT, _EDGE), 0.04)


def _above(p: Points) -> Array:
    """Height over the lower edge."""
    return -half_space(p, _TILT, _EDGE)


def _colour(a: Attributes, shift: float, value: float) -> Array:
    return hue(a.garment_hue + 0.37 + shift, 0.62, value)


def _two_colours(first: Array, second: Array, share: Array, gloss: float = 0.06) -> Surface:
    albedo = first[:, None] + (second - first)[:, None] * share
    return Surface(albedo.astype(np.float32), gloss, 12.0)


def _beanie(a: Attributes, b: Build) -> Solid:
    def shape(p: Points) -> Array:
        dome = _dome(p, b, 0.15, 0.19)
        roll = ellipsoid(p, (0.0, 0.26, -0.11), (0.80 * b.width + 0.21, 1.08, 1.07))
        roll = intersection(roll, np.abs(_above(p) - np.float32(0.10)) - np.float32(0.12), 0.08)
        return union(union(dome, roll, 0.04), sphere(p, (0.0, 1.28, -0.14), 0.17), 0.04)

    def ribs(p: Points) -> Array:
        return np.sin(np.arctan2(p[0], p[2] + np.float32(0.11)) * np.float32(30.0))

    def detail(p: Points) -> Array:
        distance = shape(p)
        distance += np.float32(0.012) * ribs(p)
        return distance

    main, trim = _colour(a, 0.0, 0.62), _colour(a, 0.08, 0.80)

    def paint(p: Points, normal: Points) -> Surface:
        trimmed = (_above(p) < 0.225) | (p[1] > 1.155)
        return _two_colours(main, trim, trimmed.astype(np.float32))

    return Solid(shape, (-1.2, 0.0, -1.25), (1.2, 1.48, 1.1), paint, detail)


def _cap(a: Attributes, b: Build) -> Solid:
    def shape(p: Points) -> Array:
        dome = _dome(p, b, 0.13, 0.12)
        tilted = turned(p, 0, -14.0, (0.0, 0.46, 0.6))
        visor = ellipsoid(tilted, (0.0, 0.46, 0.78), (0.66 * b.width, 0.055, 0.62))
        button = sphere(p, (0.0, 1.19, -0.11), 0.06)
        return union(union(dome, visor, 0.05), button, 0.03)

    main, trim = _colour(a, 0.0, 0.68), _colour(a, 0.5, 0.6)

    def paint(p: Points, normal: Points) -> Surface:
        visor = (_above(p) < 0.06 + 0.1 * p[2]) & (p[2] > 0.62)
        return _two_colours(main, trim, (visor | (p[1] > 1.175)).astype(np.float32), 0.12)

    return Solid(shape, (-1.1, 0.0, -1.2), (1.1, 1.28, 1.5), paint)


def _brimmed(a: Attributes, b: Build) -> Solid:
    def shape(p: Points) -> Array:
        crown = ellipsoid(p, (0.0, 0.55, -0.11), (0.80 * b.width + 0.10, 0.76, 0.94))
        crown = intersection(crown, half_space(p, _TILT, _EDGE), 0.04)
        crown = intersection(crown, half_space(p, (0.0, 1.0, 0.0), 1.17), 0.16)
        tilted = turned(p, 0, -15.0, (0.0, 0.30, -0.11))
        brim = ellipsoid(tilted, (0.0, 0.315, -0.11), (1.42, 0.065, 1.42))
        return union(crown, brim, 0.07)

    main, trim = hue(0.10 + 0.06 * a.garment_hue, 0.42, 0.80), _colour(a, 0.0, 0.45)

    def paint(p: Points, normal: Points) -> Surface:
        height = _above(p)
        inside = p[0] * p[0] + (p[2] + np.float32(0.11)) ** 2 < np.float32((0.80 * b.width + 0.2) ** 2)
        return _two_colours(main, trim, ((height > 0.09) & (height < 0.27) & inside).astype(np.float32))

    return Solid(shape, (-1.45, -0.15, -1.6), (1.45, 1.25, 1.4), paint)


_HATS: dict[str, Callable[[Attributes, Build], Solid]] = {"beanie": _beanie, "cap": _cap, "brimmed": _brimmed}
