"""A widget that shows a stage and moves about in it: zoom, pan, fit, one pane or two."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QNativeGestureEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from ganstudio.app.canvas import pictures
from ganstudio.app.canvas.stage import LayoutMode, Pane, Stage
from ganstudio.app.canvas.viewport import Viewport
from ganstudio.document.tiles import Rect

_WHEEL_ZOOM = 1.25
"""Per notch of the wheel."""


class StageWidget(QWidget):
    """Zoom 1.0 is one device pixel per pixel of the document. Positions are those of the widget."""

    zoom_changed = Signal(float)
    layout_mode_changed = Signal(str)
    split_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stage = Stage()
        self._pressed_in: Pane | None = None
        self._fits = True
        self._layout_chosen = False
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.setMinimumSize(240, 180)

    # Where one looks

    @property
    def viewport(self) -> Viewport:
        return self._stage.viewport

    @property
    def zoom(self) -> float:
        return self.viewport.zoom

    def set_zoom(self, zoom: float, anchor: QPointF | None = None) -> None:
        """Zoom; what lies under `anchor` (by default the middle) stays where it is."""
        self._fits = False
        self._look(self.viewport.zoomed(zoom, self._in_pane(anchor)))

    def step_zoom(self, direction: int, anchor: QPointF | None = None) -> None:
        """The next zoom up (1) or down (-1)."""
        self.set_zoom(self.viewport.step(direction), anchor)

    def zoom_in(self) -> None:
        self.step_zoom(1)

    def zoom_out(self) -> None:
        self.step_zoom(-1)

    def actual_size(self) -> None:
        """100 %."""
        self.set_zoom(1.0)

    def fit(self) -> None:
        """All of the document; it stays so while the widget is resized, until one zooms or pans."""
        document = self._stage.document
        if document is not None:
            self._fits = True
            size = QSizeF(self._stage.pane_size())
            self._look(self.viewport.fitted(size, document.width, document.height), keep=False)

    def zoom_to(self, rect: Rect) -> None:
        """A rectangle of the document fills the view."""
        self._fits = False
        size = QSizeF(self._stage.pane_size())
        zoom = min(size.width() / max(rect.w, 1), size.height() / max(rect.h, 1)) * self.viewport.ratio
        middle = QPointF(rect.x + rect.w / 2, rect.y + rect.h / 2)
        self._look(self.viewport.zoomed(zoom, QPointF(0, 0)).centred(size, middle))

    def pan(self, delta: QPointF) -> None:
        """Move the picture by logical pixels."""
        self._fits = False
        self._look(self.viewport.panned(delta))

    # What one sees

    @property
    def layout_mode(self) -> LayoutMode:
        """Side by side is the default where a label map is rendered, until the person chooses."""
        return self._stage.layout

    @layout_mode.setter
    def layout_mode(self, mode: LayoutMode) -> None:
        self._layout_chosen = True
        self._set_layout(mode)

    @property
    def can_compare(self) -> bool:
        """Whether there is a before: a generated layer that reads others."""
        return self._stage.has_before

    @property
    def before_after(self) -> float | None:
        """Where the line between before (left) and after stands, 0-1 of the document; None without one."""
        return self._stage.split

    @before_after.setter
    def before_after(self, split: float | None) -> None:
        self._stage.split = None if split is None else min(max(split, 0.0), 1.0)
        self.split_changed.emit(self._stage.split)
        self.update()

    def hold_before(self, held: bool) -> None:
        """Show what the rendering is made from while a key is held."""
        if held != self._stage.showing_before:
            self._stage.showing_before = held
            self.update()

    @property
    def show_grid(self) -> bool:
        """The pixel grid, from 800 % on."""
        return self._stage.show_grid

    @show_grid.setter
    def show_grid(self, shown: bool) -> None:
        self._stage.show_grid = shown
        self.update()

    @property
    def show_rulers(self) -> bool:
        return self._stage.show_rulers

    @show_rulers.setter
    def show_rulers(self, shown: bool) -> None:
        self._stage.show_rulers = shown
        self._resized()

    def sizeHint(self) -> QSize:
        return QSize(900, 640)

    # Inner workings

    def _looked(self) -> None:
        """Called after the viewport changed."""

    def _choose_layout(self) -> None:
        document = self._stage.document
        if not self._layout_chosen and document is not None:
            self._set_layout("side_by_side" if pictures.paints_a_rendering(document) else "single")

    def _set_layout(self, mode: LayoutMode) -> None:
        if mode != self._stage.layout:
            self._stage.layout = mode
            self._resized()
            self.layout_mode_changed.emit(mode)

    def _look(self, viewport: Viewport, *, keep: bool = True) -> None:
        document = self._stage.document
        if document is None:
            return
        if keep:
            viewport = viewport.kept(QSizeF(self._stage.pane_size()), document.width, document.height)
        zoomed = viewport.zoom != self.viewport.zoom
        self._stage.viewport = viewport
        self._looked()
        if zoomed:
            self.zoom_changed.emit(viewport.zoom)
        self.update()

    def _resized(self) -> None:
        if self._fits:
            self.fit()
        else:
            self._look(self.viewport)

    def _in_pane(self, point: QPointF | None) -> QPointF:
        """A position in its pane, during a press in the one that was pressed in; None is the middle."""
        if point is None:
            size = self._stage.pane_size()
            return QPointF(size.width() / 2, size.height() / 2)
        pane = self._pressed_in or self._stage.pane_at(point)
        return point - QPointF(pane.rect.topLeft())

    # Wheel, fingers, size

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel zooms at the pointer; with shift or alt, and on touchpads, it pans."""
        turn, pixels = event.angleDelta(), event.pixelDelta()
        held = event.modifiers()
        shift = bool(held & Qt.KeyboardModifier.ShiftModifier)
        touchpad = not pixels.isNull() and event.phase() != Qt.ScrollPhase.NoScrollPhase
        if touchpad and not held & Qt.KeyboardModifier.ControlModifier:
            self.pan(QPointF(pixels))
        elif shift or held & Qt.KeyboardModifier.AltModifier:
            # Qt turns the wheel sideways while alt is held.
            amount = (turn.y() or turn.x()) / 2
            self.pan(QPointF(amount, 0) if shift else QPointF(0, amount))
        elif turn.y():
            self.set_zoom(self.zoom * _WHEEL_ZOOM ** (turn.y() / 120), event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent):
            return self._native_gesture(event)
        if isinstance(event, QGestureEvent):
            return self._gesture(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._measure()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._measure()

    def _measure(self) -> None:
        self._stage.size = self.size()
        self._stage.viewport = replace(self.viewport, ratio=self.devicePixelRatioF())
        self._resized()

    def _native_gesture(self, event: QNativeGestureEvent) -> bool:
        if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.set_zoom(self.zoom * (1 + event.value()), event.position())
            return True
        if event.gestureType() == Qt.NativeGestureType.PanNativeGesture:
            self.pan(event.delta())
            return True
        return False

    def _gesture(self, event: QGestureEvent) -> bool:
        pinch = event.gesture(Qt.GestureType.PinchGesture)
        if not isinstance(pinch, QPinchGesture):
            return False
        centre = self.mapFromGlobal(pinch.centerPoint())
        self.pan(pinch.centerPoint() - pinch.lastCenterPoint())
        self.set_zoom(self.zoom * pinch.scaleFactor(), centre)
        return True
