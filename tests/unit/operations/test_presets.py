from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import pytest

from ganstudio import paths
from ganstudio.document.image import ImageData
from ganstudio.errors import CheckpointError, InputError
from ganstudio.host.registry import Registry
from ganstudio.host.studio import Studio
from ganstudio.operations.contract import Context, OperationParams, operation
from ganstudio.operations.preset_library import PresetLibrary, own_folder
from ganstudio.operations.presets import (
    Preset,
    preset_of,
    preset_of_record,
    read_preset,
    write_preset,
)
from ganstudio.operations.recipe import ModelNeed
from ganstudio.operations.versions import is_newer
from ganstudio.params import Range, Seed, formerly
from ganstudio.provenance import ModelRecord, Provenance, Step
from tests.support.operations import PAINT, FakeModels, PaintParams

HEAD = 'schema = 1\nname = "P"\noperation = "fake.paint"\n'


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    need = ModelNeed("red", "ab", "a friend")
    preset = Preset(
        "겨울밤", "fake.paint", {"seed": 3, "note": None, "model": "red"}, "Dark.", "1.0", (need,)
    )
    write_preset(preset, tmp_path / "p.toml")
    assert read_preset(tmp_path / "p.toml") == preset


def test_it_holds_what_differs_and_seeds_and_models_in_any_case() -> None:
    preset = preset_of(PAINT, PaintParams(strength=0.5), FakeModels(), name="P")
    assert preset.params == {"model": "brown", "seed": 0, "strength": 0.5}
    assert preset.models == (ModelNeed("brown", f"{90:064x}"),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name = ", "p.toml is no preset: "),
        (HEAD.replace("schema = 1", "schema = 2"), "written by a newer GAN Studio. Update to use it"),
        (f"{HEAD}steps = []", "p.toml is a recipe, no preset. Try ganstudio run"),
        (f"{HEAD}sumary = 'x'", "there is no key “sumary”. Did you mean summary"),
        (HEAD.replace("name", "nam"), "there is no key “nam”. Did you mean name"),
        ('schema = 1\nname = "P"', "the key “operation” is missing"),
        (HEAD.replace('"P"', '""'), "name: string should have at least 1 character"),
        (f"{HEAD}params = 3", "params: input should be a valid dictionary"),
        (f"{HEAD}models.red.digest = 'x'", "there is no key “models.red.digest”"),
    ],
)
def test_a_file_that_cannot_be_used_is_a_sentence(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "p.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_preset(file)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("preset", "message"),
    [
        (Preset("P", "fake.other"), "“P” is for fake.other, not for fake.paint."),
        (Preset("P", "fake.paint", {"strength": 2}), "“P” cannot be used: Strength must lie between 0 and 1"),
        (Preset("P", "fake.paint", {"colour": 1}), "There is no parameter “colour”."),
        (Preset("P", "fake.paint", {"seed": {"a": 1}}), "seed: input should be a valid integer"),
    ],
)
def test_values_that_do_not_fit_are_a_sentence(preset: Preset, message: str) -> None:
    with pytest.raises(InputError) as caught:
        preset.values_for(PAINT)
    assert message in str(caught.value)


class RenamedParams(OperationParams):
    amount: Annotated[float, Range(0, 1), formerly("strength")] = 1.0
    seed: Annotated[int, Seed()] = 0


def renamed(params: RenamedParams, ctx: Context) -> ImageData:
    raise NotImplementedError


def test_a_parameter_that_was_renamed_keeps_its_value() -> None:
    now = operation("fake.paint", "Paint", renamed)
    old = Preset("P", "fake.paint", {"strength": 0.25})
    assert old.values_for(now) == {"amount": 0.25}
    assert old.over(now, {"amount": 0.5}) == {"amount": 0.5}


def test_a_model_that_is_missing_is_named_with_its_source_unless_another_is_given() -> None:
    preset = Preset("P", "fake.paint", {"model": "blue"}, models=(ModelNeed("blue", "ab", "a friend"),))
    with pytest.raises(CheckpointError) as caught:
        preset.check(PAINT, FakeModels())
    assert str(caught.value) == "The model blue is not here. It comes from a friend."
    assert preset.check(PAINT, FakeModels(), given={"model"}) == []
    nobody = Preset(
        "P", "fake.paint", {"model": "blue"}, models=(ModelNeed("blue", "0123456789ab" + 52 * "c"),)
    )
    with pytest.raises(
        CheckpointError, match=r"comes from is unknown\. Its SHA-256 begins with 0123456789ab"
    ):
        nobody.check(PAINT, FakeModels())
    changed = Preset("P", "fake.paint", {"model": "red"}, models=(ModelNeed("red", "ab"),))
    assert changed.check(PAINT, FakeModels()) == [
        "The model red has other weights than when the preset was made."
    ]


def test_a_newer_plugin_is_named_and_none_of_the_values_are_taken() -> None:
    newer = Preset("P", "fake.paint", {"strength": 0.5, "glow": 1}, plugin_version="1.10")
    with pytest.raises(InputError) as caught:
        newer.values_for(PAINT)
    told = "The preset “P” was written with version 1.10 of the plugin fake; here is 1.0."
    assert (caught.value.message, caught.value.hint) == (told, "Update the plugin to use it.")
    fits = replace(newer, params={"strength": 0.5})
    assert fits.values_for(PAINT) == {"strength": 0.5}
    assert fits.check(PAINT, FakeModels()) == [told]
    assert replace(fits, plugin_version="0.9").check(PAINT, FakeModels()) == []


