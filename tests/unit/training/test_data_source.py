"""From the words of a command line to the data set that a recipe wants."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio.errors import InputError
from ganstudio.events import Progress
from ganstudio.params import build
from ganstudio.training.data_source import DataSource, load
from ganstudio.training.launch import RecipeEntry, brought, recipe_named


def loaded(recipe: str, folder: Path, source: DataSource) -> object:
    entry: RecipeEntry = recipe_named(recipe)
    return load(source, entry, build(entry.params_class(), {"size": 64}), folder, progress=Progress())


def save(path: Path, values: np.ndarray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(values).save(path)


def test_label_maps_bring_the_classes_that_their_folder_names(tmp_path: Path) -> None:
    for number in range(3):
        save(tmp_path / f"set/images/{number}.png", np.zeros((64, 64, 3), np.uint8))
        save(tmp_path / f"set/labels/{number}.png", np.full((64, 64), number, np.uint8))
    (tmp_path / "set/palette.txt").write_text("".join(f"c{n} {n} 0 0\n" for n in range(7)))
    data = loaded("spade", tmp_path, DataSource(str(tmp_path / "set"), size=64))
    assert brought(data) == {"classes": 7, "palette": ""}
    named = loaded("spade", tmp_path, DataSource(str(tmp_path / "set"), size=64, palette="landscape"))
    assert brought(named) == {"classes": 12, "palette": "landscape"}


def test_options_reach_the_reader(tmp_path: Path) -> None:
    save(tmp_path / "set/a.png", np.zeros((64, 64, 3), np.uint8))
    source = DataSource(str(tmp_path / "set"), options={"sketch": "edges"})
    data = loaded("pix2pix", tmp_path, source)
    assert getattr(data, "kind", "") == "paired"
    with pytest.raises(InputError, match="no option “sketsh”"):
        loaded("pix2pix", tmp_path, DataSource(str(tmp_path / "set"), options={"sketsh": "edges"}))


def test_a_recipe_gets_the_view_of_a_world_that_it_can_use(tmp_path: Path) -> None:
    data = loaded("cyclegan", tmp_path, DataSource(world="landscape", scenes=2))
    assert getattr(data, "names", ()) == ("summer", "winter")
    with pytest.raises(InputError, match="captions"):
        loaded("cyclegan", tmp_path, DataSource(world="landscape:captions", scenes=2))


@pytest.mark.parametrize("world", ["faces", "landscape:sketch"])
def test_what_has_no_label_maps_is_not_taken_for_landscapes(world: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not label_maps"):
        loaded("spade", tmp_path, DataSource(world=world, kind="label_maps", scenes=2))
