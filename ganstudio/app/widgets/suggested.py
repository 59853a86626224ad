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

_WORDS = 20


class PictureButton(QAbstractButton):
    """A picture with its word below; without a picture the word alone, in the middle.

    A `square` one is as high as it is wide, and keeps the room for a picture that is yet to come.
    """

    def __init__(
        self, text: str, picture: QPixmap, parent: QWidget | None = None, *, square: bool = False
    ) -> None:
        super().__init__(parent)
        self._picture = picture
        self._square = square
        self.setText(text)
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(square)
        self.setSizePolicy(policy)

    def set_picture(self, picture: QPixmap) -> None:
        self._picture = picture
        self.update()

    def sizeHint(self) -> QSize:
        if self._square:
            return QSize(72, 72 + _WORDS)
        return QSize(72, 28 if self._picture.isNull() else 56 + _WORDS)

    def hasHeightForWidth(self) -> bool:
        return self._square

    def heightForWidth(self, width: int) -> int:
        return width + _WORDS if self._square else -1

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
        with_room = self._square or not self._picture.isNull()
        if not self._picture.isNull():
            painter.setClipPath(outline)
            self._draw_picture(painter, frame)
            painter.setClipping(False)
        if with_room:
            words = QRect(2, self.height() - _WORDS - 1, self.width() - 4, _WORDS)
        font = self.font()
        font.setPixelSize(tokens.caption_px if with_room else tokens.body_px)
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
    """What is not among the suggestions is written into the field that "Something else…" unfolds.

    What is written there counts when it is finished: half a word is nothing that anything could be made of.
    """

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
        self._folder, self._title = folder, title
        self._values: tuple[str, ...] = ()
        self._value, self._writing = "", False
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._group.idClicked.connect(lambda place: self._choose(self._values[place]))
        self.field = QLineEdit()
        self.field.textEdited.connect(self._typed)
        self.field.editingFinished.connect(self._written)
        self.other = QPushButton(self.tr("Something else…"))
        self.other.setProperty("link", True)
        # Its words stand in line with what is above.
        self.other.setStyleSheet("padding: 0;")
        self.other.clicked.connect(self._unfold)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._grid = QGridLayout()
        self._grid.setSpacing(4)
        column.addLayout(self._grid)
        column.addWidget(self.other, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.field)
        self.row.addLayout(column, 1)
        self.set_suggestions(suggestions)

    def set_suggestions(self, values: Sequence[str]) -> None:
        """Offer these; the value stays."""
        if tuple(values) != self._values:
            for button in self._group.buttons():
                self._group.removeButton(button)
                button.hide()
                button.deleteLater()
            self._values = tuple(values)
            columns = _columns(len(self._values))
            for number in range(3):
                self._grid.setColumnStretch(number, int(number < columns))
            for place, value in enumerate(self._values):
                button = PictureButton(self._title(value), QPixmap(str(self._folder / f"{value}.webp")))
                self._group.addButton(button, place)
                self._grid.addWidget(button, *divmod(place, columns))
        self.set_value(self._value)

    def value(self) -> str | None:
        return None if self._optional and not self._value else self._value

    def set_value(self, value: str | None) -> None:
        self._value = value or ""
        for place, candidate in enumerate(self._values):
            self._group.button(place).setChecked(candidate == self._value)
        if not self._writing:
            self.field.setText("" if self._value in self._values else self._value)
            self._show_field(bool(self.field.text()) or not self._values)

    def set_name(self, name: str, help: str = "") -> None:
        super().set_name(name, help)
        self.field.setAccessibleName(name)

    def _show_field(self, shown: bool) -> None:
        self.field.setVisible(shown)
        self.other.setVisible(not shown)

    def _unfold(self) -> None:
        self._writing = True
        self._show_field(True)
        self.field.setFocus()

    def _typed(self) -> None:
        self._writing = True

    def _written(self) -> None:
        if not self._writing:
            return
        text = self.field.text().strip()
        names = {name.casefold(): value for value in self._values for name in (value, self._title(value))}
        self._choose(names.get(text.casefold(), text) or (None if self._optional else self._value))

    def _choose(self, value: str | None) -> None:
        before = self.value()
        self._writing = False
        self.set_value(value)
        if self.value() != before:
            self.changed.emit(self.value())
            self.settled.emit()


def _columns(count: int) -> int:
    """Pairs, such as day and night, stand beside each other; more go by threes."""
    return 2 if count <= 4 and count != 3 else 3
