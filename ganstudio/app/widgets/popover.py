"""A small panel that opens beside a button and goes when one clicks elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QStyle, QStyleOption, QVBoxLayout, QWidget


class Popover(QFrame):
    """Put widgets into `column`, then `open_above` or `open_below` a widget."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setProperty("role", "popover")
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 12, 16, 12)
        self.column.setSpacing(8)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A window whose corners are clear has no background of its own."""
        option = QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, QPainter(self), self)

    def open_above(self, anchor: QWidget) -> None:
        self.adjustSize()
        corner = anchor.mapToGlobal(QPoint(anchor.width() - self.width(), -self.height() - 4))
        self._open(corner, anchor)

    def open_below(self, anchor: QWidget) -> None:
        self.adjustSize()
        self._open(anchor.mapToGlobal(QPoint(0, anchor.height() + 4)), anchor)

    def _open(self, corner: QPoint, anchor: QWidget) -> None:
        """Keep it on the screen."""
        space = anchor.screen().availableGeometry()
        corner.setX(min(max(corner.x(), space.left()), space.right() - self.width()))
        corner.setY(min(max(corner.y(), space.top()), space.bottom() - self.height()))
        self.move(corner)
        self.show()
        self.setFocus()
