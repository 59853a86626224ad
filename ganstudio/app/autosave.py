"""Copies of the document while one works, and what was left behind by windows that did not end well."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from ganstudio.app.bridge import Bridge
from ganstudio.app.session import EditorSession
from ganstudio.document.document import Document
from ganstudio.document.recovery import Autosave


class AutosaveController(QObject):
    """Writes a copy every so many seconds when there is something new that is not saved."""

    def __init__(
        self, session: EditorSession, bridge: Bridge, autosave: Autosave, seconds: int, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._bridge = bridge
        self._autosave = autosave
        self._copied: tuple[str, int] | None = None
        self._writing = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.write)
        self.set_seconds(seconds)

    def set_seconds(self, seconds: int) -> None:
        self._timer.start(seconds * 1000)

    def stop(self) -> None:
        self._timer.stop()

    def write(self) -> None:
        """Copy the document as it is now, unless that is on disk already or a stroke goes on."""
        document = self._session.document
        if document is None or not document.modified or document.editing or self._writing:
            return
        state = (document.id, document.history.state)
        if state == self._copied:
            return
        self._writing = True
        snapshot = document.snapshot()
        self._bridge.run(
            lambda progress: self._autosave.write(snapshot, progress),
            title=self.tr("Keeping a copy"),
            done=lambda _: self._written(state, document),
            failed=self._failed,
            quiet=True,
        )

    def _written(self, state: tuple[str, int], document: Document) -> None:
        self._writing = False
        self._copied = state
        if document is not self._session.document or not document.modified:
            self._autosave.discard(document)

    def _failed(self, error: BaseException) -> None:
        """Told in the status bar: it is no reason to stop working."""
        self._writing = False
        self._session.message.emit(self.tr("No copy could be kept: {0}").format(error))
