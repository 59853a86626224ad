"""Glasses: a frame, and lenses that the picture is seen through."""

from __future__ import annotations

import numpy as np

from ganstudio.worlds.faces.canvas import Canvas, Frame, Solid, Surface
from ganstudio.worlds.faces.head import Build
from ganstudio.worlds.faces.paints import hue
from ganstudio.worlds.faces.record import Attributes
from ganstudio.worlds.faces.solids import Points, capsule, mirrored
from ganstudio.worlds.faces.tones import plain
from ganstudio.worlds.light import linear
from ganstudio.worlds.noise import Array, smoothstep

_Y = -0.02
_SIZES = {"round": (0.285, 0.285, 0.285), "square": (0.30, 0.24, 0.10), "sunglasses": (0.315, 0.25, 0.16)}


def _plane(b: Build) -> float:
    return b.eye_z + b.eye + 0.045


def _outline(x: Array, y: Array, a: Attributes, b: Build) -> Array:
    """Distance to the edge of the right lens in its plane, negative inside."""
    half_x, half_y, corner = _SIZES[a.glasses]
    dx = np.abs(x - np.float32(b.eye_x + 0.01)) - np.float32(half_x - corner)
    dy = np.abs(y - np.float32(_Y)) - np.float32(half_y - corner)
    outside = np.sqrt(np.maximum(dx, 0.0) ** 2 + np.maximum(dy, 0.0) ** 2)
    distance: Array = outside + np.minimum(np.maximum(dx, dy), 0.0) - np.float32(corner)
    return distance


def glasses(a: Attributes, b: Build) -> Solid | None:
    """The frame, or None."""
    if a.glasses == "none":
        return None
    z, thick = _plane(b), 0.040 if a.glasses == "sunglasses" else 0.030
    half_x = _SIZES[a.glasses][0]
    outer = b.eye_x + half_x
    colour = _frame_colour(a)

    def shape(p: Points) -> Array:
        m = mirrored(p)
        ring = np.sqrt(_outline(m[0], m[1], a, b) ** 2 + (m[2] - np.float32(z)) ** 2) - np.float32(thick)
        gap = b.eye_x + 0.01 - half_x
        bridge = capsule(m, (0.0, 0.07, z + 0.01), (gap, 0.04, z), thick)
        temple = capsule(m, (outer, 0.06, z - 0.01), (0.86 * b.width, 0.10, -0.1), 0.9 * thick)
        return np.minimum(np.minimum(ring, bridge), temple)

    def paint(p: Points, normal: Points) -> Surface:
        return Surface(plain(colour, len(p[0])), 0.55, 40.0)

    reach = max(outer, 0.9 * b.width) + 0.06
    return Solid(shape, (-reach, -0.36, -0.15), (reach, 0.34, z + 0.06), paint)


def _frame_colour(a: Attributes) -> Array:
    if a.glasses == "sunglasses":
        return linear("#1b1a1d")
    return hue(a.garment_hue + 0.55, 0.75, 0.55) if a.garment_hue > 0.4 else linear("#2a2422")


def draw_lenses(canvas: Canvas, frame: Frame, a: Attributes, b: Build) -> None:
    """Lay the lenses over what is behind them."""
    if a.glasses == "none":
        return
    z = _plane(b)
    rays = canvas.rays(frame, (-0.75, -0.34, z), (0.75, 0.32, z))
    if rays is None:
        return
    r = frame.rotation
    towards = float(r[2, 2])  # how the plane faces the viewer; never edge on, as heads turn by 35 degrees
    on_axis = rays.x * np.float32(r[0, 2]) + rays.y * np.float32(r[1, 2])
    depth = (np.float32(z) - on_axis) * np.float32(1.0 / towards) + np.float32(frame.origin[2])
    seen = np.flatnonzero(depth > canvas.depth[rays.index])
    rays, depth = rays.some(seen), depth[seen]
    x, y, _ = rays.points(depth)
    inside = np.flatnonzero(_outline(np.abs(x), y, a, b) < 0.0)
    x, y, at = x[inside], y[inside], rays.index[inside]
    middle = np.where(x > 0.0, b.eye_x, -b.eye_x).astype(np.float32)
    streak = (x - middle) + 0.8 * (y - np.float32(_Y))
    shine = smoothstep(0.03, 0.05, streak) * smoothstep(0.15, 0.13, streak)
    dark = a.glasses == "sunglasses"
    colour = linear("#15171d") if dark else linear("#eaf3ff")
    share = (0.90 - 0.28 * smoothstep(0.1, -0.25, y)) if dark else np.full(len(x), 0.04, np.float32)
    veil = plain(colour, len(x))
    veil += (np.float32(0.9) - veil) * shine * np.float32(0.22 if dark else 0.8)
    canvas.veil[:3, at], canvas.veil[3, at] = veil, np.maximum(share, shine * (0.0 if dark else 0.15))
