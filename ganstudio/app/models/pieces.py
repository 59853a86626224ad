"""Small widgets of the models window: a picture that fits, facts in two columns, tags, a title."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ganstudio.app import theme
from ganstudio.app.widgets.card_grid import draw_picture
from ganstudio.app.widgets.flow import FlowLayout

_PICTURE_HEIGHT = 232


class Picture(QWidget):
    """The test render, or nothing yet; while one is made a line runs below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._busy: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_PICTURE_HEIGHT)

    @property
    def image(self) -> QImage:
        return self._image

    @property
    def busy(self) -> bool:
        return self._busy is not None

    def show_image(self, image: QImage) -> None:
        self._image = image
        self.update()

    def set_busy(self, fraction: float | None) -> None:
        self._busy = fraction
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.colour("well"))
        painter.drawRoundedRect(frame, 8, 8)
        if self._busy is not None:
            painter.setOpacity(0.5)
        draw_picture(painter, frame.adjusted(8, 8, -8, -8), self._image, self)
        if self._busy is not None:
            painter.setOpacity(1.0)
            line = QRectF(12, self.height() - 12, self.width() - 24, 4)
            painter.setBrush(tokens.colour("border"))
            painter.drawRoundedRect(line, 2, 2)
            painter.setBrush(tokens.colour("accent"))
            line.setWidth(max(4.0, line.width() * self._busy))
            painter.drawRoundedRect(line, 2, 2)


