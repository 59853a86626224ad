"""Drawings that come from outside: told from photos, cleaned, and opened with their colouring above them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ganstudio.app import documents, sketches
from ganstudio.app.bridge import Bridge
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

_LOOKED_AT = 192
_MOST_PIXELS = 6_000_000
"""A picture that cannot be opened small is not looked at when it has more: a drag must not stutter."""
_PAPER, _INK, _COLOURFUL, _LIGHT = 0.6, 0.35, 40, 110
"""Parts of a drawing that are paper at least and ink at most; how colourful it may be, how dark its paper."""


def is_drawing(path: Path) -> bool:
    """Whether a picture looks like lines on paper; False for what cannot be seen quickly, or not at all."""
    try:
        with Image.open(path) as image:
            if image.mode == "1":
                return True
            image.draft("RGB", (_LOOKED_AT, _LOOKED_AT))
            if image.width * image.height > _MOST_PIXELS:
                return False
            small = image.convert("RGBA")
    except (OSError, ValueError, Image.DecompressionBombError):
        return False
    small.thumbnail((_LOOKED_AT, _LOOKED_AT), Image.Resampling.BOX)
    sheet = Image.new("RGBA", small.size, "white")
    sheet.alpha_composite(small)
    return looks_drawn(np.asarray(sheet)[..., :3])


def looks_drawn(pixels: npt.NDArray[np.uint8]) -> bool:
    """Judge (h, w, 3), 0-255: mostly light paper, however it is lit, some ink, little colour."""
    picture = Image.fromarray(pixels)
    grey = picture.convert("L")
    # The lightest nearby is paper: lines are thin, and light changes slowly.
    light = grey.filter(ImageFilter.MaxFilter(13)).filter(ImageFilter.GaussianBlur(9))
    paper = np.maximum(np.asarray(light, np.float32), 1)
    darkness = 1 - np.asarray(grey, np.float32) / paper
    cast = pixels - np.median(pixels.reshape(-1, 3), axis=0)
    is_grey = np.percentile(np.ptp(cast, axis=2), 95) < _COLOURFUL
    is_paper, is_ink = (darkness < 0.15).mean(), (darkness > 0.2).mean()
    return bool(paper.mean() > _LIGHT and is_grey and is_paper > _PAPER and 0.001 < is_ink < _INK)


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