@pytest.mark.parametrize(
    ("written", "here", "newer"),
    [
        ("1.10", "1.9", True),
        ("1.0.0", "1.0", False),
        ("2", "1.9.9", True),
        ("", "1", False),
        ("x", "1", False),
    ],
)
def test_versions_are_compared_by_their_numbers(written: str, here: str, newer: bool) -> None:
    assert is_newer(written, here) is newer


def test_renaming_and_duplicating_take_no_name_that_is_taken() -> None:
    shelf = PresetLibrary()
    shelf.keep(Preset("Dusk", "a.b", {"x": 1}))
    shelf.keep(Preset("Dawn", "a.b"))
    with pytest.raises(InputError, match="already a preset “Dawn”"):
        shelf.rename(shelf.find("Dusk"), "Dawn")
    assert shelf.rename(shelf.find("Dusk"), "DUSK").path == shelf.find("DUSK").path
    renamed = shelf.rename(shelf.find("DUSK"), "Evening")
    assert renamed.preset.params == {"x": 1}
    assert [shelf.duplicate(renamed).preset.name for _ in range(2)] == ["Evening 2", "Evening 3"]
    assert [kept.slug for kept in shelf.all()[0]] == ["dawn", "evening", "evening-2", "evening-3"]


def test_a_picture_gives_its_values_though_its_model_is_gone() -> None:
    made = Provenance("fake.paint", {"model": "blue", "seed": 7}, models=(ModelRecord("blue", "ab"),))
    preset = preset_of_record(PAINT, made, FakeModels(), name="P")
    assert (preset.params, preset.models) == ({"model": "blue", "seed": 7}, (ModelNeed("blue", "ab"),))
    chain = Provenance("fake.paint", {}, steps=(Step("a", "fake.paint"),))
    with pytest.raises(InputError, match="Several steps"):
        preset_of_record(PAINT, chain, FakeModels(), name="P")
    private = Provenance("fake.paint", {}, private=True, left_out=("note",))
    with pytest.raises(InputError, match="leaves out the value of “note”"):
        preset_of_record(PAINT, private, FakeModels(), name="P")


def test_own_presets_hide_those_of_plugins_and_a_broken_file_hides_nothing(tmp_path: Path) -> None:
    (tmp_path / "presets").mkdir()
    write_preset(Preset("Deep winter", "a.b", {"x": 1}), tmp_path / "presets" / "deep-winter.toml")
    write_preset(Preset("Dawn", "a.b"), tmp_path / "presets" / "dawn.toml")
    (tmp_path / "presets" / "broken.toml").write_text("schema = ", encoding="utf-8")
    shelf = PresetLibrary([tmp_path])
    with pytest.raises(InputError, match="belongs to a plugin"):
        shelf.remove("Dawn")
    shelf.keep(Preset("Deep winter", "a.b", {"x": 2}))
    with pytest.raises(InputError, match="already a preset “Deep winter”"):
        shelf.keep(Preset("Deep winter", "a.b"))
    shelf.keep(Preset("Deep winter", "a.c"))
    found, broken = shelf.all()
    assert [(kept.id, kept.own) for kept in found] == [
        ("a.b/dawn", False),
        ("a.b/deep-winter", True),
        ("a.c/deep-winter", True),
    ]
    assert [(file.path.name, file.own) for file in broken] == [("broken.toml", False)]
    assert shelf.find("DEEP WINTER", "a.b").preset.params == {"x": 2}
    with pytest.raises(InputError, match="Several presets") as caught:
        shelf.find("deep-winter")
    assert caught.value.hint == "Say a.b/deep-winter or a.c/deep-winter."
    shelf.remove("a.b/deep-winter")
    assert shelf.find("a.b/deep-winter").preset.params == {"x": 1}


@pytest.mark.parametrize(("name", "operation"), [("../../x", "a.b"), ("겨울 밤", "a.b"), ("x" * 500, "a.b")])
def test_any_name_stays_in_the_folder(name: str, operation: str) -> None:
    path = PresetLibrary().keep(Preset(name, operation))
    assert path.parent == own_folder() / operation
    assert PresetLibrary().find(name).preset.name == name


@pytest.mark.parametrize(("name", "operation"), [("!!!", "a.b"), ("x", "../a"), ("x", "a.b/c")])
def test_what_cannot_name_a_file_is_refused(name: str, operation: str) -> None:
    with pytest.raises(InputError):
        PresetLibrary().keep(Preset(name, operation))
    assert not own_folder().exists()


BUNDLED = sorted(paths.bundled_plugins_dir().glob("*/presets/*.toml"))


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: path.stem)
def test_a_shipped_preset_fits_its_operation_and_has_its_model(path: Path) -> None:
    preset = read_preset(path)
    studio = Studio()
    assert path.parents[1].name == preset.operation.partition(".")[0]
    assert studio.preset(preset.name, preset.operation) == preset
    loaded = Registry.standard().operation(preset.operation)
    assert preset.summary
    assert loaded.build(preset.over(loaded, {}))
    assert preset.check(loaded, studio.models) == []


def test_every_plugin_brings_some_under_names_of_their_own() -> None:
    plugins = {path.parent.name for path in paths.bundled_plugins_dir().glob("*/plugin.toml")}
    count = Counter(path.parents[1].name for path in BUNDLED)
    assert {plugin for plugin in plugins if count[plugin] < 2} == set()
    names = Counter(read_preset(path).name for path in BUNDLED)
    assert names.most_common(1)[0][1] == 1
