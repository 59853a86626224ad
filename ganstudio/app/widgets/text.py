"""Text, switches, and values that may be absent."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from ganstudio.app.widgets.control import Control


class TextControl(Control):
    """One line of text; empty means None where the value is optional."""

    def __init__(self, *, optional: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._optional = optional
        self.field = QLineEdit()
        self.field.setClearButtonEnabled(True)
        self.field.textEdited.connect(lambda: self.changed.emit(self.value()))
        self.field.editingFinished.connect(self.settled)
        self.row.addWidget(self.field, 1)
        self.setFocusProxy(self.field)

    def value(self) -> str | None:
        text = self.field.text()
        return None if self._optional and not text else text

    def set_value(self, value: str | None) -> None:
        if value != self.value():
            self.field.setText(value or "")


class SwitchControl(Control):
    """Yes or no."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QCheckBox()
        self.box.clicked.connect(self._clicked)
        self.row.addWidget(self.box)
        self.row.addStretch(1)
        self.setFocusProxy(self.box)

    def value(self) -> bool:
        return self.box.isChecked()

    def set_value(self, value: bool) -> None:
        self.box.setChecked(bool(value))

    def _clicked(self, on: bool) -> None:
        self.changed.emit(on)
        self.settled.emit()


class OptionalControl(Control):
    """A box before another control: without a tick the value is None."""

    def __init__(self, inner: Control, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.inner = inner
        self.box = QCheckBox()
        self.box.toggled.connect(inner.setEnabled)
        self.box.clicked.connect(self._clicked)
        inner.changed.connect(self.changed)
        inner.settled.connect(self.settled)
        inner.grabbed.connect(self.grabbed)
        inner.setEnabled(False)
        self.row.addWidget(self.box)
        self.row.addWidget(inner, 1)
        self.setFocusProxy(self.box)

    def value(self) -> Any:
        return self.inner.value() if self.box.isChecked() else None

    def set_value(self, value: Any) -> None:
        self.box.setChecked(value is not None)
        if value is not None:
            self.inner.set_value(value)

    def set_name(self, name: str, help: str = "") -> None:
        super().set_name(name, help)
        self.inner.set_name(name, help)

    def _clicked(self) -> None:
        self.changed.emit(self.value())
        self.settled.emit()
