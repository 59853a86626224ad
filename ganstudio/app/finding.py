"""What the command palette finds: commands, settings, models, classes, recent files."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QIcon, QKeySequence, QPixmap

from ganstudio.app import theme
from ganstudio.app.actions import ActionTable
from ganstudio.app.command_palette import Entry
from ganstudio.app.dialogs import preferences as pages
from ganstudio.app.files import FilesController
from ganstudio.app.i18n import palette_text, plugin_text, translate
from ganstudio.app.models.controller import ModelsController
from ganstudio.app.panels.plugin import PluginPanel
from ganstudio.app.preferences import PreferencesController
from ganstudio.app.session import EditorSession
from ganstudio.app.studio import AppStudio


class Finder(QObject):
    """Each method is a provider; what cannot be used now is not offered."""

    def __init__(
        self,
        table: ActionTable,
        session: EditorSession,
        studio: AppStudio,
        files: FilesController,
        preferences: PreferencesController,
        plugin: PluginPanel,
        models: ModelsController,
    ) -> None:
        super().__init__(table)
        self._table = table
        self._session = session
        self._studio = studio
        self._files = files
        self._preferences = preferences
        self._plugin = plugin
        self._models = models

    def classes(self) -> Iterator[Entry]:
        palette = self._session.palette
        for index, item in enumerate(palette.classes if palette is not None else ()):
            title = palette_text(item.title)
            run = partial(self._session.set_label_class, index)
            yield Entry(title, self.tr("Class"), run, icon=_swatch(item.colour), words=item.name)

    def commands(self) -> Iterator[Entry]:
        for command in self._table.commands:
            action = self._table.action(command.id)
            if not action.isEnabled() or command.id == "help.find":
                continue
            menu = " › ".join(translate("Menus", part) for part in command.menu.split("/") if part)
            keys = command.keys[0] if command.keys else ""
            shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
            icon = theme.icon(command.icon or "command", "text_muted")
            kind = menu or self.tr("Command")
            yield Entry(command.text.rstrip("…"), kind, action.trigger, shown, icon, command.title)

    def settings(self) -> Iterator[Entry]:
        sections = (
            (pages.GENERAL, (self.tr("Theme"), self.tr("Language"), self.tr("Autosave"))),
            (pages.SPEED, (self.tr("Device"), self.tr("Precision"), self.tr("CPU threads"))),
            (pages.PLUGINS, (self.tr("Plugins"),)),
            (pages.MODELS, (self.tr("Models"),)),
        )
        icon = theme.icon("settings", "text_muted")
        for section, titles in sections:
            for title in titles:
                run = partial(self._preferences.open_at, section)
                yield Entry(title, self.tr("Setting"), run, icon=icon)

    def models(self) -> Iterator[Entry]:
        """Choosing one renders with it, or shows it in the models window where nothing renders."""
        controls = self._plugin.controls
        icon = theme.icon("model", "text_muted")
        for entry in self._studio.list_models(controls.families if controls is not None else ()):
            act = self._plugin.use_model if controls is not None else self._models.show_model
            run = partial(act, entry.name)
            yield Entry(entry.title, self.tr("Model"), run, icon=icon, words=f"{entry.name} {entry.family}")

    def looks(self) -> Iterator[Entry]:
        """Choices of the rendering that is worked on: "Winter, night"."""
        controls = self._plugin.controls
        icon = theme.icon("generated", "text_muted")
        for name, value, title, label in controls.looks() if controls is not None else ():
            yield Entry(title, label, partial(controls.choose, name, value), icon=icon, words=value)

    def presets(self) -> Iterator[Entry]:
        """Those for the rendering that is worked on."""
        controls, icon = self._plugin.controls, theme.icon("preset", "text_muted")
        found = self._studio.core.presets.all(controls.operation.id)[0] if controls is not None else ()
        for kept in found:
            title = kept.preset.name if kept.own else plugin_text(kept.preset.name)
            run = partial(self._plugin.pick_preset, kept)
            yield Entry(title, self.tr("Preset"), run, icon=icon, words=kept.slug)

    def recent(self) -> Iterator[Entry]:
        icon = theme.icon("clock", "text_muted")
        for file in self._files.recent.entries[:8]:
            run = partial(self._files.open_paths, [file.path])
            yield Entry(file.path.name, self.tr("Recent"), run, icon=icon, words=str(file.path.parent))


def _swatch(colour: tuple[int, int, int]) -> QIcon:
    picture = QPixmap(20, 20)
    picture.fill(QColor(*colour))
    return QIcon(picture)
