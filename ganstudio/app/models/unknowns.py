"""What a model's file does not tell: each question with what was assumed, and a control for the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ganstudio.app.models.words import value_text
from ganstudio.app.widgets.choice import choice_control
from ganstudio.app.widgets.control import Control
from ganstudio.app.widgets.text import TextControl

if TYPE_CHECKING:
    from ganstudio.checkpoints.questions import Question


class Unknowns(QWidget):
    """`answered(name, text)` when the person says how it is; the text is read by the family."""

    answered = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self.rows: dict[str, _Row] = {}
        self._shown: tuple[object, ...] = ()

    def show_questions(self, questions: tuple[Question, ...], *, mine: bool) -> None:
        if self._shown == (questions, mine):
            return
        self._shown = questions, mine
        for row in self.rows.values():
            row.hide()
            row.deleteLater()
        self.rows = {}
        for question in questions:
            row = _Row(question, mine=mine)
            row.answered.connect(self.answered)
            self._column.addWidget(row)
            self.rows[question.name] = row


class _Row(QWidget):
    answered = Signal(str, str)

    def __init__(self, question: Question, *, mine: bool) -> None:
        super().__init__()
        text = f"{question.text[:1].upper()}{question.text[1:]}"
        words = QLabel(text)
        words.setWordWrap(True)
        self.control = _control(question)
        self.control.set_name(text)
        self.button = QPushButton(self.tr("Confirm"))
        self.button.setAccessibleName(f"{self.tr('Confirm')}: {text}")
        self.button.setEnabled(mine)
        self.button.setToolTip("" if mine else self.tr("This model came with the program."))
        name = question.name
        self.button.clicked.connect(lambda: self._answer(name))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.control, 1)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(words)
        column.addLayout(row)
        was = value_text(question.assumed)
        note = QLabel(self.tr("Assumed: {0}").replace("{0}", was) if was else self.tr("Left open so far."))
        note.setProperty("role", "caption")
        note.setWordWrap(True)
        column.addWidget(note)

    def _answer(self, name: str) -> None:
        value = self.control.value()
        if value not in (None, ""):
            self.answered.emit(name, str(value))


def _control(question: Question) -> Control:
    """Choices as buttons or a list; numbers and lists as text, because the family checks them."""
    if question.kind == "bool":
        words = {"yes": value_text(True), "no": value_text(False)}
        control = choice_control(tuple(words), words.__getitem__)
        if question.assumed is not None:
            control.set_value("yes" if question.assumed else "no")
        return control
    if question.choices:
        texts = {str(choice): value_text(choice) for choice in question.choices}
        control = choice_control(tuple(texts), texts.__getitem__)
        control.set_value(str(question.assumed))
        return control
    control = TextControl()
    control.field.setAcceptDrops(False)
    control.set_value("" if question.assumed is None else str(question.assumed))
    return control
