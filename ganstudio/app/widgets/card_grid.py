"""Cards in a grid, painted by a delegate: sixty of them are one widget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

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

CARD = Qt.ItemDataRole.UserRole
_CARD = 150
_GAP = 12
_WORDS = 56
_SMALLEST = _CARD + _GAP
_MARK_COLOURS = {"warning": "warning", "star-filled": "accent"}

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Card:
    """What one shows: `marks` are icons with a sentence each, `icon` stands where there is no picture."""

    key: str
    title: str
    caption: str = ""
    picture: QImage = field(default_factory=QImage)
    icon: str = "image"
    marks: tuple[tuple[str, str], ...] = ()

    @property
    def told(self) -> tuple[str, ...]:
        return (self.title, self.caption, *(text for _, text in self.marks))


class Cards(QAbstractListModel):
    """The cards in their order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: list[Card] = []

    def show_cards(self, cards: Sequence[Card]) -> None:
        self.beginResetModel()
        self._cards = list(cards)
        self.endResetModel()

    def show_card(self, card: Card) -> None:
        """Put it in the place of the one with its key, if there is one."""
        row = self.row_of(card.key)
        if row >= 0:
            self._cards[row] = card
            self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        card = self._cards[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return card.title
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(text for text in card.told if text)
            case Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join(text for text in card.told if text)
            case _ if role == CARD:
                return card
        return None

    def row_of(self, key: str) -> int:
        return next((row for row, card in enumerate(self._cards) if card.key == key), -1)

    def card(self, key: str) -> Card | None:
        row = self.row_of(key)
        return self._cards[row] if row >= 0 else None


class CardView(QListView):
    """`card_chosen(key)` follows the current card ("" for none), `card_opened` a double click or Enter."""

    card_chosen = Signal(str)
    card_opened = Signal(str)
    card_remove_wanted = Signal(str)
    card_rename_wanted = Signal(str)

    def __init__(self, cards: Cards, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = cards
        cards.setParent(self)
        self.setModel(cards)
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
        self.setAccessibleName(name)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.selectionModel().currentChanged.connect(lambda *_: self.card_chosen.emit(self.current_key))
        self.activated.connect(lambda index: self.card_opened.emit(index.data(CARD).key))

    @property
    def current_key(self) -> str:
        index = self.currentIndex()
        return index.data(CARD).key if index.isValid() else ""

    def show_cards(self, cards: Sequence[Card]) -> None:
        """Show these; the chosen one stays chosen if it is among them."""
        key = self.current_key
        place = self.verticalScrollBar().value()
        self.cards.show_cards(cards)
        if not self.choose(key):
            self.card_chosen.emit("")
        self.verticalScrollBar().setValue(place)

    def choose(self, key: str) -> bool:
        row = self.cards.row_of(key)
        if row < 0:
            return False
        self.setCurrentIndex(self.cards.index(row))
        self.scrollTo(self.currentIndex())
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.current_key and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_F2):
            renames = event.key() == Qt.Key.Key_F2
            (self.card_rename_wanted if renames else self.card_remove_wanted).emit(self.current_key)
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
        card: Card = index.data(CARD)
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
        draw_picture(painter, area.adjusted(8, 8, -8, -8), card.picture, self.parent(), card.icon)
        painter.setClipping(False)
        focus = chosen and self.parent().hasFocus()
        edge = "accent" if chosen else "border"
        painter.setPen(QPen(tokens.colour(edge), 2 if focus else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)
        words = QRectF(frame.x() + 12, area.bottom() + 8, frame.width() - 24, _WORDS - 12)
        self._draw_words(painter, words, card)
        painter.restore()

    def _draw_words(self, painter: QPainter, area: QRectF, card: Card) -> None:
        tokens = theme.tokens()
        font = QFont(self.parent().font())
        font.setPixelSize(tokens.body_px)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(tokens.colour("text"))
        line = painter.fontMetrics().height()
        title = painter.fontMetrics().elidedText(card.title, Qt.TextElideMode.ElideMiddle, int(area.width()))
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, title)
        right = area.right()
        for icon, _ in card.marks:
            right -= 16
            place = QRect(QPoint(round(right), round(area.y() + line + 2)), QSize(16, 16))
            theme.icon(icon, _MARK_COLOURS.get(icon, "text_muted")).paint(painter, place)
            right -= 4
        font.setPixelSize(tokens.caption_px)
        font.setWeight(QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(tokens.colour("text_muted"))
        below = QRectF(area.x(), area.y() + line + 2, right - area.x(), 16)
        text = painter.fontMetrics().elidedText(card.caption, Qt.TextElideMode.ElideRight, int(below.width()))
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


def draw_picture(
    painter: QPainter, area: QRectF, image: QImage, widget: QWidget, icon: str = "model"
) -> None:
    """The whole picture in the middle of an area; without one, an icon."""
    if image.isNull():
        side = 32
        place = QRectF(area.center().x() - side / 2, area.center().y() - side / 2, side, side)
        theme.icon(icon, "text_muted").paint(painter, place.toRect())
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
