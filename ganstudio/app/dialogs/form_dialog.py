"""What all asking windows share: rows of label and control, one verb at the lower right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget


class FormDialog(QDialog):
    """Subclasses add rows and give title and verb; `accepted` follows the press of the main button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(380)
        self.note = QLabel()
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        self.note.hide()
        self.verb = QPushButton()
        self.verb.setProperty("primary", True)
        self.verb.setDefault(True)
        self.verb.clicked.connect(self.accept)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.verb)
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(12)
        self.grid.setVerticalSpacing(8)
        self.grid.setColumnMinimumWidth(0, 96)
        self.grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(16)
        column.addLayout(self.grid)
        column.addWidget(self.note)
        column.addStretch(1)
        column.addLayout(buttons)

    def set_words(self, title: str, verb: str) -> None:
        """The window's title, and what its main button does."""
        self.setWindowTitle(title)
        self.verb.setText(verb)

    def add_row(self, label: str, control: QWidget) -> QLabel:
        """Add a control with its label, which names it."""
        words = QLabel(label)
        words.setBuddy(control)
        control.setAccessibleName(label)
        row = self.grid.rowCount()
        self.grid.addWidget(words, row, 0, Qt.AlignmentFlag.AlignVCenter)
        self.grid.addWidget(control, row, 1)
        return words

    def set_note(self, text: str) -> None:
        self.note.setText(text)
        self.note.setVisible(bool(text))
