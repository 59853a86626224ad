"""Eyes: glossy balls between lids that turn about the corners of the eye, and brows above them."""

from __future__ import annotations

import numpy as np

from ganstudio.worlds.faces.canvas import Canvas, Frame, Solid, Surface
from ganstudio.worlds.faces.hair import hair_colour
from ganstudio.worlds.faces.head import BROW, Build
from ganstudio.worlds.faces.record import Attributes
from ganstudio.worlds.faces.solids import Points, Triple, capsule, mirrored
from ganstudio.worlds.faces.tones import mix, plain, tone
from ganstudio.worlds.light import linear
from ganstudio.worlds.noise import Array, smoothstep

_IRISES = {
    "brown": linear("#6b3f22"),
    "hazel": linear("#8a6a35"),
    "green": linear("#5f8f5a"),
    "blue": linear("#4d86b8"),
}
_WHITE, _DARK, _LASH = linear("#f6f3ee"), linear("#141013"), linear("#1d1414")
_BALL = 0.93  # radius of the ball in radii of the lids


def draw_eyes(canvas: Canvas, frame: Frame, a: Attributes, b: Build) -> None:
    """Both eyes, where nothing is in front of them."""
    for side, centre in zip((-1.0, 1.0), b.eyes, strict=True):
        _draw_eye(canvas, frame, a, b, side, centre)


def _draw_eye(canvas: Canvas, frame: Frame, a: Attributes, b: Build, side: float, centre: Triple) -> None:
    low = tuple(c - b.eye for c in centre)
    high = tuple(c + b.eye for c in centre)
    rays = canvas.rays(frame, (low[0], low[1], low[2]), (high[0], high[1], high[2]))
    if rays is None:
        return
    middle = frame.to_view(centre)
    dx = rays.x + np.float32(frame.origin[0] - middle[0])
    dy = rays.y + np.float32(frame.origin[1] - middle[1])
    room = np.float32(b.eye**2) - dx * dx - dy * dy
    outer = np.sqrt(np.maximum(room, 0.0)) + np.float32(middle[2])
    seen = np.flatnonzero((room > 0.0) & (outer > canvas.depth[rays.index]))
    if not len(seen):
        return
    rays, outer, room = rays.some(seen), outer[seen], room[seen]
    lid = _unit(rays.points(outer), centre, b.eye)
    above, below = _lids(lid, a, side)
    inner = room - np.float32(b.eye**2 * (1.0 - _BALL**2))
    opening = (above < 0.0) & (below < 0.0) & (inner > 0.0)
    depth = np.where(opening, np.sqrt(np.maximum(inner, 0.0)) + np.float32(middle[2]), outer)
    ball = _unit(rays.points(depth), centre, b.eye * _BALL)
    normal = tuple(np.where(opening, i, o) for i, o in zip(ball, lid, strict=True))
    edge = canvas.pixel / b.eye
    surface = _blend(opening, _ball(ball, above, frame, a), _skin(above, below, a, edge))
    canvas.put(rays, depth, (normal[0], normal[1], normal[2]), surface)


def _unit(p: Points, centre: Triple, radius: float) -> Points:
    x, y, z = ((v - np.float32(c)) * np.float32(1.0 / radius) for v, c in zip(p, centre, strict=True))
    return x, y, z


def _lids(p: Points, a: Attributes, side: float) -> tuple[Array, Array]:
    """How far inside the upper and the lower lid points are, in radii; negative in the opening."""
    x, y, z = p
    turn, wide = np.radians(14.0 * side), np.sin(0.5 * np.pi * a.eyes_open)
    z = z * np.float32(np.cos(turn)) + x * np.float32(np.sin(turn))
    upper, lower = np.radians(-21.0 + 62.0 * wide), np.radians(-21.0 - 17.0 * wide)
    above = y * np.float32(np.cos(upper)) - z * np.float32(np.sin(upper))
    below = z * np.float32(np.sin(lower)) - y * np.float32(np.cos(lower))
    return above, below


def _skin(above: Array, below: Array, a: Attributes, edge: float) -> Surface:
    """The lids, with lashes along their edges."""
    albedo = plain(tone(a, 0.93, 0.78, 0.75), len(above))
    upper = np.clip((0.085 - above) / edge + 0.5, 0.0, 1.0) * (above > -0.02)
    lower = np.clip((0.03 - below) / edge + 0.5, 0.0, 1.0) * (below > -0.02) * 0.45
    share = np.maximum(upper * 0.92, lower * (above < 0.0))
    return Surface(mix(albedo, _LASH, share), 0.14 * (1.0 - share), 14.0, 1.0 - share)


