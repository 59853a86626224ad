"""A sheet of pictures over one to three parameters, put together without writing its axes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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

from ganstudio.api import Direction, ImageData, Progress

from ..ops import SampleParams
from .words import shown

OPERATION = "latent_editing.sheet"
_SHARED = ("model", "seed", "truncation", "edits", "class_name")
_NUMBERS = {"truncation": "0, 0.5, 1", "seed": "1-4", "noise_strength": "0, 1, 2"}


@dataclass(frozen=True)
class Choice:
    """What an axis can be: a parameter or a direction, by what it is called, with values to begin with."""

    name: str
    title: str
    values: str

    def axis(self, values: str) -> str:
        """As the operation reads it; a direction called like a parameter is told by its edits."""
        if self.name in _NUMBERS or "_".join(self.name.lower().split()) not in SampleParams.model_fields:
            return f"{self.name}={values}"
        return "edits=" + "|".join(
            f"{self.name}={part.strip()}" for part in values.split(",") if part.strip()
        )


class CompareDialog(QDialog):
    """`show_result(title, picture)` opens the sheet in a window of its own."""

    def __init__(
        self,
        context: Any,
        directions: Sequence[Direction],
        show_result: Callable[[str, ImageData], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._show_result = show_result
        self._job: Any = None
        self._choices = self._all(directions)
        self.setWindowTitle(self.tr("Compare parameters"))
        self.setMinimumWidth(480)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        text = QLabel(
            self.tr(
                "One picture for each pair of values. Values stand between commas; 1-4 is a range of seeds."
            )
        )
        text.setProperty("role", "muted")
        text.setWordWrap(True)
        column.addWidget(text)
        column.addLayout(self._make_axes())
        self.note = QLabel()
        self.note.setProperty("role", "danger")
        self.note.setWordWrap(True)
        self.note.hide()
        column.addWidget(self.note)
        column.addStretch(1)
        column.addLayout(self._make_foot())
        self.finished.connect(lambda _: self._stop())

    def _all(self, directions: Sequence[Direction]) -> list[Choice]:
        titles = {
            "truncation": self.tr("Truncation"),
            "seed": self.tr("Seed"),
            "noise_strength": self.tr("Noise strength"),
        }
        plain = [Choice(name, titles[name], values) for name, values in _NUMBERS.items()]
        return plain + [Choice(item.name, shown(item.name), "-2, 0, 2") for item in directions]

    def _make_axes(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, 72)
        grid.setColumnStretch(2, 1)
        names = ["", *(choice.name for choice in self._choices)]
        titles = [self.tr("Nothing"), *(choice.title for choice in self._choices)]
        first = "truncation" if len(self._choices) < 4 else self._choices[3].name
        self.axes: list[tuple[Any, QLineEdit]] = []
        rows = ((self.tr("Columns"), first), (self.tr("Rows"), "seed"), (self.tr("Blocks"), ""))
        for row, (words, chosen) in enumerate(rows):
            what = self._context.kit.list(names, titles)
            what.set_name(words)
            what.setFixedWidth(160)
            values = QLineEdit()
            values.setAccessibleName(self.tr("Values of {0}").format(words))
            what.changed.connect(lambda name, values=values: self._choose(name, values))
            what.set_value(chosen)
            self._choose(chosen, values)
            grid.addWidget(QLabel(words), row, 0)
            grid.addWidget(what, row, 1)
            grid.addWidget(values, row, 2)
            self.axes.append((what, values))
        self.side = self._context.kit.number(64, 512, 16, 160, unit="px", whole=True)
        self.side.set_name(self.tr("Picture size"))
        grid.addWidget(QLabel(self.tr("Picture size")), 3, 0)
        grid.addWidget(self.side, 3, 1, 1, 2)
        return grid

    def _make_foot(self) -> QHBoxLayout:
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.bar.hide()
        self.cancel = QPushButton(self.tr("Close"))
        self.cancel.clicked.connect(self._cancel)
        self.verb = QPushButton(self.tr("Draw the sheet"))
        self.verb.setProperty("primary", True)
        self.verb.setDefault(True)
        self.verb.clicked.connect(self.draw_sheet)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.bar, 1)
        foot.addStretch(0)
        foot.addWidget(self.cancel)
        foot.addWidget(self.verb)
        return foot

    @property
    def values(self) -> dict[str, Any]:
        """Parameters of the operation."""
        given = self._context.params.model_dump()
        known = {choice.name: choice for choice in self._choices}
        texts = [
            known[what.value()].axis(values.text()) if what.value() in known else ""
            for what, values in self.axes
        ]
        return {
            **{name: given[name] for name in _SHARED if name in given},
            **dict(zip("xyz", texts, strict=True)),
            "side": int(self.side.value()),
        }

    def draw_sheet(self) -> None:
        context, values = self._context, self.values

        def report(fraction: float, message: str) -> None:
            context.post(lambda: self.bar.setValue(round(fraction * 1000)))

        def work(progress: Progress) -> ImageData:
            drawn = context.studio.run(OPERATION, progress=progress.also(report), **values)
            result: ImageData = drawn.data
            return result

        self.note.hide()
        self._set_busy(True)
        self._job = context.work(
            work,
            title=self.tr("Drawing the sheet"),
            done=self._done,
            failed=self._failed,
            cancelled=lambda: self._set_busy(False),
        )

    def _choose(self, name: str, values: QLineEdit) -> None:
        chosen = next((choice for choice in self._choices if choice.name == name), None)
        values.setText(chosen.values if chosen is not None else "")
        values.setEnabled(chosen is not None)

    def _done(self, picture: ImageData) -> None:
        self._set_busy(False)
        self._show_result(self.tr("Comparison"), picture)

    def _failed(self, error: BaseException) -> None:
        self._set_busy(False)
        self.note.setText(f"{error} {getattr(error, 'hint', '')}".strip())
        self.note.show()

    def _set_busy(self, busy: bool) -> None:
        if not busy:
            self._job = None
        self.bar.setVisible(busy)
        self.bar.setValue(0)
        self.verb.setEnabled(not busy)
        self.cancel.setText(self.tr("Stop") if busy else self.tr("Close"))

    def _cancel(self) -> None:
        if self._job is not None:
            self._stop()
        else:
            self.reject()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
