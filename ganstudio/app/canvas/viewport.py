"""Where the document lies on screen. Pure geometry: positions are logical pixels of one pane."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import ceil, floor

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QTransform

from ganstudio.document.tiles import Rect

MIN_ZOOM, MAX_ZOOM = 1 / 128, 64.0
STEPS = (
    *(1 / n for n in (128, 64, 32, 24, 16, 12, 8, 6, 4, 3, 2)),
    *(2 / 3, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 32.0, 48.0, 64.0),
)
"""The zooms that keys and menus step through."""

_KEPT = 48
"""Logical pixels of the document that always stay in sight."""


@dataclass(frozen=True)
class Viewport:
    """`zoom` is device pixels per pixel of the document, `origin` where the document's corner lies."""

    zoom: float = 1.0
    origin: QPointF = field(default_factory=QPointF)
    ratio: float = 1.0
    """Device pixels per logical pixel."""

    @property
    def scale(self) -> float:
        """Logical pixels per pixel of the document."""
        return self.zoom / self.ratio

    @property
    def level(self) -> int:
        """The mip level to draw from: every 2**level-th pixel is at least as fine as the screen."""
        level = 0
        while self.zoom * (2 << level) <= 1:
            level += 1
        return level

    @property
    def transform(self) -> QTransform:
        """From the document to the pane."""
        return QTransform(self.scale, 0, 0, self.scale, self.origin.x(), self.origin.y())

    def to_document(self, point: QPointF) -> QPointF:
        return (point - self.origin) / self.scale

    def to_pane(self, point: QPointF) -> QPointF:
        return point * self.scale + self.origin

    def pane_rect(self, rect: Rect) -> QRectF:
        """A rectangle of the document in the pane."""
        corner = self.to_pane(QPointF(rect.x, rect.y))
        return QRectF(corner, QSizeF(rect.w * self.scale, rect.h * self.scale))

    def document_rect(self, rect: QRectF) -> Rect:
        """The pixels of the document that a rectangle of the pane touches."""
        a, b = self.to_document(rect.topLeft()), self.to_document(rect.bottomRight())
        x, y = floor(a.x()), floor(a.y())
        return Rect(x, y, ceil(b.x()) - x, ceil(b.y()) - y)

    def zoomed(self, zoom: float, anchor: QPointF) -> Viewport:
        """Another zoom; what lies under `anchor` stays there."""
        zoom = min(max(zoom, MIN_ZOOM), MAX_ZOOM)
        fixed = self.to_document(anchor)
        return replace(self, zoom=zoom, origin=anchor - fixed * (zoom / self.ratio)).snapped()

    def panned(self, delta: QPointF) -> Viewport:
        return replace(self, origin=self.origin + delta).snapped()

    def fitted(self, size: QSizeF, width: int, height: int, margin: float = 24.0) -> Viewport:
        """All of a document in the middle of a pane, never larger than 8:1."""
        room_w, room_h = max(size.width() - 2 * margin, 16), max(size.height() - 2 * margin, 16)
        zoom = min(room_w / width, room_h / height, 8.0) * self.ratio
        return replace(self, zoom=max(zoom, MIN_ZOOM)).centred(size, QPointF(width / 2, height / 2))

    def centred(self, size: QSizeF, point: QPointF) -> Viewport:
        """A point of the document in the middle of a pane."""
        middle = QPointF(size.width() / 2, size.height() / 2)
        return replace(self, origin=middle - point * self.scale).snapped()

    def kept(self, size: QSizeF, width: int, height: int) -> Viewport:
        """Moved so that a corner of the document, at least, stays in sight."""
        low_x, high_x = _KEPT - width * self.scale, size.width() - _KEPT
        low_y, high_y = _KEPT - height * self.scale, size.height() - _KEPT
        x = min(max(self.origin.x(), low_x), max(high_x, low_x))
        y = min(max(self.origin.y(), low_y), max(high_y, low_y))
        return replace(self, origin=QPointF(x, y)).snapped()

    def snapped(self) -> Viewport:
        """The origin on a whole device pixel, so that pixels look the same wherever one pans."""
        x, y = round(self.origin.x() * self.ratio), round(self.origin.y() * self.ratio)
        return replace(self, origin=QPointF(x / self.ratio, y / self.ratio))

    def step(self, direction: int) -> float:
        """The next zoom of the ladder upwards (1) or downwards (-1)."""
        if direction > 0:
            return next((step for step in STEPS if step > self.zoom * 1.001), MAX_ZOOM)
        return next((step for step in reversed(STEPS) if step < self.zoom * 0.999), MIN_ZOOM)