def _ball(p: Points, above: Array, frame: Frame, a: Attributes) -> Surface:
    """White, iris and pupil; the gaze half follows the camera."""
    to_camera = frame.rotation[2]
    gaze = _direction(0.35 * np.array([0.0, 0.0, 1.0]) + 0.65 * to_camera)
    along = _dot(p, gaze)
    angle = np.where(along > 0.0, np.sqrt(np.maximum(1.0 - along * along, 0.0)), 1.0)
    colour = _IRISES[a.eye_colour]
    albedo = plain(_WHITE, len(above))
    lower = np.clip(0.5 - _dot(p, _direction(frame.rotation[1])), 0.0, 1.2)
    iris = colour[:, None] * (0.55 + 1.5 * lower * lower)
    iris = mix(iris, colour * np.float32(0.18), smoothstep(0.44, 0.55, angle))
    rim = 1.0 - smoothstep(0.52, 0.57, angle)
    albedo = albedo + (iris - albedo) * rim
    albedo = mix(albedo, _DARK, 1.0 - smoothstep(0.24, 0.29, angle))
    albedo = albedo * (0.42 + 0.58 * smoothstep(0.0, 0.34, -above))
    return Surface(albedo, 0.25, 60.0, 0.0, _sparkle(p, frame, a))


def _sparkle(p: Points, frame: Frame, a: Attributes) -> Array:
    """The window that every eye mirrors, on the side of the light, and a small one across."""
    side = 1.0 if a.light_azimuth >= 0.0 else -1.0
    main = _dot(p, _direction(frame.rotation.T @ np.array([0.24 * side, 0.30, 0.90])))
    small = _dot(p, _direction(frame.rotation.T @ np.array([-0.22 * side, -0.22, 0.93])))
    glow = 0.95 * smoothstep(0.978, 0.988, main) + 0.35 * smoothstep(0.988, 0.994, small)
    return np.repeat(glow[None], 3, axis=0)


def _dot(p: Points, direction: Array) -> Array:
    total: Array = p[0] * np.float32(direction[0])
    total += p[1] * np.float32(direction[1])
    total += p[2] * np.float32(direction[2])
    return total


def _direction(v: Array) -> Array:
    unit: Array = v / np.sqrt(float(v @ v))
    return unit


def _blend(which: Array, yes: Surface, no: Surface) -> Surface:
    def pick(a: Array | float, b: Array | float) -> Array:
        return np.where(which, a, b).astype(np.float32)

    glow = None if yes.glow is None else yes.glow * which
    return Surface(
        pick(yes.albedo, no.albedo), pick(yes.gloss, no.gloss), 30.0, pick(yes.soft, no.soft), glow
    )


def brows(a: Attributes, b: Build) -> Solid:
    """Two strips of clay above the eyes."""
    thick = 0.034 + 0.032 * a.brows
    _, middle, outer = BROW
    along = [point[0] - middle[0] for point in BROW]
    # A straight rod in a space that is bent as the brow is: up in the middle, and round the head.
    rise = np.polyfit(along, [point[1] for point in BROW], 2)
    depth = np.polyfit(along, b.brow_z, 2)
    colour = 0.75 * hair_colour(a)

    def shape(p: Points) -> Array:
        x, y, z = mirrored(p)
        t = x - np.float32(middle[0])
        bent = (t, y - _curve(rise, t), z - _curve(depth, t) + np.float32(0.3 * thick))
        distance = capsule(bent, (along[0], 0.0, 0.0), (along[2], 0.0, 0.0), thick, 0.55 * thick)
        distance *= np.float32(0.8)
        return distance

    def paint(p: Points, normal: Points) -> Surface:
        return Surface(plain(colour, len(p[0])), 0.1, 12.0)

    reach, z = outer[0] + 0.08, b.brow_z
    return Solid(shape, (-reach, 0.24, min(z) - 0.1), (reach, 0.52, max(z) + 0.1), paint)


def _curve(coefficients: Array, t: Array) -> Array:
    square, slope, level = (np.float32(c) for c in coefficients)
    bent: Array = (square * t + slope) * t + level
    return bent
