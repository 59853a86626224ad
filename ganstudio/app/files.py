"""Opening, saving and closing: what the File menu does. All reading and writing happens off the UI thread."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from ganstudio.app import documents, file_dialogs, intake, sketches
from ganstudio.app.bridge import Bridge
from ganstudio.app.dialogs.new_document import NewDocument, NewDocumentDialog
from ganstudio.app.i18n import translate
from ganstudio.app.session import EditorSession
from ganstudio.app.widgets.message_bar import Message
from ganstudio.document.document import Document
from ganstudio.document.project import load_project, save_project, thumbnail_png
from ganstudio.document.recent import RecentFiles
from ganstudio.document.recovery import Autosave, RecoveredProject
from ganstudio.errors import GanStudioError
from ganstudio.events import Progress
from ganstudio.host.manifest import StartManifest
from ganstudio.host.registry import OperationInfo

Then = Callable[[], object]


class FilesController(QObject):
    """`opened` comes with every document that is shown, `recents_changed` when the lists of files change."""

    opened = Signal()
    recents_changed = Signal()
    message = Signal(object)

    def __init__(self, window: QWidget, session: EditorSession, bridge: Bridge, autosave: Autosave) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._bridge = bridge
        self._autosave = autosave
        self.recent = RecentFiles()

    # Beginning

    def new(self) -> None:
        dialog = NewDocumentDialog(self._window)
        dialog.accepted.connect(lambda: self.make_new(dialog.chosen()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def make_new(self, wish: NewDocument) -> None:
        self.replace(lambda: self.show(documents.blank(wish)))

    def start(self, tile: StartManifest, operation: OperationInfo) -> None:
        """Open what a tile of the start page promises."""
        self.replace(lambda: self._attempt(lambda: self._begin(tile, operation)))

    def _begin(self, tile: StartManifest, operation: OperationInfo) -> None:
        self.show(documents.from_start(tile, operation))
        if sketches.colours_sketches(operation.manifest):
            self._session.set_tool("ink")

    def open(self) -> None:
        self.open_paths(file_dialogs.ask_open(self._window))

    def open_from(self, folder: Path) -> None:
        """Let the person choose in a folder that was dropped."""
        if not os.access(folder, os.R_OK | os.X_OK):
            self.message.emit(Message(self.tr("{0} may not be read: permission denied.").format(folder)))
            return
        self.open_paths(file_dialogs.ask_open(self._window, folder))

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Open the first of these files as the document; further pictures become layers of it."""
        if not paths:
            return
        first, rest = paths[0], list(paths[1:])
        reader = _READERS.get(intake.kind_of(first), documents.open_image)
        self.replace(partial(self._load, first, reader, lambda: self.add_pictures(rest)))

    def open_for(self, path: Path, operation: OperationInfo) -> None:
        """Open a picture with an operation drawing on it."""
        self.replace(partial(self._load, path, partial(documents.open_for, operation)))

    def open_as_label_map(self, path: Path) -> None:
        self.replace(partial(self._load, path, documents.open_label_map))

    def recover(self, project: RecoveredProject) -> None:
        """Open an autosaved copy; it stays on disk until it is saved or thrown away."""
        self.replace(
            lambda: self._bridge.run(
                lambda progress: self._autosave.recover(project),
                title=self.tr("Opening the recovered picture"),
                done=self.show,
            )
        )

    def forget(self, project: RecoveredProject) -> None:
        self._autosave.forget(project)
        self.recents_changed.emit()

    def show(self, document: Document) -> None:
        """Make this the document that is edited."""
        self._let_go()
        self._session.set_document(document)
        self.opened.emit()

    # Adding

    def import_layer(self) -> None:
        self.add_pictures(file_dialogs.ask_pictures(self._window, self.tr("Import picture as layer")))

    def add_pictures(self, paths: Sequence[Path]) -> None:
        """Put pictures above the active layer, made smaller where they are larger than the document."""
        document = self._session.document
        if document is None:
            return
        size = (document.width, document.height)
        for path in paths:
            self._bridge.run(
                lambda progress, path=path: documents.image_layer(
                    documents.read_image(path), size, path.stem
                ),
                title=self.tr("Opening {0}").format(path.name),
                done=self._session.add_layer,
            )

    def add_label_map(self, path: Path) -> None:
        """Put a label map above the active layer, stretched to the document."""
        document = self._session.document
        if document is None:
            return
        size = (document.width, document.height)
        self._bridge.run(
            lambda progress: documents.label_layer(documents.read_label_map(path), size, path.stem),
            title=self.tr("Opening {0}").format(path.name),
            done=self._session.add_layer,
        )

    # Saving

    def save(self, then: Then | None = None) -> None:
        document = self._session.document
        if document is None:
            return
        if document.path is None or document.path.suffix.lower() != ".ora":
            self.save_as(then)
        else:
            self._write(document, document.path, then)

    def save_as(self, then: Then | None = None) -> None:
        document = self._session.document
        if document is None:
            return
        name = Path(documents.title_of(document)).stem
        kind = self.tr("GAN Studio project, OpenRaster")
        path = file_dialogs.ask_save(self._window, self.tr("Save as"), name, ".ora", kind)
        if path is not None:
            self._write(document, path, then)

    def _write(self, document: Document, path: Path, then: Then | None) -> None:
        """Save what is there now; edits made meanwhile stay unsaved."""
        snapshot, state = document.snapshot(), document.history.state

        def work(progress: Progress) -> bytes:
            save_project(snapshot, path, progress)
            return thumbnail_png(snapshot)

        def done(thumbnail: bytes) -> None:
            document.mark_saved(path, state)
            if not document.modified:
                self._autosave.discard(document)
            self.recent.add(path, thumbnail)
            self.recents_changed.emit()
            self._session.message.emit(self.tr("Saved as {0}.").format(path.name))
            if then is not None:
                then()

        self._bridge.run(work, title=self.tr("Saving {0}").format(path.name), done=done)

    # Ending

    def close(self) -> None:
        """Put the document away and go back to the start page."""
        self.replace(self._close_now)

    def replace(self, then: Then) -> None:
        """Go on with `then` once nothing that was not saved would be lost by it."""
        document = self._session.document
        if document is None or not document.modified:
            then()
            return
        match ask_about_changes(self._window, documents.title_of(document)):
            case QMessageBox.StandardButton.Save:
                self.save(then)
            case QMessageBox.StandardButton.Discard:
                then()

    def _close_now(self) -> None:
        self._let_go()
        self._session.set_document(None)
        self.recents_changed.emit()

    def _let_go(self) -> None:
        if self._session.document is not None:
            self._autosave.discard(self._session.document)

    # The list of recent files

    def clear_recent(self) -> None:
        self.recent.clear()
        self.recents_changed.emit()

    def _load(
        self, path: Path, reader: Callable[[Path, Progress], Document], then: Then | None = None
    ) -> None:
        def work(progress: Progress) -> tuple[Document, bytes]:
            document = reader(path, progress)
            return document, thumbnail_png(document)

        def done(opened: tuple[Document, bytes]) -> None:
            self.show(opened[0])
            self.recent.add(path, opened[1])
            self.recents_changed.emit()
            if then is not None:
                then()

        self._bridge.run(work, title=self.tr("Opening {0}").format(path.name), done=done)

    def _attempt(self, action: Callable[[], object]) -> None:
        try:
            action()
        except GanStudioError as error:
            self.message.emit(Message(error.message, error.hint, error.detail))


_READERS: dict[str, Callable[[Path, Progress], Document]] = {
    "project": lambda path, progress: load_project(path, progress),
    "label_map": documents.open_label_map,
}


def ask_about_changes(parent: QWidget, title: str) -> QMessageBox.StandardButton:
    """Save, Discard or Cancel."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setText(translate("Files", "Save the changes to “{0}”?").format(title))
    box.setInformativeText(translate("Files", "What is not saved is lost."))
    buttons = QMessageBox.StandardButton
    box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
    box.setDefaultButton(buttons.Save)
    save = box.button(buttons.Save)
    save.setProperty("primary", True)
    save.style().polish(save)
    return QMessageBox.StandardButton(box.exec())
