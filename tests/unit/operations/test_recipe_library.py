"""Recipes in the person's folder, with the pictures beside them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ganstudio.document.image import ImageData
from ganstudio.errors import InputError
from ganstudio.operations.contract import InputSpec
from ganstudio.operations.recipe import Recipe, Step
from ganstudio.operations.recipe_library import RecipeLibrary, make_folder, recipes_folder
from ganstudio.operations.sources import Source

LARGE = Source(ImageData(np.random.default_rng(0).integers(0, 255, (300, 300, 3), np.uint8)))
"""More than is embedded."""
RECIPE = Recipe(
    "Night",
    (InputSpec("image", "image"),),
    (Step("a", "fake.paint", {}, {"image": "image", "style": "style"}),),
    constants={"style": LARGE},
)


def files() -> set[str]:
    return {path.name for path in recipes_folder().iterdir()}


def test_what_rides_along_moves_and_goes_with_the_recipe() -> None:
    library = RecipeLibrary()
    kept = library.keep(RECIPE)
    assert files() == {"night.toml", "night-style.png"}
    renamed = library.rename(kept, "Dark night")
    assert files() == {"dark-night.toml", "dark-night-style.png"}
    copy = library.duplicate(renamed)
    assert copy.recipe.name == "Dark night 2"
    library.forget(renamed)
    assert files() == {"dark-night-2.toml", "dark-night-2-style.png"}
    (left,) = library.all()[0]
    assert np.array_equal(left.recipe.constants["style"].data.pixels, LARGE.data.pixels)


def test_a_taken_name_is_refused_and_a_broken_file_is_listed_with_its_sentence() -> None:
    library = RecipeLibrary()
    assert library.all() == ([], [])
    kept = library.keep(replace(RECIPE, constants={}, steps=(Step("a", "fake.paint"),)))
    with pytest.raises(InputError, match="already a recipe “NIGHT”"):
        library.keep(replace(kept.recipe, name="NIGHT"))
    (make_folder() / "newer.toml").write_text("schema = 99\n", encoding="utf-8")
    found, broken = library.all()
    assert [each.recipe.name for each in found] == ["Night"]
    assert [file.sentence for file in broken] == [
        "newer.toml was written by a newer GAN Studio. Update to use it."
    ]
