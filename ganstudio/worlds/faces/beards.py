"""Beards as solid volumes on the lower face."""

from __future__ import annotations

import numpy as np

from ganstudio.worlds.faces.canvas import Solid, Surface
from ganstudio.worlds.faces.hair import hair_colour
from ganstudio.worlds.faces.head import Build, plain_skin
from ganstudio.worlds.faces.mouth import Mouth
from ganstudio.worlds.faces.record import Attributes
from ganstudio.worlds.faces.solids import (
    Distance,
    Points,
    capsule,
    difference,
    ellipsoid,
    half_space,
    intersection,
    mirrored,
    union,
)
from ganstudio.worlds.faces.tones import plain
from ganstudio.worlds.noise import Array


def beard(a: Attributes, b: Build, m: Mouth) -> Solid | None:
    """The beard, or None where there is none that stands out from the skin."""
    if a.beard in ("none", "stubble"):
        return None
    shape = {"moustache": _moustache, "goatee": _goatee, "full": _full}[a.beard](b, m)
    colour = 0.9 * hair_colour(a)

    def grooves(p: Points) -> Array:
        return np.sin(p[0] * np.float32(34.0) + 1.5 * np.sin(p[1] * np.float32(9.0)))

    def detail(p: Points) -> Array:
        distance = shape(p)
        distance += np.float32(0.009) * grooves(p)
        return distance

    def paint(p: Points, normal: Points) -> Surface:
        albedo = plain(colour, len(p[0]))
        albedo *= 0.88 - np.float32(0.12) * grooves(p)
        return Surface(albedo, 0.1, 12.0)

    return Solid(shape, (-0.85, -1.25, -0.25), (0.85, 0.05, 1.1), paint, detail)


def _moustache(b: Build, m: Mouth) -> Distance:
    plain = plain_skin(b)
    height = m.middle + 0.22 * m.gap + 0.118
    corner = (m.width + 0.05, height - 0.085 + 0.6 * m.lift, 0.0)

    def shape(p: Points) -> Array:
        x, y, z = mirrored(p)
        wing = capsule((x, y, np.zeros_like(z)), (0.07, height, 0.0), corner, 0.085, 0.045)
        return intersection(intersection(plain(p) - np.float32(0.065), wing, 0.09), np.float32(0.2) - z, 0.05)

    return shape


def _goatee(b: Build, m: Mouth) -> Distance:
    plain, lip = plain_skin(b), _moustache(b, m)

    def shape(p: Points) -> Array:
        layer = plain(p) - np.float32(0.07)
        chin = intersection(layer, ellipsoid(p, (0.0, -0.92, 0.55), (0.24, 0.22, 0.5)), 0.05)
        return np.minimum(chin, lip(p))

    return shape


def _full(b: Build, m: Mouth) -> Distance:
    plain, lip = plain_skin(b), _moustache(b, m)
    height = m.middle - 0.3 * m.gap

    def shape(p: Points) -> Array:
        layer = union(plain(p) - np.float32(0.06), ellipsoid(p, (0.0, -0.86, 0.34), (0.40, 0.30, 0.36)), 0.15)
        below = half_space(p, (0.0, 0.811, 0.585), -0.03)
        front = half_space(p, (0.0, 0.0, -1.0), 0.12)
        layer = intersection(intersection(layer, below, 0.06), front, 0.08)
        hole = ellipsoid(p, (0.0, height, b.lip_z), (m.width + 0.05, 0.11 + 0.5 * m.gap, 0.35))
        return union(difference(layer, hole, 0.05), lip(p), 0.04)

    return shape
