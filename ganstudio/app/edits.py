"""Edits of the menus that need a question or a view, and so are not the session's."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ganstudio.app import documents
from ganstudio.app.canvas.view import CanvasView
from ganstudio.app.dialogs.resize_canvas import ResizeCanvasDialog
from ganstudio.app.files import FilesController
from ganstudio.app.session import EditorSession


class EditController(QObject):
    """Paste, the size of the canvas, conversions, and what the view shows beside the picture."""

    def __init__(
        self, window: QWidget, session: EditorSession, view: CanvasView, files: FilesController
    ) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._view = view
        self._files = files

    def paste(self) -> None:
        """Paste as a layer; without a document the clipboard's picture becomes one."""
        if self._session.document is not None:
            self._session.paste()
            return
        document = documents.from_clipboard(QGuiApplication.clipboard().mimeData())
        if document is None:
            self._session.message.emit(self.tr("There is no picture on the clipboard."))
        else:
            self._files.show(document)

    def resize_canvas(self) -> None:
        document = self._session.document
        if document is None:
            return
        dialog = ResizeCanvasDialog(document.width, document.height, self._window)
        dialog.accepted.connect(lambda: self._resize(*dialog.chosen()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def crop(self) -> None:
        document = self._session.document
        if document is not None:
            with self._session.attempt():
                document.crop(document.selection.bounds())

    def rasterise(self) -> None:
        """Free a generated layer from what made it."""
        document = self._session.document
        if document is not None:
            with self._session.attempt():
                document.rasterise_layer(self._session.active_id)

    def toggle_split(self) -> None:
        self._view.before_after = 0.5 if self._view.before_after is None else None

    def toggle_side_by_side(self) -> None:
        self._view.layout_mode = "single" if self._view.layout_mode == "side_by_side" else "side_by_side"

    def toggle_grid(self) -> None:
        self._view.show_grid = not self._view.show_grid

    def toggle_rulers(self) -> None:
        self._view.show_rulers = not self._view.show_rulers

    def _resize(self, width: int, height: int, anchor: tuple[float, float]) -> None:
        document = self._session.document
        if document is not None:
            with self._session.attempt():
                document.resize_canvas(width, height, anchor)
