"""Brush strokes, lines and shapes on a layer.

Coordinates are continuous: pixel (i, j) is the square from (i, j) to (i + 1, j + 1). All of it honours the
selection, refuses locked and generated layers with InputError, and is one step of the history each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import ceil, cos, floor, hypot, pi, sin

import numpy as np

from ganstudio.document.document import Document
from ganstudio.document.filling import fill_area, flood_fill
from ganstudio.document.image import Bytes
from ganstudio.document.ink import ERASE, Colour, Value, check_value, mixed
from ganstudio.document.layers import LabelLayer, PixelLayer
from ganstudio.document.shapes import Floats, Point, distance_along, ellipse_coverage
from ganstudio.document.tiles import EMPTY, Rect, TileStore
from ganstudio.document.transaction import Transaction

__all__ = [
    "ERASE",
    "BrushSettings",
    "Stroke",
    "Value",
    "draw_ellipse",
    "draw_line",
    "draw_rectangle",
    "flood_fill",
    "pick",
]

_JOINED = 0.25
"""Dabs that stand closer than this part of the brush's size are drawn as one smooth line."""


@dataclass(frozen=True)
class BrushSettings:
    """How a brush paints.

    `size` is the diameter in pixels, `hardness` the part of the radius that is fully covered, `opacity` the
    most that one stroke covers however often it crosses itself. `spacing` sets dabs that part of the size
    asunder, up to a quarter as one smooth line. `smoothing` calms the line of the hand. Where pressure makes
    the size, `thinnest` is the part of it that is left without any; `tapered` lets speed stand in for the
    pressure that a mouse lacks (see `pen`).
    """

    size: float = 32.0
    hardness: float = 0.8
    opacity: float = 1.0
    spacing: float = 0.1
    smoothing: float = 0.0
    pressure_size: bool = False
    pressure_opacity: bool = False
    thinnest: float = 0.0
    tapered: bool = False


@dataclass(frozen=True)
class _Dab:
    """A disc of the brush at one place."""

    x: float
    y: float
    radius: float
    strength: float

    def towards(self, other: _Dab, t: float) -> _Dab:
        return _Dab(
            self.x + (other.x - self.x) * t,
            self.y + (other.y - self.y) * t,
            self.radius + (other.radius - self.radius) * t,
            self.strength + (other.strength - self.strength) * t,
        )

    def distance(self, other: _Dab) -> float:
        return hypot(other.x - self.x, other.y - self.y)


class Stroke:
    """One stroke of a brush: `begin`, any number of `to`, then `end` or `cancel`.

    Each returns the rectangle that it changed. The cost of a dab depends on the size of the brush alone.
    """

    def __init__(
        self,
        document: Document,
        layer_id: str,
        settings: BrushSettings,
        value: Value,
        name: str | None = None,
    ) -> None:
        self._document = document
        self._layer = document.paintable(layer_id)
        check_value(self._layer, value)
        self._settings = settings
        self._value = value
        self._name = name or ("Eraser" if value is ERASE else "Brush")
        self._hard = isinstance(self._layer, LabelLayer)
        self._edit: Transaction | None = None
        self._dirty = EMPTY

    def begin(self, x: float, y: float, pressure: float = 1.0) -> Rect:
        """Put the brush down; `pressure` is 0-1."""
        self._edit = self._document.begin(self._name)
        self._base = self._layer.tiles.clone()
        self._coverage = TileStore(self._document.width, self._document.height, 1)
        self._at = self._target = self._dab(x, y, pressure)
        self._left_over = 0.0
        return self._stamp(self._at, self._at)

    def to(self, x: float, y: float, pressure: float = 1.0) -> Rect:
        """Move the brush."""
        self._open_edit()
        self._target = self._dab(x, y, pressure)
        return self._draw_to(self._at.towards(self._target, 1 - 0.9 * self._settings.smoothing))

    def end(self) -> Rect:
        """Lift the brush and make the stroke one step; returns all that it changed."""
        edit = self._open_edit()
        self._draw_to(self._target)
        self._document.commit(edit)
        self._edit = None
        return self._dirty

    def cancel(self) -> None:
        """Take the stroke back."""
        self._document.rollback(self._open_edit())
        self._edit = None

    def _open_edit(self) -> Transaction:
        if self._edit is None:
            raise RuntimeError("the stroke has not begun or is over")
        return self._edit

    def _dab(self, x: float, y: float, pressure: float) -> _Dab:
        settings = self._settings
        pressure = min(max(pressure, 0.0), 1.0)
        share = settings.thinnest + (1 - settings.thinnest) * pressure if settings.pressure_size else 1.0
        wished = settings.size * share / 2
        radius = max(wished, 0.5)
        if self._hard and radius < 1:
            x, y = floor(x) + 0.5, floor(y) + 0.5
        # What is thinner than a pixel is as wide as one, and fainter.
        strength = 1.0 if self._hard else min(wished / radius, 1.0)
        return _Dab(x, y, radius, strength * (pressure if settings.pressure_opacity else 1.0))

    def _draw_to(self, dab: _Dab) -> Rect:
        if dab == self._at:
            return EMPTY
        changed = EMPTY
        for start, end in self._pieces(self._at, dab):
            changed = changed.union(self._stamp(start, end))
        self._at = dab
        return changed

    def _pieces(self, start: _Dab, end: _Dab) -> Iterator[tuple[_Dab, _Dab]]:
        """Short pieces of the way, so that none has a large rectangle around it; or single dabs."""
        length = start.distance(end)
        if self._settings.spacing > _JOINED:
            gap = self._settings.spacing * self._settings.size
            place = gap - self._left_over
            while place <= length:
                dab = start.towards(end, place / length)
                yield dab, dab
                place += gap
            self._left_over = length - (place - gap)
            return
        count = max(1, ceil(length / max(64.0, 2 * self._settings.size)))
        for i in range(count):
            yield start.towards(end, i / count), start.towards(end, (i + 1) / count)

    def _stamp(self, start: _Dab, end: _Dab) -> Rect:
        """Cover all between two dabs and lay the value over what was there before the stroke."""
        reach = ceil(max(start.radius, end.radius)) + 1
        around = Rect.of_points([(start.x, start.y), (end.x, end.y)])
        rect = Rect(around.x - reach, around.y - reach, around.w + 2 * reach, around.h + 2 * reach)
        rect = rect.intersect(self._document.rect)
        if rect.is_empty:
            return EMPTY
        covered = np.maximum(self._coverage.read(rect)[..., 0], self._profile(rect, start, end))
        self._coverage.write(rect, covered)
        strength = covered * np.float32((1.0 if self._hard else self._settings.opacity) / 255)
        if not self._document.selection.is_everything:
            strength *= self._document.selection.alpha(rect) * np.float32(1 / 255)
        self._open_edit().write(
            self._layer, rect, mixed(self._layer, self._base.read(rect), strength, self._value)
        )
        self._dirty = self._dirty.union(rect)
        return rect

    def _profile(self, rect: Rect, start: _Dab, end: _Dab) -> Bytes:
        """(h, w) uint8 of what the way between two dabs covers: an exact disc on label layers."""
        distance, along = distance_along(rect, (start.x, start.y), (end.x, end.y))
        radius: Floats = start.radius + (end.radius - start.radius) * along
        if self._hard:
            # The margin closes gaps that rounding would leave in one-pixel lines.
            return np.where(distance <= radius + 1e-3, np.uint8(255), np.uint8(0))
        soft = np.maximum(radius * (1 - self._settings.hardness), 1)
        edge = np.clip((radius + 0.5 - distance) / soft, 0, 1)
        if self._settings.hardness < 1:
            edge = edge * edge * (3 - 2 * edge)
        strength = start.strength + (end.strength - start.strength) * along
        covered: Bytes = (edge * strength * 255 + 0.5).astype(np.uint8)
        return covered


