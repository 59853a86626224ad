"""The window: it makes the parts, puts them in their places and connects them. What they do is theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QToolBar, QVBoxLayout, QWidget

from ganstudio.app import commands, conditions, documents, drop, file_dialogs, intake, menus, sketches
from ganstudio.app.actions import ActionTable, Command
from ganstudio.app.autosave import AutosaveController
from ganstudio.app.batch.controller import BatchController
from ganstudio.app.bridge import Bridge
from ganstudio.app.canvas.view import CanvasView
from ganstudio.app.command_palette import CommandPalette
from ganstudio.app.docks import DockController
from ganstudio.app.documents import first_input
from ganstudio.app.drawings import DrawingController
from ganstudio.app.edits import EditController
from ganstudio.app.errors import ErrorReporter
from ganstudio.app.exports import ExportController
from ganstudio.app.files import FilesController
from ganstudio.app.finding import Finder
from ganstudio.app.help import HelpController
from ganstudio.app.i18n import plugin_text
from ganstudio.app.library import LibraryController
from ganstudio.app.live import LiveRenderer
from ganstudio.app.models.controller import ModelsController
from ganstudio.app.offers import source_kind, stands_alone
from ganstudio.app.panels.filmstrip import FilmstripPanel
from ganstudio.app.panels.history import HistoryPanel
from ganstudio.app.panels.layers import LayersPanel
from ganstudio.app.panels.palette import PalettePanel
from ganstudio.app.panels.plugin import PluginPanel
from ganstudio.app.panels.tool_options import ToolOptionsBar
from ganstudio.app.preferences import PreferencesController
from ganstudio.app.presets.controller import PresetsController, preset_offers
from ganstudio.app.recorder import RecorderController
from ganstudio.app.reusing import ReuseController, reuse_offer
from ganstudio.app.session import EditorSession
from ganstudio.app.start_page import StartPage
from ganstudio.app.status_bar import StatusBar
from ganstudio.app.studio import AppStudio
from ganstudio.app.tool_strip import make_tool_strip
from ganstudio.app.training.controller import TrainingController
from ganstudio.app.walkthrough import WalkthroughGuide, load_walkthroughs
from ganstudio.app.widgets.message_bar import Message, MessageBar
from ganstudio.checkpoints.library import ModelEntry
from ganstudio.document.recovery import Autosave
from ganstudio.engine import device
from ganstudio.host.manifest import StartManifest
from ganstudio.host.registry import OperationInfo


class MainWindow(QMainWindow):
    """One per program. `close` asks about what is not saved and joins all threads."""

    def __init__(self, studio: AppStudio, reporter: ErrorReporter) -> None:
        super().__init__()
        self.studio = studio
        self._reporter = reporter
        self._closing = False
        self._make_core()
        self._make_centre()
        self._make_panels()
        self._make_controllers()
        self._make_commands()
        self._connect()
        self.docks.restore()
        self._document_changed()
        self._tell_broken_plugins()

    # Making the parts

    def _make_core(self) -> None:
        self.session = EditorSession(self)
        self.bridge = Bridge(self.studio.jobs, self)
        self.live = LiveRenderer(self.session, self.studio, self.bridge, parent=self)
        self.recovery = Autosave()

    def _make_centre(self) -> None:
        self.messages = MessageBar()
        self.start_page = StartPage()
        self.view = CanvasView(self.session)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.start_page)
        self.pages.addWidget(self.view)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.messages)
        column.addWidget(self.pages, 1)
        self.setCentralWidget(centre)
        self.status = StatusBar(self.studio, self.bridge)
        self.setStatusBar(self.status)

    def _make_panels(self) -> None:
        self.plugin = PluginPanel(self.session, self.studio, self.bridge, self.live)
        self.options = QToolBar(self.tr("Tool options"), self)
        self.options.setObjectName("options_bar")
        self.options.setMovable(False)
        self.options.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.options.addWidget(ToolOptionsBar(self.session))
        self._panels = {
            "classes": (self.tr("Classes"), PalettePanel(self.session)),
            "plugin": (self.tr("Plugin"), self.plugin),
            "layers": (self.tr("Layers"), LayersPanel(self.session)),
            "history": (self.tr("History"), HistoryPanel(self.session)),
            "filmstrip": (self.tr("Filmstrip"), FilmstripPanel(self.session, self.live)),
        }

    def _make_controllers(self) -> None:
        self.files = FilesController(self, self.session, self.bridge, self.recovery)
        self.exports = ExportController(self, self.session, self.bridge, self.studio)
        self.drawings = DrawingController(self, self.session, self.bridge, self.files, self.studio)
        self.edits = EditController(self, self.session, self.view, self.files)
        self.models = ModelsController(self, self.studio, self.bridge)
        self.training = TrainingController(self, self.studio, self.bridge, self._devices)
        self.batch = BatchController(self, self.studio, self.bridge)
        self.recorder = RecorderController(self, self.session, self.bridge, self.studio, self.batch)
        self.reuse = ReuseController(self, self.session, self.bridge, self.files, self.plugin, self.studio)
        self.presets = PresetsController(
            self, self.session, self.bridge, self.files, self.plugin, self.models, self.batch, self.studio
        )
        self.library = LibraryController(self, self.bridge, self.models.arrivals)
        self.preferences = PreferencesController(self, self.studio, self._devices)
        self.guide = WalkthroughGuide(self, self.session, self._walkthrough_target)
        self.help = HelpController(
            self, self.studio, self.session, self.files, self.guide, lambda: self.actions_table
        )
        seconds = self.studio.settings.autosave_seconds
        self.autosave = AutosaveController(self.session, self.bridge, self.recovery, seconds, self)

    def _make_commands(self) -> None:
        parts: dict[str, Any] = {
            "window": self,
            "session": self.session,
            "view": self.view,
            "files": self.files,
            "export": self.exports,
            "edits": self.edits,
            "plugin": self.plugin,
            "models": self.models,
            "presets": self.presets,
            "training": self.training,
            "batch": self.batch,
            "recorder": self.recorder,
            "preferences": self.preferences,
            "help": self.help,
        }
        table = [*commands.COMMANDS, *operation_commands(self.studio), *walkthrough_commands()]
        self.actions_table = ActionTable(table, parts, self)
        self.menus = menus.build_menus(self.menuBar(), self.actions_table)
        tools = make_tool_strip(self, self.actions_table)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, self.options)
        self.docks = DockController(self, {"tools": tools, "options": self.options}, self._panels)
        finder = Finder(
            self.actions_table,
            self.session,
            self.studio,
            self.files,
            self.preferences,
            self.plugin,
            self.models,
        )
        providers = (
            finder.classes,
            finder.commands,
            finder.looks,
            finder.presets,
            finder.models,
            finder.settings,
            finder.recent,
        )
        self.command_palette = CommandPalette(self, providers)
        parts |= {"docks": self.docks, "command_palette": self.command_palette}
        hide = self.actions_table.action("view.hide")
        # Elsewhere Tab goes to the next control.
        hide.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.removeAction(hide)
        self.view.addAction(hide)
        self.drops = drop.DropController(
            self,
            {
                "open": self.files.open_paths,
                "add_layers": self.files.add_pictures,
                "use_labels": lambda found: self.files.add_label_map(found[0]),
                "open_labels": lambda found: self.files.open_as_label_map(found[0]),
                "start": lambda found, id: self.files.open_for(found[0], self.studio.registry.operations[id]),
                "colour_drawing": lambda found: self.drawings.colour(found[0]),
                "make_sketch": lambda found: self.drawings.sketch(found[0]),
                "browse": lambda found: self.files.open_from(found[0]),
                "load_model": lambda found: self.plugin.use_model(str(found[0])),
                "add_model": self.library.add_models,
                "add_plugin": self.library.add_plugin,
                "batch": self.batch.open_folders,
                "run_recipe": self.batch.open_recipes,
                "add_preset": self.presets.add,
                "use_preset": self.presets.use_file,
                "use_settings": lambda found: self.reuse.use(found[0]),
            },
            lambda: self.session.document is not None,
            find=self._offers,
        )

    def _connect(self) -> None:
        session, table = self.session, self.actions_table
        for signal in (
            session.tool_changed,
            session.layers_changed,
            session.active_layer_changed,
            session.history_changed,
            session.selection_changed,
            session.modified_changed,
            self.view.layout_mode_changed,
            self.view.split_changed,
            self.plugin.controls_changed,
            self.preferences.changed,
        ):
            signal.connect(lambda *_: table.refresh())
        session.document_changed.connect(self._document_changed)
        session.layers_changed.connect(self._layers_changed)
        session.modified_changed.connect(lambda _: self._update_title())
        session.message.connect(self.status.say)
        self._reporter.reported.connect(self.messages.show_message)
        self.bridge.failed.connect(self._reporter.report)
        told = (self.files, self.exports, self.library, self.batch, self.recorder, self.reuse, self.presets)
        for part in told:
            part.message.connect(self.messages.show_message)
        self.preferences.models_wanted.connect(self.models.open)
        self.models.canvas_wanted.connect(self.render_with)
        self.models.library_changed.connect(self._models_changed)
        self.training.canvas_wanted.connect(self.render_with)
        self.training.library_changed.connect(self._models_changed)
        self.preferences.failed.connect(self._reporter.report)
        self.plugin.failed.connect(self._reporter.report)
        self.plugin.command_wanted.connect(table.run)
        self.preferences.changed.connect(self._setting_changed)
        self.files.recents_changed.connect(self.show_files)
        self._connect_rendering()
        self._connect_start_page()

    def _connect_rendering(self) -> None:
        live, view, status = self.live, self.view, self.status
        live.started.connect(lambda id, title: (status.show_rendering(title), view.set_busy(0.0)))
        live.progress.connect(lambda fraction, _: view.set_busy(fraction))
        live.finished.connect(self._rendering_finished)
        live.failed.connect(self._rendering_failed)
        live.waits.connect(lambda _, text: (self._rendering_ended(), status.say(text)))
        live.variations_started.connect(lambda *_: self.docks.reveal("filmstrip"))
        view.cursor_moved.connect(status.show_cursor)
        view.zoom_changed.connect(status.show_zoom)

    def _connect_start_page(self) -> None:
        page = self.start_page
        page.models_chosen.connect(self.models.open)
        page.start_chosen.connect(self.files.start)
        page.new_chosen.connect(self.files.new)
        page.open_chosen.connect(self.files.open)
        page.recent_chosen.connect(lambda path: self.files.open_paths([path]))
        page.recovered_chosen.connect(self.files.recover)
        page.walkthrough_chosen.connect(self.help.walk)
        page.show_plugins(self.studio.registry)
        page.show_walkthroughs(load_walkthroughs())
        self.show_files()

    def _offers(self, paths: Sequence[Path]) -> tuple[intake.Offer, ...]:
        document = self.session.document
        starts = list(self.drawings.offers(paths[0])) if len(paths) == 1 else []
        if document is None:
            starts += start_offers(self.studio)
        if len(paths) == 1 and intake.kind_of(paths[0]) == "recipe":
            return preset_offers(paths[0])
        found = intake.offers(paths, has_document=document is not None, starts=starts)
        reuse = reuse_offer(paths[0]) if len(paths) == 1 else None
        if reuse is None:
            return found
        rest = [offer for offer in found if offer.what != "refuse"]
        return (*rest[:1], reuse, *rest[1:])

    # What commands call

    def toggle_fullscreen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        self.actions_table.refresh()

    def use_operation(self, id: str) -> None:
        """What a command of the Generate menu says; without a picture, on an empty canvas."""
        if self.session.document is None:
            self.files.show(documents.alone(self.studio.registry.operations[id]))
        else:
            self.plugin.use_operation(id)

    def free_models(self) -> None:
        self.studio.models.free()
        self.status.refresh()

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Open files that the command line names; a model renders the first start tile."""
        if not paths or intake.kind_of(paths[0]) != "model":
            self.files.open_paths(paths)
            return
        for operation, tile in start_tiles(self.studio):
            self.files.start(tile, operation)
            self.plugin.use_model(str(paths[0]))
            return

    def render_with(self, entry: ModelEntry, operations: Sequence[str]) -> None:
        """Render what is shown with a model, or open the first tile that can."""
        layer = self.plugin.layer
        if layer is None or layer.operation not in operations:
            found = [item for item in start_tiles(self.studio) if item[0].id in operations]
            if not found:
                return
            self.files.start(found[0][1], found[0][0])
        self.plugin.use_model(entry.name)
        self.raise_()
        self.activateWindow()

    def warm_up(self) -> None:
        """Behind the window that is there already: import torch and choose the device."""
        self.bridge.run(
            lambda progress: self.studio.warm_up(),
            title=self.tr("Getting ready"),
            done=lambda _: self.status.refresh(),
            quiet=True,
        )

    # What follows from what

    def show_files(self) -> None:
        """Recovered and recent files, on the start page and in the menu."""
        recent = self.files.recent.entries
        self.start_page.show_files(self.recovery.recoverable(), recent)
        menus.fill_recent(
            self.menus[menus.RECENT],
            [file.path for file in recent],
            lambda path: self.files.open_paths([path]),
        )

    def _tell_broken_plugins(self) -> None:
        for broken in self.studio.registry.broken[:1]:
            hint = self.tr("Everything else works. The preferences list all plugins.")
            self.messages.show_message(Message(broken.error, hint))

    def _document_changed(self) -> None:
        document = self.session.document
        if document is not None:
            document.history.budget_bytes = self.studio.settings.undo_megabytes << 20
        self.pages.setCurrentWidget(self.start_page if document is None else self.view)
        self.docks.show_editor(document is not None)
        self.status.show_zoom(None if document is None else self.view.zoom)
        self.status.show_cursor(None)
        self.guide.stop()
        self._layers_changed()
        self._update_title()
        self.actions_table.refresh()
        (self.start_page if document is None else self.view).setFocus()

    def _layers_changed(self) -> None:
        self.docks.show_classes(conditions.has_label_layer({"session": self.session}))

    def _update_title(self) -> None:
        document = self.session.document
        if document is None:
            self.setWindowTitle("GAN Studio")
        else:
            self.setWindowTitle(f"{documents.title_of(document)}[*] — GAN Studio")
            self.setWindowModified(document.modified)

    def _setting_changed(self, name: str) -> None:
        if name == "autosave_seconds":
            self.autosave.set_seconds(self.studio.settings.autosave_seconds)
        elif name in ("device", "precision", "threads"):
            self.status.refresh()
            self.warm_up()

    def _rendering_finished(self, id: str, seconds: float, device_text: str) -> None:
        self.view.set_busy(None)
        document = self.session.document
        names = {layer.id: layer.name for layer in document.layers} if document is not None else {}
        self.status.show_run(names.get(id, ""), seconds, device_text)

    def _rendering_failed(self, text: str, hint: str, detail: str) -> None:
        self._rendering_ended()
        self.messages.show_message(Message(text, hint, detail))

    def _rendering_ended(self) -> None:
        self.view.set_busy(None)
        self.status.show_rendering("")

    def _models_changed(self) -> None:
        """Lists of models that are shown now."""
        self.actions_table.refresh()
        if self.plugin.controls is not None:
            self.plugin.controls.refresh_models()

    def _devices(self) -> tuple[str, ...]:
        """Asked only when torch is there already: the window does not wait for it."""
        known = self.studio.compute_if_known
        return device.available() if known is not None else ()

    def _walkthrough_target(self, name: str, reveal: bool) -> QWidget:
        kind, _, id = name.partition(":")
        if kind == "canvas":
            return self.view
        return self.docks.reveal(id) if reveal else self.docks.part(id)

    # Coming and going

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.actions_table.refresh_now()

    def closeEvent(self, event: QCloseEvent) -> None:
        document = self.session.document
        if document is not None and document.modified and not self._closing:
            event.ignore()
            self.files.replace(self._close_now)
            return
        if self.batch.ask_before_leaving(self._close_now) or self.training.ask_before_leaving(
            self._close_now
        ):
            event.ignore()
            return
        self.docks.store()
        self.autosave.stop()
        if document is not None:
            self.recovery.discard(document)
        self.live.close()
        self.models.close()
        self.presets.close()
        self.training.close()
        self.batch.close()
        self.bridge.close()
        self.recovery.close()
        file_dialogs.window_state().sync()
        event.accept()

    def _close_now(self) -> None:
        """After the event that asked, since a window that is being closed cannot be closed."""
        self._closing = True
        QTimer.singleShot(0, self.close)


