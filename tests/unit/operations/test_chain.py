from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ganstudio.checkpoints import catalogue
from ganstudio.document.files import read_image, write_image, write_label_map
from ganstudio.document.image import ImageData, MaskData
from ganstudio.engine.device import Compute
from ganstudio.errors import CancelledError, CheckpointError, InputError
from ganstudio.events import CancelToken, Progress
from ganstudio.operations.batch import Batch
from ganstudio.operations.chain import Chain, Memos, prepare, single
from ganstudio.operations.contract import InputSpec
from ganstudio.operations.planning import plan
from ganstudio.operations.recipe import ModelNeed, Recipe, Step
from ganstudio.operations.replay import replay
from ganstudio.operations.run import Result, read_record, run, save_result
from ganstudio.operations.sources import Source
from tests.support.films import SPIN
from tests.support.operations import PAINT, FakeModels, bytes_of, label_map, picture
from tests.support.recipes import SHIFT, find, painting

SHIFTED = Recipe(
    "Brighter",
    (InputSpec("photo", "image"),),
    (Step("shift", "fake.shift", {}, {"image": "photo"}),),
)


def made(chain: Chain, **inputs: Any) -> Result:
    return chain.run(inputs, compute=Compute(), models=FakeModels())


def by_hand(labels: Any) -> ImageData:
    """What the painting recipe does, one operation after the other."""
    rest: dict[str, Any] = {"compute": Compute(), "models": FakeModels()}
    steps = {step.id: step for step in painting().steps}
    first = run(PAINT, PAINT.build(steps["paint"].params), {"label_map": labels}, **rest).data
    second = run(SHIFT, SHIFT.build(steps["shift"].params), {"image": first}, **rest).data
    read = find("fake.read")
    third = run(read, read.build({}), {"image": second}, **rest).data
    last = run(
        PAINT, PAINT.build(steps["again"].params), {"label_map": third, "style_image": second}, **rest
    ).data
    assert isinstance(last, ImageData)
    return last


def test_a_chain_makes_what_its_operations_make_one_after_the_other() -> None:
    result = made(prepare(painting(), find), label_map=label_map(1, 5, 7))
    assert result.data == by_hand(label_map(1, 5, 7))
    assert [step.id for step in result.provenance.steps] == ["paint", "shift", "read", "again"]
    assert result.provenance.steps[1].params == {"amount": 40, "seed": 2, "note": None}
    assert [model.name for model in result.provenance.models] == ["brown"]
    assert result.provenance.inputs.keys() == {"label_map"}


def test_a_picture_of_a_chain_is_made_again_from_the_record_inside_it(tmp_path: Path) -> None:
    write_label_map(tmp_path / "map.png", label_map(1, 5, 7))
    result = made(prepare(painting(), find), label_map=Source(label_map(1, 5, 7), tmp_path / "map.png"))
    save_result(result, tmp_path / "made.png")
    (tmp_path / "map.png").unlink()
    again = replay(tmp_path / "made.png", find, compute=lambda record: Compute(), models=FakeModels())
    assert again.warnings == ()
    save_result(again.result, tmp_path / "again.png")
    assert (tmp_path / "again.png").read_bytes() == (tmp_path / "made.png").read_bytes()
    assert isinstance(again.result.data, ImageData)
    assert (read_image(tmp_path / "made.png").pixels == again.result.data.pixels).all()


def test_one_operation_is_recorded_as_ever(tmp_path: Path) -> None:
    params = PAINT.build({"seed": 3})
    plain = run(PAINT, params, {"label_map": label_map(1)}, compute=Compute(), models=FakeModels())
    chained = made(single(PAINT, params), label_map=label_map(1))
    assert chained.provenance.to_json() == plain.provenance.to_json()
    assert '"schema": 1' in chained.provenance.to_json()


