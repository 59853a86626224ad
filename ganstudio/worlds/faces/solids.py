"""Smooth solids as signed distances, for many points at once.

A solid is a function of points that is negative inside and about the distance outside. Formulas of the
primitives and of the smooth union are those that Inigo Quilez published (iquilezles.org).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ganstudio.worlds.noise import Array

Points = tuple[Array, Array, Array]  # x to the right, y up, z towards the viewer
Distance = Callable[[Points], Array]
Triple = tuple[float, float, float]
_TINY = np.float32(1e-6)


def ellipsoid(p: Points, centre: Triple, radii: Triple) -> Array:
    """Approximate distance to an ellipsoid with its axes along those of the space."""
    near: Array | None = None
    slope: Array | None = None
    for value, middle, radius in zip(p, centre, radii, strict=True):
        square = (value - np.float32(middle)) * np.float32(1.0 / radius)
        square *= square
        steep = square * np.float32(1.0 / radius**2)
        near = square if near is None else np.add(near, square, out=near)
        slope = steep if slope is None else np.add(slope, steep, out=slope)
    assert near is not None and slope is not None
    slope += _TINY
    np.sqrt(slope, out=slope)
    root = np.sqrt(near)
    near -= root
    near /= slope
    return near


def sphere(p: Points, centre: Triple, radius: float) -> Array:
    x, y, z = (value - np.float32(middle) for value, middle in zip(p, centre, strict=True))
    distance: Array = np.sqrt(x * x + y * y + z * z)
    distance -= np.float32(radius)
    return distance


def capsule(p: Points, start: Triple, end: Triple, radius: float, last: float | None = None) -> Array:
    """A rod with round ends; its radius goes to `last` at the end, if given."""
    axis = np.subtract(end, start)
    px, py, pz = (value - np.float32(s) for value, s in zip(p, start, strict=True))
    ax, ay, az = (np.float32(a) for a in axis)
    along = px * ax
    along += py * ay
    along += pz * az
    along *= np.float32(1.0 / float(axis @ axis))
    np.clip(along, 0.0, 1.0, out=along)
    px -= along * ax
    py -= along * ay
    pz -= along * az
    distance: Array = np.sqrt(px * px + py * py + pz * pz)
    distance -= np.float32(radius) + along * np.float32((radius if last is None else last) - radius)
    return distance


def union(a: Array, b: Array, blend: float) -> Array:
    """Both, with a fillet of about the width `blend`."""
    fillet = np.abs(a - b)
    np.subtract(np.float32(blend), fillet, out=fillet)
    np.maximum(fillet, 0.0, out=fillet)
    fillet *= fillet
    fillet *= np.float32(0.25 / blend)
    both: Array = np.minimum(a, b)
    both -= fillet
    return both


def intersection(a: Array, b: Array, blend: float) -> Array:
    """What is in both, with its edge rounded."""
    return -union(-a, -b, blend)


def difference(a: Array, b: Array, blend: float) -> Array:
    """`a` without `b`, with its edge rounded."""
    return -union(-a, b, blend)


def half_space(p: Points, normal: Triple, offset: float) -> Array:
    """Negative where p . normal < offset; the normal has unit length."""
    distance: Array = p[0] * np.float32(normal[0])
    distance += p[1] * np.float32(normal[1])
    distance += p[2] * np.float32(normal[2])
    distance -= np.float32(offset)
    return distance


def mirrored(p: Points) -> Points:
    """The right half stands for both."""
    return np.abs(p[0]), p[1], p[2]


def turned(p: Points, axis: int, degrees: float, about: Triple = (0.0, 0.0, 0.0)) -> Points:
    """Points seen from a frame that is turned about one axis (0 x, 1 y, 2 z) through a point."""
    c, s = np.float32(np.cos(np.radians(degrees))), np.float32(np.sin(np.radians(degrees)))
    first, second = (axis + 1) % 3, (axis + 2) % 3
    a, b = p[first] - np.float32(about[first]), p[second] - np.float32(about[second])
    out = list(p)
    out[first] = a * c + b * s + np.float32(about[first])
    out[second] = b * c - a * s + np.float32(about[second])
    return out[0], out[1], out[2]
