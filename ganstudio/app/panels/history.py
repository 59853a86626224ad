"""The History panel: every step with its name; a click goes there, what is undone is grey."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QT_TRANSLATE_NOOP,
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtWidgets import QLabel, QListView, QVBoxLayout, QWidget

from ganstudio.app import theme
from ganstudio.app.i18n import translate
from ganstudio.app.session import EditorSession
from ganstudio.document.history import History

Index = QModelIndex | QPersistentModelIndex

STEPS: dict[str, tuple[str, Any]] = {
    "Brush": ("brush", QT_TRANSLATE_NOOP("History", "Brush")),
    "Ink": ("ink", QT_TRANSLATE_NOOP("History", "Ink")),
    "Eraser": ("eraser", QT_TRANSLATE_NOOP("History", "Eraser")),
    "Fill": ("fill", QT_TRANSLATE_NOOP("History", "Fill")),
    "Line": ("line", QT_TRANSLATE_NOOP("History", "Line")),
    "Rectangle": ("rectangle", QT_TRANSLATE_NOOP("History", "Rectangle")),
    "Ellipse": ("ellipse", QT_TRANSLATE_NOOP("History", "Ellipse")),
    "Paint": ("brush", QT_TRANSLATE_NOOP("History", "Paint")),
    "Clear": ("eraser", QT_TRANSLATE_NOOP("History", "Clear")),
    "Remap classes": ("palette", QT_TRANSLATE_NOOP("History", "Remap classes")),
    "Add layer": ("plus", QT_TRANSLATE_NOOP("History", "Add layer")),
    "Delete layer": ("trash", QT_TRANSLATE_NOOP("History", "Delete layer")),
    "Duplicate layer": ("duplicate", QT_TRANSLATE_NOOP("History", "Duplicate layer")),
    "Move layer": ("layers", QT_TRANSLATE_NOOP("History", "Move layer")),
    "Convert to raster layer": ("image", QT_TRANSLATE_NOOP("History", "Convert to raster layer")),
    "Change name": ("pencil", QT_TRANSLATE_NOOP("History", "Rename layer")),
    "Change visible": ("eye", QT_TRANSLATE_NOOP("History", "Show or hide layer")),
    "Change opacity": ("layers", QT_TRANSLATE_NOOP("History", "Opacity")),
    "Change blend": ("layers", QT_TRANSLATE_NOOP("History", "Blend mode")),
    "Change locked": ("lock", QT_TRANSLATE_NOOP("History", "Lock or unlock layer")),
    "Change palette": ("palette", QT_TRANSLATE_NOOP("History", "Change classes")),
    "Change params": ("generated", QT_TRANSLATE_NOOP("History", "Change rendering")),
    "Change seed": ("dice", QT_TRANSLATE_NOOP("History", "Another variation")),
    "Change reads": ("generated", QT_TRANSLATE_NOOP("History", "Change what is rendered")),
    "Change operation": ("generated", QT_TRANSLATE_NOOP("History", "Change operation")),
    "Change boxes": ("boxes", QT_TRANSLATE_NOOP("History", "Change boxes")),
    "Resize canvas": ("resize", QT_TRANSLATE_NOOP("History", "Resize canvas")),
    "Crop": ("crop", QT_TRANSLATE_NOOP("History", "Crop")),
    "Select rectangle": ("select-rectangle", QT_TRANSLATE_NOOP("History", "Select rectangle")),
    "Select ellipse": ("select-ellipse", QT_TRANSLATE_NOOP("History", "Select ellipse")),
    "Select area": ("select-rectangle", QT_TRANSLATE_NOOP("History", "Select area")),
    "Select all": ("select-rectangle", QT_TRANSLATE_NOOP("History", "Select all")),
    "Select": ("select-rectangle", QT_TRANSLATE_NOOP("History", "Select")),
    "Drop selection": ("deselect", QT_TRANSLATE_NOOP("History", "Deselect")),
    "Invert selection": ("invert", QT_TRANSLATE_NOOP("History", "Invert selection")),
    "Feather selection": ("select-ellipse", QT_TRANSLATE_NOOP("History", "Feather selection")),
}
"""Icon and title of the steps, by the names that the document gives them."""


class HistoryModel(QAbstractListModel):
    """Row 0 is the document before all steps, row n the state after n of them."""

    def __init__(self, session: EditorSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._names: tuple[str, ...] = ()
        session.document_changed.connect(self.refresh)
        session.history_changed.connect(self.refresh)
        self.refresh()

    @property
    def history(self) -> History | None:
        document = self._session.document
        return document.history if document is not None else None

    def refresh(self) -> None:
        """Rows are only added and removed where the steps differ, so that the view does not jump."""
        names = self.history.names if self.history is not None else ()
        same = 0
        while same < min(len(names), len(self._names)) and names[same] == self._names[same]:
            same += 1
        if same < len(self._names):
            self.beginRemoveRows(QModelIndex(), same + 1, len(self._names))
            self._names = self._names[:same]
            self.endRemoveRows()
        if same < len(names):
            self.beginInsertRows(QModelIndex(), same + 1, len(names))
            self._names = names
            self.endInsertRows()
        self.dataChanged.emit(self.index(0), self.index(len(self._names)))

    def rowCount(self, parent: Index | None = None) -> int:
        if (parent is not None and parent.isValid()) or self.history is None:
            return 0
        return len(self._names) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self.history is None:
            return None
        undone = index.row() > self.history.index
        icon, title = self._step(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return title
        if role == Qt.ItemDataRole.DecorationRole:
            return theme.icon(icon, "text_disabled" if undone else "text_muted")
        if role == Qt.ItemDataRole.ForegroundRole and undone:
            return theme.tokens().colour("text_disabled")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{title}, {translate('History', 'undone')}" if undone else title
        return None

    def _step(self, row: int) -> tuple[str, str]:
        if row == 0:
            return "file", translate("History", "Opened")
        name = self._names[row - 1]
        icon, title = STEPS.get(name, ("pencil", name))
        return icon, translate("History", title)


class HistoryPanel(QWidget):
    """The list, and below it how much the history holds."""

    def __init__(self, session: EditorSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._model = HistoryModel(session, self)
        self.list = self._make_list()
        self._note = QLabel()
        self._note.setProperty("role", "caption")
        self._note.setContentsMargins(12, 0, 12, 6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 0)
        layout.setSpacing(4)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._note)
        session.history_changed.connect(self._refresh)
        session.document_changed.connect(self._refresh)
        theme.notifier.changed.connect(self._model.refresh)
        self._refresh()

    def _make_list(self) -> QListView:
        view = QListView()
        view.setModel(self._model)
        view.setUniformItemSizes(True)
        view.setIconSize(QSize(16, 16))
        view.setAccessibleName(self.tr("History"))
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.selectionModel().currentChanged.connect(self._chosen)
        return view

    def _chosen(self, current: QModelIndex) -> None:
        history = self._model.history
        if history is not None and current.isValid() and not history.jump(current.row()):
            self._refresh()

    def _refresh(self) -> None:
        history = self._model.history
        if history is None:
            self._note.clear()
            return
        index = self._model.index(history.index)
        selection = self.list.selectionModel()
        if index != selection.currentIndex():
            selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.list.scrollTo(index)
        count = len(history.names)
        steps = self.tr("1 step") if count == 1 else self.tr("{0} steps").format(count)
        self._note.setText(f"{steps} · {history.bytes / 2**20:.1f} MB")
