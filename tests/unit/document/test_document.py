"""Edits of a document and what they tell: signals, stale generated layers, refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from ganstudio.document.document import Document
from ganstudio.document.image import ImageData, LabelData
from ganstudio.document.layers import Box, BoxesLayer, GeneratedLayer, LabelLayer, RasterLayer
from ganstudio.document.tiles import EMPTY, Rect
from ganstudio.errors import InputError


def grey(size: tuple[int, int], value: int = 9) -> ImageData:
    return ImageData(np.full((size[1], size[0], 3), value, np.uint8))


class Told:
    """Everything that a document says, in order."""

    def __init__(self, document: Document) -> None:
        self.said: list[tuple[Any, ...]] = []
        for name in (
            "pixels_changed",
            "layers_changed",
            "active_changed",
            "selection_changed",
            "history_changed",
            "modified_changed",
            "generated_stale",
        ):
            getattr(document, name).connect(lambda *args, name=name: self.said.append((name, *args)))

    def take(self, name: str) -> list[tuple[Any, ...]]:
        found = [rest for said, *rest in self.said if said == name]
        self.said = [entry for entry in self.said if entry[0] != name]
        return [tuple(item) for item in found]


@pytest.fixture
def document() -> Document:
    """A label map and two generated layers above it, the second reading the first."""
    document = Document(300, 280)
    labels = LabelLayer.blank(300, 280)
    document.add_layer(labels)
    first = GeneratedLayer.blank(300, 280, "semantic_painting.render", {"label_map": labels.id}, "First")
    second = GeneratedLayer.blank(300, 280, "style.paint", {"image": first.id}, "Second")
    document.add_layer(first)
    document.add_layer(second)
    for layer in (first, second):
        document.set_generated(layer.id, grey((300, 280)), "hash")
    second.stale = False
    return document


def test_painting_under_generated_layers_makes_the_whole_chain_stale(document: Document) -> None:
    labels, first, second = document.layers
    assert isinstance(first, GeneratedLayer)
    assert isinstance(second, GeneratedLayer)
    assert not (first.stale or second.stale)
    told = Told(document)
    document.paint(labels.id, Rect(10, 10, 5, 5), np.full((5, 5), 3, np.uint8))
    assert told.take("pixels_changed") == [(labels.id, Rect(10, 10, 5, 5))]
    assert told.take("generated_stale") == [(first.id,), (second.id,)]
    assert first.stale
    assert second.stale
    document.set_generated(first.id, grey((300, 280), 20), "hash")
    assert not first.stale
    assert second.stale
    assert document.history.names[-1] == "Paint"


def test_undo_and_redo_make_it_stale_again(document: Document) -> None:
    labels, first, _ = document.layers
    assert isinstance(first, GeneratedLayer)
    document.paint(labels.id, Rect(0, 0, 9, 9), np.full((9, 9), 3, np.uint8))
    for step in (document.history.undo, document.history.redo):
        document.set_generated(first.id, grey((300, 280)), "hash")
        assert not first.stale
        assert step()
        assert first.stale


@pytest.mark.parametrize(
    "change", [{"seed": 4}, {"params": {"style": "winter-night"}}, {"operation": "a.b"}], ids=str
)
def test_other_parameters_make_it_stale_and_can_be_undone(document: Document, change: dict[str, Any]) -> None:
    first = document.layers[1]
    assert isinstance(first, GeneratedLayer)
    before = {name: getattr(first, name) for name in change}
    document.set_layer(first.id, **change)
    assert first.stale
    document.set_generated(first.id, grey((300, 280)), "hash")
    document.history.undo()
    assert first.stale
    assert {name: getattr(first, name) for name in change} == before


def test_looks_do_not_make_it_stale_but_another_palette_does(document: Document) -> None:
    labels, first, _ = document.layers
    assert isinstance(first, GeneratedLayer)
    document.set_layer(first.id, opacity=0.5, blend="screen", name="Night")
    document.set_layer(labels.id, visible=False)
    assert not first.stale
    document.set_layer(labels.id, palette="ade20k")
    assert first.stale


def test_circles_are_refused(document: Document) -> None:
    _, first, second = document.layers
    for reads in ({"image": second.id}, {"image": first.id}):
        with pytest.raises(InputError, match="“First” cannot be made from itself"):
            document.set_layer(first.id, reads=reads)
    again = GeneratedLayer.blank(300, 280, "a.b", {})
    again.reads = {"image": again.id}
    with pytest.raises(InputError, match="cannot be made from itself"):
        document.add_layer(again)
    assert len(document.layers) == 3


def test_late_results_are_dropped(document: Document) -> None:
    first = document.layers[1]
    assert isinstance(first, GeneratedLayer)
    document.crop(Rect(0, 0, 100, 90))
    document.set_generated(first.id, grey((300, 280)), "late")
    assert first.stale
    document.remove_layer(first.id)
    document.set_generated(first.id, grey((100, 90)), "later")
    assert first.model_hash == "hash"


def test_locked_generated_and_box_layers_cannot_be_painted_on(document: Document) -> None:
    labels, first, _ = document.layers
    document.set_layer(labels.id, locked=True)
    document.add_layer(BoxesLayer(name="Things"))
    for id, reason in (
        (labels.id, "“Label map” is locked"),
        (first.id, "“First” is made from other layers"),
        (document.layers[-1].id, "“Things” holds boxes"),
    ):
        with pytest.raises(InputError, match=reason):
            document.paint(id, Rect(0, 0, 1, 1), np.zeros((1, 1), np.uint8))


def test_a_generated_layer_becomes_paintable_as_raster(document: Document) -> None:
    first, second = document.layers[1:]
    raster = document.rasterise_layer(first.id)
    document.paint(raster.id, Rect(0, 0, 2, 2), np.full((2, 2, 4), 77, np.uint8))
    assert isinstance(second, GeneratedLayer)
    assert second.stale
    document.history.jump(document.history.index - 2)
    assert document.layers[1] is first
    assert (first.tiles.array() == [9, 9, 9, 255]).all()  # type: ignore[attr-defined]


def test_layers_are_added_above_the_active_one_and_activated() -> None:
    document = Document(8, 8)
    names = ["a", "b", "c"]
    for name in names:
        document.add_layer(RasterLayer.blank(8, 8, name))
    told = Told(document)
    document.active_id = document.layers[0].id
    document.add_layer(RasterLayer.blank(8, 8, "d"))
    assert [layer.name for layer in document.layers] == ["a", "d", "b", "c"]
    assert document.active is document.layers[1]
    document.remove_layer(document.layers[1].id)
    assert document.active is document.layers[0]
    document.move_layer(document.layers[0].id, 2)
    assert [layer.name for layer in document.layers] == ["b", "c", "a"]
    twin = document.duplicate_layer(document.layers[0].id)
    assert [layer.name for layer in document.layers] == ["b", "b copy", "c", "a"]
    assert twin.id != document.layers[0].id
    ids = [id for (id,) in told.take("active_changed")]
    assert ids[-1] == document.active_id == twin.id


def test_the_active_layer_is_there_whenever_layers_change() -> None:
    document = Document(8, 8)
    seen: list[object] = []
    document.layers_changed.connect(lambda: seen.append(document.active))
    document.add_layer(RasterLayer.blank(8, 8))
    document.remove_layer(document.layers[0].id)
    document.history.undo()
    document.history.undo()
    assert [layer is None for layer in seen] == [False, True, False, True]  # type: ignore[comparison-overlap]


def test_boxes_are_added_and_removed_undoably() -> None:
    document = Document(50, 40)
    layer = BoxesLayer(name="Things")
    document.add_layer(layer)
    tree = Box("tree", 1, 2, 10, 20)
    document.set_layer(layer.id, boxes=(tree,))
    document.set_layer(layer.id, boxes=(tree, tree.moved(5, 5)))
    document.crop(Rect(1, 2, 30, 30))
    assert layer.boxes == (Box("tree", 0, 0, 9, 18), Box("tree", 5, 5, 14, 23))
    document.history.jump(2)
    assert layer.boxes == (tree,)


def test_canvas_changes_keep_content_in_place_and_can_be_undone() -> None:
    document = Document.from_image(grey((40, 30)))
    labels = LabelLayer.of(LabelData(np.full((30, 40), 5, np.uint8), "landscape"))
    document.add_layer(labels)
    document.selection.rectangle(Rect(0, 0, 10, 10))
    document.resize_canvas(60, 50, anchor=(1.0, 0.0))
    assert (document.width, document.height) == (60, 50)
    assert labels.labels().indices[0, :21].tolist() == [255] * 20 + [5]
    assert document.selection.alpha(Rect(19, 0, 12, 1)).tolist() == [[0] + [255] * 10 + [0]]
    document.history.undo()
    assert document.rect == Rect(0, 0, 40, 30)
    assert (labels.labels().indices == 5).all()
    assert document.selection.alpha(document.rect).sum() == 100 * 255


def test_impossible_sizes_are_refused() -> None:
    document = Document(4, 4)
    with pytest.raises(InputError, match="outside of the picture"):
        document.crop(Rect(10, 10, 5, 5))
    with pytest.raises(InputError, match="cannot have 0 × 5 pixels"):
        document.resize_canvas(0, 5)
    with pytest.raises(ValueError, match="the layer is"):
        document.add_layer(RasterLayer.blank(5, 4))


def test_a_picture_comes_back_as_it_was_opened() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (270, 300, 3), dtype=np.uint8)
    document = Document.from_image(ImageData(pixels, icc=b"profile"))
    assert not document.modified
    flat = document.flatten()
    assert np.array_equal(flat.pixels, pixels)
    assert flat.icc == b"profile"
    assert Document(2, 2).flatten().pixels.tolist() == [[[0] * 4] * 2] * 2


def test_modified_follows_the_history() -> None:
    document = Document.from_image(grey((4, 4)))
    told = Told(document)
    layer = document.layers[0]
    document.paint(layer.id, Rect(0, 0, 1, 1), np.full((1, 1, 4), 3, np.uint8))
    document.mark_saved()
    document.history.undo()
    assert document.modified
    document.history.redo()
    assert not document.modified
    document.history.undo()
    document.paint(layer.id, Rect(0, 0, 1, 1), np.full((1, 1, 4), 4, np.uint8))
    assert document.modified
    assert told.take("modified_changed") == [(True,), (False,), (True,), (False,), (True,)]


def test_a_snapshot_stays_as_it_was_taken() -> None:
    document = Document.from_image(grey((300, 20)))
    document.selection.rectangle(Rect(0, 0, 5, 5))
    document.metadata["note"] = ["x"]
    snapshot = document.snapshot()
    document.paint(document.layers[0].id, document.rect, np.full((20, 300, 4), 200, np.uint8))
    document.selection.none()
    document.set_layer(document.layers[0].id, name="other", opacity=0.1)
    document.metadata["note"].append("y")
    assert (snapshot.flatten().pixels == 9).all()
    assert snapshot.layers[0].name == "Picture"
    assert snapshot.selection.alpha(Rect(0, 0, 6, 1)).tolist() == [[255] * 5 + [0]]
    assert snapshot.metadata == {"note": ["x"]}
    assert (snapshot.id, snapshot.active_id) == (document.id, document.active_id)


def test_wrong_properties_are_a_programming_error() -> None:
    document = Document.from_image(grey((4, 4)))
    id = document.layers[0].id
    with pytest.raises(TypeError, match="raster layer has no palette"):
        document.set_layer(id, palette="landscape")
    with pytest.raises(ValueError, match="no blend mode 'burn'"):
        document.set_layer(id, blend="burn")
    with pytest.raises(KeyError):
        document.layer("nothing")
    document.set_layer(id, opacity=7)
    assert document.layers[0].opacity == 1.0
    assert document.history.names == ()
    document.paint(id, Rect(-5, -5, 3, 3), np.zeros((3, 3, 4), np.uint8))
    assert document.layers[0].tiles.read(EMPTY).size == 0  # type: ignore[attr-defined]
