"""The tools of the strip, and those that held keys bring up."""

from __future__ import annotations

from math import atan2, cos, hypot, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ganstudio.app.canvas.tool import DragTool, Modifier, Navigator, Pointer, Tool
from ganstudio.app.canvas.viewport import Viewport
from ganstudio.app.session import EditorSession
from ganstudio.document.layers import LabelLayer, Layer
from ganstudio.document.painting import (
    ERASE,
    Stroke,
    Value,
    draw_ellipse,
    draw_line,
    draw_rectangle,
    flood_fill,
    pick,
)
from ganstudio.document.palettes import NO_CLASS, load_palette
from ganstudio.document.selection import Mode
from ganstudio.document.tiles import Rect


class BrushTool(Tool):
    """Paints, or erases, along the hand."""

    has_brush = resizes = picks = True
    erases = False

    def __init__(self, session: EditorSession, navigator: Navigator) -> None:
        super().__init__(session, navigator)
        self._stroke: Stroke | None = None

    def press(self, pointer: Pointer) -> None:
        layer = self.session.target()
        if layer is None or self.session.document is None:
            return
        value = ERASE if self.erases else self.session.paint_value(layer)
        settings = self.session.brush_of("eraser" if self.erases else "brush")
        with self.session.attempt():
            stroke = Stroke(self.session.document, layer.id, settings, value)
            self.session.set_stroking(True)
            self._stroke = stroke
            stroke.begin(*_xy(pointer), pointer.pressure)

    def move(self, pointer: Pointer) -> None:
        if self._stroke is not None:
            self._stroke.to(*_xy(pointer), pointer.pressure)

    def release(self, pointer: Pointer) -> None:
        stroke, self._stroke = self._stroke, None
        if stroke is not None:
            stroke.end()
            self.session.set_stroking(False)

    def cancel(self) -> None:
        stroke, self._stroke = self._stroke, None
        if stroke is not None:
            stroke.cancel()
            self.session.set_stroking(False)


class EraserTool(BrushTool):
    erases = True
    picks = False


class ResizeTool(Tool):
    """Drags the size of the brush wider or narrower; its outline stays where the drag began."""

    has_brush = True
    cursor = Qt.CursorShape.SizeHorCursor

    def press(self, pointer: Pointer) -> None:
        self.anchor = pointer.widget
        self._size = self.session.brush.size

    def move(self, pointer: Pointer) -> None:
        if self.anchor is not None:
            change = (pointer.widget.x() - self.anchor.x()) / self.navigator.viewport.scale
            self.session.set_brush(size=round(self._size + change))

    def release(self, pointer: Pointer) -> None:
        self.anchor = None

    def cancel(self) -> None:
        if self.anchor is not None:
            self.session.set_brush(size=self._size)
        self.anchor = None


class FillTool(Tool):
    """Fills what looks like the pixel that is clicked."""

    picks = True

    def press(self, pointer: Pointer) -> None:
        layer = self.session.target()
        if layer is None or self.session.document is None:
            return
        tolerance = 0 if isinstance(layer, LabelLayer) else self.session.fill_tolerance
        value = self.session.paint_value(layer)
        with self.session.attempt():
            flood_fill(
                self.session.document,
                layer.id,
                *_xy(pointer),
                value,
                contiguous=self.session.fill_contiguous,
                tolerance=tolerance,
            )


class ShapeTool(DragTool):
    """Draws a line, rectangle or ellipse; shown while it is dragged, painted when it is let go."""

    shape = "line"
    picks = True

    def press(self, pointer: Pointer) -> None:
        self._layer = self.session.target()
        if self._layer is not None:
            super().press(pointer)

    def constrained(self, start: QPointF, end: QPointF) -> QPointF:
        return _turned(start, end) if self.shape == "line" else super().constrained(start, end)

    def finish(self, start: QPointF, end: QPointF) -> None:
        document, layer = self.session.document, self._layer
        if document is None or layer is None:
            return
        value = self.session.paint_value(layer)
        a, b = (start.x(), start.y()), (end.x(), end.y())
        brush, filled = self.session.brush_of(self.shape), self.session.shape_filled
        with self.session.attempt():
            if self.shape == "line":
                draw_line(document, layer.id, a, b, brush, value)
            elif self.shape == "rectangle":
                draw_rectangle(document, layer.id, a, b, brush, value, filled)
            else:
                draw_ellipse(document, layer.id, a, b, brush, value, filled)

    def draw(self, painter: QPainter, viewport: Viewport) -> None:
        if self.start is None or self._layer is None:
            return
        colour = value_colour(self._layer, self.session.paint_value(self._layer))
        a, b = viewport.to_pane(self.start), viewport.to_pane(self.end)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = max(self.session.brush_of(self.shape).size * viewport.scale, 1.0)
        join = Qt.PenJoinStyle.RoundJoin
        painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, join))
        if self.shape == "line":
            painter.drawLine(a, b)
            return
        if self.session.shape_filled:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
        box = QRectF(a, b).normalized()
        if self.shape == "rectangle":
            painter.drawRect(box)
        else:
            painter.drawEllipse(box)


class LineTool(ShapeTool):
    shape = "line"


class RectangleTool(ShapeTool):
    shape = "rectangle"


class EllipseTool(ShapeTool):
    shape = "ellipse"


