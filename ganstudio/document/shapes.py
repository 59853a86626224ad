"""How much of each pixel a shape covers. Pixel (i, j) is the square from (i, j) to (i + 1, j + 1)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from ganstudio.document.image import Bytes
from ganstudio.document.tiles import Rect

Point = tuple[float, float]
Floats = npt.NDArray[np.float32]

_OVERSAMPLING = 4


def centres(part: Rect) -> tuple[Floats, Floats]:
    """x (1, w) and y (h, 1) of the pixel centres."""
    x = np.arange(part.x, part.right, dtype=np.float32) + np.float32(0.5)
    y = np.arange(part.y, part.bottom, dtype=np.float32) + np.float32(0.5)
    return x[None, :], y[:, None]


def distance_along(part: Rect, start: Point, end: Point) -> tuple[Floats, Floats]:
    """Distance (h, w) of each pixel centre to a segment, and where on it the nearest point lies, 0-1.

    A segment without length is all end, so that a pen that is pressed harder where it is draws a larger dot.
    """
    x, y = centres(part)
    dx, dy = np.float32(end[0] - start[0]), np.float32(end[1] - start[1])
    px, py = x - np.float32(start[0]), y - np.float32(start[1])
    length = dx * dx + dy * dy
    along: Floats = px * dx + py * dy
    along = np.clip(along / length, 0, 1) if length > 0 else np.ones_like(along)
    distance: Floats = np.hypot(px - along * dx, py - along * dy)
    return distance, along


def ellipse_coverage(rect: Rect, part: Rect) -> Bytes:
    """(h, w) uint8 of the ellipse inscribed in `rect`, its edge smoothed over one pixel."""
    x, y = centres(part)
    a, b = rect.w / 2, rect.h / 2
    u, v = (x - (rect.x + a)) / a, (y - (rect.y + b)) / b
    # First-order distance to the edge: the implicit function divided by the length of its gradient.
    value = u * u + v * v - 1
    slope = 2 * np.hypot(u / a, v / b)
    edge = np.clip(0.5 - value / np.maximum(slope, 1e-6), 0, 1)
    covered: Bytes = (edge * 255 + 0.5).astype(np.uint8)
    return covered


def polygon_coverage(points: Sequence[Point], part: Rect) -> Bytes:
    """(h, w) uint8 of a closed polygon."""
    n = _OVERSAMPLING
    fine = Image.new("L", (part.w * n, part.h * n))
    moved = [((x - part.x) * n - 0.5, (y - part.y) * n - 0.5) for x, y in points]
    ImageDraw.Draw(fine).polygon(moved, fill=255)
    return np.asarray(fine.reduce(n))
