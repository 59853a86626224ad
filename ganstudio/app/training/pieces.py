"""Small widgets of the train window: bars, thumbnails, figures in a strip, a mark of how a run stands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ganstudio.app import theme

_ROW = 22
_THUMB = 84
_GAP = 6


class Bars(QWidget):
    """How many there are of each class: the commonest first, the others together at the end."""

    def __init__(self, most: int = 12, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = most
        self.rows: tuple[tuple[str, int], ...] = ()
        self._whole = 0
        self._share = False
        theme.notifier.changed.connect(self.update)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_counts(self, counts: Sequence[tuple[str, int]], *, share: bool) -> None:
        """`share` tells percentages instead of numbers, as for pixels."""
        shown, rest = counts[: self._most], counts[self._most :]
        self._whole = sum(count for _, count in counts)
        self._share = share
        more = self.tr("{0} more classes").replace("{0}", str(len(rest)))
        self.rows = (*shown, *(((more, sum(count for _, count in rest)),) if rest else ()))
        self.setFixedHeight(max(1, len(self.rows)) * _ROW)
        self.setAccessibleDescription(", ".join(f"{name} {self._told(count)}" for name, count in self.rows))
        self.update()

    def _told(self, count: int) -> str:
        if not self._share:
            return f"{count:,}"
        part = 100 * count / max(1, self._whole)
        return f"{part:.0f} %" if part >= 10 else f"{part:.1f} %"

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(self.font())
        font.setPixelSize(tokens.caption_px)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        names = min(130, max((metrics.horizontalAdvance(name) for name, _ in self.rows), default=0) + 10)
        tail = 56
        room = max(20, self.width() - names - tail)
        largest = max((count for _, count in self.rows), default=1) or 1
        for place, (name, count) in enumerate(self.rows):
            y = place * _ROW
            painter.setPen(tokens.colour("text"))
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, names - 8)
            painter.drawText(QRect(0, y, names, _ROW), Qt.AlignmentFlag.AlignVCenter, text)
            bar = QRectF(names, y + 6, room, _ROW - 12)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.colour("raised"))
            painter.drawRoundedRect(bar, 3, 3)
            bar.setWidth(max(2.0, room * count / largest))
            painter.setBrush(tokens.colour("accent"))
            painter.drawRoundedRect(bar, 3, 3)
            painter.setPen(tokens.colour("text_muted"))
            place_of_count = QRect(self.width() - tail, y, tail, _ROW)
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(place_of_count, flags, self._told(count))


class Thumbnails(QWidget):
    """Pictures in rows, as many as fit side by side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.images: tuple[QImage, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.notifier.changed.connect(self.update)

    def show_images(self, images: Sequence[QImage]) -> None:
        self.images = tuple(images)
        text = self.tr("{0} examples").replace("{0}", str(len(self.images)))
        self.setAccessibleName(text)
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _cell(self) -> tuple[int, int, int]:
        """Width and height of a picture, and how many stand in a row."""
        wide = max((image.width() / max(1, image.height()) for image in self.images), default=1.0)
        ideal = _THUMB * min(wide, 3.0)
        columns = max(1, round((self.width() + _GAP) / (ideal + _GAP)))
        width = (self.width() - _GAP * (columns - 1)) // columns
        return width, max(24, round(width / min(wide, 3.0))), columns

    def _fit(self) -> None:
        _, height, columns = self._cell()
        rows = -(-len(self.images) // columns)
        self.setFixedHeight(max(1, rows * (height + _GAP) - _GAP))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        width, height, columns = self._cell()
        for place, image in enumerate(self.images):
            row, column = divmod(place, columns)
            target = QRectF(column * (width + _GAP), row * (height + _GAP), width, height)
            size = image.size().scaled(target.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(QRectF(target.topLeft(), QSize(size)), image)


class FigureStrip(QFrame):
    """Figures side by side: a small word, and below it the number."""

    def __init__(self, names: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._values: dict[str, QLabel] = {}
        self._names: dict[str, str] = dict(names)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(12)
        for key, name in names:
            box = QVBoxLayout()
            box.setSpacing(0)
            word = QLabel(name)
            word.setProperty("role", "caption")
            value = QLabel("–")
            value.setProperty("role", "heading")
            value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            box.addWidget(word)
            box.addWidget(value)
            row.addLayout(box, 1)
            self._values[key] = value

    def show_figures(self, figures: dict[str, str]) -> None:
        for key, label in self._values.items():
            text = figures.get(key, "–") or "–"
            label.setText(text)
            label.setAccessibleName(f"{self._names[key]}: {text}")

    def figure(self, key: str) -> str:
        return self._values[key].text()


class StateMark(QWidget):
    """A dot in the colour of a state, and its word."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._colour = "", "text_muted"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.notifier.changed.connect(self.update)

    @property
    def text(self) -> str:
        return self._text

    def show_state(self, text: str, colour: str) -> None:
        self._text, self._colour = text, colour
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(self.font()).horizontalAdvance(self._text) + 28, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.colour("raised"))
        painter.drawRoundedRect(QRectF(self.rect()), 12, 12)
        painter.setBrush(tokens.colour(self._colour))
        painter.drawEllipse(QPointF(13, self.height() / 2), 4, 4)
        painter.setPen(tokens.colour("text"))
        painter.drawText(self.rect().adjusted(22, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._text)


class Finding(QWidget):
    """One thing that was found in the data: how bad it is, what it is, and in which file."""

    def __init__(self, level: str, text: str, file: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        icon, colour = {"error": ("error", "danger"), "warning": ("warning", "warning")}.get(
            level, ("info", "text_muted")
        )
        self._icon, self._colour = icon, colour
        self._mark = QLabel()
        self.label = QLabel(text)
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if level == "error":
            self.label.setProperty("role", "danger")
        where = QLabel(file)
        where.setProperty("role", "caption")
        where.setTextFormat(Qt.TextFormat.PlainText)
        where.setWordWrap(True)
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        where.setVisible(bool(file))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.label)
        words.addWidget(where)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(8)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.setAccessibleName(f"{text} {file}".strip())
        theme.notifier.changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        self._mark.setPixmap(theme.pixmap(self._icon, 16, self._colour, self.devicePixelRatioF()))
