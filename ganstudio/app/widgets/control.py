"""What every control of a parameter form can do."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QAbstractSpinBox, QHBoxLayout, QWidget


class Control(QWidget):
    """Holds one value. `changed` comes with every change by the person, `settled` when a gesture ends.

    `grabbed` tells whether a slider is held.
    """

    changed = Signal(object)
    grabbed = Signal(bool)
    settled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(8)

    def value(self) -> Any:
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show a value without telling of it."""
        raise NotImplementedError

    def set_name(self, name: str, help: str = "") -> None:
        """What the control is called for those who do not see it, and what its tooltip says."""
        self.setAccessibleName(name)
        self.setToolTip(help)
        if self.focusProxy() is not None:
            self.focusProxy().setAccessibleName(name)


class _WheelGuard(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel and not watched.hasFocus():
            event.ignore()
            return True
        return False


def guard_wheel(widget: QWidget) -> None:
    """Let the wheel change this widget only when it was chosen before; else the panel scrolls."""
    widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    widget.installEventFilter(_WheelGuard(widget))


def quiet_spin_box(field: QAbstractSpinBox, *, arrows: bool = True) -> None:
    """Give a number field the margins that the stylesheet cannot; beside a slider it needs no arrows."""
    field.lineEdit().setTextMargins(6, 0, 6, 0)
    field.setProperty("buttons", "" if arrows else "none")
    guard_wheel(field)
