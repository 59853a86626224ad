"""Where the person's recipes lie, with the pictures that ride along with them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ganstudio import paths
from ganstudio.errors import GanStudioError, InputError, SaveError
from ganstudio.operations.preset_library import Broken, remove_file, slug_of
from ganstudio.operations.recipe import Recipe
from ganstudio.operations.recipe_file import SUFFIX, companions, read_recipe, write_recipe


@dataclass(frozen=True)
class KeptRecipe:
    """A recipe of the library, and its file."""

    recipe: Recipe
    path: Path


class RecipeLibrary:
    """The person's recipes, all in one folder."""

    def all(self) -> tuple[list[KeptRecipe], list[Broken]]:
        """The recipes by name, and the files that cannot be read."""
        found, broken = list[KeptRecipe](), list[Broken]()
        for path in _files():
            try:
                found.append(KeptRecipe(read_recipe(path), path))
            except GanStudioError as error:
                broken.append(Broken(path, True, str(error)))
        return sorted(found, key=lambda kept: kept.recipe.name.casefold()), broken

    def place_of(self, name: str) -> Path:
        """Where a recipe that is called so lies; InputError for what names no file."""
        return recipes_folder() / f"{slug_of(name)}{SUFFIX}"

    def keep(self, recipe: Recipe, *, replace: bool = False) -> KeptRecipe:
        """Put a recipe into the library; InputError where one is called so and may not be replaced."""
        path = self.place_of(recipe.name)
        if path.exists() and not replace:
            raise InputError(f"There is already a recipe “{recipe.name}”.", hint="Choose another name.")
        make_folder()
        write_recipe(recipe, path)
        return KeptRecipe(recipe, path)

    def rename(self, kept: KeptRecipe, name: str) -> KeptRecipe:
        """Call it otherwise; InputError for a name that is taken."""
        renamed = replace(kept.recipe, name=name.strip())
        if self.place_of(renamed.name) == kept.path:
            return self.keep(renamed, replace=True)
        made = self.keep(renamed)
        self.forget(kept)
        return made

    def duplicate(self, kept: KeptRecipe) -> KeptRecipe:
        """The same with a number behind its name."""
        names = (f"{kept.recipe.name} {number}" for number in itertools.count(2))
        free = next(name for name in names if not self.place_of(name).exists())
        return self.keep(replace(kept.recipe, name=free))

    def forget(self, kept: KeptRecipe) -> None:
        """Remove its file, and what was written beside it; SaveError where that cannot be."""
        beside = companions(kept.path)
        remove_file(kept.path)
        for path in beside:
            remove_file(path)


def recipes_folder() -> Path:
    """The person's recipes."""
    return paths.config_dir() / "recipes"


def make_folder() -> Path:
    """The folder, made if it is not there; SaveError where that cannot be."""
    folder = recipes_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SaveError(f"{folder} cannot be made: {reason}.") from error
    return folder


def _files() -> Iterator[Path]:
    yield from sorted(path for path in recipes_folder().glob(f"*{SUFFIX}") if not path.name.startswith("."))
