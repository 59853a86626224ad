"""A form made from a parameter class: label left, control right, a reset dot where a value was changed.

Groups fold, advanced parameters wait behind "More". Every parameter has a control; a test sees to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QLabel, QVBoxLayout, QWidget

from ganstudio.app import theme
from ganstudio.app.i18n import plugin_text
from ganstudio.app.widgets.choice import choice_control
from ganstudio.app.widgets.control import Control
from ganstudio.app.widgets.fold import Fold
from ganstudio.app.widgets.gallery import GalleryControl
from ganstudio.app.widgets.model_picker import ModelChoice, ModelPicker
from ganstudio.app.widgets.number import NumberControl
from ganstudio.app.widgets.seed import SeedControl
from ganstudio.app.widgets.suggested import SuggestedText
from ganstudio.app.widgets.text import OptionalControl, SwitchControl, TextControl
from ganstudio.params import ParameterSpec

_LABEL_WIDTH = 84


@dataclass(frozen=True)
class FormContext:
    """What a form needs from outside: where thumbnails lie and which models there are."""

    folder: Path = field(default_factory=Path)
    models: Callable[[tuple[str, ...]], Sequence[ModelChoice]] = lambda families: ()
    browse_model: Callable[[QWidget], str | None] = lambda parent: None


class ResetDot(QAbstractButton):
    """A dot that is there when the value is not the default; pressing it goes back."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        text = self.tr("Reset {0}").replace("{0}", label)
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.setFixedSize(16, 28)
        self.hide()

    def sizeHint(self) -> QSize:
        return QSize(16, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.colour("accent"))
        radius = 4.5 if self.underMouse() or self.hasFocus() else 3
        painter.drawEllipse(QRectF(self.rect()).center(), radius, radius)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(tokens.colour("text"))
            painter.drawEllipse(QRectF(self.rect()).center(), 6.5, 6.5)


