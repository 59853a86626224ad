"""How results are written: their format and quality, and behind a fold their names, size and colours."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ganstudio.app import theme
from ganstudio.app.batch.task import FORMATS
from ganstudio.app.models.pieces import Elided
from ganstudio.app.widgets.choice import ComboControl, SegmentedControl
from ganstudio.app.widgets.control import Control
from ganstudio.app.widgets.fold import Fold
from ganstudio.app.widgets.number import NumberControl
from ganstudio.app.widgets.parameter_form import choice_title
from ganstudio.operations.contract import OutputKind
from ganstudio.operations.export import LARGEST, LOSSY, Export
from ganstudio.operations.naming import PLAIN
from ganstudio.params import Range

_LABELS = 84


class OutputOptions(QWidget):
    """`changed` whenever other files would come of it."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: tuple[str, ...] = ()
        self._make_format()
        self._make_names()
        self._make_rest()
        self._lay_out()
        self.set_kind("image")

    @property
    def suffix(self) -> str:
        return self.format.value() or ".png"

    @property
    def export(self) -> Export:
        longest = int(self.longest.value()) if self.size_kind.value() == "longest" else 0
        colours = "srgb" if self.colours.value() == "srgb" else "keep"
        return Export(int(self.quality.value()), longest, colours)

    @property
    def pattern(self) -> str:
        return self.names.text().strip() or PLAIN

    def set_kind(self, output: OutputKind) -> None:
        """Label maps are PNG files without a profile, whatever one would like."""
        free = output != "label_map"
        self.format.setEnabled(free)
        self.colours.setEnabled(free)
        if not free:
            self.format.set_value(".png")
            self.colours.set_value("keep")
        self._show_what_counts()

    def set_fields(self, names: Sequence[str]) -> None:
        """What names can be made of, beside {stem} and {index}."""
        if (fields := tuple(names)) != self._fields or not self._menu.actions():
            self._fields = fields
            self._menu.clear()
            self._menu.addAction(self.tr("Name of the file that is read"), lambda: self._insert("{stem}"))
            self._menu.addAction(self.tr("Number from 0001"), lambda: self._insert("{index:04}"))
            self._menu.addSeparator()
            for name in fields:
                self._menu.addAction(choice_title(name), lambda name=name: self._insert(f"{{{name}}}"))

    def show_example(self, name: str) -> None:
        """What the first result would be called."""
        self.example.set_full(self.tr("The first: {0}").replace("{0}", name) if name else "")
        self.example.setVisible(bool(name))

    def _make_format(self) -> None:
        self.format = SegmentedControl(tuple(FORMATS), tuple(FORMATS.values()))
        self.format.set_value(".png")
        self.quality = NumberControl(Range(1, 100, 1, "%"), 95, whole=True)
        self._quality_label = QLabel(self.tr("Quality"))
        self._name(self.format, self.tr("Format"))
        self._name(self.quality, self.tr("Quality"))

    def _make_names(self) -> None:
        self.names = QLineEdit()
        self.names.setPlaceholderText(PLAIN)
        self.names.setAcceptDrops(False)
        self.names.setAccessibleName(self.tr("Names of the results"))
        self.names.setToolTip(
            self.tr("Such as {stem}_{season}_{index:04}. With a / the results go into sub-folders.")
        )
        self.names.textChanged.connect(lambda _: self.changed.emit())
        self.insert = QToolButton()
        self.insert.setProperty("framed", True)
        theme.set_icon(self.insert, "plus")
        text = self.tr("Put in what differs from one result to the next")
        self.insert.setToolTip(text)
        self.insert.setAccessibleName(text)
        self._menu = QMenu(self.insert)
        self.insert.setMenu(self._menu)
        self.insert.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.example = Elided()
        self.example.setProperty("role", "caption")
        self.show_example("")

    def _make_rest(self) -> None:
        self.existing = ComboControl(
            ("update", "keep", "replace"),
            (
                self.tr("Update what differs"),
                self.tr("Leave as they are"),
                self.tr("Replace all"),
            ),
        )
        self.existing.set_value("update")
        self.size_kind = SegmentedControl(("any", "longest"), (self.tr("As they come"), self.tr("Limited")))
        self.size_kind.set_value("any")
        self.longest = NumberControl(None, 1024, whole=True)
        self.longest.field.setRange(1, LARGEST)
        self.longest.field.setSuffix(" px")
        self.colours = SegmentedControl(("keep", "srgb"), (self.tr("As the picture's"), self.tr("sRGB")))
        self.colours.set_value("keep")
        self._name(self.existing, self.tr("Files that are there"))
        self._name(
            self.size_kind, self.tr("Size"), self.tr("Larger results are made smaller, none is made larger.")
        )
        self._name(self.longest, self.tr("Longest side"))
        self._name(
            self.colours,
            self.tr("Colours"),
            self.tr("Keep the colour profile of each picture, or convert all to sRGB and embed its profile."),
        )

    def _name(self, control: Control, name: str, help: str = "") -> None:
        control.set_name(name, help)
        control.changed.connect(lambda _: self._turned())

    def _lay_out(self) -> None:
        first = _grid()
        _row(first, 0, QLabel(self.tr("Format")), self.format)
        _row(first, 1, self._quality_label, self.quality)
        self.fold = Fold(self.tr("Names, size and colours"), open=False)
        more = _grid()
        names = QHBoxLayout()
        names.setSpacing(4)
        names.addWidget(self.names, 1)
        names.addWidget(self.insert)
        _row(more, 0, QLabel(self.tr("Names")), names)
        more.addWidget(self.example, 1, 1)
        _row(more, 2, QLabel(self.tr("If there")), self.existing)
        _row(more, 3, QLabel(self.tr("Size")), self.size_kind)
        self._longest_label = QLabel(self.tr("Longest side"))
        _row(more, 4, self._longest_label, self.longest)
        _row(more, 5, QLabel(self.tr("Colours")), self.colours)
        self.fold.body.setLayout(more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(first)
        column.addWidget(self.fold)

    def _insert(self, field: str) -> None:
        """Behind what is there; the plain name stands for itself until something is put beside it."""
        text = self.names.text() or ("" if field == PLAIN else f"{PLAIN}_")
        self.names.setText(text + field)
        self.names.setFocus()

    def _turned(self) -> None:
        self._show_what_counts()
        self.changed.emit()

    def _show_what_counts(self) -> None:
        for widget in (self.quality, self._quality_label):
            widget.setVisible(self.suffix in LOSSY)
        for widget in (self.longest, self._longest_label):
            widget.setVisible(self.size_kind.value() == "longest")


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(8)
    grid.setColumnMinimumWidth(0, _LABELS)
    grid.setColumnStretch(1, 1)
    return grid


def _row(grid: QGridLayout, row: int, label: QLabel, control: QWidget | QHBoxLayout) -> None:
    grid.addWidget(label, row, 0)
    grid.addWidget(control, row, 1) if isinstance(control, QWidget) else grid.addLayout(control, row, 1)
