"""The train window as a part of the program: made when it is first asked for, closed with the main one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from ganstudio.app.bridge import Bridge
from ganstudio.app.studio import AppStudio
from ganstudio.app.training import launching
from ganstudio.app.training.runs import Run, read_run
from ganstudio.app.training.window import TrainWindow
from ganstudio.errors import GanStudioError


class TrainingController(QObject):
    """`canvas_wanted(entry, operations)` and `library_changed` come from the window."""

    canvas_wanted = Signal(object, object)
    library_changed = Signal()

    def __init__(
        self, main: QWidget, studio: AppStudio, bridge: Bridge, devices: Callable[[], tuple[str, ...]]
    ) -> None:
        super().__init__(main)
        self._main = main
        self._studio, self._bridge, self._devices = studio, bridge, devices
        self._settled = False
        self.window: TrainWindow | None = None
        self.question: QMessageBox | None = None

    def open(self) -> None:
        if self.window is None:
            self.window = TrainWindow(self._studio, self._bridge, self._devices)
            self.window.canvas_wanted.connect(self.canvas_wanted)
            self.window.library_changed.connect(self.library_changed)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def ask_before_leaving(self, leave: Callable[[], None]) -> bool:
        """Whether a run goes on that must be asked about first; `leave` is called if one may leave."""
        if self._settled or self.window is None:
            return False
        launching.reap()
        live = [run for run in map(read_run, (run.folder for run in self.window.live_runs)) if run.live]
        if not live:
            return False
        if self.question is None:
            self._ask(live, leave)
        return True

    def close(self) -> None:
        """For good, with the main window. Runs go on."""
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
            self.window = None

    def _ask(self, live: list[Run], leave: Callable[[], None]) -> None:
        box = QMessageBox(self._main)
        if len(live) == 1:
            box.setText(self.tr("The run “{0}” is still training.").replace("{0}", live[0].name))
        else:
            box.setText(self.tr("{0} runs are still training.").replace("{0}", str(len(live))))
        box.setInformativeText(
            self.tr("It can go on without this window; you find it again under Train a model.")
        )
        stay = box.addButton(self.tr("Leave it running"), QMessageBox.ButtonRole.AcceptRole)
        stop = box.addButton(self.tr("Stop and keep"), QMessageBox.ButtonRole.DestructiveRole)
        cancel = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(stay)
        box.setEscapeButton(cancel)
        self.question = box

        def finished() -> None:
            self.question = None
            clicked = box.clickedButton()
            box.deleteLater()
            if clicked is stop:
                for run in live:
                    try:
                        launching.stop(run.folder)
                    except GanStudioError:
                        continue  # It goes on, and is found again.
            if clicked in (stay, stop):
                self._settled = True
                leave()

        box.finished.connect(lambda _: finished())
        box.open()
