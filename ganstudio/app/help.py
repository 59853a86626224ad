"""The Help menu: shortcuts, about, and beginning a walk-through."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ganstudio.app.actions import ActionTable
from ganstudio.app.dialogs.help import AboutDialog, ShortcutsDialog
from ganstudio.app.files import FilesController
from ganstudio.app.session import EditorSession
from ganstudio.app.studio import AppStudio
from ganstudio.app.walkthrough import WalkthroughGuide, load_walkthroughs


class HelpController(QObject):
    """`table` is asked for late: the table of commands knows this object."""

    def __init__(
        self,
        window: QWidget,
        studio: AppStudio,
        session: EditorSession,
        files: FilesController,
        guide: WalkthroughGuide,
        table: Callable[[], ActionTable],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._studio = studio
        self._session = session
        self._files = files
        self._guide = guide
        self._table = table

    def shortcuts(self) -> None:
        dialog = ShortcutsDialog(self._table(), self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def about(self) -> None:
        compute = self._studio.compute_if_known
        dialog = AboutDialog(compute.description if compute else "…", self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def walk(self, id: str) -> None:
        """Open what the walk-through begins with, then lead through it."""
        walk = next(item for item in load_walkthroughs() if item.id == id)
        before = self._session.document
        plugin_id = walk.start.partition(".")[0]
        for plugin in self._studio.registry.plugins:
            for tile in plugin.manifest.start:
                if plugin.id == plugin_id and f"{plugin.id}.{tile.operation}" == walk.start:
                    self._files.start(tile, self._studio.registry.operations[walk.start])
        # The person may have wished to keep what was open.
        if self._session.document is not None and self._session.document is not before:
            self._guide.begin(walk)