class Elided(QLabel):
    """One line that never widens what it lies in: too long a text loses its middle, and a tooltip has it."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._full = text
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.set_full(text)

    @property
    def full(self) -> str:
        return self._full

    def set_full(self, text: str) -> None:
        self._full = text
        self.setAccessibleName(text)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics = QFontMetrics(self.font())
        shown = metrics.elidedText(self._full, Qt.TextElideMode.ElideMiddle, max(self.width(), 8))
        self.setToolTip(self._full if shown != self._full else "")
        self.setText(shown)


class Title(QStackedWidget):
    """A title that F2 or the pencil turns into a field; `renamed(text)` when it was changed."""

    renamed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._label = QLabel()
        self._label.setProperty("role", "title")
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self.pencil = QToolButton()
        theme.set_icon(self.pencil, "pencil", "text_muted")
        self.field = QLineEdit()
        self.field.setAccessibleName(self.tr("Name"))
        self.field.setAcceptDrops(False)
        self.field.returnPressed.connect(self._commit)
        self.field.editingFinished.connect(self._leave)
        shown = QWidget()
        row = QHBoxLayout(shown)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._label, 1)
        row.addWidget(self.pencil, 0, Qt.AlignmentFlag.AlignTop)
        self.addWidget(shown)
        self.addWidget(self.field)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.pencil.clicked.connect(self.edit)

    def show_title(self, text: str, refusal: str) -> None:
        """`refusal` says why it cannot be renamed; empty if it can."""
        self._text = text
        # A name is often one long word: it may break after its hyphens and underscores.
        self._label.setText(text.replace("-", "-\u200b").replace("_", "_\u200b").replace(".", ".\u200b"))
        self.pencil.setEnabled(not refusal)
        words = refusal or self.tr("Rename")
        self.pencil.setToolTip(words)
        self.pencil.setAccessibleName(self.tr("Rename"))
        self.setCurrentIndex(0)

    def edit(self) -> None:
        if self.pencil.isEnabled():
            self.field.setText(self._text)
            self.setCurrentIndex(1)
            self.field.selectAll()
            self.field.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.currentIndex() == 1:
            self.setCurrentIndex(0)
            self.pencil.setFocus()
        else:
            super().keyPressEvent(event)

    def _commit(self) -> None:
        text = self.field.text().strip()
        self.setCurrentIndex(0)
        if text and text != self._text:
            self.renamed.emit(text)

    def _leave(self) -> None:
        if not self.field.hasFocus():
            self.setCurrentIndex(0)


class FactTable(QWidget):
    """Names at the left, values at the right; values wrap, and can be selected and copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, 100)

    def clear(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()

    def add(self, name: str, value: str, *, link: str = "", copy: str = "") -> None:
        """`link` is an address that the value opens, `copy` what a button beside it copies."""
        if not value:
            return
        row = self._grid.rowCount()
        label = QLabel(name)
        label.setProperty("role", "muted")
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        shown = QLabel(f'<a href="{link}">{_escaped(value)}</a>' if link else value)
        shown.setTextFormat(Qt.TextFormat.RichText if link else Qt.TextFormat.PlainText)
        shown.setWordWrap(True)
        shown.setAccessibleName(f"{name}: {value}")
        shown.setOpenExternalLinks(bool(link))
        shown.setToolTip(link)
        flags = Qt.TextInteractionFlag.TextSelectableByMouse
        shown.setTextInteractionFlags(
            flags
            | Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
            if link
            else flags
        )
        # A path has no blank to wrap at.
        shown.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if not copy:
            self._grid.addWidget(shown, row, 1)
            return
        box = QWidget()
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(shown, 1)
        button = QToolButton()
        theme.set_icon(button, "copy", "text_muted")
        button.setFixedSize(22, 20)
        words = self.tr("Copy {0}").replace("{0}", name)
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.clicked.connect(lambda: QGuiApplication.clipboard().setText(copy))
        line.addWidget(button)
        self._grid.addWidget(box, row, 1)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class TagLine(QWidget):
    """Tags as chips that a click removes, and a field for one more; `changed(tags)`."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tags: tuple[str, ...] = ()
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips, spacing=4)
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Add a tag"))
        self.field.setAccessibleName(self.tr("Add a tag"))
        self.field.setAcceptDrops(False)
        self.field.returnPressed.connect(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._chips)
        column.addWidget(self.field)

    def show_tags(self, tags: Sequence[str]) -> None:
        self._tags = tuple(tags)
        while (item := self._flow.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        for tag in self._tags:
            chip = QPushButton(QFontMetrics(self.font()).elidedText(tag, Qt.TextElideMode.ElideRight, 200))
            chip.setProperty("chip", True)
            theme.set_icon(chip, "close", "text_muted")
            chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            words = self.tr("Remove the tag {0}").replace("{0}", tag)
            chip.setToolTip(words)
            chip.setAccessibleName(words)
            chip.clicked.connect(lambda _=False, tag=tag: self._drop(tag))
            self._flow.addWidget(chip)
        self._chips.setVisible(bool(self._tags))
        self._chips.updateGeometry()
        self.field.clear()

    def _add(self) -> None:
        tag = self.field.text().strip()
        if tag and tag not in self._tags:
            self.changed.emit((*self._tags, tag))

    def _drop(self, tag: str) -> None:
        self.changed.emit(tuple(each for each in self._tags if each != tag))


def heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "heading")
    label.setContentsMargins(0, 4, 0, 0)
    return label


def line() -> QFrame:
    made = QFrame()
    made.setProperty("role", "line")
    return made


def vertical_line() -> QFrame:
    made = QFrame()
    made.setProperty("role", "vline")
    return made


def scrolling(page: QWidget) -> QScrollArea:
    """A column that scrolls downwards and is never wider than its place."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(page)
    return area


class Nothing(QWidget):
    """What stands where there is nothing: an icon, a sentence, and up to two things to do."""

    def __init__(self, icon: str, text: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = QLabel()
        self._icon = icon
        self._mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text = self._label(text, "heading")
        self._hint = self._label(hint, "muted")
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 16, 32, 48)
        column.setSpacing(8)
        column.addStretch(1)
        for widget in (self._mark, self._text, self._hint):
            column.addWidget(widget)
        column.addSpacing(8)
        column.addLayout(self._buttons)
        column.addStretch(1)
        theme.notifier.changed.connect(self._draw)
        self._draw()

    def add(self, button: QPushButton) -> None:
        self._buttons.addWidget(button)

    def _label(self, text: str, role: str) -> QLabel:
        label = QLabel(text)
        label.setProperty("role", role)
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setVisible(bool(text))
        return label

    def _draw(self) -> None:
        self._mark.setPixmap(theme.pixmap(self._icon, 40, "text_muted", self.devicePixelRatioF()))


def widen(box: QMessageBox) -> None:
    """Give a question room for addresses and paths."""
    box.setStyleSheet("QLabel#qt_msgbox_informativelabel { min-width: 360px; }")


def bold(font: QFont, pixels: int) -> QFont:
    made = QFont(font)
    made.setPixelSize(pixels)
    made.setWeight(QFont.Weight.DemiBold)
    return made
