"""The contact sheets of a run through time: a picture, and below it a line to go back and forth on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLocale, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ganstudio.app import theme
from ganstudio.app.bridge import Bridge
from ganstudio.app.widgets.card_grid import draw_picture
from ganstudio.app.widgets.number import JumpSlider


class Sheet(QWidget):
    """A picture as large as it fits, or a sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image = QImage()
        self.setMinimumSize(160, 140)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Samples"))
        theme.notifier.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(380, 380)

    def show_image(self, image: QImage) -> None:
        self.image = image
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.colour("well"))
        painter.drawRoundedRect(frame, 8, 8)
        if self.image.isNull():
            painter.setPen(tokens.colour("text_muted"))
            text = self.tr("The first sample comes soon")
            painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, text)
            return
        draw_picture(painter, frame.adjusted(8, 8, -8, -8), self.image, self)


class Samples(QWidget):
    """Stays at the newest sheet unless one has gone back."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.files: tuple[Path, ...] = ()
        self.shown: Path | None = None
        self.sheet = Sheet()
        self.slider = JumpSlider()
        self.slider.setAccessibleName(self.tr("Time of the sample"))
        self.slider.valueChanged.connect(self._moved)
        self.caption = QLabel()
        self.caption.setProperty("role", "caption")
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.slider, 1)
        row.addWidget(self.caption)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.sheet, 1)
        column.addLayout(row)
        self.show_files(())

    def show_files(self, files: Sequence[Path]) -> None:
        files = tuple(files)
        if files == self.files and files:
            return
        at_end = not self.files or self.slider.value() >= len(self.files) - 1
        same_run = bool(self.files and files) and self.files[0].parent == files[0].parent
        self.files = files
        self.slider.blockSignals(True)
        self.slider.setRange(0, max(0, len(files) - 1))
        if at_end or not same_run:
            self.slider.setValue(max(0, len(files) - 1))
        self.slider.blockSignals(False)
        self.slider.setEnabled(len(files) > 1)
        self._moved()

    def _moved(self) -> None:
        if not self.files:
            self.shown = None
            self.sheet.show_image(QImage())
            self.caption.setText("")
            return
        path = self.files[min(self.slider.value(), len(self.files) - 1)]
        step = QLocale().toString(int(path.stem)) if path.stem.isdigit() else path.stem
        text = self.tr("Step {0} · {1} of {2}").replace("{0}", step)
        text = text.replace("{1}", str(self.slider.value() + 1)).replace("{2}", str(len(self.files)))
        self.caption.setText(text)
        self.sheet.setAccessibleDescription(text)
        if path == self.shown:
            return
        self.shown = path

        def done(image: QImage) -> None:
            # Another one may have been asked for meanwhile.
            if self.shown == path:
                self.sheet.show_image(image)

        self._bridge.run(
            lambda progress: QImage(str(path)), title=self.tr("Reading a sample"), done=done, quiet=True
        )
