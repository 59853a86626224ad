"""Pixels to and from the desktop's clipboard. Label maps travel index-exact beside their coloured picture."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QGuiApplication, QImage

from ganstudio.document.document import Document
from ganstudio.document.layers import LabelLayer, PixelLayer, RasterLayer, shown_rgba
from ganstudio.document.palettes import NO_CLASS, palette_ids
from ganstudio.document.selection import Selection
from ganstudio.document.tiles import EMPTY, Rect

Bytes = npt.NDArray[np.uint8]

_PLACE = "application/x-ganstudio-place"
_INDICES = "application/x-ganstudio-label-indices"


def copy(layer: PixelLayer, selection: Selection) -> None:
    """Put the selected part of a layer on the clipboard, with the place it came from."""
    area = selected_area(selection).intersect(layer.tiles.rect)
    if area.is_empty:
        return
    alpha = selection.alpha(area)
    shown = shown_rgba(layer, area)
    pixels = np.zeros((area.h, area.w, 4), np.uint8) if shown is None else shown.copy()
    pixels[..., 3] = np.round(pixels[..., 3] * (alpha / 255.0))
    place: dict[str, Any] = {"rect": list(area)}
    data = QMimeData()
    data.setImageData(to_qimage(pixels))
    if isinstance(layer, LabelLayer):
        indices = np.where(alpha >= 128, layer.tiles.read(area)[..., 0], np.uint8(NO_CLASS))
        place["palette"] = layer.palette
        data.setData(_INDICES, QByteArray(indices.tobytes()))
    data.setData(_PLACE, QByteArray(json.dumps(place).encode()))
    QGuiApplication.clipboard().setMimeData(data)


def pasted(document: Document, name: str) -> PixelLayer | None:
    """A new layer of what is on the clipboard; None when that is no picture.

    What was copied here goes where it was, anything else to the middle.
    """
    data = QGuiApplication.clipboard().mimeData()
    if data is None or not data.hasImage():
        return None
    place = _place(data)
    if place.get("palette") in palette_ids() and data.hasFormat(_INDICES):
        return _labels(document, place, data.data(_INDICES).data(), name)
    image = QImage(data.imageData())
    if image.isNull():
        return None
    pixels = from_qimage(image)
    area = Rect(*place["rect"]) if "rect" in place else centred(pixels, document)
    layer = RasterLayer.blank(document.width, document.height, name)
    layer.tiles.write(area, pixels)
    return layer


def selected_area(selection: Selection) -> Rect:
    """The smallest rectangle around all that is selected; empty when nothing is."""
    around = selection.bounds()
    if selection.is_everything or around.is_empty:
        return around
    inside = selection.alpha(around) > 0
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    if not rows.size:
        return EMPTY
    x, y = int(columns[0]), int(rows[0])
    return Rect(around.x + x, around.y + y, int(columns[-1]) - x + 1, int(rows[-1]) - y + 1)


def cleared(layer: PixelLayer, selection: Selection, area: Rect) -> Bytes:
    """The pixels of a rectangle of a layer with what is selected taken away."""
    alpha = selection.alpha(area)
    pixels: Bytes = layer.tiles.read(area).copy()
    if isinstance(layer, LabelLayer):
        pixels[alpha >= 128] = NO_CLASS
    else:
        pixels[..., -1] = np.round(pixels[..., -1] * (1 - alpha / 255.0))
    return pixels


def centred(pixels: Bytes, document: Document) -> Rect:
    """Where a picture lies in the middle of the document."""
    height, width = pixels.shape[:2]
    return Rect((document.width - width) // 2, (document.height - height) // 2, width, height)


def to_qimage(pixels: Bytes) -> QImage:
    """A QImage with a copy of (h, w, 4) straight RGBA."""
    pixels = np.ascontiguousarray(pixels)
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()


def from_qimage(image: QImage) -> Bytes:
    """(h, w, 4) straight RGBA of any QImage."""
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 4 * image.width()].reshape(image.height(), image.width(), 4).copy()


def _place(data: QMimeData) -> dict[str, Any]:
    if not data.hasFormat(_PLACE):
        return {}
    try:
        found = json.loads(data.data(_PLACE).data())
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _labels(document: Document, place: dict[str, Any], raw: bytes, name: str) -> LabelLayer | None:
    area = Rect(*place["rect"])
    if len(raw) != area.w * area.h:
        return None
    layer = LabelLayer.blank(document.width, document.height, place["palette"], name)
    layer.tiles.write(area, np.frombuffer(raw, np.uint8).reshape(area.h, area.w))
    return layer
