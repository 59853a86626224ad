from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import pytest
from PIL import Image

from ganstudio.document.files import read_image, write_image
from ganstudio.document.image import ImageData
from ganstudio.engine.device import Compute
from ganstudio.errors import InputError
from ganstudio.operations.batch import Batch
from ganstudio.operations.chain import prepare, single
from ganstudio.operations.contract import Context, OperationParams, operation
from ganstudio.operations.planning import plan
from ganstudio.operations.recipe import Recipe, Step
from ganstudio.operations.recording import Recording, sidecar_of, typed_texts
from ganstudio.operations.replay import replay
from ganstudio.operations.run import Result, read_record, save_result
from ganstudio.operations.sources import read_source
from ganstudio.params import ModelRef, Seed, Suggestions, accepts
from tests.support.operations import FakeModels, picture

SECRET = "my neighbour's house"
PRIVATE = Recording("private", key=b"k")


class WriteParams(OperationParams):
    prompt: str = ""
    mood: Annotated[str, Suggestions(lambda: ("calm", "wild"))] = "calm"
    seed: Annotated[int, Seed()] = 0
    model: Annotated[ModelRef, accepts("paint")] = ModelRef("brown")


def write(params: WriteParams, ctx: Context, *, image: ImageData | None = None) -> ImageData:
    level = (len(params.prompt) * 7 + params.seed) % 256
    return ImageData(picture((level, level, level)).pixels, text=image.text if image else {})


WRITE = operation("fake.write", "Write", write, plugin_version="1.0")


@dataclass
class Made:
    path: Path
    result: Result


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    (tmp_path / "secret-folder").mkdir()
    path = tmp_path / "secret-folder" / "photo.png"
    write_image(path, picture((1, 2, 3)), text={"parameters": "another program's prompt"})
    return path


def made(photo: Path, name: str, recording: Recording, **values: object) -> Made:
    values = {"prompt": SECRET, "mood": "wild", "seed": 3, **values}
    chain = single(WRITE, WRITE.build(values))
    result = chain.run({"image": read_source("image", photo)}, compute=Compute(), models=FakeModels())
    path = photo.parent.parent / name
    save_result(result, path, recording=recording)
    return Made(path, result)


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp", "a.tif"])
def test_a_private_file_holds_no_path_no_text_and_no_picture(photo: Path, name: str) -> None:
    path = made(photo, name, PRIVATE).path
    held = path.read_bytes()
    for word in (b"secret-folder", b"neighbour", b"another program"):
        assert word not in held
    record = read_record(path)
    assert record.params == {"mood": "wild", "seed": 3, "model": "brown"}
    assert record.left_out == ("prompt",)
    assert record.inputs["image"].sha256


def test_what_a_private_record_lacks_is_said_in_one_sentence(photo: Path) -> None:
    path = made(photo, "a.png", PRIVATE).path
    with pytest.raises(InputError, match="leaves out the input “image” and the value of “prompt”"):
        replay(path, lambda id: WRITE, compute=lambda record: Compute(), models=FakeModels())


def test_a_private_picture_of_nothing_secret_can_be_made_again(tmp_path: Path) -> None:
    result = single(WRITE, WRITE.build({"seed": 9})).run({}, compute=Compute(), models=FakeModels())
    save_result(result, tmp_path / "a.png", recording=PRIVATE)
    found = replay(
        tmp_path / "a.png", lambda id: WRITE, compute=lambda record: Compute(), models=FakeModels()
    )
    assert found.result.data == result.data
    assert found.tolerance == 0


def test_texts_of_the_steps_of_a_recipe_are_left_out_too(tmp_path: Path) -> None:
    steps = (Step("one", WRITE.id, {"prompt": SECRET}), Step("two", WRITE.id, {"seed": 1}, {"image": "one"}))
    chain = prepare(Recipe("Twice", (), steps), lambda id: WRITE)
    result = chain.run({}, compute=Compute(), models=FakeModels())
    save_result(result, tmp_path / "a.png", recording=PRIVATE)
    record = read_record(tmp_path / "a.png")
    assert record.left_out == ("one.prompt",)
    assert "prompt" not in record.steps[0].params
    assert record.steps[1].params["prompt"] == ""


def test_a_model_file_is_as_private_as_any_path(tmp_path: Path) -> None:
    weights = tmp_path / "mine.safetensors"
    weights.touch()
    assert list(typed_texts(WriteParams(model=ModelRef(str(weights))))) == ["model"]
    assert list(typed_texts(WriteParams(model=ModelRef("red")))) == []


def test_a_private_batch_knows_what_is_made_and_what_has_changed(photo: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()

    def statuses(prompt: str, recording: Recording) -> list[str]:
        chain = single(WRITE, WRITE.build({"prompt": prompt}))
        items = plan(chain, {"image": photo.parent}, out)
        batch = Batch(chain, Compute(), FakeModels(), recording=recording)
        return [outcome.status for outcome in batch.run(items)]

    assert statuses(SECRET, Recording("full")) == ["done"]
    assert statuses(SECRET, PRIVATE) == ["done"], "the record with the secret must not stay"
    assert statuses(SECRET, PRIVATE) == ["skipped"]
    assert statuses("another", PRIVATE) == ["done"]
    assert statuses("another", Recording("private", key=b"of another machine")) == ["done"]


def test_the_record_lies_beside_the_file_when_asked(photo: Path) -> None:
    full = Recording("full", sidecar=True)
    first = made(photo, "a.bmp", full)
    assert sidecar_of(first.path).name == "a.bmp.json"
    assert read_record(first.path) == first.result.provenance
    assert read_record(sidecar_of(first.path)) == first.result.provenance
    second = made(photo, "a.bmp", full, seed=4)
    assert read_record(first.path).params["seed"] == 4 == second.result.provenance.params["seed"]


def test_a_missing_sidecar_is_made_again(photo: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    chain = single(WRITE, WRITE.build({}))
    items = plan(chain, {"image": photo.parent}, out)
    batch = Batch(chain, Compute(), FakeModels(), recording=Recording(sidecar=True))
    assert [outcome.status for outcome in batch.run(items)] == ["done"]
    assert [outcome.status for outcome in batch.run(items)] == ["skipped"]
    sidecar_of(out / "photo.png").unlink()
    assert [outcome.status for outcome in batch.run(items)] == ["done"]
    assert json.loads(sidecar_of(out / "photo.png").read_text())["operation"] == "fake.write"


@pytest.mark.parametrize("name", ["a.jpg", "a.webp"])
def test_the_record_outlives_a_program_that_drops_exif(photo: Path, name: str) -> None:
    first = made(photo, name, Recording())
    with Image.open(first.path) as image:
        xmp = image.info["xmp"]
        assert b"compositeWithTrainedAlgorithmicMedia" in xmp
        image.save(first.path, exif=b"", xmp=xmp)
    assert read_image(first.path).exif is None
    assert read_record(first.path) == first.result.provenance
