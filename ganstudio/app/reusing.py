"""Pictures that say how they were made: their settings on what is open, or all of it as a document."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ganstudio.app import documents
from ganstudio.app.bridge import Bridge
from ganstudio.app.files import FilesController
from ganstudio.app.i18n import plugin_text, translate
from ganstudio.app.intake import Offer, kind_of
from ganstudio.app.offers import possible
from ganstudio.app.panels.plugin import PluginPanel
from ganstudio.app.session import EditorSession
from ganstudio.app.studio import AppStudio
from ganstudio.app.widgets.message_bar import Message
from ganstudio.document.document import Document
from ganstudio.document.files import peek_texts
from ganstudio.document.image import LabelData, MaskData
from ganstudio.document.layers import GeneratedLayer, Layer, MaskLayer, RasterLayer
from ganstudio.errors import InputError
from ganstudio.events import Progress
from ganstudio.host.registry import OperationInfo
from ganstudio.operations.contract import Data
from ganstudio.operations.recipe import Step, recipe_of_record
from ganstudio.operations.recording import sidecar_of
from ganstudio.operations.run import read_record
from ganstudio.operations.sources import restore
from ganstudio.provenance import KEY, Provenance


class ReuseController(QObject):
    """Takes what was dropped; `message` tells what was done with it."""

    message = Signal(object)

    def __init__(
        self,
        window: QWidget,
        session: EditorSession,
        bridge: Bridge,
        files: FilesController,
        plugin: PluginPanel,
        studio: AppStudio,
    ) -> None:
        super().__init__(window)
        self._session, self._bridge = session, bridge
        self._files, self._plugin, self._studio = files, plugin, studio

    def use(self, path: Path) -> None:
        """Use the settings of a picture, off the UI thread as far as files are read."""
        self._bridge.run(
            lambda progress: read_record(path),
            title=self.tr("Reading {0}").replace("{0}", path.name),
            done=partial(self._use, path),
        )

    def _use(self, path: Path, record: Provenance) -> None:
        document = self._session.document
        steps = recipe_of_record(record).needed
        if document is None or not any(self._set(document, step) for step in reversed(steps)):
            self._files.replace(partial(self._rebuild, path, record))
            return
        hint = ""
        if record.left_out:
            words = self.tr("Its record is private and leaves out: {0}.")
            hint = words.replace("{0}", ", ".join(record.left_out))
        self.message.emit(
            Message(self.tr("Uses the settings of {0}.").replace("{0}", path.name), hint, level="done")
        )

    def _set(self, document: Document, step: Step) -> bool:
        """Give a step's values to the rendering that is shown, or to a new one; False where none can be."""
        layer = self._plugin.layer
        if layer is None or layer.operation != step.operation:
            found = [
                item.operation.id for item in possible(self._studio.registry, document) if item.generates
            ]
            if step.operation not in found:
                return False
            self._plugin.use_operation(step.operation)
            layer = self._plugin.layer
        if layer is None or layer.operation != step.operation:
            return False
        with self._session.attempt():
            document.set_layer(layer.id, params={**layer.params, **step.params})
        return True

    def _rebuild(self, path: Path, record: Provenance) -> None:
        def work(progress: Progress) -> Document:
            document = document_of(record, path, self._studio.registry.operations)
            document.metadata[documents.NAME] = path.stem
            return document

        title = self.tr("Opening {0}").replace("{0}", path.name)
        self._bridge.run(work, title=title, done=self._files.show)


def reuse_offer(path: Path) -> Offer | None:
    """What can be done with a file that says how it was made, told by its first bytes; else None."""
    if path.suffix.lower() == ".json":
        told = _is_record(path)
    else:
        picture = kind_of(path) in ("image", "label_map")
        told = picture and (KEY in peek_texts(path) or sidecar_of(path).is_file())
    return Offer("use_settings", translate("Drop", "Use these settings"), "history") if told else None


def document_of(record: Provenance, path: Path, known: Mapping[str, OperationInfo]) -> Document:
    """What a picture was made from, with its steps as generated layers above.

    The first input gives the size. InputError says what is missing: an input, a plugin, or a step that can
    be no layer.
    """
    if record.private and record.inputs:
        raise InputError(
            f"{path.name} does not hold what it was made from: its record is private.",
            hint="Open a picture first; then its settings can be used on that.",
        )
    steps = recipe_of_record(record).needed
    for step in steps:
        _check_layer(step, known)
    data = {name: restore(name, item, path.parent).data for name, item in record.inputs.items()}
    size = next(iter(data.values())).size if data else (512, 512)
    layers = {name: _layer(value, size, _title(name)) for name, value in data.items()}
    for step in steps:
        reads = {name: layers[ref].id for name, ref in step.inputs.items() if ref in layers}
        title = plugin_text(known[step.operation].title)
        drawn = GeneratedLayer.blank(*size, step.operation, reads, title)
        drawn.params = dict(step.params)
        layers[step.id] = drawn
    document = Document(*size)
    first = next(iter(layers.values()))
    document.adopt(tuple(layers.values()), first.id)
    return document


def _is_record(path: Path) -> bool:
    try:
        return bool(read_record(path).operation)
    except InputError:
        return False


def _check_layer(step: Step, known: Mapping[str, OperationInfo]) -> None:
    info = known.get(step.operation)
    if info is None:
        raise InputError(f"It was made by {step.operation}, whose plugin is not here.")
    if info.manifest.output != "image":
        raise InputError(
            f"“{info.manifest.title}” took part, which cannot stay a layer.",
            hint="ganstudio replay makes the picture again.",
        )


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _layer(data: Data, size: tuple[int, int], name: str) -> Layer:
    if isinstance(data, LabelData):
        return documents.label_layer(data, size, name)
    if isinstance(data, MaskData):
        return MaskLayer.of(data, name)
    if data.size == size:
        return RasterLayer.of(data, name)
    return documents.covering_layer(data, size, name)
