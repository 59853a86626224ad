"""The ink tool: lines of a pen, and straight ones with shift."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPen, Qt

from ganstudio.app.canvas.tool import Modifier, Navigator, Pointer, Tool
from ganstudio.app.canvas.viewport import Viewport
from ganstudio.app.session import EditorSession
from ganstudio.document.layers import LabelLayer
from ganstudio.document.painting import draw_line
from ganstudio.document.pen import PenStroke, Touch

_STRING = 64.0
"""Logical pixels of the pulled string when the line is smoothed as much as can be."""


class InkTool(Tool):
    """Draws along the hand; with shift, straight from where the last line ended."""

    has_brush = picks = True

    def __init__(self, session: EditorSession, navigator: Navigator) -> None:
        super().__init__(session, navigator)
        self._stroke: PenStroke | None = None
        self._line: tuple[QPointF, QPointF] | None = None
        self._ended: tuple[str, QPointF] | None = None

    def press(self, pointer: Pointer) -> None:
        layer, document = self.session.target(), self.session.document
        if layer is None or document is None:
            return
        self._layer_id = layer.id
        if pointer.has(Modifier.ShiftModifier):
            follows = self._ended is not None and self._ended[0] == layer.id
            start = self._ended[1] if follows and self._ended is not None else pointer.document
            self._line = start, pointer.document
            self.navigator.repaint_overlay()
            return
        brush = self.session.brush_of("ink")
        scale = self.navigator.viewport.scale
        with self.session.attempt():
            stroke = PenStroke(
                document,
                layer.id,
                brush,
                self.session.paint_value(layer),
                string=brush.smoothing * _STRING / scale,
                tapered=brush.tapered and not isinstance(layer, LabelLayer),
                scale=scale,
            )
            self.session.set_stroking(True)
            self._stroke = stroke
            stroke.begin(_touch(pointer))

    def move(self, pointer: Pointer) -> None:
        if self._line is not None:
            self._line = self._line[0], pointer.document
            self.navigator.repaint_overlay()
        elif self._stroke is not None:
            self._stroke.to(_touch(pointer))

    def release(self, pointer: Pointer) -> None:
        line, self._line = self._line, None
        stroke, self._stroke = self._stroke, None
        if line is not None:
            self._draw_line(line[0], pointer.document)
            self.navigator.repaint_overlay()
        elif stroke is not None:
            stroke.end()
            self.session.set_stroking(False)
        else:
            return
        self._ended = self._layer_id, pointer.document

    def cancel(self) -> None:
        self._line = None
        stroke, self._stroke = self._stroke, None
        if stroke is not None:
            stroke.cancel()
            self.session.set_stroking(False)
        self.navigator.repaint_overlay()

    def draw(self, painter: QPainter, viewport: Viewport) -> None:
        """The straight line that would be drawn."""
        if self._line is None:
            return
        width = max(self.session.brush_of("ink").size * viewport.scale, 1.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self.session.colour
        painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(viewport.to_pane(self._line[0]), viewport.to_pane(self._line[1]))

    def _draw_line(self, start: QPointF, end: QPointF) -> None:
        document, layer = self.session.document, self.session.target()
        if document is None or layer is None:
            return
        value, brush = self.session.paint_value(layer), self.session.brush_of("ink")
        a, b = (start.x(), start.y()), (end.x(), end.y())
        with self.session.attempt():
            draw_line(document, layer.id, a, b, brush, value)


def _touch(pointer: Pointer) -> Touch:
    pressure = pointer.pressure if pointer.pen else None
    return Touch(pointer.document.x(), pointer.document.y(), pressure, pointer.seconds)
