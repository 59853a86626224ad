"""The batch window as a part of the program: made when it is first asked for, closed with the main one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from ganstudio.app.batch.runner import BatchRunner
from ganstudio.app.batch.window import BatchWindow
from ganstudio.app.bridge import Bridge
from ganstudio.app.studio import AppStudio
from ganstudio.app.widgets.message_bar import Message
from ganstudio.operations.recipe import Recipe


class BatchController(QObject):
    """`message` tells the main window of a batch that ended while its own was not there."""

    message = Signal(object)

    def __init__(self, main: QWidget, studio: AppStudio, bridge: Bridge) -> None:
        super().__init__(main)
        self._main, self._studio, self._bridge = main, studio, bridge
        self._settled = False
        self.runner = BatchRunner(studio, self)
        self.window: BatchWindow | None = None
        self.question: QMessageBox | None = None

    def open(self) -> None:
        """Show the window; where nothing is chosen yet, with the first operation that changes pictures."""
        window = self._shown()
        if window.setup.work is None:
            for info in self._studio.registry.operations.values():
                if info.manifest.inputs:
                    window.use_operation(info.id)
                    return

    def open_folders(self, found: Sequence[Path]) -> None:
        self._shown().take_folder(found[0])
        self.open()

    def open_recipes(self, found: Sequence[Path]) -> None:
        self._shown().open_recipe(found[0])

    def use_recipe(self, recipe: Recipe) -> None:
        self._shown().use_recipe(recipe)

    def use_operation(self, id: str, params: dict[str, Any] | None = None) -> None:
        self._shown().use_operation(id, params)

    def ask_before_leaving(self, leave: Callable[[], None]) -> bool:
        """Whether a batch runs or waits, which ends with the program; `leave` is called if one may leave."""
        if self._settled or not (self.runner.busy or self.runner.queue.waiting):
            return False
        if self.question is None:
            self._ask(leave)
        return True

    def close(self) -> None:
        """For good, with the main window."""
        self.runner.close()
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
            self.window = None

    def _shown(self) -> BatchWindow:
        if self.window is None:
            self.window = BatchWindow(self._studio, self._bridge, self.runner)
            self.window.ended.connect(self._ended)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        return self.window

    def _ended(self, message: Message) -> None:
        if self.window is None or not self.window.isVisible():
            self.message.emit(message)

    def _ask(self, leave: Callable[[], None]) -> None:
        box = self.question = QMessageBox(self._main)
        if self.runner.busy:
            box.setText(self.tr("A batch is still running."))
        else:
            box.setText(self.tr("There are batches in the queue that have not been started."))
        box.setInformativeText(
            self.tr("What is written stays. Started again, it makes only the pictures that are missing.")
        )
        stop = box.addButton(self.tr("Stop and quit"), QMessageBox.ButtonRole.AcceptRole)
        box.setEscapeButton(box.addButton(QMessageBox.StandardButton.Cancel))

        def finished() -> None:
            clicked = box.clickedButton()
            box.deleteLater()
            self.question = None
            if clicked is stop:
                self._settled = True
                leave()

        box.finished.connect(lambda _: finished())
        box.open()