def start_tiles(studio: AppStudio) -> Iterator[tuple[OperationInfo, StartManifest]]:
    """The tiles of all plugins with the operations that they open."""
    for plugin in studio.registry.plugins:
        for tile in plugin.manifest.start:
            yield studio.registry.operations[f"{plugin.id}.{tile.operation}"], tile


def start_offers(studio: AppStudio) -> Iterator[intake.Offer]:
    """What the tiles of the start page could do with a picture that is dropped."""
    for operation, tile in start_tiles(studio):
        if sketches.colours_sketches(operation.manifest):
            continue  # `DrawingController` says what of it suits the picture
        if stands_alone(operation.manifest):
            continue
        if source_kind(first_input(operation.manifest)) == "picture":
            icon = operation.manifest.icon or "generated"
            yield intake.Offer("start", plugin_text(tile.title), icon, operation.id)


def operation_commands(studio: AppStudio) -> list[Command]:
    """A command for each operation that its manifest puts into a menu."""
    found = []
    for operation in studio.registry.operations.values():
        manifest = operation.manifest
        if not manifest.menu or manifest.output == "frames":
            continue
        alone = stands_alone(manifest)
        found.append(
            Command(
                f"operation.{operation.id}",
                manifest.title,
                "window.use_operation",
                manifest.shortcut,
                manifest.icon,
                None if alone else conditions.has_document,
                args=(operation.id,),
                menu="Generate",
                section=1,
                context="plugin",
            )
        )
    return found


def walkthrough_commands() -> list[Command]:
    return [
        Command(
            f"learn.{walk.id}",
            walk.title,
            "help.walk",
            icon="learn",
            args=(walk.id,),
            menu="Help/Walk-throughs",
            context="help",
        )
        for walk in load_walkthroughs()
    ]
