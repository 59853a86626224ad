"""A photo whose latent is looked for: one points at the eyes, and watches the picture come."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ganstudio.api import LATENT_TEXT, ImageData, Progress

OPERATION = "latent_editing.project"
_FIRST_EYES = ((0.39, 0.45), (0.61, 0.45))
_NEAR = 22.0
_NUDGE = 0.005


class PhotoDialog(QDialog):
    """`take(latent)` gets the text of what was found."""

    def __init__(
        self,
        context: Any,
        path: Path,
        take: Callable[[str], None],
        parent: QWidget | None = None,
        *,
        draws_faces: bool = True,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._path = path
        self._take = take
        self._job: Any = None
        self.setWindowTitle(self.tr("From a photo"))
        self.resize(760, 520)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        faces = self.tr(
            "Drag the two points onto the eyes, so that the face is cut out as the model knows it."
        )
        others = self.tr("The middle square of the photo is taken.")
        self.note = QLabel(faces if draws_faces else others)
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        column.addWidget(self.note)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.photo = EyePicture(context.kit)
        self.drawn = Picture(context.kit, self.tr("What the model draws"))
        row.addWidget(self.photo, 3)
        row.addWidget(self.drawn, 2)
        column.addLayout(row, 1)
        self.aligns = QCheckBox(self.tr("Align by the eyes"))
        self.aligns.setChecked(draws_faces)
        self.aligns.setToolTip(self.tr("Without, the middle square of the photo is taken"))
        self.aligns.toggled.connect(self.photo.set_eyes_shown)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.bar.hide()
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.clicked.connect(self._cancel)
        self.verb = QPushButton(self.tr("Find its latent"))
        self.verb.setProperty("primary", True)
        self.verb.clicked.connect(self.find_latent)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.aligns)
        foot.addWidget(self.bar, 1)
        foot.addStretch(0)
        foot.addWidget(self.cancel)
        foot.addWidget(self.verb)
        column.addLayout(foot)
        self.finished.connect(lambda _: self._stop())
        self.photo.set_eyes_shown(draws_faces)
        self.verb.setEnabled(False)
        context.work(
            lambda progress: context.kit.read_picture(path),
            title="",
            done=self._show_photo,
            failed=self._failed,
            quiet=True,
        )

    def _show_photo(self, image: QImage) -> None:
        self.photo.set_image(image)
        self.verb.setEnabled(True)

    def find_latent(self) -> None:
        """Run the search on a worker; its pictures come as they are drawn."""
        context, path = self._context, self._path
        eyes = self.photo.text if self.aligns.isChecked() else ""
        model = str(context.params.model)

        def show(picture: Any) -> None:
            """On the worker: a picture of now and then, (1, 3, H, W) in about [-1, 1]."""
            pixels = ((picture[0].clamp(-1, 1) + 1) * 127.5).byte().permute(1, 2, 0).cpu().numpy()
            image = context.kit.image(ImageData(np.ascontiguousarray(pixels)))
            context.post(lambda: self.drawn.set_image(image) if self._job is not None else None)

        def report(fraction: float, message: str) -> None:
            context.post(lambda: self.bar.setValue(round(fraction * 1000)))

        def work(progress: Progress) -> ImageData:
            drawn = context.studio.run(
                OPERATION,
                progress=progress.also(report),
                memo={"show": show},
                image=path,
                model=model,
                eyes=eyes,
            )
            result: ImageData = drawn.data
            return result

        self._set_busy(True)
        self._job = context.work(
            work,
            title=self.tr("Finding the latent"),
            done=self._done,
            failed=self._failed,
            cancelled=lambda: self._set_busy(False),
        )

    def _done(self, picture: ImageData) -> None:
        self._job = None
        self._take(picture.text[LATENT_TEXT])
        self.accept()

    def _failed(self, error: BaseException) -> None:
        """Said here, where the photo can be changed; the window behind goes on."""
        self._set_busy(False)
        self.verb.setEnabled(not self.photo.image.isNull())
        hint = getattr(error, "hint", "")
        self.note.setProperty("role", "danger")
        self.note.style().polish(self.note)
        self.note.setText(f"{error} {hint}".strip())

    def _set_busy(self, busy: bool) -> None:
        self.bar.setVisible(busy)
        self.bar.setValue(0)
        self.verb.setEnabled(not busy)
        self.photo.setEnabled(not busy)
        self.cancel.setText(self.tr("Stop") if busy else self.tr("Cancel"))
        if not busy:
            self._job = None

    def _cancel(self) -> None:
        if self._job is not None:
            self._stop()
        else:
            self.reject()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()


class Picture(QWidget):
    """A picture fitted into its place."""

    def __init__(self, kit: Any, words: str) -> None:
        super().__init__()
        self._kit = kit
        self._words = words
        self.image = QImage()
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 160)

    def sizeHint(self) -> QSize:
        return QSize(320, 320)

    def set_image(self, image: QImage) -> None:
        self.image = image
        self.update()

    @property
    def place(self) -> QRectF:
        """Where the picture lies."""
        size = self.image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        return QRectF(left, top, size.width(), size.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), self._kit.colour("well"))
        if self.image.isNull():
            painter.setPen(self._kit.colour("text_muted"))
            painter.drawText(
                self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._words
            )
        else:
            painter.drawImage(self.place, self.image)
        self.paint_over(painter)

    def paint_over(self, painter: QPainter) -> None:
        """For what subclasses draw on the picture."""


class EyePicture(Picture):
    """Two points that are dragged, or moved by arrows; Space changes between them."""

    moved = Signal()

    def __init__(self, kit: Any) -> None:
        super().__init__(kit, "")
        self.eyes = [QPointF(*eye) for eye in _FIRST_EYES]
        self._held: int | None = None
        self._at = 0
        self._shown = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("The photo and the places of its eyes"))

    @property
    def text(self) -> str:
        """As the operation reads eyes: the left one of the picture first."""
        return " ".join(f"{eye.x():.4f},{eye.y():.4f}" for eye in sorted(self.eyes, key=lambda eye: eye.x()))

    def set_eyes_shown(self, shown: bool) -> None:
        self._shown = shown
        self.update()

    def paint_over(self, painter: QPainter) -> None:
        if not self._shown or self.image.isNull():
            return
        first, second = (self._to_widget(eye) for eye in self.eyes)
        painter.setPen(QPen(QColor(255, 255, 255, 120), 1, Qt.PenStyle.DashLine))
        painter.drawLine(first, second)
        for index, point in enumerate((first, second)):
            for colour, width in ((QColor(0, 0, 0, 160), 4.5), (QColor(255, 255, 255, 240), 2.0)):
                painter.setPen(QPen(colour, width))
                painter.drawEllipse(point, 9, 9)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._kit.colour("accent"))
            radius = 4.0 if self.hasFocus() and index == self._at else 2.5
            painter.drawEllipse(point, radius, radius)
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        ways = [(event.position() - self._to_widget(eye)).manhattanLength() for eye in self.eyes]
        nearest = min(range(2), key=lambda index: ways[index])
        if self._shown and ways[nearest] <= _NEAR:
            self._held = self._at = nearest
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            place = self.place
            x = (event.position().x() - place.left()) / max(place.width(), 1)
            y = (event.position().y() - place.top()) / max(place.height(), 1)
            self._put(self._held, x, y)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ways = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        if event.key() == Qt.Key.Key_Space:
            self._at = 1 - self._at
            self.update()
        elif event.key() in ways:
            dx, dy = ways[Qt.Key(event.key())]
            eye = self.eyes[self._at]
            self._put(self._at, eye.x() + dx * _NUDGE, eye.y() + dy * _NUDGE)
        else:
            super().keyPressEvent(event)

    def _put(self, index: int, x: float, y: float) -> None:
        self.eyes[index] = QPointF(min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0))
        self.update()
        self.moved.emit()

    def _to_widget(self, share: QPointF) -> QPointF:
        place = self.place
        return QPointF(place.left() + share.x() * place.width(), place.top() + share.y() * place.height())
