"""Keyboard shortcuts and About."""

from __future__ import annotations

import platform

import PySide6
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ganstudio import __version__
from ganstudio.app.actions import ActionTable
from ganstudio.app.dialogs.form_dialog import FormDialog
from ganstudio.app.i18n import translate


class ShortcutsDialog(QDialog):
    """Every command that has a key, menu by menu."""

    def __init__(self, table: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.resize(480, 560)
        page = QWidget()
        self._grid = QGridLayout(page)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        menu = ""
        for command in table.commands:
            if not command.keys:
                continue
            if command.menu != menu:
                menu = command.menu
                self._add_heading(menu)
            self._add(command.text.rstrip("…"), command.keys[0])
        self._add_heading(self.tr("Canvas"))
        for text, keys in (
            (self.tr("Move the picture"), self.tr("Space and drag")),
            (self.tr("Zoom"), self.tr("Wheel")),
            (self.tr("Show the picture before"), self.tr("Hold \\")),
            (self.tr("Pick a colour or class"), self.tr("Alt and click")),
            (self.tr("Choose a class"), "1 … 0"),
        ):
            self._add(text, keys)
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 4, 12)
        column.addWidget(area)

    def _add_heading(self, menu: str) -> None:
        title = " › ".join(translate("Menus", part) for part in menu.split("/"))
        label = QLabel(title)
        label.setProperty("role", "heading")
        label.setContentsMargins(0, 12, 0, 2)
        self._grid.addWidget(label, self._grid.rowCount(), 0, 1, 2)

    def _add(self, text: str, keys: str) -> None:
        row = self._grid.rowCount()
        shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
        self._grid.addWidget(QLabel(text), row, 0)
        label = QLabel(shown if shown and len(keys) < 16 and " " not in keys else keys)
        label.setProperty("role", "muted")
        self._grid.addWidget(label, row, 1, Qt.AlignmentFlag.AlignRight)


class AboutDialog(FormDialog):
    """Name, version, licence."""

    def __init__(self, device: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_words(self.tr("About GAN Studio"), self.tr("Close"))
        self.cancel.hide()
        name = QLabel("GAN Studio")
        name.setProperty("role", "display")
        self.grid.addWidget(name, 0, 0, 1, 2)
        rows = (
            (self.tr("Version"), __version__),
            (self.tr("Runs on"), device),
            ("Python", platform.python_version()),
            ("Qt", PySide6.__version__),
            (self.tr("Licence"), "Apache-2.0"),
        )
        for row, (label, value) in enumerate(rows, 1):
            words = QLabel(label)
            words.setProperty("role", "muted")
            self.grid.addWidget(words, row, 0)
            self.grid.addWidget(QLabel(value), row, 1)
        self.set_note(self.tr("An image editor in which neural networks are the tools."))
