"""The models window: two pages, what arrives at the bottom, messages above."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ganstudio.app import file_dialogs, theme
from ganstudio.app.bridge import Bridge
from ganstudio.app.drop import DropController
from ganstudio.app.errors import message_of
from ganstudio.app.intake import Offer, kind_of
from ganstudio.app.models.arrival_list import ArrivalList
from ganstudio.app.models.arrivals import Arrival, Arrivals
from ganstudio.app.models.catalogue_page import CataloguePage
from ganstudio.app.models.deeds import ModelDeeds
from ganstudio.app.models.library_page import LibraryPage
from ganstudio.app.models.pieces import line
from ganstudio.app.models.shelf import Facts, Pictures, Shelf, Use, read_facts, read_shelf, read_uses
from ganstudio.app.studio import AppStudio
from ganstudio.app.widgets.choice import SegmentedControl
from ganstudio.app.widgets.message_bar import Message, MessageBar
from ganstudio.checkpoints.library import ModelEntry

_GEOMETRY = "models/geometry"
LIBRARY, CATALOGUE = "library", "catalogue"


class ModelsWindow(QWidget):
    """Stays while one works in the main window. `canvas_wanted(entry, operations)` asks it to render."""

    canvas_wanted = Signal(object, object)
    library_changed = Signal()

    def __init__(self, studio: AppStudio, bridge: Bridge, arrivals: Arrivals) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Models"))
        self.setObjectName("models_window")
        self.setMinimumSize(900, 560)
        self._studio, self._bridge = studio, bridge
        self.arrivals = arrivals
        self._pictures = Pictures()
        self._uses: tuple[Use, ...] | None = None
        self._wanted = ""
        self._reading = self._again = False
        self.messages = MessageBar()
        self.library = LibraryPage()
        self.catalogue = CataloguePage(arrivals)
        self.deeds = ModelDeeds(self, bridge)
        self.arriving = ArrivalList(arrivals)
        self._make_head()
        self._lay_out()
        self._connect()
        self.drops = DropController(self, {"add_model": self.import_paths}, lambda: False, find=self._offers)
        self._restore()

    # What is asked from outside

    def show_page(self, page: str) -> None:
        """ "library" or "catalogue"."""
        self.page.set_value(page)
        self.pages.setCurrentIndex((LIBRARY, CATALOGUE).index(page))
        self.download.setVisible(page == LIBRARY)
        shown = self.library if page == LIBRARY else self.catalogue
        shown.filters.search.setFocus()

    def show_model(self, name: str) -> None:
        """Choose a model, now or when the library has been read again."""
        self.show_page(LIBRARY)
        if not self.library.choose(name):
            self.refresh(name)

    def refresh(self, wanted: str = "") -> None:
        """Read the library again, off the UI thread."""
        self._wanted = wanted or self._wanted
        if self._reading:
            self._again = True
            return
        self._reading = True

        def done(shelf: Shelf) -> None:
            self._reading = False
            if self._again:
                self._again = False
                self.refresh()
                return
            wanted, self._wanted = self._wanted, ""
            self.library.show_shelf(shelf, wanted)
            self.catalogue.show_shelf(shelf)

        def failed(error: BaseException) -> None:
            self._reading = False
            self.messages.show_message(message_of(error))

        self._bridge.run(
            lambda progress: read_shelf(self._pictures),
            title=self.tr("Reading the library"),
            done=done,
            failed=failed,
            quiet=True,
        )

    def import_paths(self, paths: Sequence[Path], *, link: bool = False) -> None:
        self.arrivals.add(paths, link=link)

    def ask_import(self, *, link: bool = False) -> None:
        self.import_paths(file_dialogs.ask_models(self), link=link)

    def ask_folder(self) -> None:
        folder = file_dialogs.ask_folder(self, self.tr("Import all models in a folder"))
        if folder is not None:
            self.import_paths([folder])

    # Making it

    def _make_head(self) -> None:
        self.page = SegmentedControl((LIBRARY, CATALOGUE), (self.tr("Library"), self.tr("Catalogue")))
        self.page.set_name(self.tr("Page"))
        self.page.set_value(LIBRARY)
        self.page.setFixedWidth(208)
        self.page.changed.connect(self.show_page)
        self.download = QPushButton(self.tr("Download…"))
        theme.set_icon(self.download, "download")
        self.download.setToolTip(self.tr("Choose among the checkpoints that authors publish"))
        self.download.clicked.connect(lambda: self.show_page(CATALOGUE))
        self.bring = QPushButton(self.tr("Import…"))
        theme.set_icon(self.bring, "import", "on_accent")
        self.bring.setProperty("primary", True)
        self.bring.setToolTip(self.tr("Import weight files; you can also drop them anywhere on this window"))
        self.bring.clicked.connect(lambda: self.ask_import())
        self.more = QToolButton()
        theme.set_icon(self.more, "more", "text_muted")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.more.setToolTip(self.tr("More ways to import"))
        self.more.setAccessibleName(self.tr("More ways to import"))
        menu = QMenu(self.more)
        menu.addAction(self.tr("Import a folder…"), self.ask_folder)
        menu.addAction(self.tr("Link files where they are…"), lambda: self.ask_import(link=True))
        menu.addSeparator()
        menu.addAction(self.tr("Read the library again"), lambda: self.refresh())
        self.more.setMenu(menu)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 10, 12, 10)
        head.setSpacing(8)
        head.addWidget(self.page)
        head.addStretch(1)
        for widget in (self.download, self.bring, self.more):
            head.addWidget(widget)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.library)
        self.pages.addWidget(self.catalogue)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(line())
        column.addWidget(self.messages)
        column.addWidget(self.pages, 1)
        column.addWidget(self.arriving)

    def _connect(self) -> None:
        library, deeds, details = self.library, self.deeds, self.library.details
        library.looked_at.connect(self._look_at)
        library.import_wanted.connect(lambda: self.ask_import())
        library.download_wanted.connect(lambda: self.show_page(CATALOGUE))
        self.catalogue.show_wanted.connect(self.show_model)
        self.arriving.show_wanted.connect(self.show_model)
        self.arrivals.ended.connect(self._arrived)
        deeds.message.connect(self.messages.show_message)
        deeds.changed.connect(self._changed)
        deeds.sampling.connect(details.show_sampling)
        deeds.sampled.connect(details.show_sample)
        deeds.sample_failed.connect(self._sample_failed)
        details.sample_wanted.connect(deeds.sample)
        details.sample_unwanted.connect(deeds.cancel_sample)
        details.thumbnail_wanted.connect(deeds.keep_thumbnail)
        details.canvas_wanted.connect(self._to_canvas)
        details.use_wanted.connect(lambda entry, id, on: deeds.use_for(entry, id, on=on))
        details.renamed.connect(deeds.rename)
        details.tagged.connect(deeds.set_tags)
        details.answered.connect(deeds.tell)
        details.export_wanted.connect(deeds.export)
        details.verify_wanted.connect(deeds.verify)
        details.folder_wanted.connect(deeds.show_in_folder)
        details.remove_wanted.connect(deeds.ask_to_remove)
        for keys, slot in (
            (QKeySequence.StandardKey.Find, self._to_search),
            (QKeySequence("F2"), details.title.edit),
            (QKeySequence.StandardKey.Close, self.close),
            (QKeySequence("Ctrl+1"), lambda: self.show_page(LIBRARY)),
            (QKeySequence("Ctrl+2"), lambda: self.show_page(CATALOGUE)),
        ):
            QShortcut(QKeySequence(keys), self, slot)

    # What follows from what

    def _look_at(self, entry: ModelEntry) -> None:
        def done(facts: Facts) -> None:
            self.library.details.show_facts(facts)

        self._bridge.run(
            lambda progress: read_facts(entry),
            title=self.tr("Reading the model’s card"),
            done=done,
            failed=lambda error: self.messages.show_message(message_of(error)),
            quiet=True,
        )
        if self.deeds.sampled_now == entry.name and not self.library.details.picture.busy:
            self.library.details.show_sampling(entry.name, 0.0, "")

    def _read_uses(self) -> None:
        if self._uses is not None:
            return
        self._uses = ()

        def done(uses: tuple[Use, ...]) -> None:
            self._uses = uses
            self.library.show_uses(uses)

        self._bridge.run(
            lambda progress: read_uses(self._studio),
            title=self.tr("Loading the plugins"),
            done=done,
            failed=lambda error: self.messages.show_message(message_of(error)),
            quiet=True,
        )

    def _changed(self, name: str) -> None:
        self.refresh(name)
        self.library_changed.emit()

    def _arrived(self, arrival: Arrival) -> None:
        if arrival.state in ("done", "there"):
            done = arrival.imported
            self.refresh(done.entry.name if done is not None and not arrival.quiet else "")
            if done is not None and arrival.state == "done":
                self.library_changed.emit()

    def _sample_failed(self, name: str, message: Message | None) -> None:
        self.library.details.show_sample_failure(name, message)
        if message is not None:
            self.messages.show_message(message)

    def _to_canvas(self, entry: ModelEntry) -> None:
        wanted = [use.operation for use in self._uses or () if entry.family in use.families]
        self.canvas_wanted.emit(entry, wanted)

    def _to_search(self) -> None:
        page = self.library if self.pages.currentIndex() == 0 else self.catalogue
        page.filters.search.setFocus()
        page.filters.search.selectAll()

    def _offers(self, paths: Sequence[Path]) -> tuple[Offer, ...]:
        """Weight files and folders come into the library; nothing else does."""
        strange = next((path for path in paths if kind_of(path) not in ("model", "folder")), None)
        if strange is not None or not paths:
            name = strange.name if strange is not None else ""
            return (Offer("refuse", self.tr("“{0}” is no weight file").replace("{0}", name), "error"),)
        return (Offer("add_model", self.tr("Import into the library"), "import"),)

    # Coming and going

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowActivate:
            self.refresh()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = min(max(round(self.width() * 0.31), 320), 460)
        self.library.details.setFixedWidth(width)
        self.catalogue.details.setFixedWidth(width)

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self.refresh()
        self._read_uses()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.deeds.cancel_sample()
        self.deeds.free()
        file_dialogs.window_state().setValue(_GEOMETRY, self.saveGeometry())
        event.accept()

    def _restore(self) -> None:
        stored = file_dialogs.window_state().value(_GEOMETRY)
        if stored is None or not self.restoreGeometry(stored):
            self.resize(1080, 700)
