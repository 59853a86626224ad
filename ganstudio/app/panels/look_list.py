"""The looks of the filmstrip as a row of tiles: those that are kept, then those that were just drawn."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QListView, QMenu, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ganstudio.app import theme
from ganstudio.app.canvas.pictures import generated_in_view
from ganstudio.app.i18n import translate
from ganstudio.app.panels import looks
from ganstudio.app.panels.looks import Look
from ganstudio.app.panels.thumbnails import data_image, framed
from ganstudio.app.session import EditorSession
from ganstudio.document.image import ImageData
from ganstudio.document.layers import GeneratedLayer

Index = QModelIndex | QPersistentModelIndex

LOOK = Qt.ItemDataRole.UserRole
FAVOURITE = Qt.ItemDataRole.UserRole + 1
CURRENT = Qt.ItemDataRole.UserRole + 2
"""Whether the layer looks so now."""

_TILE = 92
_CELL = QSize(_TILE + 8, _TILE + 8)


class LookModel(QAbstractListModel):
    """Favourites first, then the variations in the order in which they were drawn."""

    def __init__(self, session: EditorSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._kept: list[Look] = []
        self._drawn: list[Look] = []
        self._layer_id = ""
        session.document_changed.connect(self.reload)
        session.layers_changed.connect(self._layers_changed)
        session.active_layer_changed.connect(self._layers_changed)
        self.reload()

    @property
    def layer(self) -> GeneratedLayer | None:
        """The generated layer that is worked on."""
        document = self._session.document
        return generated_in_view(document) if document is not None else None

    def reload(self) -> None:
        """Another document or layer: its favourites, no variations."""
        document, layer = self._session.document, self.layer
        self.beginResetModel()
        kept = looks.favourites(document) if document is not None and layer is not None else []
        self._kept = [look for look in kept if layer is not None and look.operation == layer.operation]
        self._drawn = []
        self._layer_id = layer.id if layer is not None else ""
        self.endResetModel()

    def begin_variations(self, count: int) -> None:
        """Make room for variations that are being drawn; the old ones go."""
        if self.layer is None:
            return
        empty = Look(self.layer.operation, {}, -1)
        self.beginResetModel()
        self._drawn = [empty] * count
        self.endResetModel()

    def add_variation(self, layer_id: str, seed: int, image: ImageData) -> None:
        layer = self.layer
        if layer is None or layer.id != layer_id:
            return
        look = Look.of(layer, seed, data_image(image, looks.SIDE))
        waiting = next((i for i, other in enumerate(self._drawn) if other.image.isNull()), None)
        if waiting is None:
            row = self.rowCount()
            self.beginInsertRows(QModelIndex(), row, row)
            self._drawn.append(look)
            self.endInsertRows()
            return
        self._drawn[waiting] = look
        index = self.index(len(self._kept) + waiting)
        self.dataChanged.emit(index, index)

    def end_variations(self) -> None:
        """Take away the room of those that were not drawn."""
        if any(look.image.isNull() for look in self._drawn):
            self.beginResetModel()
            self._drawn = [look for look in self._drawn if not look.image.isNull()]
            self.endResetModel()

    def set_favourite(self, look: Look, favourite: bool) -> None:
        document = self._session.document
        if document is None or look.image.isNull():
            return
        others = [other for other in looks.favourites(document) if not other.same(look)]
        looks.keep(document, [*others, look] if favourite else others)
        self.beginResetModel()
        self._kept = [other for other in self._kept if not other.same(look)]
        self._drawn = [other for other in self._drawn if not other.same(look)]
        if favourite:
            self._kept.append(look)
        else:
            self._drawn.insert(0, look)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._kept) + len(self._drawn)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= self.rowCount():
            return None
        look = [*self._kept, *self._drawn][index.row()]
        favourite = index.row() < len(self._kept)
        if role == LOOK:
            return look
        if role == FAVOURITE:
            return favourite
        if role == CURRENT:
            return self.layer is not None and Look.of(self.layer).same(look)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._spoken(look, favourite)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        return [looks.MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """A thumbnail can be dragged to where panels of plugins take one."""
        found = [look for index in indexes if not (look := index.data(LOOK)).image.isNull()]
        return looks.mime_of(found[0]) if found else QMimeData()

    def _spoken(self, look: Look, favourite: bool) -> str:
        if look.image.isNull():
            return translate("Filmstrip", "Being drawn")
        name = translate("Filmstrip", "Variation {0}").format(look.seed)
        return f"{name}, {translate('Filmstrip', 'favourite')}" if favourite else name

    def _layers_changed(self) -> None:
        layer = self.layer
        if (layer.id if layer is not None else "") != self._layer_id:
            self.reload()
        elif self.rowCount():
            self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1), [CURRENT])


class LookDelegate(QStyledItemDelegate):
    """A tile: the picture, a frame around the current one, and a star."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return _CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens, look = theme.tokens(), index.data(LOOK)
        tile = QRect(option.rect.x() + 4, option.rect.y() + 4, _TILE, _TILE)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if look.image.isNull():
            painter.setPen(QPen(tokens.colour("border_strong"), 1, Qt.PenStyle.DashLine))
            painter.setBrush(tokens.colour("raised"))
            painter.drawRoundedRect(QRectF(tile).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            theme.icon("dice", "text_disabled").paint(painter, tile.adjusted(34, 34, -34, -34))
            return
        ratio = option.widget.devicePixelRatioF() if option.widget is not None else 1.0
        painter.drawPixmap(tile.topLeft(), framed(look.image, tile.size(), ratio))
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if index.data(CURRENT) or focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            style = Qt.PenStyle.SolidLine if index.data(CURRENT) else Qt.PenStyle.DotLine
            painter.setPen(QPen(tokens.colour("accent"), 2, style))
            painter.drawRoundedRect(QRectF(tile).adjusted(-2, -2, 2, 2), 6, 6)
        if index.data(FAVOURITE) or hovered or focused:
            self._paint_star(painter, tile, index.data(FAVOURITE))

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if not isinstance(event, QMouseEvent) or event.button() != Qt.MouseButton.LeftButton:
            return False
        tile = QRect(option.rect.x() + 4, option.rect.y() + 4, _TILE, _TILE)
        on_star = _star(tile).contains(event.position().toPoint())
        released = event.type() == QEvent.Type.MouseButtonRelease
        strip = self.parent()
        if released and isinstance(strip, LookList):
            (strip.starred if on_star else strip.chosen).emit(index.data(LOOK))
        return on_star

    def _paint_star(self, painter: QPainter, tile: QRect, favourite: bool) -> None:
        place = _star(tile)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 140))
        painter.drawEllipse(place.adjusted(2, 2, -2, -2))
        colour = QColor("#f2c45c" if favourite else "#ffffff")
        painter.setPen(QPen(colour, 1.4))
        painter.setBrush(colour if favourite else Qt.BrushStyle.NoBrush)
        painter.drawPolygon(_star_outline(QRectF(place).adjusted(6.5, 6.5, -6.5, -6.5)))


