"""Parameters of which a batch tries several values: each with each of the others."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from ganstudio.app import theme
from ganstudio.app.i18n import plugin_text
from ganstudio.app.widgets.choice import ComboControl
from ganstudio.params import ParameterSpec


class SeveralValues(QWidget):
    """One line for each parameter; `changed` when other pictures would come of it."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._specs: tuple[ParameterSpec, ...] = ()
        self.lines: list[_Line] = []
        self.more = QPushButton(self.tr("Try several values of one"))
        self.more.setProperty("link", True)
        theme.set_icon(self.more, "plus", "accent")
        self.more.setToolTip(self.tr("A picture of each value, such as of the seeds 1-100"))
        self.more.clicked.connect(lambda _: self.add())
        foot = QHBoxLayout()
        foot.addWidget(self.more)
        foot.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addLayout(foot)

    @property
    def words(self) -> tuple[str, ...]:
        """Such as `seed=1-100`, without those that say nothing yet."""
        return tuple(line.word for line in self.lines if line.word)

    def set_specs(self, specs: Sequence[ParameterSpec]) -> None:
        """Those of another operation; lines of parameters that it does not have go."""
        self._specs = tuple(specs)
        known = {spec.name for spec in self._specs}
        for line in list(self.lines):
            if line.choice.value() not in known:
                self._drop(line)
            else:
                line.offer(self._specs)
        self.more.setVisible(bool(self._specs))

    def add(self, name: str = "", text: str = "") -> None:
        """Another line; by default of the seed, where there is one that has none yet."""
        taken = {line.choice.value() for line in self.lines}
        free = [spec for spec in self._specs if spec.name not in taken]
        free.sort(key=lambda spec: spec.kind != "seed")
        if not free:
            return
        line = _Line(self._specs, name or free[0].name, text)
        line.changed.connect(self.changed)
        line.gone.connect(lambda: self._drop(line))
        self.lines.append(line)
        self._column.insertWidget(len(self.lines) - 1, line)
        line.field.setFocus()
        if text:
            self.changed.emit()

    def _drop(self, line: _Line) -> None:
        self.lines.remove(line)
        self._column.removeWidget(line)
        line.hide()
        line.deleteLater()
        if line.word:
            self.changed.emit()


class _Line(QWidget):
    changed = Signal()
    gone = Signal()

    def __init__(self, specs: Sequence[ParameterSpec], name: str, text: str) -> None:
        super().__init__()
        self._specs: dict[str, ParameterSpec] = {}
        self.choice = ComboControl((), ())
        self.choice.set_name(self.tr("Parameter"))
        self.choice.changed.connect(lambda _: self._hint())
        self.choice.changed.connect(lambda _: self.changed.emit())
        self.field = QLineEdit(text)
        self.field.setAcceptDrops(False)
        self.field.setAccessibleName(self.tr("Values"))
        self.field.textChanged.connect(lambda _: self.changed.emit())
        self.close_ = QToolButton()
        theme.set_icon(self.close_, "close", "text_muted")
        self.close_.setToolTip(self.tr("Only one value"))
        self.close_.setAccessibleName(self.tr("Only one value"))
        self.close_.clicked.connect(self.gone)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.choice, 1)
        row.addWidget(self.field, 1)
        row.addWidget(self.close_)
        self.offer(specs)
        self.choice.set_value(name)
        self._hint()

    @property
    def word(self) -> str:
        name, text = self.choice.value(), self.field.text().strip()
        return f"{name}={text}" if name and text else ""

    def offer(self, specs: Sequence[ParameterSpec]) -> None:
        self._specs = {spec.name: spec for spec in specs}
        self.choice.set_choices(list(self._specs), [plugin_text(spec.label) for spec in specs])

    def _hint(self) -> None:
        """How values of such a parameter are written."""
        spec = self._specs.get(self.choice.value() or "")
        if spec is None:
            return
        example = {"int": "1-100", "seed": "1-100", "float": "0-1:0.25", "bool": "yes|no"}.get(spec.kind, "")
        example = example or ",".join(spec.choices[:2]) or self.tr("one|another")
        self.field.setPlaceholderText(example)
        self.field.setToolTip(self.tr("Values such as {0}").replace("{0}", example))