def test_constants_are_read_and_recorded() -> None:
    mask = MaskData(np.eye(4, dtype=np.uint8) * 255)
    recipe = Recipe(
        "Inside",
        (InputSpec("image", "image"),),
        (Step("shift", "fake.shift", {"amount": 50}, {"image": "image", "mask": "mask"}),),
        constants={"mask": Source(mask), "unused": Source(mask)},
    )
    result = made(prepare(recipe, find), image=picture((10, 10, 10)))
    assert isinstance(result.data, ImageData)
    assert ((result.data.rgb() > 50).all(axis=2) == np.eye(4, dtype=bool)).all()
    assert result.provenance.inputs.keys() == {"image", "mask"}
    assert result.provenance.inputs["mask"].embedded


def test_label_maps_that_a_step_made_are_seen_as_pictures() -> None:
    steps = (
        Step("read", "fake.read", {}, {"image": "photo"}),
        Step("shift", "fake.shift", {}, {"image": "read"}),
    )
    result = made(prepare(replace(SHIFTED, steps=steps), find), photo=picture((200, 200, 200)))
    assert isinstance(result.data, ImageData)


def test_an_optional_input_may_be_left_out() -> None:
    step = Step("shift", "fake.shift", {}, {"image": "photo", "mask": "mask"})
    recipe = replace(SHIFTED, inputs=(*SHIFTED.inputs, InputSpec("mask", "mask", False)), steps=(step,))
    chain = prepare(recipe, find)
    without = made(chain, photo=picture((9, 9, 9)))
    nothing = MaskData(np.zeros((4, 4), np.uint8))
    assert isinstance(without.data, ImageData)
    assert without.data.rgb().min() >= 19
    assert made(chain, photo=picture((9, 9, 9)), mask=nothing).data == picture((9, 9, 9))


@pytest.mark.parametrize(
    ("step", "message"),
    [
        (
            Step("a", "fake.pain", {}, {"label_map": "photo"}),
            "no operation “fake.pain”. Did you mean fake.paint",
        ),
        (
            Step("a", "fake.shift", {"amout": 3}, {"image": "photo"}),
            "Step “a”: There is no parameter “amout”",
        ),
        (Step("a", "fake.shift", {"amount": 999}, {"image": "photo"}), "Step “a”: Amount must lie between"),
        (Step("a", "fake.shift", {}, {"imag": "photo"}), "no input “imag”. (Did you mean|There are) image"),
        (Step("a", "fake.shift", {}, {}), "Step “a” lacks its input “image”"),
        (
            Step("a", "fake.paint", {}, {"label_map": "photo"}),
            "reads “photo” as “label_map”, which must be a label map, not a picture",
        ),
        (Step("a", "fake.shift", {}, {"image": "maybe"}), "cannot do without “maybe”"),
    ],
)
def test_what_does_not_fit_is_told_before_anything_runs(step: Step, message: str) -> None:
    inputs = (*SHIFTED.inputs, InputSpec("maybe", "image", False))
    with pytest.raises(InputError, match=message):
        prepare(replace(SHIFTED, inputs=inputs, steps=(step,), output="a"), find)


def test_a_model_that_is_not_here_is_named_with_where_it_comes_from() -> None:
    published = next(entry for entry in catalogue.entries() if entry.direct).id
    for name, source, told in [
        ("gone", "https://example.org/w", "The model gone is not here. It comes from https://example.org/w."),
        (published, "", f"is not here. ganstudio models download {published}"),
    ]:
        step = Step("a", "fake.paint", {"model": name}, {"label_map": "map"})
        recipe = Recipe(
            "R", (InputSpec("map", "label_map"),), (step,), models=(ModelNeed(name, "ab", source),)
        )
        with pytest.raises(CheckpointError, match=told.replace(".", r"\.")):
            prepare(recipe, find, FakeModels())


def test_other_weights_and_versions_are_warnings() -> None:
    models = FakeModels()
    assert prepare(painting(), find, models).warnings == ()
    models.levels["brown"] = 91
    steps = (replace(painting().steps[0], plugin_version="0.9"), *painting().steps[1:])
    assert prepare(replace(painting(), steps=steps), find, models).warnings == (
        "Step “paint” was recorded with version 0.9 of its plugin; here is 1.0.",
        "The model brown has other weights than when the recipe was made.",
    )


