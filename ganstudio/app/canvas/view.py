"""The canvas: it hands what mouse, pen and keys do to the tools, and shows what comes of it."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPointingDevice,
    QShowEvent,
    QTabletEvent,
)
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QGestureEvent,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from ganstudio.app import theme
from ganstudio.app.canvas import decorations
from ganstudio.app.canvas.hands import Hands
from ganstudio.app.canvas.hint_marks import HintMarks
from ganstudio.app.canvas.navigation import StageWidget
from ganstudio.app.canvas.stage import Pane
from ganstudio.app.canvas.tool import Pointer
from ganstudio.app.session import EditorSession
from ganstudio.document.tiles import Rect

_PAN_KEYS = {
    Qt.Key.Key_Left: QPointF(64, 0),
    Qt.Key.Key_Right: QPointF(-64, 0),
    Qt.Key.Key_Up: QPointF(0, 64),
    Qt.Key.Key_Down: QPointF(0, -64),
}
_MODIFIERS = {
    Qt.Key.Key_Shift: Qt.KeyboardModifier.ShiftModifier,
    Qt.Key.Key_Alt: Qt.KeyboardModifier.AltModifier,
}
_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
_TYPING = (QLineEdit, QAbstractSpinBox, QPlainTextEdit, QTextEdit)
_TINY_BRUSH = 3.0
"""Radius in logical pixels below which the cross hair takes the place of the brush's outline."""
_ANTS_MS, _REFINE_MS, _REFINE_BUSY_MS = 110, 120, 8


