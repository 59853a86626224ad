"""A slider from words: two texts, and what lies between them moves every picture of the model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ganstudio.api import Direction, Progress

from ..described import neutral_of, slider_of_words
from .models import Models

CLIP = "worlds-clip"
_SHOWN_AT = 2.0


class WordsDialog(QDialog):
    """`keep(direction, then)` adds one to the sliders; it stays open for the next one."""

    def __init__(
        self, context: Any, models: Models, keep: Callable[..., None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._models, self._keep = context, models, keep
        self._job: Any = None
        self.setWindowTitle(self.tr("Add a slider from words"))
        self.setMinimumWidth(460)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        text = QLabel(
            self.tr("Say what the slider is to bring, and what stands there without it. English or Korean.")
        )
        text.setProperty("role", "muted")
        text.setWordWrap(True)
        column.addWidget(text)
        column.addLayout(self._make_fields())
        self.note = QLabel()
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        self.note.hide()
        column.addWidget(self.note)
        column.addStretch(1)
        column.addLayout(self._make_foot())
        self.finished.connect(lambda _: self._stop())
        self._show_ready()

    def _make_fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        self.wanted = self._field(self.tr("What"), self.tr("a smiling face"))
        known = self._models.known
        plain = neutral_of(str(self._context.params.model), known.generator.card if known else {})
        self.neutral = self._field(self.tr("Instead of"), plain)
        self.name = self._field(self.tr("Name"), self.tr("As the first text"))
        for row, field in enumerate((self.wanted, self.neutral, self.name)):
            label = QLabel(field.accessibleName())
            label.setBuddy(field)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        return grid

    def _field(self, name: str, example: str) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(name)
        field.setPlaceholderText(example)
        field.setMaxLength(200)
        field.textChanged.connect(lambda _: self._show_ready())
        field.returnPressed.connect(self.add)
        return field

    def _make_foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.bar.hide()
        self.close_button = QPushButton(self.tr("Close"))
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self._stop_or_close)
        self.verb = QPushButton(self.tr("Add slider"))
        self.verb.setProperty("primary", True)
        self.verb.setDefault(True)
        self.verb.clicked.connect(self.add)
        row.addWidget(self.bar, 1)
        row.addStretch(0)
        row.addWidget(self.close_button)
        row.addWidget(self.verb)
        return row

    def add(self) -> None:
        """Find the direction on a worker, the first time with what the model's channels do."""
        known, context = self._models.known, self._context
        wanted, neutral, name = (field.text().strip() for field in (self.wanted, self.neutral, self.name))
        if known is None or not wanted or self._job is not None:
            return

        def report(fraction: float, message: str) -> None:
            context.post(lambda: self.bar.setValue(round(fraction * 1000)))

        def work(progress: Progress) -> tuple[Direction, tuple[str, ...]]:
            found, notes = slider_of_words(
                wanted, neutral, known.generator, known.ref, CLIP, progress.also(report)
            )
            return (replace(found, name=name) if name else found), notes

        self._say(self.tr("The first slider of a model takes a little: CLIP looks at what the model does."))
        self._job = context.work(
            work,
            title=self.tr("Making a slider from words"),
            done=self._done,
            failed=self._failed,
            cancelled=lambda: self._set_busy(False),
            quiet=True,
        )
        self._set_busy(True)

    def _done(self, found: tuple[Direction, tuple[str, ...]]) -> None:
        direction, notes = found
        context = self._context

        def then() -> None:
            """Moved at once, so that one sees what it does."""
            edits = context.params.edits
            added = f"{direction.name}={_SHOWN_AT:g}"
            context.set_params(edits=f"{edits}, {added}" if edits else added)
            self._say(" ".join((self.tr("“{0}” is a slider now.").format(direction.name), *notes)))

        self._set_busy(False)
        self.wanted.selectAll()
        self.name.clear()
        self._keep(direction, then)

    def _failed(self, error: BaseException) -> None:
        self._set_busy(False)
        self._say(str(error), wrong=True)

    def _say(self, text: str, *, wrong: bool = False) -> None:
        self.note.setProperty("role", "danger" if wrong else "muted")
        self.note.style().polish(self.note)
        self.note.setText(text)
        self.note.show()

    def _set_busy(self, busy: bool) -> None:
        self.bar.setVisible(busy)
        self.bar.setValue(0)
        for field in (self.wanted, self.neutral, self.name):
            field.setEnabled(not busy)
        self.close_button.setText(self.tr("Stop") if busy else self.tr("Close"))
        if not busy:
            self._job = None
            self.note.hide()
        self._show_ready()

    def _show_ready(self) -> None:
        self.verb.setEnabled(self._job is None and bool(self.wanted.text().strip()))

    def _stop_or_close(self) -> None:
        if self._job is not None:
            self._job.cancel()
        else:
            self.close()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
