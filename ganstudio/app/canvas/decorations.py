"""What is drawn over and around the picture: checkerboard, grid, rulers, brush outline, ants, split line."""

from __future__ import annotations

from functools import cache
from math import ceil, floor

from PySide6.QtCore import QLine, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen, QPixmap, QRegion, QTransform

from ganstudio.app import theme
from ganstudio.app.canvas.viewport import Viewport

RULER = 20
"""Thickness of a ruler in logical pixels."""
GRID_ZOOM = 8.0
"""The pixel grid shows from here on."""

_CHECK = 8
_TICKS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000)


@cache
def checkerboard(dark: bool) -> QPixmap:
    """Two squares by two, to be tiled under what is transparent."""
    first, second = ("#3c3d41", "#333438") if dark else ("#ffffff", "#e4e6e9")
    image = QPixmap(2 * _CHECK, 2 * _CHECK)
    image.fill(QColor(first))
    painter = QPainter(image)
    painter.fillRect(0, 0, _CHECK, _CHECK, QColor(second))
    painter.fillRect(_CHECK, _CHECK, _CHECK, _CHECK, QColor(second))
    painter.end()
    return image


@cache
def _stripes() -> QImage:
    """Diagonal stripes, black and white: what ants are made of."""
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    for y in range(8):
        for x in range(8):
            image.setPixelColor(x, y, QColor("white") if (x + y) % 8 < 4 else QColor("black"))
    return image


def draw_ants(painter: QPainter, lines: list[QLine], phase: int) -> None:
    """Lines in stripes that move with `phase`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    brush = QBrush(_stripes())
    painter.setBrushOrigin(QPoint(phase % 8, 0))
    painter.setPen(QPen(brush, 1))
    painter.drawLines(lines)
    painter.restore()


def draw_grid(painter: QPainter, viewport: Viewport, exposed: QRectF, document: QRectF) -> None:
    """Lines between the pixels of the document."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    pen = QPen(QColor(128, 128, 128, 90), 1)
    pen.setCosmetic(True)
    painter.setPen(pen)
    area = exposed.intersected(document)
    first, last = viewport.to_document(area.topLeft()), viewport.to_document(area.bottomRight())
    for x in range(ceil(first.x()), floor(last.x()) + 1):
        at = viewport.to_pane(QPointF(x, 0)).x()
        painter.drawLine(QPointF(at, area.top()), QPointF(at, area.bottom()))
    for y in range(ceil(first.y()), floor(last.y()) + 1):
        at = viewport.to_pane(QPointF(0, y)).y()
        painter.drawLine(QPointF(area.left(), at), QPointF(area.right(), at))
    painter.restore()


def draw_brush(painter: QPainter, centre: QPointF, radius: float, soft_radius: float | None = None) -> None:
    """The outline of the brush, dark on light and light on dark. `soft_radius` marks where it fades."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(0, 0, 0, 170), 2.6))
    painter.drawEllipse(centre, radius, radius)
    painter.setPen(QPen(QColor(255, 255, 255, 235), 1.2))
    painter.drawEllipse(centre, radius, radius)
    if soft_radius is not None and 4 < soft_radius < radius - 3:
        painter.setPen(QPen(QColor(255, 255, 255, 110), 1, Qt.PenStyle.DotLine))
        painter.drawEllipse(centre, soft_radius, soft_radius)


def brush_region(centre: QPointF, radius: float) -> QRegion:
    """What `draw_brush` touches: a ring, not the disc, so that large brushes stay cheap."""
    outer = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
    region = QRegion(outer.toAlignedRect().adjusted(-3, -3, 3, 3))
    inner = radius * 0.7 - 4  # the square in the circle
    if inner > 24:
        hole = QRectF(centre.x() - inner, centre.y() - inner, 2 * inner, 2 * inner).toRect()
        region -= QRegion(hole)
    return region


def draw_split(painter: QPainter, x: float, area: QRect, warm: bool) -> None:
    """The line between before and after, with a handle in its middle."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(x - 1.5, area.top(), 3, area.height()), QColor(0, 0, 0, 90))
    painter.fillRect(QRectF(x - 0.75, area.top(), 1.5, area.height()), QColor(255, 255, 255, 235))
    middle = QPointF(x, area.center().y())
    tokens = theme.tokens()
    painter.setPen(QPen(QColor(0, 0, 0, 110), 1))
    painter.setBrush(tokens.colour("accent") if warm else QColor(255, 255, 255))
    painter.drawEllipse(middle, 14, 14)
    painter.setPen(QPen(tokens.colour("on_accent") if warm else QColor(40, 42, 46), 1.6))
    for side in (-1, 1):
        tip, back = middle + QPointF(side * 8, 0), middle + QPointF(side * 4, 0)
        painter.drawLine(tip, back + QPointF(0, -4))
        painter.drawLine(tip, back + QPointF(0, 4))


