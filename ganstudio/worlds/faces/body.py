"""Neck and shoulders, which follow the head a little, and what they wear."""

from __future__ import annotations

import numpy as np

from ganstudio.worlds.faces.canvas import Solid, Surface
from ganstudio.worlds.faces.head import Build
from ganstudio.worlds.faces.paints import hue
from ganstudio.worlds.faces.record import Attributes
from ganstudio.worlds.faces.solids import Points, capsule, difference, ellipsoid, mirrored, union
from ganstudio.worlds.faces.tones import plain, tone
from ganstudio.worlds.noise import Array, smoothstep


def neck(a: Attributes, b: Build) -> Solid:
    colour = tone(a, 0.96, 0.90, 0.88)
    thick = 0.30 + 0.07 * a.jaw

    def shape(p: Points) -> Array:
        column = capsule(p, (0.0, -0.5, -0.22), (0.0, -1.5, -0.26), thick, thick + 0.05)
        return union(column, capsule(mirrored(p), (0.0, -1.6, -0.25), (0.6, -1.75, -0.25), 0.30), 0.3)

    def paint(p: Points, normal: Points) -> Surface:
        return Surface(plain(colour, len(p[0])), 0.12, 14.0, 1.0)

    return Solid(shape, (-0.9, -1.9, -0.7), (0.9, -0.4, 0.2), paint)


def garment(a: Attributes, b: Build) -> Solid:
    """Shoulders in cloth, with the collar that the garment has."""
    thick = 0.30 + 0.07 * a.jaw

    def shape(p: Points) -> Array:
        m = mirrored(p)
        cloth = capsule(m, (0.0, -1.66, -0.24), (0.86, -1.80, -0.26), 0.40, 0.36)
        cloth = union(cloth, ellipsoid(p, (0.0, -2.1, -0.15), (1.0, 0.8, 0.5)), 0.2)
        if a.garment == "turtleneck":
            roll = capsule(p, (0.0, -1.12, -0.20), (0.0, -1.5, -0.24), thick + 0.09, thick + 0.13)
            return union(cloth, roll, 0.08)
        hole = capsule(p, (0.0, -1.0, -0.16), (0.0, -1.42, -0.14), thick + 0.10, thick + 0.04)
        cloth = difference(cloth, hole, 0.06)
        if a.garment == "collar":
            flap = capsule(m, (0.12, -1.42, 0.22), (0.42, -1.16, -0.25), 0.085)
            cloth = union(cloth, flap, 0.04)
        return cloth

    main = hue(a.garment_hue, 0.62, 0.66)
    second = hue(a.garment_hue + 0.08, 0.10, 0.90)

    def paint(p: Points, normal: Points) -> Surface:
        share = np.zeros(len(p[0]), np.float32)
        if a.garment == "stripes":
            share = smoothstep(-0.15, 0.15, np.sin(p[1] * np.float32(40.0)))
        elif a.garment == "collar":
            share = smoothstep(0.02, -0.02, _collar(p))
        albedo = main[:, None] + (second - main)[:, None] * share
        return Surface(albedo, 0.05, 10.0)

    return Solid(shape, (-1.3, -2.0, -0.8), (1.3, -1.0, 0.4), paint)


def _collar(p: Points) -> Array:
    return capsule(mirrored(p), (0.12, -1.42, 0.22), (0.42, -1.16, -0.25), 0.10)
