from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from ganstudio.checkpoints import library
from ganstudio.checkpoints.card import read_card
from ganstudio.document.document import Document
from ganstudio.document.image import MaskData
from ganstudio.document.layers import BoxesLayer, GeneratedLayer, LabelLayer, Layer, MaskLayer, RasterLayer
from ganstudio.engine.device import Compute
from ganstudio.errors import CheckpointError, InputError
from ganstudio.operations.chain import prepare
from ganstudio.operations.from_document import bottom_layers, recipe_of
from ganstudio.operations.recipe import Recipe
from tests.support.operations import FakeModels, label_map, picture
from tests.support.recipes import find

MASK = MaskData(np.eye(4, dtype=np.uint8) * 255)


def add(document: Document, layer: Layer) -> Layer:
    document.add_layer(layer)
    return layer


def generated(document: Document, operation: str, seed: int = 0, **reads: Layer) -> GeneratedLayer:
    layer = GeneratedLayer.blank(4, 4, operation, {name: read.id for name, read in reads.items()})
    layer.seed = seed
    document.add_layer(layer)
    return layer


@pytest.fixture
def document() -> Document:
    return Document(4, 4)


def recipe(document: Document, layer: GeneratedLayer, **options: Any) -> Recipe:
    return recipe_of(document, layer, find, FakeModels(), **options)


def test_a_stack_of_generated_layers_is_a_chain(document: Document) -> None:
    labels = add(document, LabelLayer.of(label_map(1)))
    mask = add(document, MaskLayer.of(MASK))
    painted = generated(document, "fake.paint", 7, label_map=labels)
    painted.params = {"style": "noisy"}
    shifted = generated(document, "fake.shift", image=painted, mask=mask)
    twice = generated(document, "fake.shift", image=shifted, mask=mask)
    twice.params = {"amount": 99, "seed": 3}

    assert bottom_layers(document, twice) == (labels, mask)
    found = recipe(document, twice, name="Mine")
    assert [(spec.name, spec.kind) for spec in found.inputs] == [("label_map", "label_map")]
    assert [(step.id, step.inputs) for step in found.steps] == [
        ("paint", {"label_map": "label_map"}),
        ("shift", {"image": "paint", "mask": "mask"}),
        ("shift_2", {"image": "shift", "mask": "mask"}),
    ]
    # Every value is frozen: defaults, and the layer's seed where its parameters name none.
    assert found.steps[0].params == {"model": "brown", "style": "noisy", "seed": 7, "strength": 1.0}
    assert (found.steps[2].params["amount"], found.steps[2].params["seed"]) == (99, 3)
    assert found.constants["mask"].data == MASK
    assert [(need.name, need.sha256) for need in found.models] == [("brown", FakeModels().sha256("brown"))]

    inputs = {"label_map": label_map(2)}
    assert prepare(found, find).run(inputs, compute=Compute(), models=FakeModels()).data.size == (4, 4)


def test_what_stays_open_can_be_chosen(document: Document) -> None:
    photo = add(document, RasterLayer.of(picture((9, 9, 9))))
    mask = add(document, MaskLayer.of(MASK))
    layer = generated(document, "fake.shift", image=photo, mask=mask)
    both = recipe(document, layer, open_layers=[photo.id, mask.id])
    assert [spec.name for spec in both.inputs] == ["image", "mask"]
    assert both.constants == {}
    closed = recipe(document, layer, open_layers=[mask.id])
    assert [spec.name for spec in closed.inputs] == ["mask"]
    assert list(closed.constants) == ["image"]


def test_a_layer_that_is_read_twice_is_one_input(document: Document) -> None:
    labels = add(document, LabelLayer.of(label_map(1)))
    look = add(document, RasterLayer.of(picture((9, 9, 9))))
    one = generated(document, "fake.paint", label_map=labels, style_image=look)
    two = generated(document, "fake.paint", label_map=labels, style_image=one)
    found = recipe(document, two)
    assert [step.inputs["label_map"] for step in found.steps] == ["label_map", "label_map"]
    assert list(found.constants) == ["style_image"]


def test_layers_that_have_gone(document: Document) -> None:
    photo = add(document, RasterLayer.of(picture((9, 9, 9))))
    mask = add(document, MaskLayer.of(MASK))
    layer = generated(document, "fake.shift", image=photo, mask=mask)
    document.remove_layer(mask.id)
    assert recipe(document, layer).steps[0].inputs == {"image": "image"}
    document.remove_layer(photo.id)
    with pytest.raises(InputError, match="A layer that “Rendering” is made from has gone"):
        recipe(document, layer)


def test_what_recipes_cannot_hold(document: Document) -> None:
    boxes = add(document, BoxesLayer(name="Houses"))
    with pytest.raises(InputError, match="“Houses” holds boxes"):
        recipe(document, generated(document, "fake.shift", image=boxes))
    labels = add(document, LabelLayer.of(label_map(1)))
    layer = generated(document, "fake.paint", label_map=labels)
    layer.params = {"model": "gone"}
    with pytest.raises(CheckpointError, match="no model named gone"):
        recipe(document, layer)


def test_models_that_an_operation_chose_itself_are_needed_too(document: Document) -> None:
    photo = add(document, RasterLayer.of(picture((9, 9, 9))))
    layer = generated(document, "fake.shift", image=photo)
    starter = library.entry_named("landscape-spade")
    part = read_card(library.find("landscape-spade/encoder"))["sha256"]
    layer.model_hash = f"{starter.sha256} {part}"
    needs = {need.name: need.sha256 for need in recipe(document, layer).models}
    assert needs == {"landscape-spade": starter.sha256, "landscape-spade/encoder": part}
