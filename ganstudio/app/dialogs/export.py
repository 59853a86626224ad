"""Export picture…: format, quality, and what the file says of how it was made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtWidgets import QWidget

from ganstudio.app.dialogs.form_dialog import FormDialog
from ganstudio.app.widgets.choice import SegmentedControl
from ganstudio.app.widgets.number import NumberControl
from ganstudio.operations.recording import RecordMode
from ganstudio.params import Range

_FORMATS = {".png": "PNG", ".jpg": "JPEG", ".webp": "WebP", ".tif": "TIFF"}
_LOSSY = (".jpg", ".webp")

Source = Literal["picture", "rendering"]


@dataclass(frozen=True)
class ExportChoice:
    """What to write: `source` is all that is seen, or the rendering alone."""

    suffix: str
    quality: int
    record: RecordMode
    source: Source


class ExportDialog(FormDialog):
    """`chosen()` is the answer; the file is asked for afterwards."""

    def __init__(
        self,
        size: tuple[int, int],
        *,
        has_rendering: bool,
        record: RecordMode = "full",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.set_words(self.tr("Export picture"), self.tr("Choose file…"))
        self._size = size
        self.format = SegmentedControl(tuple(_FORMATS), tuple(_FORMATS.values()))
        self.format.set_value(".png")
        self.format.changed.connect(self._update)
        self.quality = NumberControl(Range(1, 100, 1, "%"), 95, whole=True)
        self.source = SegmentedControl(
            ("picture", "rendering"), (self.tr("What is seen"), self.tr("The rendering"))
        )
        self.source.set_value("picture")
        self.source.setEnabled(has_rendering)
        self.record = SegmentedControl(
            ("full", "private", "none"), (self.tr("All"), self.tr("Private"), self.tr("Nothing"))
        )
        self.record.set_value(record if has_rendering else "none")
        self.record.setEnabled(has_rendering)
        self.record.set_name(
            self.tr("How it was made"),
            self.tr(
                "From all of it the picture can be made again. Private leaves out paths, texts and pictures."
            ),
        )
        self.add_row(self.tr("Format"), self.format)
        self._quality_label = self.add_row(self.tr("Quality"), self.quality)
        self.quality.set_name(self.tr("Quality"))
        self.add_row(self.tr("Content"), self.source)
        self.add_row(self.tr("How it was made"), self.record)
        self._update()

    def chosen(self) -> ExportChoice:
        return ExportChoice(
            self.format.value(),
            int(self.quality.value()),
            self.record.value(),
            self.source.value(),
        )

    def _update(self) -> None:
        suffix = self.format.value()
        lossy = suffix in _LOSSY
        self.quality.setEnabled(lossy)
        self._quality_label.setEnabled(lossy)
        words = {
            ".png": self.tr("Nothing is lost; transparency is kept."),
            ".jpg": self.tr("Small; what is transparent becomes white."),
            ".webp": self.tr("Small; transparency is kept."),
            ".tif": self.tr("Nothing is lost; for print and other programs."),
        }
        size = self.tr("{0} × {1} pixels.").format(*self._size)
        self.set_note(f"{size} {words[suffix]}")