class ParameterForm(QWidget):
    """`changed(name, value, gesture)`: changes of one gesture (a slider drag) carry the same number.

    `grabbed` tells whether a slider is held. `middle` is a place for more, below what does not fold.
    """

    changed = Signal(str, object, int)
    grabbed = Signal(bool)

    def __init__(
        self,
        specs: Sequence[ParameterSpec],
        context: FormContext | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._specs = {spec.name: spec for spec in specs}
        self._context = context or FormContext()
        self._gesture = 0
        self.controls: dict[str, Control] = {}
        self.dots: dict[str, ResetDot] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        plain = [spec for spec in specs if not spec.advanced]
        groups = dict.fromkeys(spec.group for spec in plain)
        self.middle = QVBoxLayout()
        for group in sorted(groups, key=bool):
            rows = [spec for spec in plain if spec.group == group]
            if group:
                self._fill(self._fold(plugin_text(group), open=True), rows)
            else:
                section = QWidget()
                layout.addWidget(section)
                self._fill(section, rows)
                layout.addLayout(self.middle)
        if "" not in groups:
            layout.insertLayout(0, self.middle)
        if advanced := [spec for spec in specs if spec.advanced]:
            self._fill(self._fold(self.tr("More"), open=False), advanced)

    def values(self) -> dict[str, Any]:
        return {name: control.value() for name, control in self.controls.items()}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show these values, and defaults for the rest, without telling of it."""
        for name, spec in self._specs.items():
            self.controls[name].set_value(values.get(name, spec.default))
            self._update_dot(name)

    def reset(self, name: str) -> None:
        """Take the default as the person's choice."""
        spec = self._specs[name]
        self.controls[name].set_value(spec.default)
        self._changed(name, spec.default)
        self._settle()

    def refresh_models(self) -> None:
        """Offer the models that there are now, and what they make possible."""
        for name, control in self.controls.items():
            inner = control.inner if isinstance(control, OptionalControl) else control
            if isinstance(inner, ModelPicker):
                inner.set_models(self._context.models(self._specs[name].families))
            elif isinstance(inner, SuggestedText):
                inner.set_suggestions(self._specs[name].suggestions)

    def _fold(self, title: str, *, open: bool) -> QWidget:
        fold = Fold(title, open=open)
        self.layout().addWidget(fold)
        return fold.body

    def _fill(self, section: QWidget, specs: Sequence[ParameterSpec]) -> None:
        grid = QGridLayout(section)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        grid.setColumnStretch(1, 1)
        for spec in specs:
            self._add_row(grid, spec)

    def _add_row(self, grid: QGridLayout, spec: ParameterSpec) -> None:
        text, help = plugin_text(spec.label), plugin_text(spec.help)
        control = self._make_control(spec)
        control.set_name(text, help)
        label = _RowLabel(text, help)
        label.setBuddy(control)
        dot = ResetDot(text)
        row = grid.rowCount()
        wide = spec.kind == "gallery" or spec.suggest is not None
        grid.addWidget(label, row, 0, 1, 2 if wide else 1)
        grid.addWidget(dot, row, 2)
        grid.addWidget(control, row + wide, 0 if wide else 1, 1, 2 if wide else 1)
        self.controls[spec.name], self.dots[spec.name] = control, dot
        label.double_clicked.connect(lambda: self.reset(spec.name))
        dot.clicked.connect(lambda: self.reset(spec.name))
        control.changed.connect(lambda value: self._changed(spec.name, value))
        control.settled.connect(self._settle)
        control.grabbed.connect(self.grabbed)
        control.set_value(spec.default)

    def _make_control(self, spec: ParameterSpec) -> Control:
        if spec.kind == "gallery" and spec.gallery is not None:
            return GalleryControl(spec.gallery, self._context.folder, choice_title, optional=spec.optional)
        if spec.kind == "model":
            return self._make_picker(spec)
        if spec.kind == "text" and spec.suggest is not None:
            pictures = self._context.folder / spec.thumbnails
            return SuggestedText(spec.suggestions, pictures, choice_title, optional=spec.optional)
        if spec.kind == "text":
            return TextControl(optional=spec.optional)
        control = self._make_plain(spec)
        return OptionalControl(control) if spec.optional else control

    def _make_plain(self, spec: ParameterSpec) -> Control:
        if spec.kind == "bool":
            return SwitchControl()
        if spec.kind == "choice":
            return choice_control(spec.choices, choice_title)
        if spec.kind == "seed":
            return SeedControl(int(spec.range.high) if spec.range else 2**31 - 1)
        return NumberControl(spec.range, spec.default or 0, whole=spec.kind == "int")

    def _make_picker(self, spec: ParameterSpec) -> ModelPicker:
        models, unset = self._context.models(spec.families), plugin_text(spec.unset)
        picker = ModelPicker(models, optional=spec.optional, unset=unset)

        def browse() -> None:
            if ref := self._context.browse_model(self):
                picker.choose(ref)

        picker.browse.connect(browse)
        return picker

    def _changed(self, name: str, value: Any) -> None:
        self._update_dot(name)
        self.changed.emit(name, value, self._gesture)

    def _settle(self) -> None:
        self._gesture += 1

    def _update_dot(self, name: str) -> None:
        spec, shown = self._specs[name], self.controls[name].value()
        # A choice among numbers is shown, and told, as a word.
        is_default = shown == spec.default or (bool(spec.choices) and shown == str(spec.default))
        self.dots[name].setVisible(not spec.required and not is_default)


class _RowLabel(QLabel):
    double_clicked = Signal()

    def __init__(self, text: str, help: str) -> None:
        super().__init__(text)
        self.setToolTip(help)
        self.setWordWrap(True)
        self.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonDblClick:
            self.double_clicked.emit()
            return True
        return False


def choice_words(value: str) -> str:
    """A value as people write it: `sun_or_moon` reads "Sun or moon"."""
    words = value.replace("_", " ").replace("-", " ")
    return words[:1].upper() + words[1:]


def choice_title(value: str) -> str:
    """The word for a choice, translated."""
    return plugin_text(choice_words(value))
