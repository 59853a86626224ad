"""Presets and recipes: filters, a grid of cards, and the details of the chosen one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent, QImage, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ganstudio.app import file_dialogs, theme
from ganstudio.app.bridge import Bridge
from ganstudio.app.drop import DropController
from ganstudio.app.errors import message_of
from ganstudio.app.i18n import plugin_text, translate
from ganstudio.app.intake import Offer, kind_of
from ganstudio.app.models.pieces import Nothing, line, vertical_line
from ganstudio.app.presets.deeds import PresetDeeds
from ganstudio.app.presets.details import PresetDetails
from ganstudio.app.presets.shelf import Item, read_items
from ganstudio.app.presets.thumbs import step_back, thumbnail
from ganstudio.app.presets.words import kind_text, operation_title, summary_of, title_of
from ganstudio.app.studio import AppStudio
from ganstudio.app.widgets.card_grid import Card, Cards, CardView
from ganstudio.app.widgets.choice import SegmentedControl
from ganstudio.app.widgets.filter_column import ALL, FilterColumn, Row, holds
from ganstudio.app.widgets.message_bar import MessageBar
from ganstudio.engine.jobs import Job, JobRunner
from ganstudio.events import Progress
from ganstudio.operations.models import Library

_GEOMETRY = "presets/geometry"
_MODEL_BYTES = 256 << 20
"""Of models that thumbnails are drawn with, for as long as they are drawn."""
_GRID, _NOTHING, _EMPTY = range(3)


class PresetsWindow(QWidget):
    """Stays while one works in the main window, which it asks for what is done with pictures."""

    use_wanted = Signal(object)
    folder_wanted = Signal(object)
    models_wanted = Signal()

    def __init__(self, studio: AppStudio, bridge: Bridge) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Presets and recipes"))
        self.setObjectName("presets_window")
        self.setMinimumSize(900, 560)
        self._studio, self._bridge = studio, bridge
        # A thread of its own: what is looked at in passing must hold up nothing that was asked for.
        self._behind = Bridge(JobRunner(), self)
        self._drawing: Job | None = None
        self.items: tuple[Item, ...] = ()
        self.pictures: dict[str, QImage] = {}
        self._reading = self._again = False
        self._wanted = ""
        self.messages = MessageBar()
        self.deeds = PresetDeeds(self, bridge, studio)
        self._make_head()
        self._make_middle()
        self.details = PresetDetails(studio)
        self._lay_out()
        self._connect()
        self._restore()

    # What is asked from outside

    def refresh(self, wanted: str = "") -> None:
        """Read everything again, off the UI thread, and choose the item of this key."""
        self._wanted = wanted or self._wanted
        if self._reading:
            self._again = True
            return
        self._reading = True

        def done(items: tuple[Item, ...]) -> None:
            self._reading = False
            if self._again:
                self._again = False
                self.refresh()
            else:
                self._show_items(items)

        def failed(error: BaseException) -> None:
            self._reading = False
            self.messages.show_message(message_of(error))

        self._bridge.run(
            lambda progress: read_items(self._studio),
            title=self.tr("Reading the presets"),
            done=done,
            failed=failed,
            quiet=True,
        )

    def item(self, key: str) -> Item | None:
        return next((item for item in self.items if item.key == key), None)

    def choose(self, key: str) -> bool:
        """Show one, leaving the filters if they hide it."""
        if self.item(key) is None:
            return False
        if self.grid.cards.row_of(key) < 0:
            self.kind.set_value(ALL)
            self.filters.reset()
            self._filter()
        return self.grid.choose(key)

    def ask_import(self) -> None:
        self.deeds.import_paths(file_dialogs.ask_presets(self))

    # Making it

    def _make_head(self) -> None:
        self.kind = SegmentedControl(
            (ALL, "preset", "recipe"), (self.tr("All"), self.tr("Presets"), self.tr("Recipes"))
        )
        self.kind.set_name(self.tr("Show"))
        self.kind.set_value(ALL)
        self.kind.setFixedWidth(280)
        self.bring = QPushButton(self.tr("Import…"))
        theme.set_icon(self.bring, "import", "on_accent")
        self.bring.setProperty("primary", True)
        self.bring.setToolTip(
            self.tr("Import files of others; you can also drop them anywhere on this window")
        )
        self.bring.clicked.connect(self.ask_import)

    def _make_middle(self) -> None:
        self.filters = FilterColumn(self.tr("Search"))
        self.grid = CardView(Cards(), self.tr("Presets and recipes"))
        self.nothing = Nothing("search", self.tr("Nothing fits."))
        again = QPushButton(self.tr("Show all"))
        again.clicked.connect(self._show_all)
        self.nothing.add(again)
        self.empty = Nothing(
            "preset",
            self.tr("Nothing of your own yet."),
            self.tr(
                "When you like what a panel does, choose “Save these values as a preset…” at its top, "
                "or “Save as recipe…” in the Generate menu. Files of others can be dropped here."
            ),
        )
        bring = QPushButton(self.tr("Import…"))
        bring.clicked.connect(self.ask_import)
        self.empty.add(bring)
        self.middle = QStackedWidget()
        for page in (self.grid, self.nothing, self.empty):
            self.middle.addWidget(page)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 10, 12, 10)
        head.setSpacing(8)
        head.addWidget(self.kind)
        head.addStretch(1)
        head.addWidget(self.bring)
        centre = QVBoxLayout()
        centre.setContentsMargins(6, 6, 0, 0)
        centre.addWidget(self.middle)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.filters)
        row.addLayout(centre, 1)
        row.addWidget(vertical_line())
        row.addWidget(self.details)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(line())
        column.addWidget(self.messages)
        column.addLayout(row, 1)

    def _connect(self) -> None:
        details, deeds, grid = self.details, self.deeds, self.grid
        self.kind.changed.connect(lambda _: self._filter())
        self.filters.changed.connect(self._filter)
        self.filters.down.connect(lambda: grid.setFocus(Qt.FocusReason.OtherFocusReason))
        grid.card_chosen.connect(lambda _: self._show_details())
        grid.card_opened.connect(lambda _: details.use.click())
        grid.card_rename_wanted.connect(lambda _: details.title.edit())
        grid.card_remove_wanted.connect(lambda _: details.remove.click())
        grid.customContextMenuRequested.connect(self._open_menu)
        details.use_wanted.connect(self.use_wanted)
        details.folder_wanted.connect(self.folder_wanted)
        details.models_wanted.connect(self.models_wanted)
        details.renamed.connect(deeds.rename)
        details.duplicate_wanted.connect(deeds.duplicate)
        details.export_wanted.connect(deeds.export)
        details.reveal_wanted.connect(deeds.show_in_folder)
        details.remove_wanted.connect(deeds.remove)
        deeds.message.connect(self.messages.show_message)
        deeds.changed.connect(self.refresh)
        self.drops = DropController(
            self, {"add_preset": self.deeds.import_paths}, lambda: False, find=self._offers
        )
        for keys, slot in (
            (QKeySequence.StandardKey.Find, self.filters.search.setFocus),
            (QKeySequence.StandardKey.Open, self.ask_import),
            (QKeySequence.StandardKey.Close, self.close),
        ):
            QShortcut(QKeySequence(keys), self, slot)

    # What is shown

    def _show_items(self, items: tuple[Item, ...]) -> None:
        self.items = items
        self.filters.set_rows(rows_of(items, self._studio))
        self._filter()
        wanted, self._wanted = self._wanted, ""
        if not (wanted and self.choose(wanted)) and not self.grid.current_key and self.grid.cards.rowCount():
            self.grid.setCurrentIndex(self.grid.cards.index(0))
        self._show_details()
        self._draw_pictures()

    def _show_all(self) -> None:
        self.kind.set_value(ALL)
        self.filters.reset()
        self._filter()

    def _filter(self) -> None:
        kind, key, query = self.kind.value(), self.filters.key, self.filters.query
        found = [item for item in self.items if shows(item, kind, key, query, self._studio)]
        self.grid.show_cards([self._card(item) for item in found])
        mine = key == "own" and not query
        self.middle.setCurrentIndex(_GRID if found else _EMPTY if mine else _NOTHING)
        if not self.grid.current_key and found:
            self.grid.choose(found[0].key)

    def _card(self, item: Item) -> Card:
        info = self._studio.operation_info(item.operation)
        icon = (info.manifest.icon if info else "") or ("batch" if item.kind == "recipe" else "preset")
        if item.content is None:
            icon = "warning"
        what = operation_title(self._studio, item.operation) if item.kind == "preset" else kind_text(item)
        marks = [("warning", trouble.text) for trouble in item.troubles if trouble.blocks][:1]
        caption = what or self.tr("Cannot be read")
        image = self.pictures.get(item.key, QImage())
        return Card(item.key, title_of(item), caption, image, icon, tuple(marks))

    def _show_details(self) -> None:
        item = self.item(self.grid.current_key)
        self.details.show_item(item, self.pictures.get(item.key, QImage()) if item else QImage())

    def _draw_pictures(self) -> None:
        """One after another, those that are kept first to be there; what was begun before is given up."""
        if self._drawing is not None:
            self._drawing.cancel()
        items, post = self.items, self._behind.ui.post

        def work(progress: Progress) -> None:
            step_back()
            models = Library(_MODEL_BYTES)
            for item in items:
                progress.check()
                image = thumbnail(item, self._studio, models, progress)
                post(lambda item=item, image=image: self._show_picture(item, image))

        self._drawing = self._behind.run(work, title=self.tr("Drawing thumbnails"), quiet=True)

    def _show_picture(self, item: Item, image: QImage) -> None:
        self.pictures[item.key] = image
        if item in self.items:
            self.grid.cards.show_card(self._card(item))
            if self.grid.current_key == item.key:
                self.details.show_picture(image)

    def _open_menu(self, place: QPoint) -> None:
        if not self.grid.indexAt(place).isValid():
            return
        menu, details = QMenu(self), self.details
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button in (details.use, details.folder, details.duplicate, details.export):
            menu.addAction(button.text(), button.click).setEnabled(button.isEnabled())
        menu.addSeparator()
        menu.addAction(self.tr("Rename"), details.title.edit).setEnabled(details.title.pencil.isEnabled())
        menu.addAction(self.tr("Show in folder"), details.reveal.click)
        menu.addAction(self.tr("Delete"), details.remove.click).setEnabled(details.remove.isEnabled())
        menu.popup(self.grid.viewport().mapToGlobal(place))

    def _offers(self, paths: Sequence[Path]) -> tuple[Offer, ...]:
        strange = next((path for path in paths if kind_of(path) != "recipe"), None)
        if strange is not None:
            text = self.tr("“{0}” is neither a preset nor a recipe").replace("{0}", strange.name)
            return (Offer("refuse", text, "error"),)
        return (Offer("add_preset", self.tr("Add to my presets and recipes"), "import"),)

    # Coming and going

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowActivate:
            self.refresh()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.details.setFixedWidth(min(max(round(self.width() * 0.31), 320), 460))

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._drawing is not None:
            self._drawing.cancel()
        file_dialogs.window_state().setValue(_GEOMETRY, self.saveGeometry())
        event.accept()

    def let_go(self) -> None:
        """For good: the thread behind ends."""
        self.close()
        self._behind.close()

    def _restore(self) -> None:
        stored = file_dialogs.window_state().value(_GEOMETRY)
        if stored is None or not self.restoreGeometry(stored):
            self.resize(1080, 700)


def rows_of(items: Sequence[Item], studio: AppStudio) -> list[Row]:
    """All, mine, those of plugins, those with a problem; then by plugin."""
    own = sum(item.own for item in items)
    troubled = sum(not item.usable for item in items)
    rows = [
        Row(ALL, translate("PresetFilters", "All"), len(items)),
        Row("own", translate("PresetFilters", "Mine"), own),
        Row("shipped", translate("PresetFilters", "From plugins"), len(items) - own),
    ]
    if troubled:
        rows.append(Row("problem", translate("PresetFilters", "With a problem"), troubled))
    counts = Counter(plugin for item in items for plugin in item.plugins)
    names = {plugin.id: plugin_text(plugin.manifest.name) for plugin in studio.registry.plugins}
    if counts:
        rows.append(Row("", translate("PresetFilters", "Plugins")))
    found = [Row(f"plugin:{id}", names.get(id, id), count) for id, count in counts.items()]
    return [*rows, *sorted(found, key=lambda row: row.title.casefold())]


def shows(item: Item, kind: str, key: str, query: str, studio: AppStudio) -> bool:
    """Whether an item passes both filters, and all words of the query are in what is told of it."""
    which, _, plugin = key.partition(":")
    passes = {
        ALL: True,
        "own": item.own,
        "shipped": not item.own,
        "problem": not item.usable,
        "plugin": plugin in item.plugins,
    }[which]
    told = (title_of(item), item.title, summary_of(item), item.path.stem, kind_text(item))
    told += tuple(part.operation for part in item.parts)
    told += tuple(operation_title(studio, part.operation) for part in item.parts)
    return passes and kind in (ALL, item.kind) and holds(told, query)
