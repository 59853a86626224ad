from __future__ import annotations

from pathlib import Path

import pytest

from ganstudio.document.document import Document
from ganstudio.document.files import read_image, write_image
from ganstudio.document.image import ImageData
from ganstudio.document.layers import GeneratedLayer, RasterLayer
from ganstudio.errors import InputError
from ganstudio.host.studio import Studio
from ganstudio.operations.contract import InputSpec
from ganstudio.operations.export import Export
from ganstudio.operations.recipe import Recipe, Step
from ganstudio.operations.recipe_file import write_recipe
from ganstudio.operations.run import read_record
from ganstudio.settings import Settings
from tests.support.operations import picture
from tests.support.plugins import make_plugin


@pytest.fixture
def studio() -> Studio:
    make_plugin("tinter")
    return Studio(Settings(device="cpu", precision="fp32"))


def test_running_by_name_with_files_or_data(studio: Studio, tmp_path: Path) -> None:
    grey = picture((90, 90, 90))
    write_image(tmp_path / "grey.png", grey)
    from_file = studio.run("tinter.tint", image=tmp_path / "grey.png", colour="red", strength=1)
    from_data = studio.run("tinter.tint", image=grey, colour="red", strength=1)
    assert from_file.data == from_data.data
    assert isinstance(from_file.data, ImageData)
    assert from_file.data.rgb()[0, 0].tolist() == [90, 23, 11]
    assert from_file.provenance.inputs["image"].path.endswith("grey.png")


def test_a_saved_result_can_be_replayed(studio: Studio, tmp_path: Path) -> None:
    write_image(tmp_path / "grey.png", picture((90, 90, 90)))
    studio.save(studio.run("tinter.tint", image=tmp_path / "grey.png"), tmp_path / "out.png")
    found = studio.replay(tmp_path / "out.png")
    assert found.warnings == ()
    assert isinstance(found.result.data, ImageData)
    assert (found.result.data.pixels == read_image(tmp_path / "out.png").pixels).all()


def test_a_replay_uses_the_precision_of_the_record(studio: Studio, tmp_path: Path) -> None:
    write_image(tmp_path / "grey.png", picture((90, 90, 90)))
    slow = Studio(Settings(device="cpu", precision="bf16"))
    slow.save(slow.run("tinter.tint", image=tmp_path / "grey.png"), tmp_path / "out.png")
    found = studio.replay(tmp_path / "out.png")
    assert (found.result.compute.dtype, found.warnings) == ("bfloat16", ())


def test_records_can_be_switched_off(tmp_path: Path) -> None:
    make_plugin("tinter")
    quiet = Studio(Settings(device="cpu", precision="fp32", write_provenance=False))
    quiet.save(quiet.run("tinter.tint", image=picture((1, 2, 3))), tmp_path / "out.png")
    with pytest.raises(InputError, match="carries no record"):
        read_record(tmp_path / "out.png")


def test_a_batch_runs_while_its_outcomes_are_taken(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    for name in ("a", "b"):
        write_image(tmp_path / "in" / f"{name}.png", picture((90, 90, 90)))
    outcomes = studio.batch("tinter.tint", tmp_path / "out", image=tmp_path / "in", suffix=".tif")
    assert list((tmp_path / "out").iterdir()) == []
    assert [outcome.status for outcome in outcomes] == ["done", "done"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.tif", "b.tif"]


def two_tints() -> Recipe:
    steps = (
        Step("red", "tinter.tint", {"colour": "red", "strength": 0.4}, {"image": "photo"}, "0.1.0"),
        Step("green", "tinter.tint", {"colour": "green", "strength": 0.3}, {"image": "red"}, "0.1.0"),
        Step("blue", "tinter.tint", {"colour": "blue", "strength": 0.2}, {"image": "green"}, "0.1.0"),
    )
    return Recipe("Three tints", (InputSpec("photo", "image"),), steps)


def test_a_recipe_is_run_from_its_file_and_replayed_from_the_picture(studio: Studio, tmp_path: Path) -> None:
    write_image(tmp_path / "grey.png", picture((90, 90, 90)))
    write_recipe(two_tints(), tmp_path / "tints.toml")
    result = studio.run_recipe(tmp_path / "tints.toml", photo=tmp_path / "grey.png")
    one = studio.run("tinter.tint", image=tmp_path / "grey.png", colour="red", strength=0.4)
    two = studio.run("tinter.tint", image=one.data, colour="green", strength=0.3)
    three = studio.run("tinter.tint", image=two.data, colour="blue", strength=0.2)
    assert result.data == three.data
    studio.save(result, tmp_path / "out.png")
    found = studio.replay(tmp_path / "out.png")
    assert found.warnings == ()
    assert found.result.data == three.data
    assert found.result.provenance == result.provenance


def test_a_batch_of_a_recipe_can_be_looked_at_before(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    for name in ("a", "b"):
        write_image(tmp_path / "in" / f"{name}.png", picture((90, 90, 90)))
    chain = studio.prepare(two_tints())
    items = studio.plan_batch(chain, tmp_path / "out", suffix=".jpg", photo=tmp_path / "in")
    assert [item.name for item in items] == ["a.jpg", "b.jpg"]
    assert list((tmp_path / "out").iterdir()) == []
    small = Export(60)
    assert [outcome.status for outcome in studio.run_items(chain, items, export=small)] == ["done", "done"]
    out, photos = tmp_path / "out", tmp_path / "in"
    again = studio.batch_recipe(chain, out, suffix=".jpg", export=small, photo=photos)
    assert [outcome.status for outcome in again] == ["skipped", "skipped"]
    better = studio.batch_recipe(chain, out, suffix=".jpg", photo=photos)
    assert [outcome.status for outcome in better] == ["done", "done"], "files of less quality do not do"


def test_what_was_done_on_the_canvas_is_done_to_another_picture(studio: Studio, tmp_path: Path) -> None:
    document = Document(4, 4)
    photo = RasterLayer.of(picture((90, 90, 90)))
    red = GeneratedLayer.blank(4, 4, "tinter.tint", {"image": photo.id})
    red.params = {"colour": "red", "strength": 1.0}
    for layer in (photo, red):
        document.add_layer(layer)
    recipe, other = studio.recipe_of(document, red, name="Red"), picture((60, 60, 60))
    expected = studio.run("tinter.tint", image=other, colour="red", strength=1).data
    assert studio.run_recipe(recipe, image=other).data == expected


def test_a_mistyped_name_is_told(studio: Studio) -> None:
    with pytest.raises(InputError, match=r"tinter\.tint has no “strenght”. Did you mean strength\?"):
        studio.run("tinter.tint", image=picture((1, 2, 3)), strenght=1)