class CanvasView(StageWidget):
    """Shows the session's document and works on it."""

    cursor_moved = Signal(object)
    """The pixel of the document under the pointer, a QPoint, or None."""

    def __init__(self, session: EditorSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._hands = Hands(session, self)
        self._marks = HintMarks(session)
        self._pointer_at: QPointF | None = None
        self._dragging_split = False
        self._phase = 0
        self._busy: float | None = None
        self._ringed = False
        self._page: Rect | None = None
        self._ants = self._timer(_ANTS_MS, self._march)
        self._refining = self._timer(_REFINE_MS, self._refine)
        self._refining.setSingleShot(True)
        self._set_up()
        self._connect()
        self._document_changed()

    # What the window sets

    def set_busy(self, fraction: float | None) -> None:
        """A thin line tells that the rendering is being drawn: how far, or None when it is done."""
        if fraction != self._busy:
            self._busy = fraction
            self.update(0, 0, self.width(), self._stage.panes()[-1].rect.top() + 3)

    def repaint_overlay(self) -> None:
        """What a tool draws over the picture has changed."""
        self.update()

    # What the session tells

    def _set_up(self) -> None:
        self.setMouseTracking(True)
        self.setTabletTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Canvas"))

    def _connect(self) -> None:
        session = self._session
        session.document_changed.connect(self._document_changed)
        session.layers_changed.connect(self._layers_changed)
        session.active_layer_changed.connect(self._layers_changed)
        session.pixels_changed.connect(self._pixels_changed)
        session.selection_changed.connect(self._selection_changed)
        session.tool_changed.connect(self._tool_changed)
        session.brush_changed.connect(self._tool_changed)
        theme.notifier.changed.connect(self.update)

    def _timer(self, interval: int, slot: object) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval)
        timer.timeout.connect(slot)
        return timer

    def _document_changed(self) -> None:
        self._hands.cancel()
        self._stage.set_document(self._session.document)
        self._layout_chosen = False
        self._stage.showing_before = False
        self._choose_layout()
        self.fit()
        self._selection_changed()
        self.update()

    def _layers_changed(self) -> None:
        size = self._stage.document.rect if self._stage.document is not None else None
        if self._stage.restack():
            self._choose_layout()
            if self._fits or self._page != size:
                self.fit()
        self._page = size
        self.update()

    def _pixels_changed(self, id: str, rect: QRect) -> None:
        self._marks.forget(id)
        self.update(self._stage.invalidate(id, Rect(rect.x(), rect.y(), rect.width(), rect.height())))

    def _selection_changed(self) -> None:
        document = self._stage.document
        marches = document is not None and not document.selection.is_everything and self.isVisible()
        if marches != self._ants.isActive():
            self._ants.start() if marches else self._ants.stop()
        self.update()

    def _tool_changed(self) -> None:
        """What is being done with the old tool is finished with it."""
        self._show_cursor()
        self.update()

    def _march(self) -> None:
        self._phase = (self._phase + 1) % 8
        self.update(self._stage.ants_region())

    def _refine(self) -> None:
        """A few milliseconds of refinement, when no hand is at work."""
        if self._hands.busy:
            self._refining.start(_REFINE_MS)
            return
        clock = QElapsedTimer()
        clock.start()
        while clock.elapsed() < _REFINE_BUSY_MS:
            region = self._stage.refine()
            if region is None:
                return
            self.update(region)
        self._refining.start(0)

    # Looking

    def _looked(self) -> None:
        self._show_cursor()
        self._refresh_hover()

    def _pointer(self, event: QMouseEvent | QTabletEvent, pressure: float = 1.0) -> Pointer:
        position = event.position()
        document = self.viewport.to_document(self._in_pane(position))
        pen = isinstance(event, QTabletEvent)
        return Pointer(document, position, pressure, event.modifiers(), pen, event.timestamp() / 1000)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._stage.paint(painter, event.region(), self._phase, self._overlay)
        painter.setClipping(False)
        accent = theme.tokens().colour("accent")
        if self._busy is not None and self._stage.document is not None:
            pane = self._stage.panes()[-1].rect
            width = pane.width() * (self._busy if self._busy > 0 else 1)
            painter.fillRect(QRectF(pane.left(), pane.top(), width, 2), accent)
        if self._ringed and self.hasFocus():
            painter.setPen(accent)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
        if self._stage.needs_refining and not self._refining.isActive():
            self._refining.start(_REFINE_MS)

    def _overlay(self, painter: QPainter, pane: Pane) -> None:
        """What the tool draws, and the outline of the brush: in every pane at the same place."""
        if not pane.before and not self._stage.showing_before:
            self._marks.draw(painter, self.viewport, pane.rect.size())
        tool = self._hands.tool
        tool.draw(painter, self.viewport)
        centre = self._brush_centre()
        if centre is not None and self._brush_radius() >= _TINY_BRUSH:
            radius, brush = self._brush_radius(), self._session.brush
            soft = radius * brush.hardness if self._session.palette is None else None
            decorations.draw_brush(painter, centre, radius, soft)

    def _brush_radius(self) -> float:
        return self._session.brush.size * self.viewport.scale / 2

    def _brush_centre(self) -> QPointF | None:
        """Where the outline of the brush shows in the panes, if it does."""
        tool = self._hands.tool
        if not tool.has_brush or self._pointer_at is None:
            return None
        return self._in_pane(tool.anchor or self._pointer_at)

    def _show_cursor(self) -> None:
        if self._dragging_split or (self._stage.split_warm and not self._hands.busy):
            self.setCursor(Qt.CursorShape.SplitHCursor)
            return
        outlined = self._hands.tool.has_brush and self._brush_radius() >= _TINY_BRUSH
        self.setCursor(Qt.CursorShape.BlankCursor if outlined else self._hands.cursor)

    def _hover(self, point: QPointF | None) -> None:
        """The pointer moved: the outline of the brush follows, and the pixel under it is told."""
        radius = self._brush_radius()
        before = self._brush_centre()
        if before is not None:
            self.update(self._stage.brush_region(before, radius))
        self._pointer_at = point
        after = self._brush_centre()
        if after is not None:
            self.update(self._stage.brush_region(after, radius))
        warm = point is not None and self._stage.on_split_handle(point)
        if warm != self._stage.split_warm:
            self._stage.split_warm = warm
            self.update()
        self._refresh_hover()
        self._show_cursor()

    def _refresh_hover(self) -> None:
        document, pixel = self._stage.document, None
        if self._pointer_at is not None and document is not None:
            at = self.viewport.to_document(self._in_pane(self._pointer_at))
            x, y = int(at.x() // 1), int(at.y() // 1)
            if 0 <= x < document.width and 0 <= y < document.height:
                pixel = QPointF(x, y).toPoint()
        self._stage.hover = None if self._pointer_at is None else self._in_pane(self._pointer_at)
        if self._stage.show_rulers:
            self.update()
        if pixel != self._session.hover:
            self._session.set_hover(pixel)
            self.cursor_moved.emit(pixel)

    # Mouse and pen

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() == Qt.MouseButton.LeftButton and self._stage.on_split_handle(event.position()):
            self._dragging_split = True
            return
        self._press(event, event.button())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragging_split:
            self._drag_split(event.position())
            return
        self._move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._dragging_split:
            self._dragging_split = False
            self._hover(event.position())
        elif self._hands.busy and not event.buttons():
            self._release(event)

    def tabletEvent(self, event: QTabletEvent) -> None:
        """The pen: as the mouse, with pressure."""
        eraser = event.pointerType() == QPointingDevice.PointerType.Eraser
        if event.type() == QEvent.Type.TabletPress:
            self._press(event, event.button(), event.pressure(), eraser)
        elif event.type() == QEvent.Type.TabletRelease:
            self._release(event)
        else:
            self._move(event, event.pressure() if self._hands.busy else 1.0)
        event.accept()

    def _press(
        self,
        event: QMouseEvent | QTabletEvent,
        button: Qt.MouseButton,
        pressure: float = 1.0,
        eraser: bool = False,
    ) -> None:
        if self._stage.document is None or self._hands.busy:
            return
        self._pressed_in = self._stage.pane_at(event.position())
        if not self._hands.press(self._pointer(event, pressure), button, eraser=eraser):
            self._pressed_in = None
        self._hover(event.position())

    def _move(self, event: QMouseEvent | QTabletEvent, pressure: float = 1.0) -> None:
        self._hands.move(self._pointer(event, pressure))
        self._hover(event.position())

    def _release(self, event: QMouseEvent | QTabletEvent) -> None:
        self._hands.release(self._pointer(event))
        self._pressed_in = None
        self._hover(event.position())
        self.update()

    def _drag_split(self, position: QPointF) -> None:
        document = self._stage.document
        if document is not None:
            at = self.viewport.to_document(self._in_pane(position)).x()
            self.before_after = at / document.width

    def enterEvent(self, event: QEnterEvent) -> None:
        """Keys work as soon as the pointer is here, unless somebody types elsewhere."""
        if not isinstance(QApplication.focusWidget(), _TYPING) and self.isActiveWindow():
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)

    def _gesture(self, event: QGestureEvent) -> bool:
        """The first of two fingers has begun a stroke that is none."""
        self._pressed_in = None
        self._hands.cancel()
        return super()._gesture(event)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._key(event, True):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not self._key(event, False):
            super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring is for those who came by keyboard; the others see where they are."""
        self._ringed = event.reason() in _KEYBOARD
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Releases of keys go elsewhere from now on."""
        self._hands.hold_space(False)
        self._hands.hold(Qt.KeyboardModifier.NoModifier)
        self.hold_before(False)
        self._show_cursor()
        super().focusOutEvent(event)

    def _key(self, event: QKeyEvent, down: bool) -> bool:
        """Held keys, then those that act once."""
        key = event.key()
        if key == Qt.Key.Key_Space and not event.modifiers():
            if not event.isAutoRepeat():
                self._hands.hold_space(down)
        elif key == Qt.Key.Key_Backslash:
            if not event.isAutoRepeat():
                self.hold_before(down)
        elif key in _MODIFIERS:
            own = _MODIFIERS[Qt.Key(key)]
            self._hands.hold(event.modifiers() | own if down else event.modifiers() & ~own)
        elif not down or not self._act(key, event):
            return False
        self._show_cursor()
        self.repaint_overlay()
        return True

    def _act(self, key: int, event: QKeyEvent) -> bool:
        if key == Qt.Key.Key_Escape:
            self._pressed_in = None
            return self._hands.cancel()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key in _PAN_KEYS:
            self.pan(_PAN_KEYS[Qt.Key(key)])
        elif key in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight):
            self._session.grow_brush(1 if key == Qt.Key.Key_BracketRight else -1)
        elif Qt.Key.Key_0 <= key <= Qt.Key.Key_9 and self._session.palette is not None:
            self._session.set_label_class((key - Qt.Key.Key_1) % 10)
        else:
            return False
        return True

    # Being a widget

    def showEvent(self, event: QShowEvent) -> None:
        self._selection_changed()

    def hideEvent(self, event: QHideEvent) -> None:
        self._ants.stop()
