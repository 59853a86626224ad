"""The parameter form of a recipe: numbers of training are typed, for their sizes differ by powers of ten."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QLocale
from PySide6.QtGui import QDoubleValidator
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from ganstudio.app.widgets.control import Control
from ganstudio.app.widgets.parameter_form import ParameterForm
from ganstudio.params import ParameterSpec


class FigureControl(Control):
    """A number as one writes it (0.0003, 3e-4), and beside it from where to where it may go.

    What is no such number goes back to what was there.
    """

    def __init__(self, spec: ParameterSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = spec.kind == "int"
        self._low = spec.range.low if spec.range else -1e12
        self._high = spec.range.high if spec.range else 1e12
        self._value: float | int = spec.default or 0
        self.field = QLineEdit()
        self.field.setFixedWidth(104)
        validator = QDoubleValidator(self.field)
        validator.setLocale(QLocale.c())
        self.field.setValidator(validator)
        self.field.editingFinished.connect(self._typed)
        self.row.addWidget(self.field)
        span = QLabel()
        span.setProperty("role", "caption")
        if spec.range is not None:
            unit = f" {spec.range.unit}" if spec.range.unit else ""
            span.setText(f"{_plain(self._low)} – {_plain(self._high)}{unit}")
        self.row.addWidget(span)
        self.row.addStretch(1)
        self.setFocusProxy(self.field)

    def value(self) -> float | int:
        return self._value

    def set_value(self, value: float) -> None:
        self._value = int(value) if self._whole else float(value)
        self.field.setText(_plain(self._value))

    def _typed(self) -> None:
        before = self._value
        try:
            number = float(self.field.text())
        except ValueError:
            number = float(before)
        if not self._low <= number <= self._high or (self._whole and number != int(number)):
            number = float(before)
        self.set_value(number)
        if self._value != before:
            self.changed.emit(self._value)
            self.settled.emit()


class RecipeForm(ParameterForm):
    """All parameters of a recipe but its preset, which says what their defaults are."""

    def _make_plain(self, spec: ParameterSpec) -> Control:
        if spec.kind in ("int", "float") and (spec.range is None or not spec.range.step):
            return FigureControl(spec)
        return super()._make_plain(spec)

    def changes(self) -> dict[str, Any]:
        """What the person has changed."""
        return {name: value for name, value in self.values().items() if value != self._specs[name].default}


def of_preset(specs: tuple[ParameterSpec, ...], values: dict[str, Any]) -> tuple[ParameterSpec, ...]:
    """The parameters with a preset's values as their defaults."""
    return tuple(
        replace(spec, default=values.get(spec.name, spec.default)) for spec in specs if spec.name != "preset"
    )


def _plain(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.10g}"
