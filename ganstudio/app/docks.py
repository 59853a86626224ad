"""The panels around the canvas: where they stand, what is hidden, and keeping that until the next start."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QByteArray, QObject, QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QTabWidget,
    QToolBar,
    QToolButton,
    QWidget,
)

from ganstudio.app import theme
from ganstudio.app.file_dialogs import window_state

_VERSION = 1
"""Raise it when panels are added: an older arrangement is then not restored."""
_RIGHT = Qt.DockWidgetArea.RightDockWidgetArea
_BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea
_SIDE_WIDTH = 300
_BARS_HEIGHT, _CLASSES_HEIGHT, _LAYERS_HEIGHT = 100, 296, 220
_SHORT = 900
"""Windows lower than this stack Plugin, Layers and History as tabs."""


class Dock(QDockWidget):
    """A panel with a low title; among tabs the tab is the title."""

    def __init__(self, id: str, title: str, panel: QWidget, window: QMainWindow) -> None:
        super().__init__(title, window)
        self.setObjectName(id)
        panel.setProperty("role", "panel")
        panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWidget(panel)
        self.setAccessibleName(title)
        self._title = _Title(title, self)
        self._no_title = QWidget(self)
        self._no_title.hide()
        self.setTitleBarWidget(self._title)

    def show_title(self, shown: bool) -> None:
        wanted = self._title if shown else self._no_title
        if self.titleBarWidget() is not wanted:
            self.titleBarWidget().hide()
            self.setTitleBarWidget(wanted)
            wanted.show()


class _Title(QWidget):
    def __init__(self, text: str, dock: QDockWidget) -> None:
        super().__init__(dock)
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 4, 0)
        label = QLabel(text)
        label.setProperty("role", "caption")
        close = QToolButton()
        theme.set_icon(close, "close", "text_muted")
        close.setIconSize(QSize(12, 12))
        close.setToolTip(self.tr("Hide {0}").format(text))
        close.setAccessibleName(self.tr("Hide {0}").format(text))
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(dock.close)
        row.addWidget(label, 1)
        row.addWidget(close)


class DockController(QObject):
    """`bars` and `panels` by id; titles are translated already."""

    def __init__(
        self,
        window: QMainWindow,
        bars: Mapping[str, QToolBar],
        panels: Mapping[str, tuple[str, QWidget]],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._bars = dict(bars)
        self.docks = {id: Dock(id, title, panel, window) for id, (title, panel) in panels.items()}
        self._kept: QByteArray | None = None
        self._hidden: QByteArray | None = None
        self._editing = False
        window.setDockOptions(
            QMainWindow.DockOption.AnimatedDocks
            | QMainWindow.DockOption.AllowTabbedDocks
            | QMainWindow.DockOption.AllowNestedDocks
            | QMainWindow.DockOption.GroupedDragging
        )
        window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        window.setDocumentMode(True)
        window.setCorner(Qt.Corner.BottomRightCorner, _RIGHT)
        for dock in self.docks.values():
            window.addDockWidget(_BOTTOM if dock.objectName() == "filmstrip" else _RIGHT, dock)
            dock.dockLocationChanged.connect(lambda: self._titles.start())
            dock.visibilityChanged.connect(lambda: self._titles.start())
        self._titles = QTimer(self, singleShot=True, interval=0)
        self._titles.timeout.connect(self._update_titles)
        self._set_all_visible(False)

    # What commands call

    def is_shown(self, id: str) -> bool:
        return self._editing and self.part(id).isVisibleTo(self._window)

    def toggle(self, id: str) -> None:
        part = self.part(id)
        shown = not part.isVisibleTo(self._window)
        part.setVisible(shown)
        if shown:
            part.raise_()

    def reveal(self, id: str) -> QWidget:
        """Bring a panel to the front and return it."""
        part = self.part(id)
        part.show()
        part.raise_()
        return part

    @property
    def all_hidden(self) -> bool:
        return self._hidden is not None

    def toggle_all(self) -> None:
        if self._hidden is None:
            self._hidden = self._window.saveState(_VERSION)
            self._set_all_visible(False)
        else:
            state, self._hidden = self._hidden, None
            self._window.restoreState(state, _VERSION)

    def reset(self) -> None:
        """The arrangement of the first start."""
        self._hidden = None
        if self._editing:
            self._arrange()

    # Coming and going of the document

    def show_editor(self, editing: bool) -> None:
        """Panels belong to a document: without one they are put away, arranged as they are."""
        if editing == self._editing:
            return
        self._editing = editing
        if not editing:
            self._kept = self._hidden or self._window.saveState(_VERSION)
            self._hidden = None
            self._set_all_visible(False)
        elif self._kept is None or not self._window.restoreState(self._kept, _VERSION):
            self._arrange()

    def show_classes(self, shown: bool) -> None:
        """The class palette is there while the document has a label map."""
        if self._editing and self._hidden is None:
            self.docks["classes"].setVisible(shown)

    # From one start to the next

    def restore(self) -> None:
        state = window_state()
        geometry = state.value("geometry")
        if not isinstance(geometry, QByteArray) or not self._window.restoreGeometry(geometry):
            self._first_size()
        kept = state.value("docks")
        self._kept = kept if isinstance(kept, QByteArray) else None

    def store(self) -> None:
        state = window_state()
        state.setValue("geometry", self._window.saveGeometry())
        docks = self._hidden or (self._window.saveState(_VERSION) if self._editing else self._kept)
        if docks is not None:
            state.setValue("docks", docks)

    def _first_size(self) -> None:
        space = self._window.screen().availableGeometry()
        size = QSize(min(1600, round(space.width() * 0.9)), min(1000, round(space.height() * 0.9)))
        self._window.resize(size.expandedTo(QSize(1024, 640)).boundedTo(space.size()))

    def _arrange(self) -> None:
        """Classes above Plugin above Layers and History; on low windows the three share one place."""
        window, docks = self._window, self.docks
        short = window.height() < _SHORT
        for id, dock in docks.items():
            dock.setFloating(False)
            window.addDockWidget(_BOTTOM if id == "filmstrip" else _RIGHT, dock)
        window.splitDockWidget(docks["classes"], docks["plugin"], Qt.Orientation.Vertical)
        if short:
            window.tabifyDockWidget(docks["plugin"], docks["layers"])
        else:
            window.splitDockWidget(docks["plugin"], docks["layers"], Qt.Orientation.Vertical)
        window.tabifyDockWidget(docks["layers"], docks["history"])
        self._set_all_visible(True)
        docks["filmstrip"].setVisible(False)
        docks["plugin" if short else "layers"].raise_()
        side = [docks[id] for id in ("classes", "plugin", "layers")]
        window.resizeDocks(side, [_SIDE_WIDTH] * 3, Qt.Orientation.Horizontal)
        left = window.height() - _BARS_HEIGHT - _CLASSES_HEIGHT
        if short:
            window.resizeDocks(side[:2], [_CLASSES_HEIGHT, left], Qt.Orientation.Vertical)
        else:
            heights = [_CLASSES_HEIGHT, left - _LAYERS_HEIGHT, _LAYERS_HEIGHT]
            window.resizeDocks(side, heights, Qt.Orientation.Vertical)
        self._titles.start()

    def _set_all_visible(self, visible: bool) -> None:
        for part in (*self._bars.values(), *self.docks.values()):
            part.setVisible(visible)

    def part(self, id: str) -> QWidget:
        """The bar or dock of that id."""
        return self._bars.get(id) or self.docks[id]

    def _update_titles(self) -> None:
        for dock in self.docks.values():
            among_tabs = any(
                other.isVisibleTo(self._window) for other in self._window.tabifiedDockWidgets(dock)
            )
            dock.show_title(not among_tabs)
