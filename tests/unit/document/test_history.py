"""The history: whatever was done, undoing all of it and doing it again leads to the same documents."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ganstudio.document.document import Document
from ganstudio.document.history import MAX_STEPS
from ganstudio.document.layers import (
    Box,
    BoxesLayer,
    GeneratedLayer,
    LabelLayer,
    MaskLayer,
    PixelLayer,
    RasterLayer,
)
from ganstudio.document.painting import ERASE, BrushSettings, Stroke, flood_fill
from ganstudio.document.records import to_record
from ganstudio.document.tiles import TILE, Rect


def state(document: Document) -> Any:
    """All that a person can see or save of a document."""
    layers = []
    for layer in document.layers:
        record = to_record(layer)
        record.pop("stale", None)
        pixels = layer.tiles.array().tobytes() if isinstance(layer, PixelLayer) else b""
        layers.append((record, pixels))
    selection = document.selection.alpha(document.rect).tobytes()
    return document.rect, document.active_id, layers, selection, document.selection.is_everything


def edit(document: Document, kind: int, a: int, b: int) -> None:
    """Some edit, chosen by numbers."""
    layers = document.layers
    layer = layers[a % len(layers)]
    x, y = a * 7 % document.width, b * 5 % document.height
    paintable = [item for item in layers if isinstance(item, RasterLayer | LabelLayer | MaskLayer)]
    if kind == 0:
        for item in paintable[:1]:
            value = {"raster": (a, b, 90, 200), "label": b % 12, "mask": b}[item.kind]
            stroke = Stroke(document, item.id, BrushSettings(size=a % 60 + 1), value)  # type: ignore[arg-type]
            stroke.begin(x, y)
            stroke.to(b * 3 % document.width, a)
            stroke.end()
    elif kind == 1:
        made = (RasterLayer, LabelLayer, MaskLayer)[b % 3].blank(document.width, document.height)
        document.add_layer(made, a % (len(layers) + 1))
    elif kind == 2 and len(layers) > 1:
        document.remove_layer(layer.id)
    elif kind == 3:
        document.set_layer(layer.id, name=f"{b}", opacity=a / 255, visible=bool(b % 2), blend="multiply")
    elif kind == 4:
        document.move_layer(layer.id, b % len(layers))
    elif kind == 5:
        (document.selection.ellipse, document.selection.rectangle)[b % 2](Rect(x, y, a + 1, b + 1))
    elif kind == 6:
        (document.selection.invert, document.selection.none, document.selection.all)[b % 3]()
    elif kind == 7:
        document.resize_canvas(a + 200, b + 200)
    elif kind == 8:
        document.crop(Rect(x // 2, y // 2, document.width // 2 + 1, document.height // 2 + 1))
    elif kind == 9:
        document.duplicate_layer(layer.id)
    elif kind == 10:
        for item in paintable[-1:]:
            flood_fill(document, item.id, x, y, ERASE)
    elif kind == 11:
        document.add_layer(BoxesLayer(name="boxes", boxes=(Box("tree", a, b, a + 5, b + 5),)))
    elif kind == 12:
        reads = {"label_map": layer.id}
        document.add_layer(GeneratedLayer.blank(document.width, document.height, "a.b", reads))


edits = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 255), st.integers(0, 255)), min_size=1, max_size=10
)


@settings(max_examples=40, deadline=None)
@given(edits=edits, places=st.lists(st.integers(0, 10), max_size=4))
def test_every_state_comes_back(edits: list[tuple[int, int, int]], places: list[int]) -> None:
    document = Document(300, 270)
    document.adopt((RasterLayer.blank(300, 270),))
    states = [state(document)]
    for kind, a, b in edits:
        before = document.history.index
        edit(document, kind, a, b)
        if document.history.index > before:
            states.append(state(document))
    assert len(document.history.names) == len(states) - 1
    for place in [*(place % len(states) for place in places), 0, len(states) - 1]:
        document.history.jump(place)
        assert state(document) == states[place]
    while document.history.undo():
        assert state(document) == states[document.history.index]
    while document.history.redo():
        assert state(document) == states[document.history.index]


@pytest.fixture
def document() -> Document:
    document = Document(2 * TILE, TILE)
    document.adopt((RasterLayer.blank(2 * TILE, TILE),))
    return document


def fill(document: Document, value: int, rect: Rect | None = None) -> None:
    rect = rect or document.rect
    document.paint(document.layers[0].id, rect, np.full((rect.h, rect.w, 4), value, np.uint8), f"{value}")


def test_a_new_edit_ends_the_way_that_was_undone(document: Document) -> None:
    for value in (1, 2, 3):
        fill(document, value)
    document.history.jump(1)
    fill(document, 9)
    assert document.history.names == ("1", "9")
    assert not document.history.can_redo
    assert not document.history.jump(5)


def test_steps_hold_touched_tiles_only(document: Document) -> None:
    fill(document, 1, Rect(3, 3, 5, 5))
    assert document.history.bytes == TILE * TILE * 4


def test_the_oldest_steps_are_forgotten_over_the_budget(document: Document) -> None:
    whole = 2 * TILE * TILE * 4
    document.history.budget_bytes = 3 * whole
    document.mark_saved()
    for value in range(1, 9):
        fill(document, value)
    assert document.history.names == ("6", "7", "8")
    assert document.history.bytes <= 3 * whole
    document.history.jump(0)
    assert (document.composite(document.rect) == 5).all()
    assert document.modified  # what was saved is out of reach
    document.history.jump(3)
    document.history.budget_bytes = 1
    assert document.history.names == ("8",)


def test_many_small_steps_are_bounded_too(document: Document) -> None:
    id = document.layers[0].id
    for number in range(MAX_STEPS + 20):
        document.set_layer(id, name=str(number))
    assert len(document.history.names) == MAX_STEPS


def test_one_drag_of_a_slider_is_one_step(document: Document) -> None:
    id = document.layers[0].id
    for percent in (90, 80, 70):
        document.set_layer(id, opacity=percent / 100, merge_key="drag 1")
    document.set_layer(id, opacity=0.6, merge_key="drag 2")
    assert document.history.names == ("Change opacity", "Change opacity")
    document.history.undo()
    assert document.layers[0].opacity == 0.7
    document.history.undo()
    assert document.layers[0].opacity == 1.0


def test_a_drag_does_not_reach_into_what_was_saved(document: Document) -> None:
    id = document.layers[0].id
    document.set_layer(id, opacity=0.5, merge_key="drag")
    document.mark_saved()
    document.set_layer(id, opacity=0.4, merge_key="drag")
    assert document.modified
    document.history.undo()
    assert not document.modified
    assert document.layers[0].opacity == 0.5


def test_merged_pixels_go_back_to_before_the_first(document: Document) -> None:
    for value, rect in ((5, Rect(0, 0, 9, 9)), (6, document.rect)):
        with document.transaction("Airbrush", merge_key="spray"):
            fill(document, value, rect)
    assert document.history.names == ("Airbrush",)
    document.history.undo()
    assert not document.composite(document.rect).any()
    document.history.redo()
    assert (document.composite(document.rect) == 6).all()


def test_a_transaction_is_one_step_in_any_order(document: Document) -> None:
    before = state(document)
    with document.transaction("Collage"):
        fill(document, 4)
        document.add_layer(LabelLayer.blank(document.width, document.height))
        document.crop(Rect(5, 5, 100, 100))
        fill(document, 6, Rect(0, 0, 10, 10))
        document.selection.rectangle(Rect(0, 0, 3, 3))
    after = state(document)
    assert document.history.names == ("Collage",)
    document.history.undo()
    assert state(document) == before
    document.history.redo()
    assert state(document) == after


def test_an_exception_takes_the_transaction_back(document: Document) -> None:
    before = state(document)
    with pytest.raises(ZeroDivisionError), document.transaction("Broken"):
        fill(document, 4)
        document.add_layer(LabelLayer.blank(document.width, document.height))
        raise ZeroDivisionError
    assert state(document) == before
    assert document.history.names == ()
    assert not document.editing


def test_nothing_is_undone_while_a_stroke_goes_on(document: Document) -> None:
    fill(document, 1)
    stroke = Stroke(document, document.layers[0].id, BrushSettings(), ERASE)
    stroke.begin(5, 5)
    assert not document.history.undo()
    stroke.cancel()
    assert (document.composite(document.rect) == 1).all()
    assert document.history.undo()


def test_edits_that_change_nothing_are_no_steps(document: Document) -> None:
    fill(document, 0)
    document.set_layer(document.layers[0].id, opacity=1.0)
    document.move_layer(document.layers[0].id, 0)
    document.selection.none()
    document.selection.invert()
    document.crop(document.rect)
    assert document.history.names == ()


def test_clearing_forgets_steps_and_keeps_the_document(document: Document) -> None:
    fill(document, 3)
    document.mark_saved()
    document.history.clear()
    assert not document.history.can_undo
    assert not document.modified
    assert (document.composite(document.rect) == 3).all()
