"""One of several words: side by side when they are few and short, else a list that unfolds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QComboBox, QSizePolicy, QToolButton, QWidget

from ganstudio.app.widgets.control import Control, guard_wheel

_SEGMENTS = 4
_SEGMENT_LETTERS = 22


class SegmentedControl(Control):
    """Buttons in one row, exactly one of them pressed."""

    def __init__(self, values: Sequence[str], titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row.setSpacing(0)
        self._values = list(values)
        self._group = QButtonGroup(self)
        for index, title in enumerate(titles):
            self._add(index, title)
        self.setFocusProxy(self._group.button(0))
        self._group.idClicked.connect(self._clicked)

    def value(self) -> str | None:
        return self._values[self._group.checkedId()] if self._group.checkedId() >= 0 else None

    def set_value(self, value: str | int | None) -> None:
        # Choices may be numbers, which are words here.
        if str(value) in self._values:
            self._group.button(self._values.index(str(value))).setChecked(True)

    def set_name(self, name: str, help: str = "") -> None:
        self.setAccessibleName(name)
        self.setToolTip(help)

    def _add(self, index: int, title: str) -> None:
        button = QToolButton()
        button.setText(title)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setProperty("segment", True)
        button.setProperty("first", index == 0)
        button.setProperty("last", index == len(self._values) - 1)
        self._group.addButton(button, index)
        self.row.addWidget(button)

    def _clicked(self, index: int) -> None:
        self.changed.emit(self._values[index])
        self.settled.emit()


class ComboControl(Control):
    """A list that unfolds."""

    def __init__(self, values: Sequence[str], titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values = list(values)
        self.combo = QComboBox()
        self.combo.addItems(list(titles))
        self.combo.setMinimumContentsLength(6)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        guard_wheel(self.combo)
        self.combo.activated.connect(self._activated)
        self.row.addWidget(self.combo, 1)
        self.setFocusProxy(self.combo)

    def value(self) -> str | None:
        return self._values[self.combo.currentIndex()] if self.combo.currentIndex() >= 0 else None

    def set_value(self, value: str | int | None) -> None:
        self.combo.setCurrentIndex(self._values.index(str(value)) if str(value) in self._values else -1)

    def set_choices(self, values: Sequence[str], titles: Sequence[str]) -> None:
        """Offer other values; what was chosen stays if it is among them."""
        chosen = self.value()
        if list(values) != self._values or list(titles) != [
            self.combo.itemText(index) for index in range(self.combo.count())
        ]:
            self._values = list(values)
            self.combo.clear()
            self.combo.addItems(list(titles))
        self.set_value(chosen)

    def _activated(self, index: int) -> None:
        self.changed.emit(self._values[index])
        self.settled.emit()


def choice_control(values: Sequence[str], title: Callable[[str], str]) -> Control:
    """The fitting control; `title` makes the word that people read of a value."""
    titles = [title(value) for value in values]
    few = len(values) <= _SEGMENTS and sum(len(text) for text in titles) <= _SEGMENT_LETTERS
    return SegmentedControl(values, titles) if few else ComboControl(values, titles)
