"""The left column: a search field and a list of what to show, with numbers."""

from __future__ import annotations

from collections import Counter
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
from ganstudio.app.i18n import translate
from ganstudio.checkpoints.catalogue import CatalogueEntry
from ganstudio.checkpoints.library import ModelEntry
from ganstudio.checkpoints.names import family_name

_ROW = Qt.ItemDataRole.UserRole
ALL = "all"


@dataclass(frozen=True)
class Row:
    """One line: `key` says what it filters by ("family:spade"); without a key it is a heading."""

    key: str
    title: str
    count: int = 0


def library_rows(entries: Sequence[ModelEntry]) -> list[Row]:
    """All, starters, mine, with a problem; then families; then tags."""
    starters = sum(entry.origin == "starter" for entry in entries)
    broken = sum(bool(entry.problem) for entry in entries)
    rows = [
        Row(ALL, translate("ModelFilters", "All"), len(entries)),
        Row("starter", translate("ModelFilters", "Starters"), starters),
        Row("user", translate("ModelFilters", "Mine"), len(entries) - starters),
    ]
    if broken:
        rows.append(Row("problem", translate("ModelFilters", "With a problem"), broken))
    families = Counter(entry.family for entry in entries)
    rows += _family_rows(families)
    tags = Counter(tag for entry in entries for tag in entry.tags)
    if tags:
        rows.append(Row("", translate("ModelFilters", "Tags")))
        rows += [Row(f"tag:{tag}", tag, tags[tag]) for tag in sorted(tags, key=str.casefold)]
    return rows


def catalogue_rows(entries: Sequence[CatalogueEntry]) -> list[Row]:
    free = sum(entry.licence.id != "" and not entry.licence.non_commercial for entry in entries)
    direct = sum(entry.direct for entry in entries)
    return [
        Row(ALL, translate("ModelFilters", "All"), len(entries)),
        Row("direct", translate("ModelFilters", "Downloadable here"), direct),
        Row("commercial", translate("ModelFilters", "Not non-commercial"), free),
        *_family_rows(Counter(entry.family for entry in entries)),
    ]


def _family_rows(families: Counter[str]) -> list[Row]:
    found = [
        Row(f"family:{id}", family_name(id) if id else translate("ModelFilters", "Unknown"), count)
        for id, count in families.items()
    ]
    heading = Row("", translate("ModelFilters", "Families"))
    return [heading, *sorted(found, key=lambda row: (row.key == "family:", row.title.casefold()))]


def shows(entry: ModelEntry, key: str, query: str) -> bool:
    """Whether a model passes the chosen filter, and all words of the query are in what is told of it."""
    kind, _, value = key.partition(":")
    passes = {
        ALL: True,
        "problem": bool(entry.problem),
        "family": entry.family == value,
        "tag": value in entry.tags,
    }.get(kind, entry.origin == kind)
    told = (entry.name, entry.title, *entry.tags, entry.family, family_name(entry.family), entry.source)
    return passes and _holds(told, query)


def offers(entry: CatalogueEntry, key: str, query: str) -> bool:
    """The same for a checkpoint of the catalogue."""
    kind, _, value = key.partition(":")
    passes = {
        ALL: True,
        "direct": entry.direct,
        "commercial": entry.licence.id != "" and not entry.licence.non_commercial,
        "family": entry.family == value,
    }[kind]
    told = (entry.id, entry.title, entry.family, family_name(entry.family), entry.authors, entry.paper)
    return passes and _holds(told, query)


def _holds(texts: Iterable[str], query: str) -> bool:
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