def draw_line(
    document: Document, layer_id: str, p0: Point, p1: Point, settings: BrushSettings, value: Value
) -> Rect:
    """A straight line as thick as the brush; returns what it changed."""
    return _draw_path(document, layer_id, [p0, p1], settings, value, "Line")


def draw_rectangle(
    document: Document,
    layer_id: str,
    p0: Point,
    p1: Point,
    settings: BrushSettings,
    value: Value,
    filled: bool = False,
) -> Rect:
    """A rectangle between two corners: filled, or drawn with the brush; returns what it changed."""
    if filled:
        rect = _whole_pixels(p0, p1)
        return _fill(document, layer_id, rect, _everywhere, settings, value, "Rectangle")
    (x0, y0), (x1, y1) = p0, p1
    path = [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)]
    return _draw_path(document, layer_id, path, settings, value, "Rectangle")


def draw_ellipse(
    document: Document,
    layer_id: str,
    p0: Point,
    p1: Point,
    settings: BrushSettings,
    value: Value,
    filled: bool = False,
) -> Rect:
    """The ellipse between two corners: filled, or drawn with the brush; returns what it changed."""
    if filled:
        rect = _whole_pixels(p0, p1)
        return _fill(
            document, layer_id, rect, lambda part: ellipse_coverage(rect, part), settings, value, "Ellipse"
        )
    (x0, y0), (x1, y1) = p0, p1
    a, b = (x1 - x0) / 2, (y1 - y0) / 2
    count = min(max(16, int(abs(a) + abs(b))), 1440)
    turns = [2 * pi * i / count for i in range(count + 1)]
    path = [(x0 + a + a * cos(t), y0 + b + b * sin(t)) for t in turns]
    return _draw_path(document, layer_id, path, settings, value, "Ellipse")


def pick(document: Document, x: float, y: float, layer_id: str | None = None) -> Colour | int:
    """The value of a layer's pixel, or without a layer the colour (r, g, b, a) that is seen there."""
    place = Rect(floor(x), floor(y), 1, 1)
    layer = None if layer_id is None else document.layer(layer_id)
    if isinstance(layer, PixelLayer):
        pixel = layer.tiles.read(place)[0, 0]
        if len(pixel) == 1:
            return int(pixel[0])
    else:
        pixel = document.composite(place)[0, 0]
    red, green, blue, alpha = (int(sample) for sample in pixel)
    return red, green, blue, alpha


def _draw_path(
    document: Document, layer_id: str, path: list[Point], settings: BrushSettings, value: Value, name: str
) -> Rect:
    stroke = Stroke(document, layer_id, replace(settings, smoothing=0.0), value, name)
    stroke.begin(*path[0])
    for point in path[1:]:
        stroke.to(*point)
    return stroke.end()


def _fill(
    document: Document,
    layer_id: str,
    rect: Rect,
    coverage: Callable[[Rect], Bytes],
    settings: BrushSettings,
    value: Value,
    name: str,
) -> Rect:
    layer = document.paintable(layer_id)
    check_value(layer, value)
    opacity = 1.0 if isinstance(layer, LabelLayer) else settings.opacity
    return fill_area(document, layer, rect, coverage, value, opacity, name)


def _whole_pixels(p0: Point, p1: Point) -> Rect:
    """All pixels between two corners, at least one."""
    rect = Rect.of_points([p0, p1])
    return Rect(rect.x, rect.y, max(rect.w, 1), max(rect.h, 1))


def _everywhere(part: Rect) -> Bytes:
    return np.full((part.h, part.w), 255, np.uint8)
