"""A slot for a picture: thumbnail, drop, choose, clear."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from ganstudio.app import theme


class _Well(QAbstractButton):
    """The picture itself, or a dashed frame with a sentence."""

    file_dropped = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = QPixmap()
        self._inviting = False
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(120, 56)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self._invite(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._invite(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._invite(False)
        self.file_dropped.emit(Path(event.mimeData().urls()[0].toLocalFile()))

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75)
        outline = QPainterPath()
        outline.addRoundedRect(frame, 5, 5)
        painter.fillPath(outline, tokens.colour("accent_soft" if self._inviting else "raised"))
        lit = self.hasFocus() or self._inviting
        pen = QPen(tokens.colour("accent" if lit else "border_strong"), 1)
        if self.picture.isNull():
            pen.setStyle(Qt.PenStyle.SolidLine if lit else Qt.PenStyle.DashLine)
            painter.setPen(tokens.colour("text_muted"))
            painter.drawText(
                self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.text()
            )
        else:
            painter.setClipPath(outline)
            self._draw_cover(painter, frame)
            painter.setClipping(False)
        painter.setPen(pen)
        painter.drawPath(outline)

    def _draw_cover(self, painter: QPainter, frame: QRectF) -> None:
        scale = min(self.picture.width() / frame.width(), self.picture.height() / frame.height())
        width, height = frame.width() * scale, frame.height() * scale
        source = QRectF(
            (self.picture.width() - width) / 2, (self.picture.height() - height) / 2, width, height
        )
        painter.drawPixmap(frame, self.picture, source)

    def _invite(self, on: bool) -> None:
        self._inviting = on
        self.update()


class ImageSlot(QWidget):
    """`asked` wants a choice (a click), `dropped` brings a file, `cleared` empties the slot."""

    asked = Signal()
    dropped = Signal(Path)
    cleared = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.well = _Well()
        self.well.setText(self.tr("Drop or choose a picture"))
        self.well.setAccessibleName(name)
        self.well.clicked.connect(self.asked)
        self.well.file_dropped.connect(self.dropped)
        self.clear = QToolButton()
        theme.set_icon(self.clear, "close", "text_muted")
        self.clear.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clear.setToolTip(self.tr("Take the picture out"))
        self.clear.setAccessibleName(self.tr("Take the picture out"))
        self.clear.clicked.connect(self.cleared)
        row.addWidget(self.well, 1)
        row.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignTop)
        self.set_picture(QPixmap())

    def set_picture(self, picture: QPixmap, name: str = "") -> None:
        """Show a picture; a null one empties the slot."""
        self.well.picture = picture
        self.well.setToolTip(name)
        self.clear.setVisible(not picture.isNull())
        self.well.update()
