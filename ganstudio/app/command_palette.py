"""Ctrl+K: find any command, setting, model or class by some letters of its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAction, QIcon, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ganstudio.app import theme

_SHOWN = 60
_ENTRY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Entry:
    """Something that can be found: `kind` says what it is ("Command", "Class" …)."""

    title: str
    kind: str
    run: Callable[[], object]
    keys: str = ""
    icon: QIcon | None = None
    words: str = ""
    """Further words by which it is found: its menu, its English name."""


Provider = Callable[[], Iterable[Entry]]


def score(query: str, text: str) -> float:
    """How well the letters of a query fit a text: 0 does not, more is better.

    All letters must come in order; word beginnings, runs of letters and short texts count more.
    """
    query, text = _letters(query), text.casefold()
    if not query:
        return 1.0
    if query in _letters(text):
        return 4.0 + 2.0 * text.startswith(query[0]) + 1.0 / (1 + len(text))
    points, at, previous = 0.0, 0, -2
    for letter in query:
        found = text.find(letter, at)
        if found < 0:
            return 0.0
        starts_word = found == 0 or not text[found - 1].isalnum()
        points += 1.0 + starts_word + (found == previous + 1)
        previous, at = found, found + 1
    return points / (3 * len(query)) + 1.0 / (2 + len(text))


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def search(query: str, entries: Iterable[Entry]) -> list[Entry]:
    """The fitting entries, best first; ties keep their order."""
    rated = [(max(score(query, entry.title), 0.8 * score(query, entry.words)), entry) for entry in entries]
    return [entry for points, entry in sorted(rated, key=lambda pair: -pair[0]) if points > 0.35]


class CommandPalette(QFrame):
    """A field and a list over the upper half of the window."""

    def __init__(self, window: QWidget, providers: Sequence[Provider]) -> None:
        super().__init__(window)
        self.setProperty("role", "popover")
        self.setAccessibleName(self.tr("Find a command"))
        self._providers = providers
        self._entries: list[Entry] = []
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Find a command, setting, model or class"))
        self.field.setAccessibleName(self.tr("Search"))
        magnifier = QAction(self)
        theme.set_icon(magnifier, "search", "text_muted")
        self.field.addAction(magnifier, QLineEdit.ActionPosition.LeadingPosition)
        self.field.textChanged.connect(self._fill)
        self.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Found"))
        self.list.setItemDelegate(_EntryDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.itemClicked.connect(self._run_item)
        self._nothing = QLabel(self.tr("Nothing has that name."))
        self._nothing.setProperty("role", "muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self.list)
        column.addWidget(self._nothing)
        window.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        self._entries = [entry for provider in self._providers for entry in provider()]
        self.field.clear()
        self._fill("")
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def run_current(self) -> None:
        if self.list.currentItem() is not None:
            self._run_item(self.list.currentItem())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parent() and self.isVisible():
            self._place()
        if watched is self.field and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        if watched is self.field and event.type() == QEvent.Type.FocusOut:
            self.hide()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Escape:
                self._close()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.run_current()
            case Qt.Key.Key_Down | Qt.Key.Key_Up as key:
                step = 1 if key == Qt.Key.Key_Down else -1
                self.list.setCurrentRow((self.list.currentRow() + step) % max(self.list.count(), 1))
            case _:
                return False
        return True

    def _fill(self, query: str) -> None:
        self.list.clear()
        for entry in search(query, self._entries)[:_SHOWN]:
            item = QListWidgetItem(entry.icon or QIcon(), entry.title, self.list)
            item.setData(_ENTRY, entry)
        self.list.setCurrentRow(0)
        self.list.setVisible(self.list.count() > 0)
        self._nothing.setVisible(self.list.count() == 0)
        if self.isVisible():
            self._place()

    def _run_item(self, item: QListWidgetItem) -> None:
        entry: Entry = item.data(_ENTRY)
        self._close()
        entry.run()

    def _close(self) -> None:
        self.hide()
        self.parentWidget().setFocus()

    def _place(self) -> None:
        window = self.parentWidget()
        width = min(560, window.width() - 48)
        rows = max(1, min(self.list.count(), 10))
        height = 60 + rows * 32
        self.setGeometry((window.width() - width) // 2, max(56, window.height() // 8), width, height)


class _EntryDelegate(QStyledItemDelegate):
    """Icon, title, and at the right what it is and its keys."""

    def sizeHint(self, option: QStyleOptionViewItem, index: object) -> QSize:
        return QSize(200, 32)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: object) -> None:
        tokens = theme.tokens()
        entry: Entry = index.data(_ENTRY)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.colour("accent_soft"))
            painter.drawRoundedRect(option.rect, 4, 4)
        inner = option.rect.adjusted(8, 0, -8, 0)
        if entry.icon is not None:
            entry.icon.paint(painter, QRect(inner.topLeft() + QPoint(0, 6), QSize(20, 20)))
        right = f"{entry.kind}   {entry.keys}" if entry.keys else entry.kind
        font = painter.font()
        font.setPixelSize(tokens.caption_px)
        painter.setFont(font)
        painter.setPen(tokens.colour("text_muted"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, right)
        taken = painter.fontMetrics().horizontalAdvance(right) + 16
        font.setPixelSize(tokens.body_px)
        painter.setFont(font)
        painter.setPen(tokens.colour("text"))
        words = inner.adjusted(28, 0, -taken, 0)
        title = painter.fontMetrics().elidedText(entry.title, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)
        painter.restore()
