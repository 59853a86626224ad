"""A picture that is to be looked at, not worked on: in a window of its own, with its figures in its title."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ganstudio.app import file_dialogs, theme
from ganstudio.app.canvas.clipboard import to_qimage
from ganstudio.app.errors import message_of
from ganstudio.document.files import write_image
from ganstudio.document.image import ImageData
from ganstudio.errors import GanStudioError

_SCREEN_SHARE = 0.85


class ResultWindow(QWidget):
    """Goes with the window that it belongs to; Esc closes it."""

    def __init__(self, title: str, image: ImageData, parent: QWidget) -> None:
        super().__init__(parent.window(), Qt.WindowType.Window)
        self.setWindowTitle(title)
        self.setObjectName("result_window")
        self._title, self._image = title, image
        self.picture = _Picture(image, title)
        self.said = QLabel()
        self.said.setProperty("role", "muted")
        self.said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.copy = QPushButton(self.tr("Copy"))
        theme.set_icon(self.copy, "copy")
        self.copy.clicked.connect(self._copy)
        save = QPushButton(self.tr("Save picture…"))
        theme.set_icon(save, "save")
        save.clicked.connect(self.save)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 12)
        foot.setSpacing(8)
        foot.addWidget(self.said, 1)
        foot.addWidget(self.copy)
        foot.addWidget(save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.picture, 1)
        column.addLayout(foot)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Close), self, self.close)
        self._fit()

    def save(self) -> None:
        path: Path | None = file_dialogs.ask_save(
            self, self.tr("Save picture"), self._title, ".png", self.tr("Picture")
        )
        if path is None:
            return
        try:
            write_image(path, self._image)
            self.said.setText(self.tr("Saved as {0}.").replace("{0}", path.name))
        except GanStudioError as error:
            self.said.setText(message_of(error).text)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setImage(self.picture.image)
        self.said.setText(self.tr("Copied to the clipboard."))

    def _fit(self) -> None:
        """As large as the picture, as far as the screen allows."""
        room = self.screen().availableSize() * _SCREEN_SHARE
        wanted = QSize(self._image.width, self._image.height)
        if wanted.width() > room.width() or wanted.height() > room.height() - 60:
            wanted = wanted.scaled(
                QSize(room.width(), room.height() - 60), Qt.AspectRatioMode.KeepAspectRatio
            )
        self.resize(wanted.width(), wanted.height() + 52)


class _Picture(QWidget):
    def __init__(self, image: ImageData, name: str) -> None:
        super().__init__()
        self.image = to_qimage(image.rgba())
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 120)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), theme.tokens().colour("well"))
        size = self.image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        if size.width() > self.image.width():
            size = self.image.size()
        at = QRectF(
            (self.width() - size.width()) / 2,
            (self.height() - size.height()) / 2,
            size.width(),
            size.height(),
        )
        painter.drawImage(at, self.image)
