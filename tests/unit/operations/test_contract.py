from __future__ import annotations

from typing import Annotated

import pytest

from ganstudio.document.image import ImageData, LabelData, MaskData
from ganstudio.engine.device import Compute
from ganstudio.errors import InputError, PluginError
from ganstudio.operations import contract
from ganstudio.operations.contract import Context, InputSpec, OperationParams, operation
from ganstudio.params import ModelRef, Range, accepts, formerly
from tests.support.operations import PAINT, FakeModels


class Params(OperationParams):
    size: Annotated[int, Range(1, 8)] = 2


class Taken(OperationParams):
    output: str = ""


class Odd(OperationParams):
    sizes: list[int] = []


def mask_out(
    params: Params, ctx: Context, *, image: ImageData, mask: MaskData | None = None
) -> LabelData: ...


def bare(image: ImageData) -> ImageData: ...


def gives_nothing(params: Params, ctx: Context) -> None: ...


def takes_text(params: Params, ctx: Context, *, words: str) -> ImageData: ...


def takes_a_reserved_name(params: Taken, ctx: Context) -> ImageData: ...


def has_odd_params(params: Odd, ctx: Context) -> ImageData: ...


def is_undefined(params: Params, ctx: Context) -> Unknown: ...  # type: ignore[name-defined]  # noqa: F821


def test_a_signature_says_everything() -> None:
    found = operation("x.mask_out", "Mask out", mask_out)
    assert found.params is Params
    assert found.inputs == (InputSpec("image", "image"), InputSpec("mask", "mask", required=False))
    assert found.output == "label_map"


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (bare, "first parameter"),
        (gives_nothing, "must return"),
        (takes_text, "Input words"),
        (takes_a_reserved_name, "“output”"),
        (has_odd_params, "cannot be shown"),
        (is_undefined, "cannot be resolved"),
    ],
)
def test_what_is_no_operation_is_told_to_its_author(function: object, message: str) -> None:
    with pytest.raises(PluginError, match=message):
        operation("x.y", "Y", function)  # type: ignore[arg-type]


def test_parameters_are_built_from_plain_values() -> None:
    assert PAINT.build({"seed": "7", "strength": 0.5}).model_dump()["seed"] == 7
    with pytest.raises(InputError, match="There is no parameter “sede”"):
        PAINT.build({"sede": 7})


def test_the_context_notes_the_models_that_were_used() -> None:
    models = FakeModels()
    ctx = Context(Compute(), models)
    ctx.model("red", "paint", "other")
    assert ctx.used_models == {"red": models.sha256("red")}
    assert models.asked == [("red", ("paint", "other"), "cpu")]


class Renamed(OperationParams):
    generator: Annotated[ModelRef, accepts("paint"), formerly("model")] = ModelRef("brown")


def draw(params: Renamed, ctx: Context) -> MaskData: ...


def test_a_model_under_an_old_name_is_not_replaced_by_the_chosen_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = operation("fake.draw", "Draw", draw)
    monkeypatch.setattr(contract, "chosen_models", lambda id, specs: {spec.name: "chosen" for spec in specs})
    assert found.build({"model": "red"}) == Renamed(generator=ModelRef("red"))
    assert found.build({}) == Renamed(generator=ModelRef("chosen"))
