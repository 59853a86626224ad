"""A grid of thumbnails with words above its columns and beside its rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QLabel, QSizePolicy, QWidget

from ganstudio.app import theme
from ganstudio.app.widgets.control import Control
from ganstudio.params import Gallery

_SMALLEST = 36
_LARGEST = 72


class Thumbnail(QAbstractButton):
    """A picture that can be chosen; it keeps to a square and shows choice and focus by its frame."""

    def __init__(self, picture: QPixmap, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = picture
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(_SMALLEST, _SMALLEST)
        self.setMaximumSize(_LARGEST, _LARGEST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(48, 48)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return min(width, _LARGEST)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        inner = frame.adjusted(2, 2, -2, -2) if self.isChecked() else frame
        outline = QPainterPath()
        outline.addRoundedRect(inner, 4, 4)
        painter.setClipPath(outline)
        painter.fillPath(outline, tokens.colour("raised"))
        self._draw_picture(painter, inner)
        painter.setClipping(False)
        if self.isChecked() or self.hasFocus() or self.underMouse():
            colour = "accent" if self.isChecked() or self.hasFocus() else "text_muted"
            painter.setPen(QPen(tokens.colour(colour), 2 if self.isChecked() else 1.5))
            painter.drawRoundedRect(frame, 5, 5)
        if self.isChecked() and self.hasFocus():
            painter.setPen(QPen(tokens.colour("text"), 1, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(inner.adjusted(1, 1, -1, -1), 3, 3)

    def _draw_picture(self, painter: QPainter, frame: QRectF) -> None:
        if self._picture.isNull():
            size = min(frame.width(), 20.0)
            at = QRectF(frame.center().x() - size / 2, frame.center().y() - size / 2, size, size)
            theme.icon("image", "text_muted").paint(painter, at.toRect())
            return
        side = min(self._picture.width(), self._picture.height())
        source = QRectF((self._picture.width() - side) / 2, (self._picture.height() - side) / 2, side, side)
        painter.drawPixmap(frame, self._picture, source)


class GalleryControl(Control):
    """Chooses one cell; where nothing may be chosen (`optional`), a click on the choice takes it back."""

    def __init__(
        self,
        gallery: Gallery,
        folder: Path,
        title: Callable[[str], str],
        *,
        optional: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._values = list(gallery.values)
        self._optional = optional
        self._group = QButtonGroup(self)
        self._group.setExclusive(not optional)
        grid = QGridLayout()
        grid.setSpacing(4)
        self.row.addLayout(grid, 1)
        for column, value in enumerate(gallery.columns):
            grid.addWidget(_header(title(value), Qt.AlignmentFlag.AlignHCenter), 0, column + 1)
            grid.setColumnStretch(column + 1, 1)
        for row, value in enumerate(gallery.rows):
            grid.addWidget(_header(title(value), Qt.AlignmentFlag.AlignVCenter), row + 1, 0)
        for index, value in enumerate(self._values):
            row, column = divmod(index, len(gallery.columns))
            name = f"{title(gallery.rows[row])}, {title(gallery.columns[column])}"
            thumbnail = Thumbnail(QPixmap(str(folder / gallery.thumbnails / f"{value}.webp")), name)
            self._group.addButton(thumbnail, index)
            grid.addWidget(thumbnail, row + 1, column + 1)
        self._group.idClicked.connect(self._clicked)

    def value(self) -> str | None:
        return self._values[self._group.checkedId()] if self._group.checkedId() >= 0 else None

    def set_value(self, value: str | None) -> None:
        for index, candidate in enumerate(self._values):
            self._group.button(index).setChecked(candidate == value)

    def set_name(self, name: str, help: str = "") -> None:
        self.setAccessibleName(name)

    def _clicked(self, index: int) -> None:
        if self._optional:
            for button in self._group.buttons():
                if button is not self._group.button(index):
                    button.setChecked(False)
        self.changed.emit(self.value())
        self.settled.emit()


def _header(text: str, alignment: Qt.AlignmentFlag) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "caption")
    label.setAlignment(alignment)
    return label
