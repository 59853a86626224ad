"""A seed: a number with a die that throws a new one and a lock that keeps it."""

from __future__ import annotations

import random

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSpinBox, QToolButton, QWidget

from ganstudio.app import theme
from ganstudio.app.widgets.control import Control, quiet_spin_box


class SeedControl(Control):
    """`locked` keeps the seed from the die; it is the person's note, not a parameter."""

    def __init__(self, high: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row.setSpacing(4)
        self.field = QSpinBox()
        self.field.setRange(0, min(high, 2**31 - 1))
        self.field.setKeyboardTracking(False)
        # By itself it keeps room for the largest seed there is, which a narrow panel has not.
        self.field.setMinimumWidth(72)
        quiet_spin_box(self.field, arrows=False)
        self.field.valueChanged.connect(lambda seed: self.changed.emit(seed))
        self.field.editingFinished.connect(self.settled)
        self.die = self._button("dice", self.tr("Throw a new seed"))
        self.die.clicked.connect(self.throw)
        self.lock = self._button("unlock", self.tr("Keep this seed"))
        self.lock.setCheckable(True)
        self.lock.toggled.connect(self._lock_toggled)
        self.row.addWidget(self.field, 1)
        self.row.addWidget(self.die)
        self.row.addWidget(self.lock)
        self.setFocusProxy(self.field)

    def value(self) -> int:
        return self.field.value()

    def set_value(self, value: int) -> None:
        self.field.blockSignals(True)
        self.field.setValue(value)
        self.field.blockSignals(False)

    @property
    def locked(self) -> bool:
        return self.lock.isChecked()

    def throw(self) -> None:
        """Take another seed, small enough to be told to somebody."""
        if self.locked:
            return
        other = random.randrange(min(self.field.maximum(), 9999))
        self.field.setValue(other if other < self.value() else other + 1)
        self.settled.emit()

    def _lock_toggled(self, locked: bool) -> None:
        theme.set_icon(self.lock, "lock" if locked else "unlock")
        self.die.setEnabled(not locked)
        self.field.setReadOnly(locked)

    def _button(self, icon: str, text: str) -> QToolButton:
        button = QToolButton()
        theme.set_icon(button, icon)
        button.setFixedSize(28, 28)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolTip(text)
        button.setAccessibleName(text)
        return button
