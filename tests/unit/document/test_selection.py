"""Selections: shapes, how they combine, and that each is one step."""

from __future__ import annotations

import numpy as np
import pytest

from ganstudio.document.document import Document
from ganstudio.document.selection import Mode
from ganstudio.document.tiles import EMPTY, Rect

WIDTH, HEIGHT = 300, 280
LEFT, TOP = Rect(0, 0, 100, HEIGHT), Rect(0, 0, WIDTH, 100)


@pytest.fixture
def document() -> Document:
    return Document(WIDTH, HEIGHT)


def selected(document: Document) -> np.ndarray:
    return document.selection.alpha(document.rect)


def inside(rect: Rect) -> np.ndarray:
    mask = np.zeros((HEIGHT, WIDTH), bool)
    mask[rect.y : rect.bottom, rect.x : rect.right] = True
    return mask


def test_without_a_selection_everything_is_selected(document: Document) -> None:
    assert document.selection.is_everything
    assert (selected(document) == 255).all()
    assert document.selection.bounds() == document.rect


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("replace", inside(TOP)),
        ("add", inside(LEFT) | inside(TOP)),
        ("subtract", inside(LEFT) & ~inside(TOP)),
        ("intersect", inside(LEFT) & inside(TOP)),
    ],
)
def test_shapes_combine(document: Document, mode: Mode, expected: np.ndarray) -> None:
    document.selection.rectangle(LEFT)
    document.selection.rectangle(TOP, mode)
    assert np.array_equal(selected(document), expected * np.uint8(255))
    document.history.undo()
    assert np.array_equal(selected(document), inside(LEFT) * np.uint8(255))


@pytest.mark.parametrize(
    ("mode", "expected"), [("add", inside(TOP)), ("subtract", ~inside(TOP)), ("intersect", inside(TOP))]
)
def test_the_first_shape_is_cut_from_everything(document: Document, mode: Mode, expected: np.ndarray) -> None:
    document.selection.rectangle(TOP, mode)
    assert np.array_equal(selected(document), expected * np.uint8(255))


def test_inverting_twice_changes_nothing(document: Document) -> None:
    document.selection.ellipse(Rect(20, 30, 200, 111))
    before = selected(document)
    document.selection.invert()
    assert np.array_equal(selected(document), 255 - before)
    document.selection.invert()
    assert np.array_equal(selected(document), before)
    assert document.history.names == ("Select ellipse", "Invert selection", "Invert selection")


def test_all_is_a_selection_that_none_drops(document: Document) -> None:
    told: list[bool] = []
    document.selection_changed.connect(lambda: told.append(document.selection.is_everything))
    document.selection.all()
    assert (selected(document) == 255).all()
    document.selection.invert()
    assert not selected(document).any()
    document.selection.none()
    assert told == [False, False, True]


def test_an_ellipse_covers_its_area(document: Document) -> None:
    document.selection.ellipse(Rect(10, 20, 260, 200))
    mask = selected(document)
    assert abs(mask.sum() / 255 - np.pi * 130 * 100) < 30
    assert mask[120, 140] == 255
    assert mask[20, 10] == 0
    assert document.selection.bounds() == Rect(10, 20, 260, 200)
    assert np.array_equal(mask[20:220, 10:270], mask[20:220, 10:270][::-1, ::-1])


def test_a_polygon_covers_its_area_across_tiles(document: Document) -> None:
    document.selection.polygon([(10.5, 10), (290, 30.25), (150, 270)])
    (x0, y0), (x1, y1), (x2, y2) = (10.5, 10), (290, 30.25), (150, 270)
    area = abs((x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)) / 2
    assert abs(selected(document).sum() / 255 - area) < 0.01 * area
    document.selection.polygon([(0, 0), (5, 5)])
    assert document.history.names == ("Select area",)


def test_feathering_softens_the_edge_and_keeps_the_middle(document: Document) -> None:
    document.selection.rectangle(Rect(0, 100, WIDTH, 100))
    document.selection.feather(6)
    column = selected(document)[:, 0].astype(int)
    assert 118 <= column[99] <= 137
    assert column[150] == 255
    assert column[60] == 0
    assert (np.diff(column[80:120]) >= 0).all()
    assert np.array_equal(column, selected(document)[:, WIDTH - 1])


def test_a_mask_of_the_documents_size_can_be_set(document: Document) -> None:
    mask = np.random.default_rng(0).integers(0, 256, (HEIGHT, WIDTH), dtype=np.uint8)
    document.selection.set_mask(mask)
    assert np.array_equal(selected(document), mask)
    with pytest.raises(ValueError, match="the mask is"):
        document.selection.set_mask(mask[:5])


def test_shapes_beyond_the_canvas_select_what_lies_on_it(document: Document) -> None:
    document.selection.rectangle(Rect(-50, -50, 60, 60))
    assert document.selection.alpha(Rect(0, 0, WIDTH, HEIGHT)).sum() == 100 * 255
    document.selection.rectangle(Rect(900, 900, 5, 5))
    assert document.selection.bounds() == EMPTY
