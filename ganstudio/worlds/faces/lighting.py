"""Light on what the rays have hit: key, fill and rim, soft shadows, and darkness in the corners.

Shadows and the darkness of corners are found in the depth picture alone, as games do (screen-space
ambient occlusion; Mittring, Finding Next Gen, SIGGRAPH 2007 course notes).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ganstudio.worlds.faces.canvas import FAR, Canvas
from ganstudio.worlds.faces.record import Attributes
from ganstudio.worlds.noise import Array

_SCATTER = np.array([0.42, 0.20, 0.14], np.float32)  # how far light of each colour goes round in skin
_COARSE = 160  # samples a side that shadows are worth finding at: they are soft


@dataclass(frozen=True)
class Lamps:
    """Directions (3,) in the view and colours (3,) in linear light."""

    key: Array
    fill: Array
    rim: Array
    key_colour: Array
    fill_colour: Array
    sky: Array
    ground: Array


def lamps(a: Attributes) -> Lamps:
    """The lamps of a face: the fill stands across from the key, the rim behind on the fill's side."""
    warm = np.float32(a.light_warmth)
    cool_white, warm_white = np.array([0.93, 0.98, 1.08]), np.array([1.10, 0.99, 0.84])
    white = cool_white + (warm_white - cool_white) * warm
    opposite = white[::-1] / white.mean()
    return Lamps(
        key=_aim(a.light_azimuth, a.light_elevation),
        fill=_aim(-0.8 * a.light_azimuth - 15.0, 12.0),
        rim=_aim(180.0 - 0.5 * a.light_azimuth + 70.0 * np.sign(-a.light_azimuth or 1.0), 35.0),
        key_colour=(1.75 * white).astype(np.float32),
        fill_colour=(0.30 * opposite).astype(np.float32),
        sky=(0.56 * np.array([0.97, 1.0, 1.06])).astype(np.float32),
        ground=(0.32 * np.array([1.08, 0.98, 0.92])).astype(np.float32),
    )


def _aim(azimuth: float, elevation: float) -> Array:
    a, e = np.radians(azimuth), np.radians(elevation)
    return np.array([np.sin(a) * np.cos(e), np.sin(e), np.cos(a) * np.cos(e)], np.float32)


def shade(canvas: Canvas, a: Attributes) -> tuple[Array, Array]:
    """Linear light (3, n) of every sample that was hit, and where that is (n,)."""
    lit = lamps(a)
    at = np.flatnonzero(canvas.depth > FAR)
    shadow = _shadow(canvas, lit.key).ravel()[at]
    open_ = _openness(canvas).ravel()[at]
    n, albedo, soft = canvas.normal[:, at], canvas.albedo[:, at], canvas.soft[at]
    facing = lit.key @ n
    light = lit.ground[:, None] + (lit.sky - lit.ground)[:, None] * (0.5 + 0.5 * n[1])
    light *= open_
    light += lit.fill_colour[:, None] * (np.maximum(0.25 + 0.75 * (lit.fill @ n), 0.0) * open_)
    for c in range(3):
        around = 0.06 + _SCATTER[c] * soft
        wrapped = np.maximum((facing + around) / (1.0 + around), 0.0)
        passing = shadow + (1.0 - shadow) * np.float32(0.3 * _SCATTER[c]) * soft
        light[c] += lit.key_colour[c] * wrapped * passing
    colour = albedo * light
    colour += _highlight(canvas, at, n, lit.key) * (shadow * lit.key_colour[:, None])
    edge = np.clip(1.0 - n[2], 0.0, 1.0) ** 3 * np.maximum(lit.rim @ n + 0.25, 0.0)
    colour += edge * open_ * (0.35 * lit.key_colour[:, None] * (0.25 + 0.75 * albedo))
    colour += canvas.glow[:, at]
    return colour, at


def _highlight(canvas: Canvas, at: Array, n: Array, key: Array) -> Array:
    half = key + np.array([0.0, 0.0, 1.0], np.float32)
    half /= np.sqrt(float(half @ half))
    shine: Array = np.maximum(half @ n, 1e-4) ** canvas.sharpness[at] * canvas.gloss[at]
    return shine


def _stride(canvas: Canvas) -> int:
    """Every how many samples shadows are found."""
    stride = 2
    while canvas.side // stride > _COARSE and canvas.side % (2 * stride) == 0:
        stride *= 2
    return stride


