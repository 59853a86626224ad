"""Drawings that come from outside: told from photos, cleaned, and opened with their colouring above them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ganstudio.app import documents, sketches
from ganstudio.app.bridge import Bridge
from ganstudio.app.drawn import is_drawing
from ganstudio.app.files import FilesController
from ganstudio.app.i18n import translate
from ganstudio.app.intake import Offer
from ganstudio.app.session import EditorSession
from ganstudio.app.studio import AppStudio
from ganstudio.document.document import Document
from ganstudio.document.image import ImageData
from ganstudio.events import Progress
from ganstudio.host.registry import OperationInfo
from ganstudio.operations.run import run


class DrawingController(QObject):
    """Opens pictures as drawings: cleaned when they are some, drawn first when they are not."""

    def __init__(
        self,
        window: QWidget,
        session: EditorSession,
        bridge: Bridge,
        files: FilesController,
        studio: AppStudio,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._bridge = bridge
        self._files = files
        self._studio = studio

    @property
    def colouring(self) -> OperationInfo | None:
        """The operation that colours sketches, if there is one."""
        operations = self._studio.registry.operations.values()
        return next((item for item in operations if sketches.colours_sketches(item.manifest)), None)

    def offers(self, path: Path) -> Iterator[Offer]:
        """What can be done with a picture file."""
        if self.colouring is None:
            return
        if is_drawing(path):
            yield Offer("colour_drawing", translate("Drop", "Colour this drawing"), "palette")
        elif self._companion("sketch") is not None:
            yield Offer("make_sketch", translate("Drop", "Make a sketch of it and colour that"), "ink")

    def colour(self, path: Path) -> None:
        """Open a drawing, a photo or a scan of one: cleaned, on white paper, and coloured."""
        self._open(path, self._companion("clean"))

    def sketch(self, path: Path) -> None:
        """Open the lines of any picture, coloured."""
        self._open(path, self._companion("sketch"))

    def _open(self, path: Path, first: OperationInfo | None) -> None:
        colouring = self.colouring
        if colouring is None:
            return

        def work(progress: Progress) -> Document:
            image = documents.read_image(path)
            drawing = image if first is None else self._run(first, image, progress)
            document = sketches.sketch_document(colouring, drawing)
            document.metadata[documents.NAME] = path.stem
            return document

        title = self.tr("Opening {0}").format(path.name)
        self._files.replace(partial(self._bridge.run, work, title=title, done=self._show))

    def _show(self, document: Document) -> None:
        self._files.show(document)
        self._session.set_tool("ink")

    def _run(self, info: OperationInfo, image: ImageData, progress: Progress) -> ImageData:
        operation = self._studio.operation(info.id)
        result = run(
            operation,
            operation.build({}),
            {operation.inputs[0].name: image},
            compute=self._studio.compute,
            models=self._studio.models,
            progress=progress,
        ).data
        return result if isinstance(result, ImageData) else image

    def _companion(self, id: str) -> OperationInfo | None:
        """An operation of the colouring's own plugin: "clean" for drawings, "sketch" for other pictures."""
        colouring = self.colouring
        if colouring is None:
            return None
        return self._studio.registry.operations.get(f"{colouring.plugin.id}.{id}")
