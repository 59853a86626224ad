"""Changing settings from the window and applying at once what can be applied."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from ganstudio.app import theme
from ganstudio.app.dialogs import preferences as pages
from ganstudio.app.dialogs.preferences import PreferencesDialog
from ganstudio.app.studio import AppStudio
from ganstudio.errors import GanStudioError


class PreferencesController(QObject):
    """`changed(name)` follows every stored change, `failed` one that could not be stored."""

    changed = Signal(str)
    failed = Signal(object)
    models_wanted = Signal()

    def __init__(self, window: QWidget, studio: AppStudio, devices: Callable[[], tuple[str, ...]]) -> None:
        super().__init__(window)
        self._window = window
        self._studio = studio
        self._devices = devices
        self._dialog: PreferencesDialog | None = None
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._desktop_changed)

    @property
    def theme(self) -> str:
        """The setting, which may be "system"."""
        return str(self._studio.settings.theme)

    def open(self) -> None:
        self.open_at(pages.GENERAL)

    def open_plugins(self) -> None:
        self.open_at(pages.PLUGINS)

    def open_at(self, section: int) -> None:
        """Show the window of preferences, made anew so that it shows what there is now."""
        if self._dialog is not None:
            self._dialog.close()
            self._dialog.deleteLater()
        self._dialog = PreferencesDialog(self._studio, self._devices(), self._window)
        self._dialog.changed.connect(self.set)
        self._dialog.models_wanted.connect(self.models_wanted)
        self._dialog.open_at(section)

    def set_theme(self, name: str) -> None:
        self.set("theme", name)

    def set(self, name: str, value: object) -> None:
        try:
            self._studio.change_settings(**{name: value})
        except GanStudioError as error:
            self.failed.emit(error)
            return
        if name == "theme":
            self._apply_theme()
        self.changed.emit(name)

    def _desktop_changed(self) -> None:
        if self.theme == "system":
            self._apply_theme()

    def _apply_theme(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, theme.resolve(self.theme))
