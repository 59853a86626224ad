"""The list of layers: topmost first, with thumbnails, eyes and locks; dragged to reorder."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ganstudio.app import theme
from ganstudio.app.i18n import palette_text, translate
from ganstudio.app.panels.thumbnails import framed, layer_image
from ganstudio.app.session import EditorSession
from ganstudio.document.layers import GeneratedLayer, LabelLayer, Layer
from ganstudio.document.palettes import load_palette

Index = QModelIndex | QPersistentModelIndex

LAYER = Qt.ItemDataRole.UserRole
"""The layer itself."""
PICTURE = Qt.ItemDataRole.UserRole + 1
"""Its thumbnail, a QPixmap."""

KIND_ICONS = {
    "raster": "image",
    "label": "label-map",
    "mask": "mask",
    "boxes": "boxes",
    "generated": "generated",
}
THUMBNAIL = 36
_MIME = "application/x-ganstudio-layer"
_ROW = 48
_REFRESH_MS = 200


def kind_text(kind: str) -> str:
    """What a kind of layer is called."""
    names = {
        "raster": translate("Layers", "Raster layer"),
        "label": translate("Layers", "Label map"),
        "mask": translate("Layers", "Mask"),
        "boxes": translate("Layers", "Boxes"),
        "generated": translate("Layers", "Generated layer"),
    }
    return names[kind]


def describe(layer: Layer) -> str:
    """The second line of a row: what kind of layer, and what is not as usual about it."""
    parts = [kind_text(layer.kind)]
    if isinstance(layer, LabelLayer):
        parts.append(palette_text(load_palette(layer.palette).title))
    if layer.blend != "normal":
        parts.append(blend_text(layer.blend))
    if layer.opacity < 1:
        parts.append(f"{round(layer.opacity * 100)} %")
    return " · ".join(parts)


def blend_text(mode: str) -> str:
    """What a blend mode is called."""
    names = {
        "normal": translate("Layers", "Normal"),
        "multiply": translate("Layers", "Multiply"),
        "screen": translate("Layers", "Screen"),
    }
    return names[mode]


class LayerModel(QAbstractListModel):
    """The session's layers, topmost first."""

    def __init__(self, session: EditorSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._layers: list[Layer] = []
        self._pictures: dict[str, QPixmap] = {}
        self._changed: set[str] = set()
        self._ratio = 1.0
        self._timer = QTimer(self, singleShot=True, interval=_REFRESH_MS)
        self._timer.timeout.connect(self._refresh_pictures)
        session.document_changed.connect(self._forget)
        session.layers_changed.connect(self._layers_changed)
        session.pixels_changed.connect(self._pixels_changed)
        theme.notifier.changed.connect(self._forget)
        self._layers_changed()

    def set_ratio(self, ratio: float) -> None:
        """Device pixels per logical pixel of the screen that shows the list."""
        if ratio != self._ratio:
            self._ratio = ratio
            self._forget()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._layers)

    def row_of(self, id: str) -> int:
        """-1 when there is no such layer."""
        return next((row for row, layer in enumerate(self._layers) if layer.id == id), -1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._layers):
            return None
        layer = self._layers[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return layer.name
        if role == LAYER:
            return layer
        if role == PICTURE:
            return self._picture(layer)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(layer)
        return describe(layer) if role == Qt.ItemDataRole.ToolTipRole else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        name = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or not name:
            return False
        self._session.set_layer(self._layers[index.row()].id, name=name)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsEditable
            | Qt.ItemFlag.ItemIsDragEnabled
        )

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [_MIME]

    def mimeData(self, indexes: list[QModelIndex]) -> QMimeData:
        data = QMimeData()
        data.setData(_MIME, self._layers[indexes[0].row()].id.encode())
        return data

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Move the layer to before a row. False, so that the view does not take a row out itself."""
        source = self.row_of(bytes(data.data(_MIME).data()).decode())
        if source >= 0:
            self.move(source, row if row >= 0 else len(self._layers))
        return False

    def move(self, source: int, before: int) -> None:
        """Move the layer of one row so that it stands before another."""
        target = before - 1 if before > source else before
        self._session.move_layer(self._layers[source].id, len(self._layers) - 1 - target)

    def _forget(self) -> None:
        self._pictures.clear()
        self._layers_changed()

    def _layers_changed(self) -> None:
        document = self._session.document
        layers = list(reversed(document.layers)) if document is not None else []
        if layers != self._layers:
            self.beginResetModel()
            self._layers = layers
            self._pictures = {
                layer.id: self._pictures[layer.id] for layer in layers if layer.id in self._pictures
            }
            self.endResetModel()
        elif layers:
            self.dataChanged.emit(self.index(0), self.index(len(layers) - 1))

    def _pixels_changed(self, id: str) -> None:
        self._changed.add(id)
        if not self._timer.isActive():
            self._timer.start()

    def _refresh_pictures(self) -> None:
        changed, self._changed = self._changed, set()
        for id in changed:
            self._pictures.pop(id, None)
            row = self.row_of(id)
            if row >= 0:
                self.dataChanged.emit(self.index(row), self.index(row), [PICTURE])

    def _picture(self, layer: Layer) -> QPixmap:
        if layer.id not in self._pictures and self._session.document is not None:
            image = layer_image(self._session.document, layer, 2 * THUMBNAIL)
            self._pictures[layer.id] = framed(image, QSize(THUMBNAIL, THUMBNAIL), self._ratio)
        return self._pictures.get(layer.id, QPixmap())

    def _spoken(self, layer: Layer) -> str:
        parts = [layer.name, describe(layer)]
        parts.append(translate("Layers", "visible") if layer.visible else translate("Layers", "hidden"))
        if layer.locked:
            parts.append(translate("Layers", "locked"))
        return ", ".join(parts)


class LayerDelegate(QStyledItemDelegate):
    """Draws a row: eye, thumbnail, name over description, lock, kind. Eye and lock take clicks."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        layer: Layer = index.data(LAYER)
        self._paint_background(painter, option, index)
        muted = "text_muted" if layer.visible else "text_disabled"
        _icon("eye" if layer.visible else "eye-off", muted, painter, _eye(option.rect))
        painter.setOpacity(1.0 if layer.visible else 0.45)
        painter.drawPixmap(_thumbnail(option.rect).topLeft(), index.data(PICTURE))
        painter.setOpacity(1.0)
        self._paint_words(painter, option.rect, layer)
        if layer.locked:
            _icon("lock", "text_muted", painter, _lock(option.rect))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            _icon("unlock", "text_disabled", painter, _lock(option.rect))
        _icon(
            KIND_ICONS[layer.kind],
            "accent" if layer.kind == "generated" else muted,
            painter,
            _kind(option.rect),
        )

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if not isinstance(event, QMouseEvent) or event.button() != Qt.MouseButton.LeftButton:
            return False
        layer: Layer = index.data(LAYER)
        place = event.position().toPoint()
        on_eye, on_lock = _eye(option.rect).contains(place), _lock(option.rect).contains(place)
        if not on_eye and not on_lock:
            return False
        if event.type() == QEvent.Type.MouseButtonPress:
            panel = self.parent()
            assert isinstance(panel, LayerList)
            panel.toggle(layer, "visible" if on_eye else "locked")
        return True

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setAccessibleName(translate("Layers", "Name of the layer"))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        words = _words(option.rect)
        editor.setGeometry(QRect(words.x() - 8, option.rect.center().y() - 13, words.width() + 12, 28))

    def _paint_background(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view = option.widget
        option.widget.style().drawPrimitive(
            QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, view
        )

    def _paint_words(self, painter: QPainter, row: QRect, layer: Layer) -> None:
        tokens, words = theme.tokens(), _words(row)
        font = painter.font()
        font.setPixelSize(tokens.body_px)
        painter.setFont(font)
        painter.setPen(tokens.colour("text" if layer.visible else "text_muted"))
        elide, left = Qt.TextElideMode.ElideRight, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        upper, lower = words.adjusted(0, 6, 0, -23), words.adjusted(0, 25, 0, -6)
        painter.drawText(upper, left, painter.fontMetrics().elidedText(layer.name, elide, words.width()))
        font.setPixelSize(tokens.caption_px)
        painter.setFont(font)
        painter.setPen(tokens.colour("text_muted"))
        text = describe(layer)
        if isinstance(layer, GeneratedLayer) and layer.stale:
            text = f"{text} · {translate('Layers', 'to be drawn')}"
        painter.drawText(lower, left, painter.fontMetrics().elidedText(text, elide, words.width()))


class LayerList(QListView):
    """The view. Space shows or hides, F2 renames, Del deletes, up and down choose the active layer."""

    menu_requested = Signal(QPoint)

    def __init__(self, session: EditorSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._model = LayerModel(session, self)
        self.setModel(self._model)
        self.setItemDelegate(LayerDelegate(self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self.menu_requested)
        self.setAccessibleName(self.tr("Layers"))
        self.selectionModel().currentChanged.connect(self._current_changed)
        self._model.modelReset.connect(self._show_active)
        session.active_layer_changed.connect(self._show_active)
        self._show_active()

    def toggle(self, layer: Layer, name: str) -> None:
        """Turn `visible` or `locked` over."""
        self._session.set_layer(layer.id, **{name: not getattr(layer, name)})

    def event(self, event: QEvent) -> bool:
        """Del is a shortcut of the window, too; here it means the layer."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.DevicePixelRatioChange):
            self._model.set_ratio(self.devicePixelRatioF())
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Space)
            and not event.modifiers()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        layer = self.currentIndex().data(LAYER)
        if layer is not None and event.key() == Qt.Key.Key_Delete:
            self._session.delete_layer()
        elif layer is not None and event.key() == Qt.Key.Key_Space:
            self.toggle(layer, "visible")
        else:
            super().keyPressEvent(event)

    def _current_changed(self, current: QModelIndex) -> None:
        layer = current.data(LAYER)
        if layer is not None and layer.id != self._session.active_id:
            self._session.set_active_layer(layer.id)

    def _show_active(self) -> None:
        row = self._model.row_of(self._session.active_id)
        if row >= 0 and row != self.currentIndex().row():
            chosen = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(self._model.index(row), chosen)


def _icon(name: str, colour: str, painter: QPainter, rect: QRect) -> None:
    theme.icon(name, colour).paint(painter, rect.adjusted(6, 6, -6, -6))


def _eye(row: QRect) -> QRect:
    return QRect(row.x() + 2, row.center().y() - 13, 28, 28)


def _thumbnail(row: QRect) -> QRect:
    return QRect(row.x() + 34, row.center().y() - THUMBNAIL // 2 + 1, THUMBNAIL, THUMBNAIL)


def _kind(row: QRect) -> QRect:
    return QRect(row.right() - 30, row.center().y() - 13, 28, 28)


def _lock(row: QRect) -> QRect:
    return QRect(row.right() - 58, row.center().y() - 13, 28, 28)


def _words(row: QRect) -> QRect:
    left = row.x() + 34 + THUMBNAIL + 10
    return QRect(left, row.y(), row.right() - 60 - left, row.height())
