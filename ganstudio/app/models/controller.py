"""The models window as a part of the program: made when it is first asked for, closed with the main one."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ganstudio.app.bridge import Bridge
from ganstudio.app.models.arrivals import Arrivals
from ganstudio.app.models.window import CATALOGUE, LIBRARY, ModelsWindow
from ganstudio.app.studio import AppStudio


class ModelsController(QObject):
    """`canvas_wanted(entry, operations)` and `library_changed` come from the window."""

    canvas_wanted = Signal(object, object)
    library_changed = Signal()

    def __init__(self, main: QWidget, studio: AppStudio, bridge: Bridge) -> None:
        super().__init__(main)
        self._studio, self._bridge = studio, bridge
        self.arrivals = Arrivals(bridge, self)
        self.window: ModelsWindow | None = None

    def open(self) -> None:
        self._shown().show_page(LIBRARY)

    def open_catalogue(self) -> None:
        self._shown().show_page(CATALOGUE)

    def show_model(self, name: str) -> None:
        """Open the window at a model."""
        self._shown().show_model(name)

    def close(self) -> None:
        """For good, with the main window."""
        self.arrivals.close()
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
            self.window = None

    def _shown(self) -> ModelsWindow:
        if self.window is None:
            self.window = ModelsWindow(self._studio, self._bridge, self.arrivals)
            self.window.canvas_wanted.connect(self.canvas_wanted)
            self.window.library_changed.connect(self.library_changed)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        return self.window
