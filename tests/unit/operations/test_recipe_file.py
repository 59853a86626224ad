from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ganstudio.document.image import ImageData, MaskData
from ganstudio.errors import InputError, SaveError
from ganstudio.operations.contract import InputSpec
from ganstudio.operations.recipe import Recipe, Step
from ganstudio.operations.recipe_file import read_recipe, write_recipe
from ganstudio.operations.sources import Source
from tests.support.operations import label_map
from tests.support.recipes import painting


def test_a_recipe_is_read_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "recipe.toml"
    recipe = replace(painting(), inputs=(*painting().inputs, InputSpec("extra", "image", required=False)))
    write_recipe(recipe, file)
    assert read_recipe(file) == recipe
    text = file.read_text(encoding="utf-8")
    assert text.startswith('schema = 1\nname = "Twice painted"\n')
    # What has no value at all must not become a default on the way.
    assert 'unset = ["note"]' in text
    assert read_recipe(file).steps[1].params["note"] is None


def test_constants_ride_along_inside_or_beside(tmp_path: Path) -> None:
    noise = np.random.Generator(np.random.PCG64(0)).integers(0, 255, (300, 400, 3), np.uint8)
    small = MaskData(np.eye(9, dtype=np.uint8) * 255)
    constants = {"mask": small, "look": ImageData.of(noise), "labels": label_map(1, 255)}
    steps = (Step("a", "x.y", {}, {name: name for name in constants}),)
    recipe = Recipe("R", (), steps, constants={name: Source(data) for name, data in constants.items()})
    file = tmp_path / "deep.toml"
    write_recipe(recipe, file)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deep-look.png", "deep.toml"]
    found = read_recipe(file).constants
    assert {name: source.data for name, source in found.items()} == constants


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SaveError, match="could not be saved"):
        write_recipe(painting(), tmp_path / "none" / "r.toml")


STEP = '[[steps]]\nid = "a"\noperation = "x.y"\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name = ", "r.toml is no recipe: "),
        ('recipe = "spade"', "it has no steps"),
        (f'schema = 2\nname = "R"\n{STEP}', "written by a newer GAN Studio. Update to use it"),
        (f"schema = 1\n{STEP}", "the key “name” is missing"),
        (
            f'schema = 1\nname = "R"\n{STEP}operatoin = "x.z"',
            "no key “steps.1.operatoin”. Did you mean operation",
        ),
        (
            f'schema = 1\nname = "R"\ninputs.image = "photo"\n{STEP}',
            "must be image, label_map or mask, not 'photo'",
        ),
        (f'schema = 1\nname = "R"\n{STEP}inputs.image = "photo"', "r.toml: The step “a” reads “photo”"),
        (
            f'schema = 1\nname = "R"\n{STEP}[constants.mask]\nkind = "mask"\nembedded = "AAAA"',
            "The constant “mask” is damaged",
        ),
        (
            f'schema = 1\nname = "R"\n{STEP}[constants.mask]\nkind = "mask"\nfile = "m.png"',
            "m.png does not exist",
        ),
    ],
)
def test_what_cannot_be_used_is_one_sentence(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "r.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message) as caught:
        read_recipe(tmp_path / "r.toml")
    assert "\n" not in str(caught.value)


def test_no_file_at_all(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        read_recipe(tmp_path / "r.toml")
    (tmp_path / "r.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="is no recipe"):
        read_recipe(tmp_path / "r.toml")