class LookList(QListView):
    """One row of tiles. Enter makes the layer look so, S keeps it as a favourite."""

    chosen = Signal(object)
    starred = Signal(object)

    def __init__(self, model: LookModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(LookDelegate(self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setDragEnabled(True)
        self.setDragDropMode(QListView.DragDropMode.DragOnly)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setFixedHeight(_CELL.height() + 14)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.setAccessibleName(self.tr("Variations and favourites"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        look = self.currentIndex().data(LOOK)
        if look is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(look)
        elif look is not None and event.key() == Qt.Key.Key_S:
            self.starred.emit(look)
        else:
            super().keyPressEvent(event)

    def _show_menu(self, place: QPoint) -> None:
        index = self.indexAt(place)
        look = index.data(LOOK)
        if look is None or look.image.isNull():
            return
        menu = QMenu(self)
        menu.addAction(self.tr("Use this variation"), lambda: self.chosen.emit(look))
        text = (
            self.tr("Remove from the favourites") if index.data(FAVOURITE) else self.tr("Keep as a favourite")
        )
        menu.addAction(theme.icon("star"), text, lambda: self.starred.emit(look))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(place))


def _star(tile: QRect) -> QRect:
    return QRect(tile.right() - 29, tile.top() + 1, 28, 28)


def _star_outline(box: QRectF) -> QPolygonF:
    """Five points, whatever the theme: it stands on a picture."""
    centre, outer = box.center(), box.width() / 2
    points = []
    for i in range(10):
        radius, angle = outer if i % 2 == 0 else outer * 0.45, pi * (i / 5 - 0.5)
        points.append(centre + QPointF(cos(angle), sin(angle)) * radius)
    return QPolygonF(points)
