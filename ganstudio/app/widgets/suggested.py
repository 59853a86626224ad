"""A text with suggestions as picture buttons, and a field for any other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ganstudio.app import theme
from ganstudio.app.widgets.control import Control

_COLUMNS = 3
_WORDS = 20


class PictureButton(QAbstractButton):
    """A picture with its word below; without a picture the word alone, in the middle."""

    def __init__(self, text: str, picture: QPixmap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = picture
        self.setText(text)
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(72, 28 if self._picture.isNull() else 56 + _WORDS)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        outline = QPainterPath()
        outline.addRoundedRect(frame, 6, 6)
        lit = self.underMouse() and self.isEnabled()
        fill = "accent_soft" if self.isChecked() else "hover" if lit else "raised"
        painter.fillPath(outline, tokens.colour(fill))
        words = self.rect()
        if not self._picture.isNull():
            painter.setClipPath(outline)
            self._draw_picture(painter, frame)
            painter.setClipping(False)
            words = QRect(2, self.height() - _WORDS - 1, self.width() - 4, _WORDS)
        font = self.font()
        font.setPixelSize(tokens.caption_px if not self._picture.isNull() else tokens.body_px)
        painter.setFont(font)
        painter.setPen(tokens.colour("text" if self.isEnabled() else "text_disabled"))
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width() - 4)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, shown)
        edge = "accent" if self.isChecked() or self.hasFocus() else "border"
        painter.setPen(QPen(tokens.colour(edge), 2 if self.isChecked() else 1))
        painter.drawPath(outline)
        if self.isChecked() and self.hasFocus():
            painter.setPen(QPen(tokens.colour("text"), 1, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(frame.adjusted(3, 3, -3, -3), 4, 4)

    def _draw_picture(self, painter: QPainter, frame: QRectF) -> None:
        """As much of the picture as covers its place."""
        place = QRectF(frame.x(), frame.y(), frame.width(), frame.height() - _WORDS)
        scale = min(self._picture.width() / place.width(), self._picture.height() / place.height())
        width, height = place.width() * scale, place.height() * scale
        source = QRectF(
            (self._picture.width() - width) / 2, (self._picture.height() - height) / 2, width, height
        )
        if not self.isEnabled():
            painter.setOpacity(0.45)
        painter.drawPixmap(place, self._picture, source)
        painter.setOpacity(1.0)


class SuggestedText(Control):
    """What is not among the suggestions is written into the field that "Something else…" unfolds."""

    def __init__(
        self,
        suggestions: Sequence[str],
        folder: Path,
        title: Callable[[str], str],
        *,
        optional: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._optional = optional
        self._values: list[str] = list(suggestions)
        self._value: str | None = None
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self.field = QLineEdit()
        self.field.textEdited.connect(self._typed)
        self.field.editingFinished.connect(self.settled)
        self.other = QPushButton(self.tr("Something else…"))
        self.other.setProperty("link", True)
        self.other.clicked.connect(self._unfold)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        grid = QGridLayout()
        grid.setSpacing(4)
        for place, value in enumerate(self._values):
            button = PictureButton(title(value), QPixmap(str(folder / f"{value}.webp")))
            self._group.addButton(button, place)
            grid.addWidget(button, *divmod(place, _COLUMNS))
        for number in range(_COLUMNS):
            grid.setColumnStretch(number, 1)
        column.addLayout(grid)
        column.addWidget(self.other, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.field)
        self.row.addLayout(column, 1)
        self._group.idClicked.connect(self._clicked)
        self.set_value("")

    def value(self) -> str | None:
        return None if self._optional and not self._value else self._value

    def set_value(self, value: str | None) -> None:
        self._value = value or ""
        known = self._value in self._values
        for place, candidate in enumerate(self._values):
            self._group.button(place).setChecked(candidate == self._value)
        if self.field.text() != self._value and not (known and self.field.hasFocus()):
            self.field.setText("" if known else self._value)
        self._show_field(bool(self.field.text()) or not self._values)

    def set_name(self, name: str, help: str = "") -> None:
        super().set_name(name, help)
        self.field.setAccessibleName(name)

    def _show_field(self, shown: bool) -> None:
        if not self.field.hasFocus():
            self.field.setVisible(shown)
            self.other.setVisible(not shown)

    def _unfold(self) -> None:
        self.field.show()
        self.other.hide()
        self.field.setFocus()

    def _clicked(self, place: int) -> None:
        self.set_value(self._values[place])
        self.changed.emit(self.value())
        self.settled.emit()

    def _typed(self, text: str) -> None:
        self._value = text
        for place, candidate in enumerate(self._values):
            self._group.button(place).setChecked(candidate == text)
        self.changed.emit(self.value())
