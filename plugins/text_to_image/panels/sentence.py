"""A prompt box with what is to be told of its words; it says its sentence after a pause, or with Enter."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from .knowledge import Checked, Knowledge
from .prompt_box import PromptBox

_PAUSE_MS = 300


class Sentence(QWidget):
    """`said(text)` comes once a sentence has been written that the model can read something of.

    A `required` one is never said empty.
    """

    said = Signal(str)
    read = Signal(object)
    """How the model reads what stands there: a `Checked`."""

    def __init__(
        self, context: Any, name: str, example: str = "", *, lines: int = 2, required: bool = False
    ) -> None:
        super().__init__()
        self._knowledge = Knowledge.of(context)
        self._required = required
        self._last = ""
        self._waiting = False
        self.box = PromptBox(context.kit, name, example, lines)
        self.note = QLabel()
        self.note.setProperty("role", "caption")
        self.note.setWordWrap(True)
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.note.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.box)
        column.addWidget(self.note)
        self.setFocusProxy(self.box)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.read_now)
        self.box.written.connect(self._written)
        self.box.entered.connect(self._entered)
        self._knowledge.changed.connect(self.read_now)

    def text(self) -> str:
        return self.box.text()

    def set_text(self, text: str, *, anew: bool = False) -> None:
        """Show what the parameters say, without saying it again.

        What has been written since they said so stays, unless it is wanted `anew`.
        """
        if text == self._last and not anew:
            return
        self._last = text
        self._waiting = False
        if text != self.text():
            self.box.set_text(text)
            self.read_now()

    def read_now(self) -> None:
        """Look the words up, then say the sentence if it is new."""
        self._pause.stop()
        text = self.box.toPlainText()
        if not text.strip():
            self._show(Checked(text, readable=not self._required))
        else:
            self._knowledge.check(text, self._show)

    def _written(self) -> None:
        self._waiting = True
        self._pause.start()

    def _entered(self) -> None:
        if self._waiting:
            self.read_now()

    def _show(self, found: Checked) -> None:
        if found.text != self.box.toPlainText():
            return
        self.box.set_unknown(found.unknown)
        self.note.setText(self._words(found))
        self.note.setVisible(bool(self.note.text()))
        self.read.emit(found)
        waiting, self._waiting = self._waiting, False
        if waiting and found.readable and self.text() != self._last:
            self._last = self.text()
            self.said.emit(self._last)

    def _words(self, found: Checked) -> str:
        names = ", ".join(dict.fromkeys(item.word for item in found.unknown))
        if found.text.strip() and not found.readable:
            if not names:
                return self.tr("There is nothing in it yet that could be drawn.")
            return self.tr("This model knows none of these words: {0}").replace("{0}", names)
        told = self.tr("Unknown to this model: {0}").replace("{0}", names) if names else ""
        cut = self.tr("Too long: not read from “{0}” on.").replace("{0}", _start(found.rest))
        return "\n".join(text for text in (told, cut if found.rest.strip() else "") if text)


def _start(text: str) -> str:
    return " ".join(text.split()[:4])
