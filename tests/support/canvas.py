"""Documents to paint on, and a hand that paints."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from ganstudio.app.canvas.view import CanvasView
from ganstudio.document.document import Document
from ganstudio.document.image import ImageData, LabelData
from ganstudio.document.layers import GeneratedLayer, LabelLayer


def label_document(side: int = 64, index: int = 0) -> Document:
    """One label layer, all of one class."""
    document = Document(side, side)
    labels = np.full((side, side), index, np.uint8)
    document.adopt((LabelLayer.of(LabelData(labels, "landscape"), "Labels"),))
    return document


def rendered_document(side: int = 64, operation: str = "toy.render") -> Document:
    """A label layer, active, below a grey generated layer that reads it."""
    document = label_document(side)
    below = document.layers[0]
    drawn = GeneratedLayer.blank(side, side, operation, {"label_map": below.id}, "Rendering")
    document.adopt((below, drawn), below.id)
    grey = np.full((side, side, 3), 128, np.uint8)
    document.set_generated(drawn.id, ImageData(grey))
    return document


def labels_of(document: Document, row: int = 0) -> npt.NDArray[np.uint8]:
    """(H, W) of the label layer at a place in the stack."""
    layer = document.layers[row]
    assert isinstance(layer, LabelLayer)
    return layer.labels().indices


def at(view: CanvasView, x: float, y: float, pane: int = 0) -> QPoint:
    """Where a pane shows a place of the document."""
    corner = view._stage.panes()[pane].rect.topLeft()
    return (view.viewport.to_pane(QPointF(x, y)) + QPointF(corner)).toPoint()


def drag(
    view: CanvasView,
    points: Sequence[tuple[float, float]],
    *,
    pane: int = 0,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    button: Qt.MouseButton = Qt.MouseButton.LeftButton,
) -> None:
    """Press at the first point of the document, go through the others, let go at the last."""
    places = [at(view, x, y, pane) for x, y in points]
    QTest.mousePress(view, button, modifiers, places[0])
    for place in places[1:]:
        QTest.mouseMove(view, place)
    QTest.mouseRelease(view, button, modifiers, places[-1])
