"""New…: how large, and what to begin with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QWidget

from ganstudio.app.dialogs.form_dialog import FormDialog
from ganstudio.app.i18n import palette_text
from ganstudio.app.widgets.choice import ComboControl, SegmentedControl
from ganstudio.app.widgets.control import quiet_spin_box
from ganstudio.document.palettes import load_palette, palette_ids

Content = Literal["labels", "white", "transparent"]
LARGEST = 20_000
_SIZES = ((256, 256), (512, 512), (1024, 1024), (1920, 1080), (3840, 2160))
_CUSTOM = "custom"


@dataclass(frozen=True)
class NewDocument:
    """What to make: pixels, what lies on the canvas, and the classes of a label map."""

    width: int
    height: int
    content: Content
    palette: str


class SizeFields(QWidget):
    """Width × height in pixels."""

    def __init__(self, width: int, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.horizontal = self._field(width, self.tr("Width"))
        self.vertical = self._field(height, self.tr("Height"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.horizontal, 1)
        row.addWidget(QLabel("×"))
        row.addWidget(self.vertical, 1)
        self.setFocusProxy(self.horizontal)

    def value(self) -> tuple[int, int]:
        return self.horizontal.value(), self.vertical.value()

    def set_value(self, width: int, height: int) -> None:
        self.horizontal.setValue(width)
        self.vertical.setValue(height)

    def _field(self, value: int, name: str) -> QSpinBox:
        field = QSpinBox()
        field.setRange(1, LARGEST)
        field.setValue(value)
        field.setSuffix(" px")
        field.setAccessibleName(name)
        quiet_spin_box(field)
        return field


class NewDocumentDialog(FormDialog):
    """`chosen()` is the answer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_words(self.tr("New"), self.tr("Create"))
        names = [f"{width} × {height}" for width, height in _SIZES]
        self.preset = ComboControl([*names, _CUSTOM], [*names, self.tr("Another size")])
        self.preset.changed.connect(self._use_preset)
        self.size_fields = SizeFields(512, 512)
        for field in (self.size_fields.horizontal, self.size_fields.vertical):
            field.valueChanged.connect(self._show_preset)
        self.content = SegmentedControl(
            ("labels", "white", "transparent"),
            (self.tr("Label map"), self.tr("White"), self.tr("Transparent")),
        )
        self.content.set_value("labels")
        self.content.changed.connect(lambda value: self._palette_row(value == "labels"))
        ids = palette_ids()
        self.palette_choice = ComboControl(ids, [palette_text(load_palette(id).title) for id in ids])
        self.palette_choice.set_value(ids[0])
        self.add_row(self.tr("Size"), self.preset)
        self.add_row(self.tr("Pixels"), self.size_fields)
        self.add_row(self.tr("Begin with"), self.content)
        self._palette_label = self.add_row(self.tr("Classes"), self.palette_choice)
        self._show_preset()

    def chosen(self) -> NewDocument:
        width, height = self.size_fields.value()
        return NewDocument(width, height, self.content.value(), self.palette_choice.value())

    def _use_preset(self, name: str) -> None:
        if name != _CUSTOM:
            self.size_fields.set_value(*(int(part) for part in name.split(" × ")))

    def _show_preset(self) -> None:
        size = self.size_fields.value()
        self.preset.set_value(f"{size[0]} × {size[1]}" if size in _SIZES else _CUSTOM)

    def _palette_row(self, shown: bool) -> None:
        self._palette_label.setEnabled(shown)
        self.palette_choice.setEnabled(shown)
