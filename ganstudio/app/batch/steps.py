"""The steps of a recipe for people: what each does, and the values that it does it with."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ganstudio.app.i18n import plugin_text
from ganstudio.app.studio import AppStudio
from ganstudio.app.widgets.parameter_form import choice_title
from ganstudio.operations.recipe import Recipe, Step

_MOST_VALUES = 4


class StepList(QFrame):
    """Numbered, in the order in which they are done."""

    def __init__(self, recipe: Recipe, studio: AppStudio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        for number, step in enumerate(recipe.steps, 1):
            column.addLayout(self._row(number, step, studio))

    def _row(self, number: int, step: Step, studio: AppStudio) -> QHBoxLayout:
        info = studio.operation_info(step.operation)
        title = QLabel(plugin_text(info.title) if info is not None else step.operation)
        title.setWordWrap(True)
        values = QLabel(values_text(step.params))
        values.setProperty("role", "caption")
        values.setWordWrap(True)
        values.setVisible(bool(values.text()))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(title)
        words.addWidget(values)
        count = QLabel(str(number))
        count.setProperty("role", "muted")
        count.setFixedWidth(14)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(count)
        row.addLayout(words, 1)
        return row


def values_text(params: dict[str, Any]) -> str:
    """The first few values that say something: words and numbers, not what was left open."""
    told = [(name, value) for name, value in params.items() if name != "model" and _tells(value)]
    return " · ".join(f"{choice_title(name)} {_value(value)}" for name, value in told[:_MOST_VALUES])


def _tells(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool) and value != ""


def _value(value: str | float) -> str:
    return choice_title(value) if isinstance(value, str) else f"{value:g}"
