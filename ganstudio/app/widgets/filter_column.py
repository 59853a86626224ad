"""A column at the left: a search field and a list of what to show, with numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
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

_ROW = Qt.ItemDataRole.UserRole
ALL = "all"


@dataclass(frozen=True)
class Row:
    """One line: `key` says what it filters by ("family:spade"); without a key it is a heading."""

    key: str
    title: str
    count: int = 0


def holds(texts: Iterable[str], query: str) -> bool:
    """Whether all words of a query are in the texts."""
    told = " ".join(texts).casefold()
    return all(word in told for word in query.casefold().split())


class FilterColumn(QWidget):
    """`changed` follows every change of the search or of the chosen line; `down` asks for the list beside."""

    changed = Signal()
    down = Signal()

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(216)
        self.search = QLineEdit()
        self.search.setPlaceholderText(hint)
        self.search.setAccessibleName(hint)
        self.search.setClearButtonEnabled(True)
        # Files that are dropped here are meant for the window.
        self.search.setAcceptDrops(False)
        magnifier = QAction(self)
        theme.set_icon(magnifier, "search", "text_muted")
        self.search.addAction(magnifier, QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self.changed)
        self.search.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Show"))
        self.list.setItemDelegate(_RowDelegate(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(lambda *_: self.changed.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)

    @property
    def query(self) -> str:
        return self.search.text().strip()

    @property
    def key(self) -> str:
        item = self.list.currentItem()
        return item.data(_ROW).key if item is not None else ALL

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these; what was chosen stays if it is still there, else all is."""
        chosen = self.key
        if [self.list.item(i).data(_ROW) for i in range(self.list.count())] == list(rows):
            return
        self.list.blockSignals(True)
        self.list.clear()
        for row in rows:
            item = QListWidgetItem(row.title, self.list)
            item.setData(_ROW, row)
            item.setToolTip(row.title if row.key else "")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{row.title}, {row.count}")
            if not row.key:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.blockSignals(False)
        if not self.choose(chosen):
            self.choose(ALL)

    def choose(self, key: str) -> bool:
        for index in range(self.list.count()):
            if self.list.item(index).data(_ROW).key == key:
                self.list.setCurrentRow(index)
                return True
        return False

    def reset(self) -> None:
        """Show all."""
        self.search.clear()
        self.choose(ALL)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
            return True
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.down.emit()
            return True
        return False


class _RowDelegate(QStyledItemDelegate):
    """A title, and its number at the right; headings are small and stand apart."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(100, 28 if index.data(_ROW).key else 36)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        tokens, row = theme.tokens(), index.data(_ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(option.font)
        if not row.key:
            font.setPixelSize(tokens.caption_px)
            font.setWeight(QFont.Weight.DemiBold)
            painter.setFont(font)
            painter.setPen(tokens.colour("text_muted"))
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
            painter.drawText(option.rect.adjusted(8, 0, -8, -6), flags, row.title)
            painter.restore()
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hot = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if chosen or hot:
            focus = chosen and bool(option.state & QStyle.StateFlag.State_HasFocus)
            painter.setPen(tokens.colour("accent") if focus else Qt.PenStyle.NoPen)
            painter.setBrush(tokens.colour("accent_soft" if chosen else "hover"))
            painter.drawRoundedRect(option.rect.adjusted(0, 0, -1, -1), 4, 4)
        inner = option.rect.adjusted(8, 0, -8, 0)
        font.setPixelSize(tokens.caption_px)
        painter.setFont(font)
        painter.setPen(tokens.colour("text_muted"))
        number = str(row.count)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, number)
        taken = painter.fontMetrics().horizontalAdvance(number) + 8
        font.setPixelSize(tokens.body_px)
        painter.setFont(font)
        painter.setPen(tokens.colour("text"))
        words = QRect(inner.x(), inner.y(), inner.width() - taken, inner.height())
        title = painter.fontMetrics().elidedText(row.title, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, middle | Qt.AlignmentFlag.AlignLeft, title)
        painter.restore()
