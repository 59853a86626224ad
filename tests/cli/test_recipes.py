from __future__ import annotations

import json
from pathlib import Path

import pytest

from ganstudio.document.files import read_image, write_image
from tests.cli.conftest import Command
from tests.support.operations import picture

TINTS = """
schema = 1
name = "Two tints"
summary = "Red, then green."
output = "green"

[inputs]
photo = "image"

[[steps]]
id = "red"
operation = "tinter.tint"
plugin_version = "0.1.0"
inputs.image = "photo"
params.colour = "red"
params.strength = 0.4

[[steps]]
id = "green"
operation = "tinter.tint"
plugin_version = "0.1.0"
inputs.image = "red"
params.colour = "green"
params.strength = 0.3
"""


@pytest.fixture
def recipe(tinter: Path, tmp_path: Path) -> Path:
    file = tmp_path / "tints.toml"
    file.write_text(TINTS, encoding="utf-8")
    return file


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    for level, name in enumerate(["a", "b", "deep/c"]):
        write_image(folder / f"{name}.png", picture((level * 10, 90, 0)))
    return folder


def test_a_recipe_on_one_picture_is_its_operations_one_after_the_other(
    ganstudio: Command, recipe: Path, grey: Path
) -> None:
    out, red, green = (grey.with_name(f"{name}.png") for name in ("out", "red", "green"))
    assert ganstudio("run", recipe, "--photo", grey, "-o", out).code == 0
    tint = ("run", "tinter.tint", "--image")
    assert ganstudio(*tint, grey, "--colour", "red", "--strength", "0.4", "-o", red).code == 0
    assert ganstudio(*tint, red, "--colour", "green", "--strength", "0.3", "-o", green).code == 0
    assert (read_image(out).pixels == read_image(green).pixels).all()

    again = grey.with_name("again.png")
    ran = ganstudio("replay", out, "-o", again)
    assert (ran.code, ran.err) == (0, "")
    assert again.read_bytes() == out.read_bytes()
    shown = ganstudio("info", out).out
    assert shown.splitlines()[0].split() == ["steps", "red,", "green"]
    assert "tinter.tint, plugin 0.1.0" in shown
    assert "from red" in shown
    assert [step["id"] for step in json.loads(ganstudio("info", out, "--json").out)["steps"]] == [
        "red",
        "green",
    ]


def test_a_recipe_on_a_folder(ganstudio: Command, recipe: Path, pictures: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (pictures / "b.png").write_text("no picture")
    words = ["batch", recipe, pictures, "--recursive", "--format", "jpg", "--quality", "80", "-o", out]
    ran = ganstudio(*words)
    assert ran.code == 1
    assert ran.out == f"{out}: 2 done, 1 failed\n"
    assert "[2/3] b.jpg failed: b.png is not an image that can be read" in ran.err
    assert sorted(path.relative_to(out).as_posix() for path in out.rglob("*.*")) == ["a.jpg", "deep/c.jpg"]
    write_image(pictures / "b.png", picture((1, 2, 3)))
    assert ganstudio(*words).out == f"{out}: 1 done, 2 there already\n"


def test_a_dry_run_lists_what_would_be_written(
    ganstudio: Command, recipe: Path, pictures: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    words = ["batch", recipe, pictures / "**" / "*.png", "--names", "{stem}_{colour}", "-o", out]
    ran = ganstudio(*words, "--dry-run")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        f"{out / name}_green.png from {pictures / name}.png" for name in ("a", "b", "deep/c")
    ]
    assert not out.exists()
    assert ganstudio(*words).code == 0
    listed = json.loads(ganstudio(*words, "--dry-run", "--json").out)
    assert [(row["output"], row["there"]) for row in listed] == [
        (f"{out / name}_green.png", True) for name in ("a", "b", "deep/c")
    ]


def test_the_one_folder_of_an_operation_needs_no_flag(
    ganstudio: Command, tinter: Path, pictures: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert ganstudio("batch", "tinter.tint", pictures, "-o", out).out == f"{out}: 2 done\n"
    both = ganstudio("batch", "tinter.tint", pictures, "--image", pictures, "-o", out)
    assert (both.code, "are the same input" in both.err) == (2, True)
    none = ganstudio("batch", "tinter.tint", "-o", out)
    assert (none.code, none.err) == (2, "error: tinter.tint needs --image with a folder.\n")


def test_help_names_the_inputs(ganstudio: Command, recipe: Path) -> None:
    shown = ganstudio("batch", recipe, "--help").out
    assert "Red, then green." in shown
    assert "--photo" in shown
    assert "--colour " not in shown
    assert "[IN]" in shown


def test_what_a_recipe_does_is_shown_and_checked(ganstudio: Command, recipe: Path) -> None:
    ran = ganstudio("info", recipe)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[0].split() == ["recipe", "Two", "tints"]
    assert "--photo, a picture" in ran.out
    assert json.loads(ganstudio("info", recipe, "--json").out)["steps"][1]["inputs"] == {"image": "red"}

    recipe.write_text(TINTS.replace('"0.1.0"', '"0.0.9"', 1), encoding="utf-8")
    assert "recorded with version 0.0.9 of its plugin; here is 0.1.0" in ganstudio("info", recipe).err
    recipe.write_text(TINTS.replace("tinter.tint", "tinter.tnt", 1), encoding="utf-8")
    ran = ganstudio("info", recipe)
    assert ran.code == 2
    assert ran.err == "error: Step “red”: There is no operation “tinter.tnt”. Did you mean tinter.tint?\n"


@pytest.mark.parametrize("command", ["run", "batch", "info"])
def test_a_recipe_that_is_not_there(ganstudio: Command, command: str, tmp_path: Path) -> None:
    ran = ganstudio(command, tmp_path / "none.toml")
    assert (ran.code, ran.err) == (2, f"error: {tmp_path / 'none.toml'} does not exist.\n")