class EyedropperTool(Tool):
    """Takes the class under it when tools work on a label layer, else the colour that is seen."""

    def press(self, pointer: Pointer) -> None:
        document, layer = self.session.document, self.session.paint_layer
        point = pointer.pixel
        if document is None or not Rect(point.x(), point.y(), 1, 1).intersect(document.rect).w:
            return
        if isinstance(layer, LabelLayer):
            index = self.session.label_at(point)
            if index is not None:
                self.session.set_label_class(index)
            return
        colour = pick(document, *_xy(pointer))
        if isinstance(colour, tuple) and colour[3]:
            self.session.set_colour(QColor(*colour))

    move = press


class SelectTool(DragTool):
    """Selects a rectangle or ellipse. Shift adds, alt subtracts, both intersect; a click drops it."""

    shape = "rectangle"

    def press(self, pointer: Pointer) -> None:
        super().press(pointer)
        self._mode = _mode(pointer)

    def point(self, pointer: Pointer) -> QPointF:
        return QPointF(round(pointer.document.x()), round(pointer.document.y()))

    def finish(self, start: QPointF, end: QPointF) -> None:
        document = self.session.document
        if document is None:
            return
        rect = Rect.of_points([(start.x(), start.y()), (end.x(), end.y())])
        if rect.is_empty:
            if self._mode == "replace":
                document.selection.none()
        elif self.shape == "rectangle":
            document.selection.rectangle(rect, self._mode)
        else:
            document.selection.ellipse(rect, self._mode)

    def draw(self, painter: QPainter, viewport: Viewport) -> None:
        if self.start is None:
            return
        box = QRectF(viewport.to_pane(self.start), viewport.to_pane(self.end)).normalized()
        painter.setBrush(QColor(255, 255, 255, 28))
        for colour, style in (
            (QColor("black"), Qt.PenStyle.SolidLine),
            (QColor("white"), Qt.PenStyle.DashLine),
        ):
            painter.setPen(QPen(colour, 1, style))
            if self.shape == "rectangle":
                painter.drawRect(box)
            else:
                painter.drawEllipse(box)
            painter.setBrush(Qt.BrushStyle.NoBrush)


class SelectRectangleTool(SelectTool):
    shape = "rectangle"


class SelectEllipseTool(SelectTool):
    shape = "ellipse"


class HandTool(Tool):
    """Moves the view."""

    cursor = Qt.CursorShape.OpenHandCursor

    def press(self, pointer: Pointer) -> None:
        self._last = pointer.widget

    def move(self, pointer: Pointer) -> None:
        self.navigator.pan(pointer.widget - self._last)
        self._last = pointer.widget


class ZoomTool(DragTool):
    """A click comes nearer, with alt it goes away; a dragged rectangle fills the view."""

    cursor = Qt.CursorShape.CrossCursor

    def press(self, pointer: Pointer) -> None:
        super().press(pointer)
        self._clicked = pointer.widget

    def finish(self, start: QPointF, end: QPointF) -> None:
        rect = Rect.of_points([(start.x(), start.y()), (end.x(), end.y())])
        if min(rect.w, rect.h) * self.navigator.viewport.scale > 8:
            self.navigator.zoom_to(rect)
            return
        away = bool(self._pressed_with & Modifier.AltModifier)
        self.navigator.step_zoom(-1 if away else 1, self._clicked)

    def draw(self, painter: QPainter, viewport: Viewport) -> None:
        if self.start is not None:
            box = QRectF(viewport.to_pane(self.start), viewport.to_pane(self.end)).normalized()
            painter.setPen(QPen(QColor(255, 255, 255, 220), 1))
            painter.setBrush(QColor(255, 255, 255, 28))
            painter.drawRect(box)


TOOLS: dict[str, type[Tool]] = {
    "brush": BrushTool,
    "eraser": EraserTool,
    "fill": FillTool,
    "line": LineTool,
    "rectangle": RectangleTool,
    "ellipse": EllipseTool,
    "eyedropper": EyedropperTool,
    "select_rectangle": SelectRectangleTool,
    "select_ellipse": SelectEllipseTool,
    "hand": HandTool,
    "zoom": ZoomTool,
}


def value_colour(layer: Layer, value: Value) -> QColor:
    """How a value looks on a layer."""
    if isinstance(value, tuple):
        return QColor(*value)
    if isinstance(layer, LabelLayer) and isinstance(value, int) and value != NO_CLASS:
        return QColor(*load_palette(layer.palette).classes[value].colour)
    return QColor(value, value, value) if isinstance(value, int) else QColor(0, 0, 0, 0)


def _xy(pointer: Pointer) -> tuple[float, float]:
    return pointer.document.x(), pointer.document.y()


def _turned(start: QPointF, end: QPointF) -> QPointF:
    """The end of a line turned to the nearest multiple of 15°."""
    dx, dy = end.x() - start.x(), end.y() - start.y()
    angle = round(atan2(dy, dx) / (pi / 12)) * (pi / 12)
    return start + QPointF(cos(angle), sin(angle)) * hypot(dx, dy)


def _mode(pointer: Pointer) -> Mode:
    shift, alt = pointer.has(Modifier.ShiftModifier), pointer.has(Modifier.AltModifier)
    if shift and alt:
        return "intersect"
    if shift:
        return "add"
    return "subtract" if alt else "replace"
