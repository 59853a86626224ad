"""What a start would do, looked up anew some time after the last change of the setup."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from ganstudio.app.batch.queue_model import Draft
from ganstudio.app.batch.task import Planned, Task
from ganstudio.app.batch.thumbs import look, problem
from ganstudio.app.bridge import Bridge
from ganstudio.app.studio import AppStudio
from ganstudio.events import Progress

_WAIT_MS = 200
_MOST_SOURCES = 60
_MOST_LOOKED_AT = 2000
"""Files of which at least the beginning is read, before anything is made of them."""


class Drafting(QObject):
    """`planned` when `draft` is new, `lacking` while something needed is not named."""

    planned = Signal()
    lacking = Signal()
    failed = Signal(object)
    previewed = Signal(int, QImage, str)
    """(place, thumbnail of what would be read, why that cannot be read)."""

    def __init__(
        self, studio: AppStudio, bridge: Bridge, task: Callable[[], Task | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._studio, self._bridge, self._task = studio, bridge, task
        self._wish = 0
        self.draft: Draft | None = None
        self._timer = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self._timer.timeout.connect(self._plan)

    def soon(self) -> None:
        self.draft = None
        self._wish += 1
        self._timer.start()

    def _plan(self) -> None:
        """What was asked last counts."""
        task, wish, studio = self._task(), self._wish, self._studio
        if task is None:
            self.lacking.emit()
            return

        def done(planned: Planned) -> None:
            if wish == self._wish:
                self.draft = task, planned
                self.planned.emit()
                self._look(planned, wish)

        def failed(error: BaseException) -> None:
            if wish == self._wish:
                self.failed.emit(error)

        self._bridge.run(
            lambda progress: task.plan(studio),
            title=self.tr("Looking at the folder"),
            done=done,
            failed=failed,
            quiet=True,
        )

    def _look(self, planned: Planned, wish: int) -> None:
        """Thumbnails of the first pictures that would be read, and which of them are none."""
        post = self._bridge.ui.post

        def show(place: int, image: QImage, wrong: str) -> None:
            if wish == self._wish:
                self.previewed.emit(place, image, wrong)

        def work(progress: Progress) -> None:
            for place, item in enumerate(planned.items[:_MOST_LOOKED_AT]):
                progress.check()
                if wish != self._wish:
                    return
                file = next(iter(item.inputs.values()), None)
                image, wrong = look(file) if place < _MOST_SOURCES else (QImage(), problem(file))
                if place < _MOST_SOURCES or wrong:
                    post(partial(show, place, image, wrong))

        self._bridge.run(work, title=self.tr("Looking at the folder"), quiet=True)
