from __future__ import annotations

import json
from pathlib import Path

import pytest

import ganstudio.api as gs
from ganstudio.operations.run import read_record
from tests.cli.conftest import Command

pytestmark = pytest.mark.usefixtures("tinter")


def test_what_made_one_picture_makes_others_and_flags_win(ganstudio: Command, grey: Path) -> None:
    first, second, third = (grey.with_name(f"{name}.png") for name in ("first", "second", "third"))
    tint = ("run", "tinter.tint", "--image", grey)
    ganstudio(*tint, "--colour", "red", "--strength", "0.25", "-o", first)
    assert ganstudio("presets", "save", "Faint red", "--from", first, "--summary", "A hint.").code == 0
    assert ganstudio(*tint, "--preset", "Faint red", "-o", second).code == 0
    assert second.read_bytes() == first.read_bytes()
    assert ganstudio(*tint, "--preset", "faint-red", "--colour", "green", "-o", third).code == 0
    assert read_record(third).params == {"colour": "green", "strength": 0.25}
    by_script = gs.run("tinter.tint", image=grey, preset="Faint red", strength=1.0)
    assert by_script.provenance.params == {"colour": "red", "strength": 1.0}


def test_a_batch_takes_a_preset_and_sweeps_over_it(ganstudio: Command, grey: Path, tmp_path: Path) -> None:
    words = ("presets", "save", "Faint", "--operation", "tinter.tint")
    assert ganstudio(*words, "--set", "strength=0.25", "--set", "colour=red").code == 0
    out = tmp_path / "out"
    batch = ("batch", "tinter.tint", "--image", grey, "--preset", "Faint", "--names", "{colour}")
    assert ganstudio(*batch, "--sweep", "colour=green|red", "-o", out).code == 0
    made = {path.name: read_record(path).params for path in out.iterdir()}
    assert made == {f"{name}.png": {"colour": name, "strength": 0.25} for name in ("green", "red")}


def test_it_travels_as_a_file(ganstudio: Command, grey: Path, tmp_path: Path) -> None:
    file, out = tmp_path / "faint.toml", tmp_path / "out.png"
    ganstudio("presets", "save", "Faint", "--operation", "tinter.tint", "--set", "strength=0.25")
    assert ganstudio("presets", "export", "Faint", "-o", file).code == 0
    assert "is there already" in ganstudio("presets", "export", "Faint", "-o", file).err
    assert ganstudio("presets", "remove", "Faint").code == 0
    assert "There is no preset “Faint”" in ganstudio("presets", "show", "Faint").err
    assert ganstudio("run", "tinter.tint", "--image", grey, "--preset", file, "-o", out).code == 0
    assert ganstudio("presets", "import", file).code == 0
    listed = json.loads(ganstudio("presets", "list", "tinter.tint", "--json").out)
    assert [(row["name"], row["own"], row["params"]) for row in listed] == [
        ("Faint", True, {"strength": 0.25})
    ]
    assert "strength" in ganstudio("presets", "show", "Faint").out


def test_mistakes_are_sentences(ganstudio: Command, grey: Path, tmp_path: Path) -> None:
    out, file = tmp_path / "out.png", tmp_path / "p.toml"

    def mistake(*words: object) -> str:
        ran = ganstudio(*words)
        assert ran.code != 0
        assert ran.err.count("\n") == 1
        return ran.err

    run = ("run", "tinter.tint", "--image", grey, "-o", out, "--preset")
    assert "There is no preset “none” for tinter.tint." in mistake(*run, "none")
    file.write_text('schema = 1\nname = "P"\noperation = "tinter.tint"\nparams.strength = 7\n')
    assert "“P” cannot be used: Strength must lie between 0 and 1, not 7." in mistake(*run, file)
    assert "cannot be used" in mistake("presets", "import", file)
    assert "It is a preset: ganstudio run OPERATION --preset FILE." in mistake("run", file, "-o", out)
    file.write_text('schema = 1\nname = "P"\noperation = "tinter.none"\n')
    assert "There is no operation “tinter.none”." in mistake("presets", "import", file)
    assert "carries no record" in mistake("presets", "save", "P", "--from", grey)
    assert "A preset needs values." in mistake("presets", "save", "P")
    both = ("--from", grey, "--set", "strength=1")
    assert "The picture says the operation" in mistake("presets", "save", "P", *both)
    assert not out.exists()


