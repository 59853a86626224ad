"""A model of the library, found by typing part of its name, or any weight file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from ganstudio.app import theme
from ganstudio.app.widgets.control import Control, guard_wheel

_OPEN_FILE = object()


@dataclass(frozen=True)
class ModelChoice:
    """What the picker shows of a model: `ref` is the parameter's value."""

    ref: str
    title: str
    family: str = ""


class ModelPicker(Control):
    """`browse` asks for a weight file; `set_value` with its path chooses it. Files can be dropped."""

    browse = Signal()

    def __init__(
        self,
        models: Sequence[ModelChoice],
        *,
        optional: bool = False,
        unset: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._optional = optional
        self._unset = unset or self.tr("None")
        self._value: str | None = None
        self.combo = QComboBox()
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.combo.setMinimumContentsLength(6)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.completer().setFilterMode(Qt.MatchFlag.MatchContains)
        self.combo.completer().setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        guard_wheel(self.combo)
        self.combo.activated.connect(self._activated)
        self.combo.lineEdit().editingFinished.connect(self._show_value)
        self.row.addWidget(self.combo, 1)
        self.setFocusProxy(self.combo)
        self.setAcceptDrops(True)
        self.set_models(models)
        theme.notifier.changed.connect(self._refresh_icons)

    def set_models(self, models: Sequence[ModelChoice]) -> None:
        """Offer these; the value stays."""
        self.combo.blockSignals(True)
        self.combo.clear()
        if self._optional:
            self.combo.addItem(self._unset, None)
        for model in models:
            self.combo.addItem(theme.icon("model"), model.title, model.ref)
            self.combo.setItemData(self.combo.count() - 1, model.family, Qt.ItemDataRole.ToolTipRole)
        self.combo.addItem(theme.icon("folder"), self.tr("Open file…"), _OPEN_FILE)
        self.combo.blockSignals(False)
        self._show_value()

    def value(self) -> str | None:
        return self._value

    def set_value(self, value: str | None) -> None:
        self._value = value
        self._show_value()

    def choose(self, ref: str) -> None:
        """Take a model as the person's choice."""
        self.set_value(ref)
        self.changed.emit(ref)
        self.settled.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        file = event.mimeData().urls()[0].toLocalFile()
        if file:
            self.choose(file)

    def _activated(self, index: int) -> None:
        ref = self.combo.itemData(index)
        if ref is _OPEN_FILE:
            self._show_value()
            self.browse.emit()
        else:
            self.choose(ref)

    def _refresh_icons(self) -> None:
        for index in range(self.combo.count()):
            folder = self.combo.itemData(index) is _OPEN_FILE
            self.combo.setItemIcon(index, theme.icon("folder" if folder else "model"))

    def _show_value(self) -> None:
        """Put the combo on the value; a file that is not in the list is added by its name."""
        index = next((i for i in range(self.combo.count()) if self.combo.itemData(i) == self._value), -1)
        if index < 0 and self._value:
            index = self.combo.count() - 1
            self.combo.insertItem(index, theme.icon("model"), Path(self._value).name, self._value)
            self.combo.setItemData(index, self._value, Qt.ItemDataRole.ToolTipRole)
        self.combo.setCurrentIndex(index)
        self.combo.lineEdit().setCursorPosition(0)
        # The field is narrow, and titles are not.
        self.combo.setToolTip(self.combo.currentText())
