"""Where colour hints lie, drawn thinly over the picture that obeys them; for the eye only."""

from __future__ import annotations

from PySide6.QtCore import QLine, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPen

from ganstudio.app import sketches
from ganstudio.app.canvas.outline import edges
from ganstudio.app.canvas.viewport import Viewport
from ganstudio.app.session import EditorSession
from ganstudio.document.layers import PixelLayer


class HintMarks:
    """Outlines of the dabs, while the hints are what is worked on."""

    def __init__(self, session: EditorSession) -> None:
        self._session = session
        self._cached: tuple[object, list[QLine]] = (None, [])

    def forget(self, layer_id: str) -> None:
        """Pixels of a layer have changed."""
        layer = self._layer()
        if layer is not None and layer.id == layer_id:
            self._cached = (None, [])

    def draw(self, painter: QPainter, viewport: Viewport, size: QSize) -> None:
        """Over a pane of that size."""
        layer = self._layer()
        lines = self._lines(layer, viewport, size) if layer is not None else []
        if not lines:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, width in ((QColor(0, 0, 0, 110), 3.0), (QColor(255, 255, 255, 235), 1.2)):
            painter.setPen(QPen(colour, width))
            painter.drawLines(lines)
        painter.restore()

    def _layer(self) -> PixelLayer | None:
        found = sketches.colouring_of(self._session.document)
        if found is None or found.hints is None or not found.hints.visible:
            return None
        return found.hints if self._session.active_layer is found.hints else None

    def _lines(self, layer: PixelLayer, viewport: Viewport, size: QSize) -> list[QLine]:
        key = (layer.id, viewport, size)
        if self._cached[0] != key:
            seen = viewport.document_rect(QRectF(0, 0, size.width(), size.height()))
            painted = seen.intersect(layer.tiles.bounds())
            self._cached = key, edges(layer.tiles, painted, viewport)
        return self._cached[1]
