"""Presets and recipes on the picture that is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from ganstudio.app import documents
from ganstudio.app.bridge import Bridge
from ganstudio.app.errors import message_of
from ganstudio.app.files import FilesController
from ganstudio.app.i18n import plugin_text
from ganstudio.app.offers import Source, candidates, possible, stands_alone
from ganstudio.app.panels.plugin import PluginPanel
from ganstudio.app.session import EditorSession
from ganstudio.app.studio import AppStudio
from ganstudio.app.widgets.message_bar import Message
from ganstudio.document.document import Document
from ganstudio.document.frames import FrameData
from ganstudio.document.image import ImageData
from ganstudio.document.layers import GeneratedLayer, RasterLayer
from ganstudio.errors import CheckpointError, InputError
from ganstudio.events import Progress
from ganstudio.operations.chain import Chain, as_image, prepare
from ganstudio.operations.contract import Data, InputKind, Operation
from ganstudio.operations.from_document import value_of
from ganstudio.operations.preset_library import own_folder
from ganstudio.operations.presets import Preset
from ganstudio.operations.recipe import Recipe

_SOURCES: Mapping[InputKind, Source] = {"image": "picture", "label_map": "label", "mask": "mask"}


class PresetUser(QObject):
    """`message` tells what was done, or why nothing was."""

    message = Signal(object)

    def __init__(
        self,
        parent: QObject,
        session: EditorSession,
        bridge: Bridge,
        files: FilesController,
        plugin: PluginPanel,
        studio: AppStudio,
        open_models: Callable[[], object],
    ) -> None:
        super().__init__(parent)
        self._session, self._bridge, self._files = session, bridge, files
        self._plugin, self._studio, self._open_models = plugin, studio, open_models

    # Presets

    def use_preset(self, preset: Preset, path: Path | None = None) -> None:
        """Give its values to the rendering that is open, to a new one, or to a start page's picture."""

        def work(progress: Progress) -> tuple[Operation, list[str]]:
            operation = self._studio.operation(preset.operation)
            return operation, preset.check(operation, self._studio.models)

        def done(found: tuple[Operation, list[str]]) -> None:
            operation, warnings = found
            if self._give(preset, operation, path):
                own = path is None or path.is_relative_to(own_folder())
                name = preset.name if own else plugin_text(preset.name)
                text = self.tr("Uses the preset “{0}”.").replace("{0}", name)
                level = "warning" if warnings else "done"
                self.message.emit(Message(text, " ".join(warnings), level=level))

        title = self.tr("Using the preset {0}").replace("{0}", preset.name)
        self._bridge.run(work, title=title, done=done, failed=self._failed, quiet=True)

    def _give(self, preset: Preset, operation: Operation, path: Path | None) -> bool:
        """False where it was told why not, or where something is computed first."""
        info = self._studio.registry.operations[operation.id]
        values = preset.values_for(operation)
        if info.manifest.opens == "window" or info.manifest.output != "image":
            return self._run_once(operation.id, values)
        if not self._show_layer(operation.id):
            self._refuse(plugin_text(info.title))
            return False
        self._plugin.take_preset(preset, operation, path)
        return True

    def _run_once(self, id: str, values: Mapping[str, Any]) -> bool:
        document = self._session.document
        found = possible(self._studio.registry, document) if document is not None else ()
        if not any(item.operation.id == id for item in found):
            self._refuse(plugin_text(self._studio.registry.operations[id].title))
        else:
            self._plugin.use_operation(id, values)
        return False

    def _show_layer(self, id: str) -> bool:
        """Whether the panel shows a rendering by this operation, a new one if need be."""
        document, layer = self._session.document, self._plugin.layer
        if layer is not None and layer.operation == id:
            return True
        if document is None:
            self._begin(id)
        else:
            before = {other.id for other in document.layers}
            self._plugin.use_operation(id)
            # What was worked on may stay in hand; here it is the new rendering that counts.
            for new in document.layers:
                if new.id not in before and isinstance(new, GeneratedLayer):
                    document.active_id = new.id
        layer = self._plugin.layer
        return layer is not None and layer.operation == id

    def _begin(self, id: str) -> None:
        """What the start page begins with, or an empty canvas for what reads nothing."""
        info = self._studio.registry.operations[id]
        tiles = [tile for tile in info.plugin.manifest.start if tile.operation == info.manifest.id]
        if stands_alone(info.manifest):
            self._files.show(documents.alone(info))
        elif tiles:
            self._files.start(tiles[0], info)

    def _refuse(self, title: str) -> None:
        text = self.tr("“{0}” finds nothing here that it could be used on.").replace("{0}", title)
        self.message.emit(Message(text, self.tr("Open a picture that suits it first."), level="warning"))

    # Recipes

    def run_recipe(self, recipe: Recipe) -> None:
        """Do its steps to the layers that suit its inputs; what it makes becomes a layer."""

        def done(chain: Chain) -> None:
            document = self._session.document
            try:
                if document is None:
                    raise InputError("There is no picture to run it on.", hint="Open one first.")
                self._run(document, chain, _inputs(document, chain))
            except InputError as error:
                self._failed(error)

        self._bridge.run(
            lambda progress: prepare(recipe, self._studio.operation, self._studio.models),
            title=self.tr("Reading {0}").replace("{0}", recipe.name),
            done=done,
            failed=self._failed,
            quiet=True,
        )

    def _run(self, document: Document, chain: Chain, inputs: Mapping[str, Data]) -> None:
        def work(progress: Progress) -> ImageData:
            result = chain.run(
                inputs, compute=self._studio.compute, models=self._studio.models, progress=progress
            )
            if isinstance(result.data, FrameData):
                raise InputError("The recipe makes a film, which is no layer.", hint="Run it on a folder.")
            return as_image(result.data)

        def done(image: ImageData) -> None:
            if self._session.document is not document:
                return
            size = document.width, document.height
            same = image.size == size
            layer = RasterLayer.of(image, chain.title)
            with self._session.attempt():
                made = layer if same else documents.covering_layer(image, size, chain.title)
                document.add_layer(made, len(document.layers))

        self._bridge.run(work, title=chain.title, done=done, failed=self._failed)

    def _failed(self, error: BaseException) -> None:
        message = message_of(error)
        if isinstance(error, CheckpointError):
            message = Message(
                message.text,
                message.hint,
                message.detail,
                verb=self.tr("Open the models"),
                act=self._open_models,
            )
        self.message.emit(message)


def _inputs(document: Document, chain: Chain) -> dict[str, Data]:
    """The likeliest layer for each input; InputError names the one for which there is none."""
    kinds = {"image": "a picture", "label_map": "a label map", "mask": "a mask"}
    found: dict[str, Data] = {}
    for spec in chain.inputs:
        layers = candidates(document, _SOURCES[spec.kind], document.active)
        data = next((data for layer in layers if (data := value_of(layer)) is not None), None)
        if data is not None:
            found[spec.name] = data
        elif spec.required:
            raise InputError(f"The recipe needs {kinds[spec.kind]}, and there is none here.")
    return found
