from __future__ import annotations

from typing import Annotated

import pytest

from ganstudio import settings
from ganstudio.checkpoints import library
from ganstudio.checkpoints.save import save
from ganstudio.document.image import ImageData
from ganstudio.operations.contract import Context, OperationParams, operation
from ganstudio.params import ModelRef, accepts
from ganstudio.paths import user_models_dir
from tests.support.models import PAINTER, network


class Params(OperationParams):
    model: Annotated[ModelRef, accepts("style_spade", "spade")] = ModelRef("landscape-spade")
    reader: Annotated[ModelRef, accepts("segmenter")] = ModelRef("landscape-segmenter")
    other: Annotated[ModelRef | None, accepts("spade")] = None


class Needy(OperationParams):
    model: Annotated[ModelRef, accepts("spade")]


def paint(params: Params, ctx: Context, *, image: ImageData) -> ImageData:
    return image


def need(params: Needy, ctx: Context, *, image: ImageData) -> ImageData:
    return image


PAINT, NEED = operation("toy.paint", "Paint", paint), operation("toy.need", "Need", need)


@pytest.fixture(autouse=True)
def trees() -> None:
    folder = user_models_dir() / "trees"
    folder.mkdir(parents=True)
    save(network(PAINTER), PAINTER, folder / "model.safetensors", {})


def test_a_model_that_is_not_named_is_the_persons_choice() -> None:
    assert PAINT.build({}) == Params()
    library.set_default("spade", "trees")
    assert PAINT.build({}) == Params(model=ModelRef("trees"))
    assert PAINT.build({"model": "landscape-spade"}) == Params()
    assert NEED.build({}) == Needy(model=ModelRef("trees"))


def test_the_choice_for_the_operation_comes_before_the_familys() -> None:
    library.set_default("spade", "trees")
    library.set_default("toy.paint", "landscape-spade")
    assert PAINT.build({}) == Params()


def test_a_choice_that_does_not_fit_does_not_count() -> None:
    library.set_default("toy.paint", "trees")
    assert PAINT.build({}).model_dump() == {"model": "trees", "reader": "landscape-segmenter", "other": None}
    settings.save(default_models={"spade": "gone"})
    assert PAINT.build({}) == Params()
