"""The examples run as they are, and the names for notebooks do what they say."""

from __future__ import annotations

import io
import runpy
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import ganstudio.api as gs
from ganstudio import paths
from ganstudio.host import scripting
from tests.support.plugins import make_plugin

EXAMPLES = sorted((paths.resources_dir() / "examples").glob("*.py"))


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In a folder of its own, with settings that need no measuring."""
    monkeypatch.setenv("GANSTUDIO_DEVICE", "cpu")
    monkeypatch.setenv("GANSTUDIO_PRECISION", "fp32")
    monkeypatch.setattr(scripting, "_studio", None)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_runs(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(example))
    said = capsys.readouterr().out
    assert said
    if example.stem == "one_picture":
        assert "the same pixels" in said
        assert gs.open("seasons.png").size == (256, 64)


@pytest.mark.parametrize(
    "make",
    [
        lambda array: array,
        lambda array: array / 255,
        Image.fromarray,
        gs.ImageData,
    ],
    ids=["array", "floats", "Pillow", "ImageData"],
)
def test_pictures_come_in_any_form(make: Callable[[np.ndarray], object]) -> None:
    make_plugin("tinter")
    array = np.full((4, 6, 3), 100, np.uint8)
    result = gs.run("tinter.tint", image=make(array), strength=0.0)
    assert (result.data.rgb() == array).all()
    with Image.open(io.BytesIO(result._repr_png_())) as shown:
        assert (np.asarray(shown) == array).all()
    twice = gs.run("tinter.tint", image=result, strength=1.0)
    assert twice.data.size == (6, 4)


def test_label_maps_and_masks_show_themselves() -> None:
    labels = gs.LabelData(np.zeros((2, 3), np.uint8), "landscape")
    with Image.open(io.BytesIO(labels._repr_png_())) as shown:
        assert (np.asarray(shown) == labels.colourised()).all()
    with Image.open(io.BytesIO(gs.MaskData(np.full((2, 3), 9, np.uint8))._repr_png_())) as shown:
        assert shown.getpixel((0, 0)) == 9


def test_a_changed_picture_is_not_as_expected() -> None:
    make_plugin("tinter")
    gs.save(gs.run("tinter.tint", image=np.zeros((4, 4, 3), np.uint8)), "a.png")
    assert gs.replay("a.png", "b.png").equal
    with Image.open("a.png") as image:
        text = dict(image.text)
        pixels = np.asarray(image).copy()
    pixels[0, 0] += 9
    from ganstudio.document.files import write_image

    write_image(Path("a.png"), gs.ImageData(pixels), text=text)
    again = gs.replay("a.png", "b.png")
    assert (again.equal, again.as_expected, again.difference.largest) == (False, False, 9)
    with pytest.raises(gs.InputError, match="is the file itself"):
        gs.replay("a.png", "a.png")


def test_a_batch_of_values_and_a_mistake_in_one_sentence() -> None:
    make_plugin("tinter")
    Path("in").mkdir()
    gs.save(gs.ImageData.of(np.zeros((4, 4, 3), np.uint8)), "in/a.png")
    heard: list[str] = []
    told = gs.batch(
        "tinter.tint", "out", image="in", strength=[0.0, 1.0], each=lambda o: heard.append(o.output)
    )
    assert heard == [outcome.output for outcome in told] == sorted(heard)
    assert len(set(heard)) == 2
    with pytest.raises(gs.InputError, match="There is no setting “devise”"):
        gs.studio(devise="cpu")
