from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ganstudio.document.files import read_image, write_image, write_label_map
from ganstudio.document.image import ImageData
from ganstudio.engine.device import Compute
from ganstudio.errors import InputError
from ganstudio.operations.contract import Context, Operation
from ganstudio.operations.replay import Replay, replay
from ganstudio.operations.run import run, save_result
from ganstudio.operations.sources import read_source
from tests.support.operations import PAINT, FakeModels, label_map, picture


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A picture that was painted from two files with noise."""
    write_label_map(tmp_path / "map.png", label_map(1, 2, 3))
    write_image(tmp_path / "style.png", picture((77, 0, 0)))
    inputs = {
        "label_map": read_source("label_map", tmp_path / "map.png"),
        "style_image": read_source("image", tmp_path / "style.png"),
    }
    params = PAINT.build({"style": "noisy", "seed": 12})
    save_result(run(PAINT, params, inputs, compute=Compute(), models=FakeModels()), tmp_path / "made.png")
    return tmp_path / "made.png"


def again(
    made: Path, models: FakeModels | None = None, compute: Compute | None = None, op: Operation = PAINT
) -> Replay:
    def find(id: str) -> Operation:
        assert id == "fake.paint"
        return op

    return replay(made, find, compute=lambda record: compute or Compute(), models=models or FakeModels())


def test_a_replay_gives_the_same_pixels_and_the_same_record(made: Path) -> None:
    (made.parent / "map.png").unlink()
    found = again(made)
    save_result(found.result, made.with_name("again.png"))
    assert read_image(made.with_name("again.png")).pixels.tobytes() == read_image(made).pixels.tobytes()
    assert made.with_name("again.png").read_bytes() == made.read_bytes()
    assert found.result.provenance.params["seed"] == 12
    assert found.warnings == ()


def test_another_device_or_plugin_version_is_a_warning(made: Path) -> None:
    found = again(made, compute=Compute("cpu", "bfloat16"), op=replace(PAINT, plugin_version="2.0"))
    assert [text.split(" and now ")[1] for text in found.warnings] == [
        "in bfloat16: pixels may differ slightly.",
        "by 2.0.",
    ]


def test_a_changed_model_is_refused(made: Path) -> None:
    models = FakeModels()
    models.levels["brown"] = 91
    with pytest.raises(InputError, match=r"The model brown has changed since made\.png was made"):
        again(made, models)


def test_a_changed_input_is_refused(made: Path) -> None:
    write_image(made.with_name("style.png"), picture((78, 0, 0)))
    with pytest.raises(InputError, match="“style_image” is not what it was"):
        again(made)


def test_a_picture_of_another_origin_cannot_be_replayed(tmp_path: Path) -> None:
    write_image(tmp_path / "photo.png", picture((1, 2, 3)))
    with pytest.raises(InputError, match="carries no record"):
        again(tmp_path / "photo.png")


def test_a_damaged_record_is_one_sentence(tmp_path: Path) -> None:
    write_image(tmp_path / "bad.png", picture((1, 2, 3)), text={"ganstudio": '{"schema": 1'})
    with pytest.raises(InputError, match="damaged"):
        again(tmp_path / "bad.png")


def test_a_model_that_the_operation_now_chooses_is_a_warning(made: Path) -> None:
    def chooses(params: Any, ctx: Context, **inputs: Any) -> ImageData:
        ctx.model("red")
        return picture((0, 0, 0))

    found = again(made, op=replace(PAINT, function=chooses))
    assert found.warnings == ("It was made with the model brown and now with the model red.",)
