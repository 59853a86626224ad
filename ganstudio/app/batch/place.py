"""A folder or file on one line: chosen, typed or dropped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from ganstudio.app import file_dialogs, theme
from ganstudio.app.drop import files_of


class PlaceControl(QWidget):
    """`changed(Path or None)` when the person names another place."""

    changed = Signal(object)

    def __init__(
        self,
        title: str,
        *,
        file: bool = False,
        optional: bool = False,
        ask: Callable[[QWidget], Path | None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`ask` asks for a file of another kind, in place of a folder."""
        super().__init__(parent)
        self._title, self._optional, self._ask = title, optional, ask
        self._path: Path | None = None
        self.setAcceptDrops(True)
        words = QLabel(title)
        self.field = QLineEdit()
        self.field.setAcceptDrops(False)
        self.field.setAccessibleName(title)
        self.field.setPlaceholderText(self._invitation(file))
        self.field.editingFinished.connect(self._typed)
        self.choose = QToolButton()
        self.choose.setProperty("framed", True)
        theme.set_icon(self.choose, "folder")
        text = self.tr("Choose {0}").replace("{0}", title)
        self.choose.setToolTip(text)
        self.choose.setAccessibleName(text)
        if ask is not None:
            self.choose.clicked.connect(self._ask_other)
        elif file:
            menu = QMenu(self.choose)
            menu.addAction(self.tr("A folder…"), self.ask_folder)
            menu.addAction(self.tr("One file for all…"), self.ask_file)
            self.choose.setMenu(menu)
            self.choose.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        else:
            self.choose.clicked.connect(self.ask_folder)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        row.addWidget(self.choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(words)
        column.addLayout(row)

    @property
    def path(self) -> Path | None:
        return self._path

    def set_path(self, path: Path | None) -> None:
        """Show a place without telling of it."""
        self._path = path
        self.field.setText("" if path is None else str(path))
        self.field.setToolTip(self.field.text())
        self.field.setCursorPosition(len(self.field.text()))

    def take(self, path: Path | None) -> None:
        """As if the person had named it."""
        if path != self._path:
            self.set_path(path)
            self.changed.emit(path)

    def ask_folder(self) -> None:
        if (folder := file_dialogs.ask_folder(self, self._title)) is not None:
            self.take(folder)

    def ask_file(self) -> None:
        if found := file_dialogs.ask_pictures(self, self._title):
            self.take(found[0])

    def _ask_other(self) -> None:
        if self._ask is not None and (found := self._ask(self)) is not None:
            self.take(found)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_of(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.take(files_of(event.mimeData())[0])

    def _typed(self) -> None:
        text = self.field.text().strip()
        self.take(Path(text).expanduser() if text else None)

    def _invitation(self, file: bool) -> str:
        if self._optional:
            return self.tr("None")
        return self.tr("Drop or choose a folder or file") if file else self.tr("Drop or choose a folder")
