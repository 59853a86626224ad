"""A landscape painted as a person would do it: with strokes, fills and shapes of the editor."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ganstudio.document.document import Document
from ganstudio.document.filling import flood_fill
from ganstudio.document.layers import LabelLayer
from ganstudio.document.painting import BrushSettings, Stroke, draw_ellipse, draw_rectangle
from ganstudio.document.palettes import load_palette

Point = tuple[float, float]
Heights = npt.NDArray[np.float64]

_COLUMNS = np.linspace(-0.02, 1.02, 121)


def paint_landscape(document: Document, layer: LabelLayer, seed: int) -> None:
    """Snowy mountains behind a lake, and on its shore a house and trees; seeds differ in all shapes."""
    hand = _Hand(document, layer, seed)
    hand.fill("sky", (0.5, 0.5))
    hand.disc("sun_or_moon", (hand.between(0.62, 0.88), hand.between(0.10, 0.16)), 0.032, 0.032)
    for _ in range(3):
        hand.cloud((hand.between(0.05, 0.5), hand.between(0.08, 0.22)))
    _far_shore(hand)
    _near_shore(hand)


def _far_shore(hand: _Hand) -> None:
    peaks = 0.50 - hand.rough(0.46, 0.62)
    hand.land("snow", peaks)
    hand.land("mountain", np.maximum(peaks, 0.22 + hand.rough(0.22, 0.9)))
    hand.land("hill", 0.54 - hand.rough(0.17, 0.3))
    hand.land("forest", 0.57 - hand.rough(0.08, 0.75))
    hand.land("water", np.full_like(_COLUMNS, 0.565))


def _near_shore(hand: _Hand) -> None:
    """A meadow that rises to the right, with a beach along the water."""
    bays = 0.04 * np.sin(9 * _COLUMNS + hand.between(0, 6))
    beach = 1.06 - 0.40 * np.clip((_COLUMNS - 0.10) / 0.75, 0, 1) ** 0.8 + bays - hand.rough(0.05, 0.4)
    hand.land("sand", beach)
    hand.land("grass", beach + 0.02 + hand.rough(0.06, 0.4))
    house = hand.between(0.70, 0.76), 0.755
    hand.path(house, (hand.between(0.80, 0.92), 1.02))
    hand.house(house)
    hand.tree((hand.between(0.88, 0.94), 0.84), 0.24)
    hand.tree((hand.between(0.52, 0.58), 0.93), 0.15)


class _Hand:
    """Paints in fractions of the canvas, (0, 0) at the upper left."""

    def __init__(self, document: Document, layer: LabelLayer, seed: int) -> None:
        self._document = document
        self._layer = layer
        self._palette = load_palette(layer.palette)
        self._random = np.random.Generator(np.random.PCG64(seed))

    def between(self, low: float, high: float) -> float:
        return float(self._random.uniform(low, high))

    def rough(self, relief: float, roughness: float) -> Heights:
        """A random profile over the columns, within 0 and `relief`; finer octaves fall off by `roughness`."""
        total, weights = np.zeros_like(_COLUMNS), 0.0
        for octave in range(6):
            knots = 3 * 2**octave
            values = self._random.uniform(0, 1, knots + 1)
            total += roughness**octave * np.interp(_COLUMNS * knots, np.arange(knots + 1), values)
            weights += roughness**octave
        return total * (relief / weights)

    def fill(self, name: str, at: Point) -> None:
        x, y = self._pixels([at])[0]
        flood_fill(self._document, self._layer.id, x, y, self._palette.index(name))

    def stroke(self, name: str, points: Sequence[Point], size: float) -> None:
        settings = BrushSettings(size=size * self._document.height, hardness=1.0)
        stroke = Stroke(self._document, self._layer.id, settings, self._palette.index(name))
        first, *rest = self._pixels(points)
        stroke.begin(*first)
        for point in rest:
            stroke.to(*point)
        stroke.end()

    def disc(self, name: str, centre: Point, rx: float, ry: float) -> None:
        (x, y), value = centre, self._palette.index(name)
        corner, opposite = self._pixels([(x - rx, y - ry), (x + rx, y + ry)])
        draw_ellipse(self._document, self._layer.id, corner, opposite, BrushSettings(), value, filled=True)

    def land(self, name: str, skyline: Heights) -> None:
        """Draw a skyline right across, then fill what lies below it."""
        self.stroke(name, list(zip(_COLUMNS.tolist(), skyline.tolist(), strict=True)), 0.008)
        self.fill(name, (0.96, 0.998))

    def cloud(self, centre: Point) -> None:
        x, y = centre
        for _ in range(6):
            dx, dy = self.between(-0.10, 0.10), self.between(-0.02, 0.02)
            length = self.between(0.02, 0.07)
            points = [(x + dx - length, y + dy), (x + dx + length, y + dy - 0.008)]
            self.stroke("cloud", points, self.between(0.012, 0.03))

    def tree(self, foot: Point, height: float) -> None:
        x, y = foot
        self.stroke("forest", [(x, y), (x, y - height / 2)], 0.014)
        for turn in np.linspace(0, 6 * np.pi, 24).tolist():
            reach = self.between(0.05, 0.24) * height
            size = self.between(0.07, 0.13) * height
            leaf = x + reach * float(np.cos(turn)), y - 0.7 * height + reach * float(np.sin(turn))
            self.disc("forest", leaf, size, size)

    def path(self, start: Point, end: Point) -> None:
        """A bend that widens as it comes near."""
        (x0, y0), (x1, y1) = start, end
        times = np.linspace(0, 1, 12).tolist()
        bend = self.between(0.03, 0.07)
        points = [
            (x0 + (x1 - x0) * t + bend * float(np.sin(4.5 * t)), y0 + (y1 - y0) * t**1.3) for t in times
        ]
        for part, t in zip(pairwise(points), times, strict=False):
            self.stroke("path", part, 0.016 + 0.04 * t)

    def house(self, at: Point) -> None:
        x, y = at
        corner, opposite = self._pixels([(x - 0.04, y - 0.045), (x + 0.04, y + 0.02)])
        value = self._palette.index("house")
        draw_rectangle(self._document, self._layer.id, corner, opposite, BrushSettings(), value, filled=True)
        for height, width in ((0.045, 0.045), (0.060, 0.028), (0.072, 0.010)):
            self.stroke("house", [(x - width, y - height), (x + width, y - height)], 0.02)

    def _pixels(self, points: Sequence[Point]) -> list[Point]:
        return [(x * self._document.width, y * self._document.height) for x, y in points]