def test_a_picture_of_several_steps_is_pointed_to_recipes(ganstudio: Command, grey: Path) -> None:
    recipe, out = grey.with_name("r.toml"), grey.with_name("out.png")
    step = 'operation = "tinter.tint"\ninputs.image = '
    recipe.write_text(
        'schema = 1\nname = "R"\ninputs.photo = "image"\n'
        f'[[steps]]\nid = "a"\n{step}"photo"\n[[steps]]\nid = "b"\n{step}"a"\n'
    )
    assert ganstudio("run", recipe, "--photo", grey, "-o", out).code == 0
    told = ganstudio("presets", "save", "P", "--from", out).err
    assert "out.png was made in several steps, and a preset is of one." in told
    assert "recipe" in told
    told = ganstudio("run", recipe, "--photo", grey, "-o", out, "--preset", "P").err
    assert "The values of a recipe are fixed." in told


def test_copies_are_renamed_and_scripts_see_them(ganstudio: Command, grey: Path) -> None:
    made = gs.run("tinter.tint", image=grey, strength=0.25)
    gs.keep_preset("Faint", made, summary="A hint.")
    assert ganstudio("presets", "duplicate", "Faint").code == 0
    assert ganstudio("presets", "rename", "faint-2", "Fainter").code == 0
    assert [each.name for each in gs.presets("tinter.tint")] == ["Faint", "Fainter"]
    again = gs.run("tinter.tint", image=grey, preset=gs.preset("Fainter"))
    assert again.provenance.params == made.provenance.params
    assert "already a preset “Faint”" in ganstudio("presets", "rename", "Fainter", "Faint").err


def test_recipes_are_taken_and_listed_with_what_runs_them(
    ganstudio: Command, grey: Path, tmp_path: Path
) -> None:
    file, out = tmp_path / "twice.toml", tmp_path / "out.png"
    step = 'operation = "tinter.tint"\ninputs.image = '
    file.write_text(
        f'schema = 1\nname = "Twice"\ninputs.photo = "image"\n[[steps]]\nid = "a"\n{step}"photo"\n',
        encoding="utf-8",
    )
    assert ganstudio("presets", "import", file).code == 0
    assert "already a recipe “Twice”" in ganstudio("presets", "import", file).err
    (row,) = [
        row for row in json.loads(ganstudio("presets", "list", "--json").out) if row["kind"] == "recipe"
    ]
    assert (row["name"], row["steps"]) == ("Twice", ["tinter.tint"])
    assert f"Twice: ganstudio run {row['path']}" in ganstudio("presets", "list").out
    assert ganstudio("run", row["path"], "--photo", grey, "-o", out).code == 0
    file.write_text(file.read_text().replace("tinter.tint", "tinter.none"), encoding="utf-8")
    assert "There is no operation “tinter.none”." in ganstudio("presets", "import", file, "--force").err


def test_a_newer_plugin_and_a_missing_model_are_told_before_anything_runs(
    ganstudio: Command, grey: Path, tmp_path: Path
) -> None:
    out, file = tmp_path / "out.png", tmp_path / "p.toml"
    head = 'schema = 1\nname = "P"\noperation = "tinter.tint"\nplugin_version = "99.0"\n'
    file.write_text(f"{head}params.strength = 0.5\nparams.glow = 1\n", encoding="utf-8")
    told = "The preset “P” was written with version 99.0 of the plugin tinter; here is "
    for words in (("presets", "show", file), ("presets", "import", file)):
        assert told in ganstudio(*words).err
    ran = ganstudio("run", "tinter.tint", "--image", grey, "--preset", file, "-o", out)
    assert (ran.code != 0, told in ran.err, out.exists()) == (True, True, False)
    file.write_text(f"{head}params.strength = 0.5\n", encoding="utf-8")
    shown = ganstudio("presets", "show", file)
    assert (shown.code, told in shown.err) == (0, True)
