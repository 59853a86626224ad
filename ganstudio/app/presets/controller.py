"""Presets and recipes as a part of the program: their window, and what is done with them on the canvas."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ganstudio.app.batch.controller import BatchController
from ganstudio.app.bridge import Bridge
from ganstudio.app.files import FilesController
from ganstudio.app.i18n import translate
from ganstudio.app.intake import Offer
from ganstudio.app.models.controller import ModelsController
from ganstudio.app.panels.plugin import PluginPanel
from ganstudio.app.presets.shelf import Item
from ganstudio.app.presets.using import PresetUser
from ganstudio.app.presets.window import PresetsWindow
from ganstudio.app.session import EditorSession
from ganstudio.app.studio import AppStudio
from ganstudio.operations.presets import Preset, read_preset
from ganstudio.operations.recipe import Recipe
from ganstudio.operations.schema_file import is_recipe_file


class PresetsController(QObject):
    """Makes the window when it is first asked for; `message` tells the main window how using went."""

    message = Signal(object)

    def __init__(
        self,
        main: QWidget,
        session: EditorSession,
        bridge: Bridge,
        files: FilesController,
        plugin: PluginPanel,
        models: ModelsController,
        batch: BatchController,
        studio: AppStudio,
    ) -> None:
        super().__init__(main)
        self._main, self._studio, self._bridge = main, studio, bridge
        self._plugin, self._models, self._batch = plugin, models, batch
        self.user = PresetUser(self, session, bridge, files, plugin, studio, models.open)
        self.user.message.connect(self.message)
        self.window: PresetsWindow | None = None

    def open(self) -> None:
        """Show the window, at the preset that the panel uses."""
        wanted = self._plugin.picked_preset()
        shown = self._shown()
        if wanted is not None:
            shown.refresh(str(wanted))

    def add(self, found: Sequence[Path]) -> None:
        """Take files into the library, as if they had been dropped on its window."""
        self._shown().deeds.import_paths(found)

    def use_file(self, found: Sequence[Path]) -> None:
        """Use the values of a preset's file, which need not be in the library."""
        path = found[0]
        self._bridge.run(
            lambda progress: read_preset(path),
            title=self.tr("Reading {0}").replace("{0}", path.name),
            done=lambda preset: self.user.use_preset(preset),
        )

    def close(self) -> None:
        """For good, with the main window."""
        if self.window is not None:
            self.window.let_go()
            self.window.deleteLater()
            self.window = None

    def _use(self, item: Item) -> None:
        self._main.raise_()
        self._main.activateWindow()
        if isinstance(item.content, Preset):
            self.user.use_preset(item.content, item.path)
        elif isinstance(item.content, Recipe):
            self.user.run_recipe(item.content)

    def _to_folder(self, item: Item) -> None:
        if isinstance(item.content, Preset):
            self._batch.use_operation(item.operation, dict(item.parts[0].params))
        else:
            self._batch.open_recipes([item.path])

    def _shown(self) -> PresetsWindow:
        if self.window is None:
            self.window = PresetsWindow(self._studio, self._bridge)
            self.window.use_wanted.connect(self._use)
            self.window.folder_wanted.connect(self._to_folder)
            self.window.models_wanted.connect(self._models.open)
            self._models.library_changed.connect(lambda: self.window and self.window.refresh())
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        return self.window


def preset_offers(path: Path) -> tuple[Offer, ...]:
    """What can be done with a TOML file that is dropped on the main window."""
    if is_recipe_file(path):
        return (
            Offer("run_recipe", translate("Drop", "Run this recipe on a folder"), "batch"),
            Offer("add_preset", translate("Drop", "Add to my recipes"), "import"),
        )
    return (
        Offer("use_preset", translate("Drop", "Use this preset"), "preset"),
        Offer("add_preset", translate("Drop", "Add to my presets"), "import"),
    )
