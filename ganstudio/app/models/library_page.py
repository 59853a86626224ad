"""What is here: filters, the grid of cards, and the details of the chosen one."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ganstudio.app.models.details import Details
from ganstudio.app.models.filters import library_rows, shows
from ganstudio.app.models.grid import CardGrid
from ganstudio.app.models.pieces import Nothing, vertical_line
from ganstudio.app.models.shelf import Shelf, Use
from ganstudio.app.widgets.filter_column import FilterColumn
from ganstudio.checkpoints.library import ModelEntry

_GRID, _NOTHING, _EMPTY = range(3)


class LibraryPage(QWidget):
    """`looked_at(entry)` asks for the slower facts of a model."""

    looked_at = Signal(object)
    import_wanted = Signal()
    download_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shelf = Shelf()
        self._uses: tuple[Use, ...] = ()
        self.filters = FilterColumn(self.tr("Search models"))
        self.grid = CardGrid()
        self.details = Details()
        self.nothing = Nothing("search", self.tr("No model fits."))
        again = QPushButton(self.tr("Show all"))
        again.clicked.connect(self.filters.reset)
        self.nothing.add(again)
        self.empty = Nothing(
            "import",
            self.tr("No models of your own yet."),
            self.tr("Drop a .pth, .pt, .ckpt, .pkl or .safetensors file here, or download one."),
        )
        bring, fetch = QPushButton(self.tr("Import…")), QPushButton(self.tr("Download…"))
        bring.clicked.connect(self.import_wanted)
        fetch.clicked.connect(self.download_wanted)
        self.empty.add(bring)
        self.empty.add(fetch)
        self.middle = QStackedWidget()
        for page in (self.grid, self.nothing, self.empty):
            self.middle.addWidget(page)
        centre = QVBoxLayout()
        centre.setContentsMargins(6, 6, 0, 0)
        centre.addWidget(self.middle)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.filters)
        row.addLayout(centre, 1)
        row.addWidget(vertical_line())
        row.addWidget(self.details)
        self.filters.changed.connect(self._filter)
        self.filters.down.connect(self._into_grid)
        self.grid.chosen.connect(self._show)
        self.grid.opened.connect(self._open)
        self.grid.rename_wanted.connect(lambda _: self.details.title.edit())
        self.grid.remove_wanted.connect(self._remove)
        self.grid.customContextMenuRequested.connect(self._open_menu)

    def show_shelf(self, shelf: Shelf, wanted: str = "") -> None:
        """Show the library as it is now, and choose a model."""
        self.shelf = shelf
        self.filters.set_rows(library_rows(shelf.entries))
        self._filter()
        if wanted:
            self.choose(wanted)
        elif self.grid.current is None and self.grid.cards.entries:
            self.grid.choose(self.grid.cards.entries[0].name)

    def show_uses(self, uses: tuple[Use, ...]) -> None:
        self._uses = uses
        self._show(self.grid.current)

    def choose(self, name: str) -> bool:
        """Show a model, leaving the filters if they hide it; False if there is none."""
        if self.shelf.entry(name) is None:
            return False
        if self.grid.cards.row_of(name) < 0:
            self.filters.reset()
        return self.grid.choose(name)

    def _filter(self) -> None:
        key, query = self.filters.key, self.filters.query
        found = [entry for entry in self.shelf.entries if shows(entry, key, query)]
        self.grid.show_entries(self.shelf, found)
        mine = key == "user" and not query
        self.middle.setCurrentIndex(
            _GRID if found else _EMPTY if mine or not self.shelf.entries else _NOTHING
        )
        if self.grid.current is None:
            if found:
                self.grid.choose(found[0].name)
            else:
                self._show(None)

    def _show(self, entry: ModelEntry | None) -> None:
        image = self.grid.cards.picture(entry) if entry is not None else None
        self.details.show_entry(
            entry, image if image is not None else QImage(), self._uses, self.shelf.defaults
        )
        if entry is not None:
            self.looked_at.emit(entry)

    def _into_grid(self) -> None:
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, entry: ModelEntry) -> None:
        if self.details.canvas.isEnabled():
            self.details.canvas_wanted.emit(entry)
        elif self.details.render.isEnabled():
            self.details.sample_wanted.emit(entry)

    def _remove(self, entry: ModelEntry) -> None:
        if entry.origin == "user":
            self.details.remove_wanted.emit(entry)

    def _open_menu(self, place: QPoint) -> None:
        if self.grid.indexAt(place).isValid():
            self.make_menu().popup(self.grid.viewport().mapToGlobal(place))

    def make_menu(self) -> QMenu:
        """The same deeds as in the details, for the chosen card."""
        menu, details = QMenu(self), self.details
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button in (details.canvas, details.render, details.verify):
            action = menu.addAction(button.text(), button.click)
            action.setEnabled(button.isEnabled())
        for button in (details.use, details.export):
            branch = menu.addMenu(button.text().rstrip("…"))
            branch.addActions(button.menu().actions())
            branch.setEnabled(button.isEnabled())
        menu.addSeparator()
        menu.addAction(self.tr("Rename"), details.title.edit).setEnabled(details.title.pencil.isEnabled())
        menu.addAction(self.tr("Show in folder"), details.folder.click)
        menu.addAction(self.tr("Remove…"), details.remove.click).setEnabled(details.remove.isEnabled())
        return menu
