"""A thumbnail that can be pressed, dragged to other places, and dropped on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from .previews import OPERATION


class Thumb(QAbstractButton):
    """Shows `image`, or a dashed frame with `text`; `params` make it a look that can be dragged away."""

    dropped = Signal(object)

    def __init__(self, context: Any, side: int, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = context.kit
        self._side = side
        self._inviting = False
        self._pressed_at: QPoint | None = None
        self.image = QImage()
        self.params: Mapping[str, Any] | None = None
        self.takes_drops = False
        self.mark = ""
        """A word in the lower corner, in the accent if it is `strong`."""
        self.strong = True
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(side, side)
        self._kit.theme_changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def set_image(self, image: QImage) -> None:
        self.image = image
        self.update()

    def set_takes_drops(self) -> None:
        self.takes_drops = True
        self.setAcceptDrops(True)

    # Dragging away

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        far = QApplication.startDragDistance()
        at = self._pressed_at
        if self.params is None or at is None or (event.position().toPoint() - at).manhattanLength() < far:
            super().mouseMoveEvent(event)
            return
        self._pressed_at = None
        self.setDown(False)
        drag_look(self, self._kit, self.params, self.image)

    # Dropping here

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.takes_drops and self._kit.dropped_look(event.mimeData()) is not None:
            event.acceptProposedAction()
            self._invite(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._invite(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._invite(False)
        look = self._kit.dropped_look(event.mimeData())
        if look is not None:
            self.dropped.emit(look)

    def _invite(self, on: bool) -> None:
        self._inviting = on
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        kit = self._kit
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        outline = QPainterPath()
        outline.addRoundedRect(frame, 4, 4)
        painter.fillPath(outline, kit.colour("accent_soft" if self._inviting else "raised"))
        if self.image.isNull():
            painter.setPen(kit.colour("text_muted"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
            painter.setPen(QPen(kit.colour("border_strong"), 1, Qt.PenStyle.DashLine))
            painter.drawPath(outline)
        else:
            painter.setClipPath(outline)
            painter.drawImage(frame, self.image)
            painter.setClipping(False)
        if self.mark:
            draw_mark(painter, frame, self.mark, kit, strong=self.strong)
        if self.isChecked() or self.hasFocus() or self.underMouse() or self._inviting:
            strong = self.isChecked() or self.hasFocus() or self._inviting
            style = Qt.PenStyle.DotLine if self.hasFocus() and not self.isChecked() else Qt.PenStyle.SolidLine
            painter.setPen(QPen(kit.colour("accent" if strong else "text_muted"), 2, style))
            painter.drawRoundedRect(frame, 4, 4)


def draw_mark(painter: QPainter, frame: QRectF, text: str, kit: Any, *, strong: bool) -> None:
    """A word on a pill in the lower left corner of a picture."""
    font = painter.font()
    font.setPixelSize(10)
    font.setBold(True)
    painter.setFont(font)
    width = painter.fontMetrics().horizontalAdvance(text) + 8
    pill = QRectF(frame.left() + 3, frame.bottom() - 17, width, 14)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(kit.colour("accent" if strong else "panel"))
    painter.drawRoundedRect(pill, 7, 7)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(kit.colour("on_accent" if strong else "text"))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)


def drag_look(source: QWidget, kit: Any, params: Mapping[str, Any], image: QImage) -> None:
    """Begin to drag a picture that these parameters make."""
    seed = int(params.get("seed", 0))
    rest = {name: value for name, value in params.items() if name != "seed"}
    drag = QDrag(source)
    drag.setMimeData(kit.look_mime(OPERATION, rest, seed, image))
    if not image.isNull():
        drag.setPixmap(QPixmap.fromImage(image.scaled(64, 64)))
        drag.setHotSpot(QPoint(32, 32))
    drag.exec(Qt.DropAction.CopyAction)
