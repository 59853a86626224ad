"""The classes of a palette as a list of swatches in columns, filtered by a search."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ganstudio.app import theme
from ganstudio.app.i18n import palette_text, translate
from ganstudio.document.palettes import LabelClass, Palette

Index = QModelIndex | QPersistentModelIndex

CLASS_INDEX = Qt.ItemDataRole.UserRole
COLOUR = Qt.ItemDataRole.UserRole + 1
HOVERED = Qt.ItemDataRole.UserRole + 2
"""Whether the class lies under the pointer on the canvas."""

_ROW = 32
_COLUMN = 132


class ClassModel(QAbstractListModel):
    """The classes in the order of their indices."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._classes: tuple[LabelClass, ...] = ()
        self._hovered: int | None = None

    def set_palette(self, palette: Palette | None) -> None:
        classes = palette.classes if palette is not None else ()
        if classes is not self._classes:
            self.beginResetModel()
            self._classes = classes
            self.endResetModel()

    def set_hovered(self, index: int | None) -> None:
        before, self._hovered = self._hovered, index
        for row in {before, index} - {None}:
            self.dataChanged.emit(self.index(row), self.index(row), [HOVERED])

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._classes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._classes):
            return None
        row, label = index.row(), self._classes[index.row()]
        key = key_of(row)
        if role == Qt.ItemDataRole.DisplayRole:
            return palette_text(label.title)
        if role == CLASS_INDEX:
            return row
        if role == COLOUR:
            return QColor(*label.colour)
        if role == HOVERED:
            return row == self._hovered
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            hint = translate("Classes", "key {0}").replace("{0}", key) if key else ""
            return f"{palette_text(label.title)} ({hint})" if hint else palette_text(label.title)
        return None


def key_of(index: int) -> str:
    """The number key of a class: 1-9 for the first nine, 0 for the tenth."""
    return str((index + 1) % 10) if index < 10 else ""


class ClassDelegate(QStyledItemDelegate):
    """A swatch, the name, and the key."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens = theme.tokens()
        row = option.rect.adjusted(2, 2, -2, -2)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.colour("accent_soft" if chosen else "hover"))
            painter.drawRoundedRect(row, 5, 5)
        if chosen or index.data(HOVERED):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens.colour("accent" if chosen else "border_strong"), 1))
            painter.drawRoundedRect(QRectF(row).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        self._paint_swatch(painter, row, index.data(COLOUR))
        self._paint_words(painter, row, index)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(_COLUMN, _ROW)

    def _paint_swatch(self, painter: QPainter, row: QRect, colour: QColor) -> None:
        box = QRectF(row.x() + 4, row.center().y() - 8.5, 18, 18)
        painter.setPen(QPen(QColor(128, 128, 128, 110), 1))
        painter.setBrush(colour)
        painter.drawRoundedRect(box, 4, 4)

    def _paint_words(self, painter: QPainter, row: QRect, index: Index) -> None:
        tokens = theme.tokens()
        font = painter.font()
        font.setPixelSize(tokens.caption_px)
        key = key_of(index.data(CLASS_INDEX))
        right = row.right() - 4
        if key:
            painter.setFont(font)
            painter.setPen(tokens.colour("text_muted"))
            painter.drawText(QRect(right - 10, row.y(), 12, row.height()), Qt.AlignmentFlag.AlignCenter, key)
            right -= 12
        font.setPixelSize(tokens.body_px)
        painter.setFont(font)
        painter.setPen(tokens.colour("text"))
        words = QRect(row.x() + 28, row.y(), right - row.x() - 28, row.height())
        text = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


class ClassList(QListView):
    """Fills its width with as many columns as fit."""

    number_pressed = Signal(int)
    """A number key: the index of the class that it means."""

    def __init__(self, model: QSortFilterProxyModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(ClassDelegate(self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(self.tr("Classes"))

    def sizeHint(self) -> QSize:
        """Up to a dozen classes in two columns; longer palettes scroll."""
        rows = min(-(-self.model().rowCount() // 2), 6)
        return QSize(2 * _COLUMN + 12, max(rows, 3) * _ROW + 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The room of the scroll bar is always kept, so that columns do not depend on it."""
        super().resizeEvent(event)
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self.verticalScrollBar())
        width = self.maximumViewportSize().width() - bar - 2
        grid = QSize(width // max(1, width // _COLUMN), _ROW)
        if grid != self.gridSize():
            self.setGridSize(grid)
            self.doItemsLayout()
            self.updateGeometries()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9:
            self.number_pressed.emit((event.key() - Qt.Key.Key_1) % 10)
        else:
            super().keyPressEvent(event)
