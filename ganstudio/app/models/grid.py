"""The models as a grid of cards, painted by a delegate: sixty of them are one widget."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QImage, QKeyEvent, QPainter, QPainterPath, QPen, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ganstudio.app import theme
from ganstudio.app.i18n import translate
from ganstudio.app.models.shelf import Shelf
from ganstudio.app.models.words import size_text
from ganstudio.checkpoints.library import ModelEntry
from ganstudio.checkpoints.names import family_name

ENTRY = Qt.ItemDataRole.UserRole
_CARD = 150
_GAP = 12
_WORDS = 56
_SMALLEST = _CARD + _GAP

Index = QModelIndex | QPersistentModelIndex


class CardModel(QAbstractListModel):
    """The entries that pass the filter, with their pictures and what they are the default for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shelf = Shelf()
        self.entries: tuple[ModelEntry, ...] = ()

    def show(self, shelf: Shelf, entries: Sequence[ModelEntry]) -> None:
        self.beginResetModel()
        self.shelf, self.entries = shelf, tuple(entries)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return entry.title
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join((entry.title, second_line(entry), *(text for _, text in marks(entry, self))))
            case Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join((entry.title, second_line(entry), *(text for _, text in marks(entry, self))))
            case _ if role == ENTRY:
                return entry
        return None

    def picture(self, entry: ModelEntry) -> QImage:
        return self.shelf.pictures.get(entry.name) or QImage()

    def is_default(self, entry: ModelEntry) -> bool:
        return entry.name in self.shelf.defaults.values()

    def row_of(self, name: str) -> int:
        return next((row for row, entry in enumerate(self.entries) if entry.name == name), -1)


def second_line(entry: ModelEntry) -> str:
    family = family_name(entry.family) if entry.family else translate("ModelGrid", "Not known yet")
    return " · ".join(part for part in (family, size_text(entry.size)) if part)


def marks(entry: ModelEntry, model: CardModel) -> list[tuple[str, str]]:
    """Icon and sentence of everything that a card should show at a glance."""
    found = []
    if entry.problem:
        found.append(("warning", f"{entry.problem[:1].upper()}{entry.problem[1:]}"))
    if entry.assumed:
        found.append(("help", translate("ModelGrid", "Something about it had to be assumed")))
    if entry.link is not None:
        found.append(("link", translate("ModelGrid", "Linked: the file stays where it is")))
    if model.is_default(entry):
        found.append(("star-filled", translate("ModelGrid", "Used by default")))
    return found


_MARK_COLOURS = {"warning": "warning", "star-filled": "accent"}


class CardGrid(QListView):
    """`chosen(entry)` follows the current card, `opened(entry)` a double click or Enter."""

    chosen = Signal(object)
    opened = Signal(object)
    remove_wanted = Signal(object)
    rename_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = CardModel(self)
        self.setModel(self.cards)
        self.setItemDelegate(_CardDelegate(self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(24)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Models"))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.selectionModel().currentChanged.connect(lambda *_: self.chosen.emit(self.current))
        self.activated.connect(lambda index: self.opened.emit(index.data(ENTRY)))

    @property
    def current(self) -> ModelEntry | None:
        index = self.currentIndex()
        return index.data(ENTRY) if index.isValid() else None

    def show_entries(self, shelf: Shelf, entries: Sequence[ModelEntry]) -> None:
        """Show these; the chosen one stays chosen if it is among them."""
        name = self.current.name if self.current is not None else ""
        place = self.verticalScrollBar().value()
        self.cards.show(shelf, entries)
        if not self.choose(name):
            self.chosen.emit(None)
        self.verticalScrollBar().setValue(place)

    def choose(self, name: str) -> bool:
        row = self.cards.row_of(name)
        if row < 0:
            return False
        self.setCurrentIndex(self.cards.index(row))
        self.scrollTo(self.currentIndex())
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.current is not None and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_F2):
            wanted = self.rename_wanted if event.key() == Qt.Key.Key_F2 else self.remove_wanted
            wanted.emit(self.current)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as there is room for, sharing it equally."""
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self.verticalScrollBar())
        # Qt keeps the scroll bar's room free in any case.
        width = self.maximumViewportSize().width() - bar - 1
        columns = max(1, width // _SMALLEST)
        cell = width // columns
        self.setGridSize(QSize(cell, self._height(cell)))
        super().resizeEvent(event)

    @staticmethod
    def _height(cell: int) -> int:
        return round(0.8 * (cell - _GAP)) + _WORDS + _GAP


class _CardDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self.parent().gridSize()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: ModelEntry = index.data(ENTRY)
        cards: CardModel = index.model()
        tokens = theme.tokens()
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        cell = QRect(option.rect.topLeft(), self.parent().gridSize())
        frame = QRectF(cell).adjusted(_GAP / 2, _GAP / 2, -_GAP / 2, -_GAP / 2)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hot = bool(option.state & QStyle.StateFlag.State_MouseOver)
        outline = QPainterPath()
        outline.addRoundedRect(frame, 8, 8)
        painter.fillPath(outline, tokens.colour("accent_soft" if chosen else "hover" if hot else "panel"))
        area = QRectF(frame.x(), frame.y(), frame.width(), frame.height() - _WORDS)
        painter.setClipPath(outline)
        painter.fillRect(area, tokens.colour("well"))
        draw_picture(painter, area.adjusted(8, 8, -8, -8), cards.picture(entry), self.parent())
        painter.setClipping(False)
        focus = chosen and self.parent().hasFocus()
        edge = "accent" if chosen else "border"
        painter.setPen(QPen(tokens.colour(edge), 2 if focus else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)
        words = QRectF(frame.x() + 12, area.bottom() + 8, frame.width() - 24, _WORDS - 12)
        self._draw_words(painter, words, entry, marks(entry, cards))
        painter.restore()

    def _draw_words(
        self, painter: QPainter, area: QRectF, entry: ModelEntry, found: list[tuple[str, str]]
    ) -> None:
        tokens = theme.tokens()
        font = QFont(self.parent().font())
        font.setPixelSize(tokens.body_px)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(tokens.colour("text"))
        line = painter.fontMetrics().height()
        title = painter.fontMetrics().elidedText(entry.title, Qt.TextElideMode.ElideMiddle, int(area.width()))
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, title)
        right = area.right()
        for icon, _ in found:
            right -= 16
            place = QRect(QPoint(round(right), round(area.y() + line + 2)), QSize(16, 16))
            theme.icon(icon, _MARK_COLOURS.get(icon, "text_muted")).paint(painter, place)
            right -= 4
        font.setPixelSize(tokens.caption_px)
        font.setWeight(QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(tokens.colour("text_muted"))
        below = QRectF(area.x(), area.y() + line + 2, right - area.x(), 16)
        text = second_line(entry)
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(below.width()))
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


def draw_picture(painter: QPainter, area: QRectF, image: QImage, widget: QWidget) -> None:
    """The whole picture in the middle of an area; without one, an icon."""
    if image.isNull():
        side = 32
        place = QRectF(area.center().x() - side / 2, area.center().y() - side / 2, side, side)
        theme.icon("model", "text_muted").paint(painter, place.toRect())
        return
    ratio = widget.devicePixelRatioF()
    size = image.size().scaled((area.size() * ratio).toSize(), Qt.AspectRatioMode.KeepAspectRatio)
    width, height = size.width() / ratio, size.height() / ratio
    place = QRectF(area.center().x() - width / 2, area.center().y() - height / 2, width, height)
    shape = QPainterPath()
    shape.addRoundedRect(place, 4, 4)
    painter.save()
    painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
    painter.drawImage(place, image)
    painter.restore()