def _thinned(field: Array, side: int, stride: int) -> Array:
    """Samples (..., side * side) at the middle of every block of a stride."""
    return field.reshape(-1, side, side)[:, stride // 2 :: stride, stride // 2 :: stride]


def _whole(field: Array, stride: int) -> Array:
    """A thinned field for every sample, smoothed."""
    while stride > 1:
        field, stride = _doubled(field), stride // 2
    return field


def _doubled(field: Array) -> Array:
    for axis in (0, 1):
        before, after = _neighbours(field, axis)
        shape = list(field.shape)
        shape[axis] *= 2
        halves = (0.75 * field + 0.25 * before, 0.75 * field + 0.25 * after)
        field = np.stack(halves, axis + 1).reshape(shape)
    return field


def _blurred(field: Array, times: int) -> Array:
    for _ in range(times):
        for axis in (0, 1):
            before, after = _neighbours(field, axis)
            field = 0.5 * field + 0.25 * (before + after)
    return field


def _neighbours(field: Array, axis: int) -> tuple[Array, Array]:
    """The field moved by one place both ways, its borders repeated."""
    wide = np.pad(field, [(1, 1) if k == axis else (0, 0) for k in range(2)], mode="edge")
    return (wide[:-2], wide[2:]) if axis == 0 else (wide[:, :-2], wide[:, 2:])


def _moved(field: Array, columns: int, rows: int) -> Array:
    """What lies some columns to the right and rows down of every place; FAR outside."""
    out = np.full_like(field, FAR)
    height, width = field.shape
    if abs(columns) >= width or abs(rows) >= height:
        return out
    to_y, from_y = slice(max(0, -rows), height - max(0, rows)), slice(max(0, rows), height + min(0, rows))
    to_x, from_x = (
        slice(max(0, -columns), width - max(0, columns)),
        slice(max(0, columns), width + min(0, columns)),
    )
    out[to_y, to_x] = field[from_y, from_x]
    return out


def _shadow(canvas: Canvas, key: Array) -> Array:
    """1 in the light, towards 0 where something stands before the lamp (side, side)."""
    stride = _stride(canvas)
    depth = _thinned(canvas.depth, canvas.side, stride)[0]
    scale = canvas.scale / stride
    hidden = np.zeros_like(depth)
    flat = max(1e-3, float(np.hypot(key[0], key[1])))
    for across in (*np.arange(0.025, 0.5, 0.05), *np.arange(0.5, 1.5, 0.075)):
        reach = across / flat
        if reach * key[2] > 1.6:
            break
        columns, rows = round(across * key[0] / flat * scale), round(-across * key[1] / flat * scale)
        over = _moved(depth, columns, rows) - depth
        over -= np.float32(reach * key[2] + 0.015)
        # What is far in front casts no shadow: the depth picture does not tell how thick it is.
        covering = np.clip(over * np.float32(1.0 / (0.03 + 0.10 * reach)), 0.0, 1.0)
        covering *= over < np.float32(0.9)
        np.maximum(hidden, covering, out=hidden)
    return 1.0 - np.float32(0.85) * _whole(_blurred(hidden, 2), stride)


def _openness(canvas: Canvas) -> Array:
    """How much of the surroundings a sample sees: 1 in the open (side, side)."""
    stride = _stride(canvas)
    depth = _thinned(canvas.depth, canvas.side, stride)[0]
    normal = _thinned(canvas.normal, canvas.side, stride)
    facing = 1.0 / np.maximum(normal[2], 0.25)
    slope_x, slope_y = -normal[0] * facing, -normal[1] * facing
    scale = canvas.scale / stride
    total = np.zeros_like(depth)
    for radius, weight in ((0.07, 0.5), (0.16, 0.6), (0.34, 0.5)):
        for k in range(8):
            angle = np.pi / 4 * (k + 0.5)
            dx, dy = radius * np.cos(angle), radius * np.sin(angle)
            columns, rows = round(dx * scale), round(-dy * scale)
            rise = _moved(depth, columns, rows) - depth
            rise -= np.float32(columns / scale) * slope_x + np.float32(-rows / scale) * slope_y
            rise *= np.float32(1.0 / radius)
            covering = np.clip(rise, 0.0, 1.0) * np.clip(3.5 - rise, 0.0, 1.0)
            total += covering * np.float32(weight / 8)
    return _whole(_blurred(np.clip(1.0 - total, 0.2, 1.0), 1), stride)