def draw_caption(painter: QPainter, text: str, area: QRect, right: bool = False) -> None:
    """A small name in a lower corner of a pane."""
    font = painter.font()
    font.setPixelSize(theme.tokens().caption_px)
    painter.setFont(font)
    width = painter.fontMetrics().horizontalAdvance(text) + 16
    left = area.right() - width - 7 if right else area.left() + 8
    box = QRectF(left, area.bottom() - 28, width, 20)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 150))
    painter.drawRoundedRect(box, 10, 10)
    painter.setPen(QColor(255, 255, 255, 235))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def draw_rulers(painter: QPainter, viewport: Viewport, pane: QRect, hover: QPointF | None) -> None:
    """Rulers above and left of a pane, in pixels of the document."""
    tokens = theme.tokens()
    font = painter.font()
    font.setPixelSize(9)
    painter.setFont(font)
    for horizontal in (True, False):
        painter.save()
        painter.translate(pane.topLeft())
        length, origin = pane.width(), viewport.origin.x()
        at = hover.x() if hover is not None else None
        if not horizontal:
            # The standing ruler is the lying one mirrored at the diagonal.
            painter.setTransform(QTransform(0, 1, 1, 0, pane.x(), pane.y()))
            length, origin = pane.height(), viewport.origin.y()
            at = hover.y() if hover is not None else None
        painter.translate(0, -RULER)
        painter.setClipRect(0, 0, length, RULER)
        _draw_ruler(painter, viewport.scale, origin, length, at, mirrored=not horizontal)
        painter.restore()
    painter.fillRect(QRect(pane.x() - RULER, pane.y() - RULER, RULER, RULER), tokens.colour("panel"))


def _draw_ruler(
    painter: QPainter, scale: float, origin: float, length: int, hover: float | None, mirrored: bool
) -> None:
    tokens = theme.tokens()
    painter.fillRect(QRect(0, 0, length, RULER), tokens.colour("panel"))
    painter.setPen(tokens.colour("text_muted"))
    step = next((tick for tick in _TICKS if tick * scale >= 56), _TICKS[-1])
    first, last = floor(-origin / scale / step), ceil((length - origin) / scale / step)
    for value in range(first * step, last * step, step):
        at = round(origin + value * scale)
        painter.drawLine(at, RULER - 8, at, RULER - 1)
        for part in range(1, 5):
            small = round(origin + (value + part * step / 5) * scale)
            painter.drawLine(small, RULER - 4, small, RULER - 1)
        painter.save()
        painter.translate(at + 3, 10)
        if mirrored:
            painter.setTransform(
                QTransform(-1, 0, 0, 1, painter.fontMetrics().horizontalAdvance(str(value)), 0), True
            )
        painter.drawText(QPoint(0, 0), str(value))
        painter.restore()
    if hover is not None:
        painter.fillRect(QRect(round(hover), 0, 1, RULER), tokens.colour("accent"))
