"""Small pictures for lists."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QImage, QPainter, QPainterPath, QPen, QPixmap

from ganstudio.app import theme
from ganstudio.app.canvas.clipboard import to_qimage
from ganstudio.app.canvas.decorations import checkerboard
from ganstudio.document.document import Document
from ganstudio.document.image import ImageData
from ganstudio.document.layers import BoxesLayer, Layer, MaskLayer, shown_rgba

_RADIUS = 4


def layer_image(document: Document, layer: Layer, side: int) -> QImage:
    """What a layer holds, at least `side` pixels large where the document is."""
    step = 1
    while min(document.width, document.height) >= 2 * step * side:
        step *= 2
    if isinstance(layer, MaskLayer):
        grey = layer.tiles.read(document.rect, step)
        return to_qimage(np.concatenate([grey, grey, grey, np.full_like(grey, 255)], axis=2))
    pixels = shown_rgba(layer, document.rect, step)
    if pixels is None:
        pixels = np.zeros((-(-document.height // step), -(-document.width // step), 4), np.uint8)
    image = to_qimage(pixels)
    if isinstance(layer, BoxesLayer):
        _draw_boxes(image, layer, step)
    return image


def data_image(image: ImageData, side: int) -> QImage:
    """A picture scaled to fit a square of `side` pixels."""
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return to_qimage(image.rgba()).scaled(side, side, keep, smooth)


def framed(image: QImage, size: QSize, ratio: float) -> QPixmap:
    """The picture fitted into a rounded tile of `size` logical pixels; what is clear shows a checkerboard."""
    tile = QPixmap(size * ratio)
    tile.setDevicePixelRatio(ratio)
    tile.fill(Qt.GlobalColor.transparent)
    if image.isNull():
        return tile
    fitted = image.size().scaled(size, Qt.AspectRatioMode.KeepAspectRatio)
    place = QRectF(
        (size.width() - fitted.width()) / 2,
        (size.height() - fitted.height()) / 2,
        max(fitted.width(), 2),
        max(fitted.height(), 2),
    )
    painter = QPainter(tile)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    outline = QPainterPath()
    outline.addRoundedRect(place, _RADIUS, _RADIUS)
    painter.setClipPath(outline)
    painter.fillPath(outline, QBrush(checkerboard(theme.current() == "dark")))
    painter.drawImage(place, image)
    painter.setClipping(False)
    painter.setPen(QPen(theme.tokens().colour("border"), 1))
    painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
    painter.end()
    return tile


def _draw_boxes(image: QImage, layer: BoxesLayer, step: int) -> None:
    painter = QPainter(image)
    painter.setPen(QPen(theme.tokens().colour("accent"), 2))
    for box in layer.boxes:
        corner = QRectF(box.x0 / step, box.y0 / step, (box.x1 - box.x0) / step, (box.y1 - box.y0) / step)
        painter.drawRect(corner)
    painter.end()
