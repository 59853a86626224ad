"""What can be done with the files of presets and recipes, each off the UI thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from ganstudio import paths
from ganstudio.app import file_dialogs
from ganstudio.app.bridge import Bridge
from ganstudio.app.errors import message_of
from ganstudio.app.presets.shelf import Item
from ganstudio.app.presets.words import title_of
from ganstudio.app.studio import AppStudio
from ganstudio.app.widgets.message_bar import Message
from ganstudio.errors import InputError
from ganstudio.events import Progress
from ganstudio.operations.preset_library import Kept, remove_file, slug_of
from ganstudio.operations.presets import SUFFIX, Preset, read_preset, write_preset
from ganstudio.operations.recipe import Recipe
from ganstudio.operations.recipe_file import companions, read_recipe, write_recipe
from ganstudio.operations.recipe_library import RecipeLibrary
from ganstudio.operations.schema_file import is_recipe_file


class PresetDeeds(QObject):
    """`changed(key)` asks to read the library again and to choose this one."""

    message = Signal(object)
    changed = Signal(str)

    def __init__(self, window: QWidget, bridge: Bridge, studio: AppStudio) -> None:
        super().__init__(window)
        self._window, self._bridge, self._studio = window, bridge, studio

    def rename(self, item: Item, name: str) -> None:
        def work(progress: Progress) -> Path:
            _check_free(self._studio, item, name)
            if item.kind == "preset":
                return self._studio.core.presets.rename(item.kept, name).path
            return RecipeLibrary().rename(item.kept_recipe, name).path

        self._do(work, self.tr("Renaming {0}"), item)

    def duplicate(self, item: Item) -> None:
        """The copy is the person's own, under the name that they see."""

        def work(progress: Progress) -> Path:
            if item.kind == "recipe":
                return RecipeLibrary().duplicate(item.kept_recipe).path
            shown = replace(item.kept.preset, name=title_of(item), summary=item.summary)
            return self._studio.core.presets.duplicate(Kept(shown, item.path, item.own)).path

        self._do(work, self.tr("Duplicating {0}"), item)

    def remove(self, item: Item) -> None:
        """At once; the message offers to take it back."""

        def work(progress: Progress) -> Mapping[Path, bytes]:
            files = [item.path, *(companions(item.path) if item.kind == "recipe" else ())]
            kept = {file: file.read_bytes() for file in files if file.is_file()}
            for file in files:
                remove_file(file)
            return kept

        def done(kept: Mapping[Path, bytes]) -> None:
            text = self.tr("Deleted {0}.").replace("{0}", title_of(item))
            back = lambda: self._put_back(item, kept)  # noqa: E731
            self.message.emit(Message(text, level="done", verb=self.tr("Undo"), act=back))
            self.changed.emit("")

        self._do(work, self.tr("Deleting {0}"), item, done)

    def export(self, item: Item) -> None:
        """Ask where to, and write it for others."""
        kind = self.tr("Preset") if item.kind == "preset" else self.tr("Recipe")
        title = self.tr("Export preset") if item.kind == "preset" else self.tr("Export recipe")
        path = file_dialogs.ask_save(self._window, title, slug_of(title_of(item)), SUFFIX, kind)
        if path is None:
            return

        def work(progress: Progress) -> None:
            if isinstance(item.content, Preset):
                write_preset(item.content, path)
            elif isinstance(item.content, Recipe):
                write_recipe(item.content, path)

        def done(_: object) -> None:
            text = self.tr("Exported {0} to {1}.").replace("{0}", path.name)
            self.message.emit(Message(text.replace("{1}", str(path.parent)), level="done"))

        self._do(work, self.tr("Exporting {0}"), item, done)

    def import_paths(self, found: Sequence[Path]) -> None:
        """Take files of presets and recipes into the library; one that is there under its name stays."""

        def work(progress: Progress) -> list[tuple[str, Path]]:
            return [_imported(path, self._studio) for path in found]

        def done(taken: list[tuple[str, Path]]) -> None:
            names = ", ".join(f"“{name}”" for name, _ in taken)
            self.message.emit(Message(self.tr("Imported {0}.").replace("{0}", names), level="done"))
            self.changed.emit(str(taken[-1][1]))

        def failed(error: BaseException) -> None:
            self.message.emit(message_of(error))
            self.changed.emit("")

        if found:
            title = self.tr("Importing {0}").replace("{0}", found[0].name)
            self._bridge.run(work, title=title, done=done, failed=failed)

    def show_in_folder(self, item: Item) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(item.path.parent)))

    def _put_back(self, item: Item, kept: Mapping[Path, bytes]) -> None:
        def work(progress: Progress) -> Path:
            for path, content in kept.items():
                with paths.atomic_write(path) as file:
                    file.write(content)
            return item.path

        self._do(work, self.tr("Putting {0} back"), item)

    def _do(
        self,
        work: Callable[[Progress], Any],
        title: str,
        item: Item,
        done: Callable[[Any], None] | None = None,
    ) -> None:
        def failed(error: BaseException) -> None:
            self.message.emit(message_of(error))
            self.changed.emit(item.key)

        self._bridge.run(
            work,
            title=title.replace("{0}", title_of(item)),
            done=done or (lambda path: self.changed.emit(str(path))),
            failed=failed,
            quiet=True,
        )


def _check_free(studio: AppStudio, item: Item, name: str) -> None:
    """InputError, in words of the window, for a name that is another's."""
    if item.kind == "preset":
        place = studio.core.presets.place_of(name, item.operation)
    else:
        place = RecipeLibrary().place_of(name)
    if place != item.path and place.exists():
        raise InputError(f"“{name}” is taken.", hint="Choose another name.")


def _imported(path: Path, studio: AppStudio) -> tuple[str, Path]:
    """The name and the place of what was taken; a model that it needs may come later."""
    if is_recipe_file(path):
        recipe, library = read_recipe(path), RecipeLibrary()
        if library.place_of(recipe.name).exists():
            recipe = replace(recipe, name=_free(recipe.name, lambda name: library.place_of(name).exists()))
        return recipe.name, library.keep(recipe).path
    preset, presets = read_preset(path), studio.core.presets
    preset.values_for(studio.operation(preset.operation))
    place = presets.place_of(preset.name, preset.operation)
    if place.exists() and read_preset(place) == preset:
        return preset.name, place
    taken = lambda name: presets.place_of(name, preset.operation).exists()  # noqa: E731
    preset = replace(preset, name=_free(preset.name, taken))
    return preset.name, presets.keep(preset)


def _free(name: str, taken: Callable[[str], bool]) -> str:
    """The name, with a number where it is taken."""
    free, number = name, 2
    while taken(free):
        free, number = f"{name} {number}", number + 1
    return free
