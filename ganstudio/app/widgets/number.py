"""Numbers: a slider with a field, or a field alone where there is no range."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDoubleSpinBox, QSlider, QSpinBox, QStyle, QWidget

from ganstudio.app import theme
from ganstudio.app.widgets.control import Control, guard_wheel, quiet_spin_box
from ganstudio.params import Range

_UNBOUNDED = 2**31 - 1
_MARGIN = 7
"""Half a handle."""


class JumpSlider(QSlider):
    """A slider whose handle comes to where one presses; a double click asks for the default.

    With a `zero` inside its range it is filled from there.
    """

    reset = Signal()
    zero: int | None = None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        guard_wheel(self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            # Whoever listens knows of the grip before the first value comes.
            self.setSliderDown(True)
            span = max(self.width() - 2 * _MARGIN, 1)
            offset = round(event.position().x()) - _MARGIN
            self.setValue(QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), offset, span))
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.zero is None:
            return
        span = max(self.width() - 2 * _MARGIN, 1)
        places = [
            _MARGIN + QStyle.sliderPositionFromValue(self.minimum(), self.maximum(), value, span)
            for value in (self.zero, self.value())
        ]
        zero, handle = places
        painter = QPainter(self)
        colour = theme.tokens().colour("accent" if self.isEnabled() else "border_strong")
        middle = self.rect().center().y() + 1
        if abs(handle - zero) <= _MARGIN:
            return
        painter.fillRect(zero - 1, middle - 4, 2, 8, theme.tokens().colour("border_strong"))
        start, end = (zero, handle - _MARGIN) if handle > zero else (handle + _MARGIN, zero)
        painter.fillRect(start, middle - 2, end - start, 4, colour)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.reset.emit()


class NumberControl(Control):
    """An int or float. With a range there is a slider; the field takes what is typed."""

    def __init__(
        self, span: Range | None, default: float, *, whole: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._whole = whole
        self._default = default
        self._step = _step(span, whole)
        self.field = self._make_field(span)
        self.slider = self._make_slider(span) if span is not None else None
        if self.slider is not None:
            self.row.addWidget(self.slider, 1)
        self.row.addWidget(self.field, 0 if self.slider is not None else 1)
        self.setFocusProxy(self.field)
        self.set_value(default)

    def value(self) -> float | int:
        return self.field.value()

    def set_value(self, value: float) -> None:
        self.field.blockSignals(True)
        self.field.setValue(value)
        self.field.blockSignals(False)
        self._move_slider()

    def set_name(self, name: str, help: str = "") -> None:
        super().set_name(name, help)
        if self.slider is not None:
            self.slider.setAccessibleName(name)

    def _make_field(self, span: Range | None) -> QSpinBox | QDoubleSpinBox:
        field = QSpinBox() if self._whole else QDoubleSpinBox()
        if isinstance(field, QDoubleSpinBox):
            field.setDecimals(max(0, min(6, -_exponent(self._step))))
        low, high = (span.low, span.high) if span is not None else (-_UNBOUNDED, _UNBOUNDED)
        field.setRange(int(low) if self._whole else low, int(high) if self._whole else high)
        field.setSingleStep(int(self._step) if self._whole else self._step)
        field.setKeyboardTracking(False)
        quiet_spin_box(field, arrows=span is None)
        if span is not None:
            field.setSuffix(f" {span.unit}" if span.unit else "")
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
            field.setFixedWidth(60 + 7 * len(span.unit))
        field.valueChanged.connect(self._field_changed)
        field.editingFinished.connect(self.settled)
        return field

    def _make_slider(self, span: Range) -> JumpSlider:
        slider = JumpSlider()
        slider.setRange(0, max(1, round((span.high - span.low) / self._step)))
        slider.setPageStep(max(1, slider.maximum() // 10))
        slider.setMinimumWidth(48)
        slider.valueChanged.connect(self._slider_moved)
        slider.sliderPressed.connect(lambda: self.grabbed.emit(True))
        slider.sliderReleased.connect(self.settled)
        slider.sliderReleased.connect(lambda: self.grabbed.emit(False))
        slider.reset.connect(self._reset)
        return slider

    def _field_changed(self) -> None:
        self._move_slider()
        self.changed.emit(self.value())

    def _slider_moved(self, steps: int) -> None:
        value = min(self.field.minimum() + steps * self._step, self.field.maximum())
        self.field.setValue(round(value) if self._whole else value)

    def _move_slider(self) -> None:
        if self.slider is None:
            return
        self.slider.blockSignals(True)
        self.slider.setValue(round((self.field.value() - self.field.minimum()) / self._step))
        self.slider.blockSignals(False)

    def _reset(self) -> None:
        self.field.setValue(self._default)
        self.settled.emit()


def _step(span: Range | None, whole: bool) -> float:
    if span is None:
        return 1 if whole else 0.1
    if span.step:
        return span.step
    return max(1, round((span.high - span.low) / 1000)) if whole else (span.high - span.low) / 100


def _exponent(step: float) -> int:
    """The power of ten of the last digit that the step needs: 0.05 → -2, 0.25 → -2, 2 → 0."""
    digits = f"{step:.6f}".rstrip("0").split(".")[1]
    return -len(digits)
