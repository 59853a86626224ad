"""Recipes from the canvas: what was done to this picture, kept as a file or done to a folder at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ganstudio.app import documents, file_dialogs
from ganstudio.app.batch.controller import BatchController
from ganstudio.app.bridge import Bridge
from ganstudio.app.dialogs.save_recipe import RecipeChoice, SaveRecipeDialog
from ganstudio.app.offers import shown_layer
from ganstudio.app.session import EditorSession
from ganstudio.app.studio import AppStudio
from ganstudio.app.widgets.message_bar import Message
from ganstudio.document.document import Document
from ganstudio.document.layers import GeneratedLayer
from ganstudio.errors import GanStudioError
from ganstudio.events import Progress
from ganstudio.operations.from_document import bottom_layers, recipe_of
from ganstudio.operations.preset_library import slug_of
from ganstudio.operations.recipe import Recipe
from ganstudio.operations.recipe_file import write_recipe
from ganstudio.operations.recipe_library import make_folder, recipes_folder


class RecorderController(QObject):
    """Works on the generated layer that the plugin panel shows; `message` tells how it went."""

    message = Signal(object)

    def __init__(
        self,
        window: QWidget,
        session: EditorSession,
        bridge: Bridge,
        studio: AppStudio,
        batch: BatchController,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._session, self._bridge, self._studio = session, bridge, studio
        self._batch = batch
        self.dialog: SaveRecipeDialog | None = None

    def save(self) -> None:
        """Ask for a name and for what is given anew each time, then for the file."""
        document, layer = self._session.document, shown_layer(self._session.document)
        if document is None or layer is None:
            return
        name = Path(documents.title_of(document)).stem
        dialog = self.dialog = SaveRecipeDialog(name, bottom_layers(document, layer), self._window)
        dialog.accepted.connect(lambda: self._ask_file(dialog.chosen()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def run(self) -> None:
        """Show the batch window with what was done here."""
        self._record(RecipeChoice(), self._batch.use_recipe)

    def write(self, path: Path, choice: RecipeChoice) -> None:
        """Write what was done as a recipe."""

        def written(recipe: Recipe) -> None:
            text = self.tr("Saved the recipe {0}.").replace("{0}", path.name)
            hint = self.tr("Drop it on the window, or press Ctrl+Shift+B, to run it on a folder.")
            if path.parent == recipes_folder():
                hint = self.tr("“Presets and recipes” (Ctrl+Shift+P) lists it.")
            self.message.emit(Message(text, hint, level="done"))

        self._record(choice, written, path)

    def _ask_file(self, choice: RecipeChoice) -> None:
        title, kind = self.tr("Save as recipe"), self.tr("Recipe")
        try:
            suggested, folder = slug_of(choice.name), make_folder()
        except GanStudioError:
            suggested, folder = choice.name, None
        path = file_dialogs.ask_save(self._window, title, suggested, ".toml", kind, folder)
        if path is not None:
            self.write(path, choice)

    def _record(
        self, choice: RecipeChoice, done: Callable[[Recipe], object], path: Path | None = None
    ) -> None:
        """Off the UI thread: it may load plugins, and reads the digests of models."""
        document, layer = self._session.document, shown_layer(self._session.document)
        if document is None or layer is None:
            return
        snapshot, id = document.snapshot(), layer.id
        name = choice.name or Path(documents.title_of(document)).stem

        def work(progress: Progress) -> Recipe:
            recipe = recipe_of(
                snapshot,
                _generated(snapshot, id),
                self._studio.operation,
                self._studio.models,
                name=name,
                open_layers=choice.open_layers,
            )
            if path is not None:
                write_recipe(recipe, path)
            return recipe

        self._bridge.run(work, title=self.tr("Writing down the recipe"), done=done)


def _generated(document: Document, id: str) -> GeneratedLayer:
    layer = document.layer(id)
    assert isinstance(layer, GeneratedLayer)
    return layer
