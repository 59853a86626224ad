"""A message above the picture that waits and blocks nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ganstudio.app import theme

Level = Literal["info", "done", "warning", "error"]
_COLOURS = {"info": "accent", "done": "success", "warning": "warning", "error": "danger"}


@dataclass(frozen=True)
class Message:
    """What happened, what to do, and what an expert wants to know."""

    text: str
    hint: str = ""
    detail: str = ""
    level: Level = "error"
    verb: str = ""
    """What a button offers to do about it, which `act` does."""
    act: Callable[[], object] | None = field(default=None, compare=False, repr=False)

    def plain(self) -> str:
        return "\n".join(part for part in (self.text, self.hint, self.detail) if part)


class MessageBar(QFrame):
    """Shows one message at a time; a newer one takes its place."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.message: Message | None = None
        self._mark = QLabel()
        self._text = self._make_label("heading")
        self._hint = self._make_label("muted")
        self._details = QPlainTextEdit()
        self._details.setReadOnly(True)
        self._details.setAccessibleName(self.tr("Details"))
        self._details.setFixedHeight(120)
        self._unfold = QPushButton(self.tr("Details"))
        self._unfold.setCheckable(True)
        self._unfold.toggled.connect(self._details.setVisible)
        self.verb = QPushButton()
        self.verb.setAccessibleName(self.tr("Do something about it"))
        self.verb.clicked.connect(self._act)
        self._copy = QPushButton(self.tr("Copy"))
        self._copy.clicked.connect(self._copy_message)
        close = QToolButton()
        theme.set_icon(close, "close")
        close.setToolTip(self.tr("Close this message"))
        close.setAccessibleName(self.tr("Close this message"))
        close.clicked.connect(self.dismiss)
        self._lay_out(close)
        self.hide()

    def show_message(self, message: Message) -> None:
        self.message = message
        icon = "done" if message.level == "done" else message.level
        self._mark.setPixmap(theme.pixmap(icon, 20, _COLOURS[message.level], self.devicePixelRatioF()))
        self._text.setText(message.text)
        self._hint.setText(message.hint)
        self._hint.setVisible(bool(message.hint))
        self._details.setPlainText(message.detail)
        self._unfold.setChecked(False)
        self._details.hide()
        self._unfold.setVisible(bool(message.detail))
        self.verb.setText(message.verb)
        self.verb.setAccessibleName(message.verb or self.tr("Do something about it"))
        self.verb.setVisible(bool(message.verb))
        self._copy.setVisible(message.level in ("warning", "error"))
        self.setAccessibleName(message.text)
        self.show()

    def dismiss(self) -> None:
        self.message = None
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def _lay_out(self, close: QToolButton) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._text)
        words.addWidget(self._hint)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        for button in (self.verb, self._unfold, self._copy, close):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 8)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self._details)

    def _make_label(self, role: str) -> QLabel:
        label = QLabel()
        label.setProperty("role", role)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        return label

    def _act(self) -> None:
        """The message goes: what it offered is being done."""
        message = self.message
        self.dismiss()
        if message is not None and message.act is not None:
            message.act()

    def _copy_message(self) -> None:
        if self.message is not None:
            QGuiApplication.clipboard().setText(self.message.plain())
