"""What a tool is: it reacts to press, move and release on the canvas.

A tool knows the session and, through `Navigator`, how to move the view; positions come in pixels of the
document. What it draws over the picture while it is at work is in pixels of the pane.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QPainter

from ganstudio.app.canvas.viewport import Viewport
from ganstudio.app.session import EditorSession
from ganstudio.document.tiles import Rect

Modifier = Qt.KeyboardModifier


@dataclass(frozen=True)
class Pointer:
    """Where the mouse or pen is: in the document, and in the widget; `pressure` is 0-1.

    `pen` says that the device feels pressure; `seconds` counts from some moment of its own.
    """

    document: QPointF
    widget: QPointF
    pressure: float = 1.0
    modifiers: Modifier = Modifier.NoModifier
    pen: bool = False
    seconds: float = 0.0

    @property
    def pixel(self) -> QPoint:
        return QPoint(int(self.document.x() // 1), int(self.document.y() // 1))

    def has(self, modifier: Modifier) -> bool:
        return bool(self.modifiers & modifier)


class Navigator(Protocol):
    """What tools may ask of the view."""

    @property
    def viewport(self) -> Viewport: ...

    def pan(self, delta: QPointF) -> None: ...

    def step_zoom(self, direction: int, anchor: QPointF) -> None: ...

    def zoom_to(self, rect: Rect) -> None: ...

    def repaint_overlay(self) -> None: ...


class Tool:
    """Base of the tools; `press` comes first, then any number of `move`, then `release` or `cancel`."""

    cursor = Qt.CursorShape.CrossCursor
    has_brush = False
    """Shows the outline of the brush."""
    resizes = False
    """Shift and a drag change the size of the brush."""
    picks = False
    """Alt and a click take a colour or class."""
    anchor: QPointF | None = None
    """Where the outline of the brush stays while the tool is at work, in the widget."""

    def __init__(self, session: EditorSession, navigator: Navigator) -> None:
        self.session = session
        self.navigator = navigator

    def press(self, pointer: Pointer) -> None: ...

    def move(self, pointer: Pointer) -> None: ...

    def release(self, pointer: Pointer) -> None: ...

    def cancel(self) -> None: ...

    def draw(self, painter: QPainter, viewport: Viewport) -> None: ...


class DragTool(Tool):
    """Base of the tools that drag something open between two points."""

    def __init__(self, session: EditorSession, navigator: Navigator) -> None:
        super().__init__(session, navigator)
        self.start: QPointF | None = None
        self.end = QPointF()

    def press(self, pointer: Pointer) -> None:
        self.start = self.end = self.point(pointer)
        self._pressed_with = pointer.modifiers

    def move(self, pointer: Pointer) -> None:
        if self.start is None:
            return
        end = self.point(pointer)
        held_since = pointer.modifiers & ~self._pressed_with
        self.end = self.constrained(self.start, end) if held_since & Modifier.ShiftModifier else end
        self.navigator.repaint_overlay()

    def release(self, pointer: Pointer) -> None:
        self.move(pointer)
        start, self.start = self.start, None
        if start is not None:
            self.finish(start, self.end)
            self.navigator.repaint_overlay()

    def cancel(self) -> None:
        self.start = None
        self.navigator.repaint_overlay()

    def point(self, pointer: Pointer) -> QPointF:
        return pointer.document

    def constrained(self, start: QPointF, end: QPointF) -> QPointF:
        """With shift held, as wide as high."""
        side = max(abs(end.x() - start.x()), abs(end.y() - start.y()))
        x = side if end.x() >= start.x() else -side
        y = side if end.y() >= start.y() else -side
        return start + QPointF(x, y)

    def finish(self, start: QPointF, end: QPointF) -> None:
        raise NotImplementedError
