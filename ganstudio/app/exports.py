"""Writing pictures and label maps for other programs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ganstudio.app import documents, file_dialogs
from ganstudio.app.bridge import Bridge
from ganstudio.app.dialogs.export import ExportChoice, ExportDialog
from ganstudio.app.records import record_of
from ganstudio.app.session import EditorSession
from ganstudio.app.studio import AppStudio
from ganstudio.app.widgets.message_bar import Message
from ganstudio.document.document import Document
from ganstudio.document.files import write_image, write_label_map
from ganstudio.document.image import ImageData
from ganstudio.document.layers import GeneratedLayer, LabelLayer
from ganstudio.errors import CancelledError, GanStudioError
from ganstudio.events import Progress
from ganstudio.operations.recording import Recording, remove_sidecar, write_sidecar
from ganstudio.operations.run import record_text
from ganstudio.provenance import KEY, Provenance


class ExportController(QObject):
    """Writes off the UI thread; `message` tells how it went."""

    message = Signal(object)

    def __init__(self, window: QWidget, session: EditorSession, bridge: Bridge, studio: AppStudio) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._bridge = bridge
        self._studio = studio

    def picture(self) -> None:
        document = self._session.document
        if document is None:
            return
        dialog = ExportDialog(
            (document.width, document.height),
            has_rendering=rendering_of(document) is not None,
            record=self._studio.settings.record,
            parent=self._window,
        )
        dialog.accepted.connect(lambda: self._ask_file(dialog.chosen()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def labels(self) -> None:
        """Write the label map that is painted on, or the topmost one."""
        layer = self._label_layer()
        if layer is None or self._session.document is None:
            return
        name = f"{Path(documents.title_of(self._session.document)).stem}-labels"
        path = file_dialogs.ask_save(
            self._window, self.tr("Export label map"), name, ".png", self.tr("Label map")
        )
        if path is not None:
            labels = layer.labels()

            def work(progress: Progress) -> bool:
                write_label_map(path, labels)
                return False

            self._run(path, work)

    def write(self, path: Path, choice: ExportChoice) -> None:
        """Write the picture as chosen."""
        document = self._session.document
        if document is None:
            return
        snapshot = document.snapshot()

        def work(progress: Progress) -> bool:
            recording = replace(self._studio.core.recording, mode=choice.record)
            record = self._record(snapshot, recording, progress.sub(0, 0.7))
            text = {KEY: record_text(record, path)} if record is not None else {}
            if recording.sidecar:
                remove_sidecar(path)
            write_image(path, _pixels(snapshot, choice), quality=choice.quality, text=text)
            if recording.sidecar and record is not None:
                write_sidecar(path, record)
            return choice.record != "none" and record is None

        self._run(path, work)

    def _ask_file(self, choice: ExportChoice) -> None:
        document = self._session.document
        if document is None:
            return
        name = Path(documents.title_of(document)).stem
        path = file_dialogs.ask_save(
            self._window, self.tr("Export picture"), name, choice.suffix, self.tr("Picture")
        )
        if path is not None:
            self.write(path, choice)

    def _run(self, path: Path, work: Callable[[Progress], bool]) -> None:
        """`work` says whether the record had to be left out."""

        def done(without_record: bool) -> None:
            text = self.tr("Exported {0}.").format(path.name)
            hint = self.tr("It does not say how it was made, because the rendering could not be made again.")
            self.message.emit(Message(text, hint if without_record else str(path.parent), level="done"))

        self._bridge.run(work, title=self.tr("Exporting {0}").format(path.name), done=done)

    def _record(self, document: Document, recording: Recording, progress: Progress) -> Provenance | None:
        """On the worker. A picture whose plugin or model is gone is exported all the same."""
        layer = rendering_of(document)
        if layer is None or recording.mode == "none":
            return None
        try:
            return record_of(document, layer, self._studio, progress, recording)
        except CancelledError:
            raise
        except GanStudioError:
            return None

    def _label_layer(self) -> LabelLayer | None:
        document, painted = self._session.document, self._session.paint_layer
        if isinstance(painted, LabelLayer) or document is None:
            return painted if isinstance(painted, LabelLayer) else None
        found = [layer for layer in document.layers if isinstance(layer, LabelLayer)]
        return found[-1] if found else None


def rendering_of(document: Document) -> GeneratedLayer | None:
    """The topmost generated layer that is seen."""
    found = [layer for layer in document.layers if isinstance(layer, GeneratedLayer) and layer.visible]
    return found[-1] if found else None


def _pixels(document: Document, choice: ExportChoice) -> ImageData:
    layer = rendering_of(document)
    if choice.source == "rendering" and layer is not None:
        alone = document.snapshot()
        alone.adopt((replace(layer, opacity=1.0, blend="normal"),))
        return alone.flatten()
    return document.flatten()