def test_inputs_are_checked_by_the_names_of_the_recipe() -> None:
    chain = prepare(SHIFTED, find)
    with pytest.raises(InputError, match="Brighter needs the input “photo”"):
        made(chain)
    with pytest.raises(
        InputError, match=r"Brighter takes no input “foto”\. (Did you mean|There is only) photo"
    ):
        made(chain, foto=picture((1, 2, 3)))


def test_cancelling_stops_between_the_steps() -> None:
    token, memos = CancelToken(), Memos()

    def stop(fraction: float, message: str) -> None:
        if message == "Shift":
            token.cancel()

    with pytest.raises(CancelledError):
        prepare(painting(), find).run(
            {"label_map": label_map(1)},
            compute=Compute(),
            models=FakeModels(),
            progress=Progress(stop, token),
            memos=memos,
        )
    assert list(memos) == ["paint", "shift"]


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    (tmp_path / "photos" / "sub").mkdir(parents=True)
    write_image(tmp_path / "photos" / "a.png", picture((10, 0, 0)))
    write_image(tmp_path / "photos" / "sub" / "a.png", picture((20, 0, 0)))
    write_image(tmp_path / "photos" / "sub" / "b.c.png", picture((30, 0, 0)))
    (tmp_path / "photos" / "z.png").write_bytes((tmp_path / "photos" / "a.png").read_bytes()[:50])
    return tmp_path / "photos"


def two_shifts() -> Chain:
    steps = (*SHIFTED.steps, Step("more", "fake.shift", {"amount": 5}, {"image": "shift", "mask": "mask"}))
    mask = MaskData(np.full((4, 4), 255, np.uint8))
    return prepare(replace(SHIFTED, steps=steps, output="more", constants={"mask": Source(mask)}), find)


def test_a_batch_of_a_chain_goes_on_where_it_was_and_keeps_folders(photos: Path) -> None:
    out = photos.parent / "out"
    chain = two_shifts()
    items = plan(chain, {"photo": photos}, out, recursive=True)
    batch = Batch(chain, Compute(), FakeModels(), at_once=1)
    outcomes = {outcome.output: outcome for outcome in batch.run(items)}
    assert {name: outcome.status for name, outcome in outcomes.items()} == {
        "a.png": "done",
        "sub/a.png": "done",
        "sub/b.c.png": "done",
        "z.png": "failed",
    }
    assert "z.png is not an image that can be read" in outcomes["z.png"].message
    assert read_record(out / "sub" / "b.c.png").steps[1].params["amount"] == 5
    # A step's memo is kept from picture to picture.
    assert batch._memos[0]["more"] == {"runs": 3}

    before = bytes_of(out / "sub")
    (out / "a.png").unlink()
    again = Batch(two_shifts(), Compute(), FakeModels()).run(items)
    assert [outcome.status for outcome in again] == ["done", "skipped", "skipped", "failed"]
    assert bytes_of(out / "sub") == before


def test_another_constant_makes_it_again(photos: Path) -> None:
    items = plan(two_shifts(), {"photo": photos}, photos.parent / "out")
    list(Batch(two_shifts(), Compute(), FakeModels()).run(items))
    other = {"mask": Source(MaskData(np.zeros((4, 4), np.uint8)))}
    again = Batch(replace(two_shifts(), constants=other), Compute(), FakeModels()).run(items)
    assert [outcome.status for outcome in again] == ["done", "failed"]


def test_outputs_below_the_input_are_no_inputs(photos: Path) -> None:
    items = plan(SHIFTED_CHAIN, {"photo": photos}, photos / "sub", recursive=True)
    assert [item.name for item in items] == ["a.png", "z.png"]


SHIFTED_CHAIN = prepare(SHIFTED, find)


def test_no_step_reads_a_film() -> None:
    steps = (Step("spin", "fake.spin"), Step("shift", "fake.shift", {}, {"image": "spin"}))
    with pytest.raises(InputError, match="reads “spin” as “image”, which must be a picture, not a film"):
        prepare(Recipe("Film", (), steps), lambda id: SPIN if id == "fake.spin" else find(id))
