"""The Classes panel: what one paints with on a label map."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPoint,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ganstudio.app import theme
from ganstudio.app.i18n import palette_text
from ganstudio.app.panels.class_list import CLASS_INDEX, ClassList, ClassModel
from ganstudio.app.session import EditorSession
from ganstudio.document.palettes import load_palette, palette_ids


class PalettePanel(QWidget):
    """Search, classes, and the class under the pointer; a word of help where no label map is active."""

    def __init__(self, session: EditorSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._model = ClassModel(self)
        self._filtered = QSortFilterProxyModel(self)
        self._filtered.setSourceModel(self._model)
        self._filtered.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.search = self._make_search()
        self.list = ClassList(self._filtered)
        self.list.selectionModel().currentChanged.connect(self._chosen)
        self.list.number_pressed.connect(session.set_label_class)
        self.remap = self._make_remap()
        self._swatch, self._under = QLabel(), QLabel()
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._make_classes())
        self._stack.addWidget(self._make_help())
        self._connect()
        self._refresh()

    def _connect(self) -> None:
        session = self._session
        for signal in (session.document_changed, session.layers_changed, session.active_layer_changed):
            signal.connect(self._refresh)
        session.label_class_changed.connect(self._show_chosen)
        session.hover_changed.connect(self._show_hovered)
        session.pixels_changed.connect(lambda: self._show_hovered(session.hover))

    def _make_search(self) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText(self.tr("Search classes"))
        field.setAccessibleName(self.tr("Search classes"))
        field.setClearButtonEnabled(True)
        field.addAction(theme.icon("search", "text_muted"), QLineEdit.ActionPosition.LeadingPosition)
        field.textChanged.connect(self._search)
        field.returnPressed.connect(self._take_first)
        field.installEventFilter(self)
        return field

    def _make_remap(self) -> QToolButton:
        button = QToolButton()
        theme.set_icon(button, "palette")
        button.setFixedSize(28, 28)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(button)
        menu.aboutToShow.connect(lambda: self._fill_remap(menu))
        button.setMenu(menu)
        return button

    def _make_classes(self) -> QWidget:
        page = QWidget()
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.search, 1)
        top.addWidget(self.remap)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(4, 0, 4, 0)
        bottom.setSpacing(6)
        self._under.setProperty("role", "caption")
        bottom.addWidget(self._swatch)
        bottom.addWidget(self._under, 1)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(8, 8, 8, 6)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(self.list, 1)
        layout.addLayout(bottom)
        return page

    def _make_help(self) -> QWidget:
        page = QWidget()
        words = QLabel(self.tr("Classes are what label maps are painted with: sky, water, forest …"))
        words.setProperty("role", "muted")
        words.setWordWrap(True)
        self._add = QPushButton(self.tr("Add a label map"))
        self._add.clicked.connect(lambda: self._session.add_label_layer())
        layout = QVBoxLayout(page)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(12)
        layout.addWidget(words)
        layout.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        return page

    # What is shown

    def _refresh(self) -> None:
        palette = self._session.palette
        self._model.set_palette(palette)
        self._stack.setCurrentIndex(0 if palette is not None else 1)
        self._add.setEnabled(self._session.document is not None)
        if palette is not None:
            text = self.tr("Classes of {0}: carry them over to another palette")
            self.remap.setToolTip(text.format(palette_text(palette.title)))
            self.remap.setAccessibleName(self.remap.toolTip())
        self._show_chosen()
        self._show_hovered(self._session.hover)

    def _show_chosen(self) -> None:
        index = self._filtered.mapFromSource(self._model.index(self._session.label_class))
        if index != self.list.currentIndex():
            selection = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.list.selectionModel().setCurrentIndex(index, selection)
        if index.isValid():
            self.list.scrollTo(index)

    def _show_hovered(self, point: QPoint | None) -> None:
        index = self._session.label_at(point) if point is not None else None
        self._model.set_hovered(index)
        palette = self._session.palette
        if palette is None or index is None:
            self._under.setText(self.tr("Point at the canvas to see its classes"))
            self._swatch.setPixmap(_swatch(None))
            return
        label = palette.classes[index]
        self._under.setText(palette_text(label.title))
        self._swatch.setPixmap(_swatch(QColor(*label.colour)))

    # What is done

    def _chosen(self, current: QModelIndex) -> None:
        if current.isValid():
            self._session.set_label_class(current.data(CLASS_INDEX))

    def _search(self, text: str) -> None:
        """The chosen class stays chosen while it is filtered away."""
        self.list.selectionModel().blockSignals(True)
        self._filtered.setFilterFixedString(text)
        self.list.selectionModel().blockSignals(False)
        self._show_chosen()

    def _take_first(self) -> None:
        """Enter takes the first class that was found."""
        first = self._filtered.index(0, 0)
        if first.isValid():
            self._session.set_label_class(first.data(CLASS_INDEX))
            self.search.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes from the search to the list, escape clears it."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down:
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)

    def _fill_remap(self, menu: QMenu) -> None:
        menu.clear()
        current = self._session.palette
        for id in palette_ids():
            action = menu.addAction(palette_text(load_palette(id).title), partial(self._session.remap, id))
            action.setCheckable(True)
            action.setChecked(current is not None and id == current.id)


def _swatch(colour: QColor | None) -> QPixmap:
    picture = QPixmap(12, 12)
    picture.fill(Qt.GlobalColor.transparent)
    if colour is not None:
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(0, 0, 12, 12, 3, 3)
        painter.end()
    return picture
