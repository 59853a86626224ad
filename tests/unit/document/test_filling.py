"""Filling: what hangs together, what looks alike, within the selection."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ganstudio.document.document import Document
from ganstudio.document.filling import connected, flood_fill
from ganstudio.document.image import ImageData, LabelData
from ganstudio.document.layers import LabelLayer, RasterLayer
from ganstudio.document.tiles import EMPTY, Rect


def walk(area: np.ndarray, column: int, row: int) -> np.ndarray:
    """The plain way: from pixel to pixel."""
    reached, todo = np.zeros_like(area), [(row, column)]
    while todo:
        y, x = todo.pop()
        if 0 <= y < area.shape[0] and 0 <= x < area.shape[1] and area[y, x] and not reached[y, x]:
            reached[y, x] = True
            todo += [(y + 1, x), (y - 1, x), (y, x + 1), (y, x - 1)]
    return reached


@settings(max_examples=80, deadline=None)
@given(
    width=st.integers(1, 25), height=st.integers(1, 25), seed=st.integers(0, 999), share=st.floats(0.3, 0.9)
)
def test_the_connected_part_is_found(width: int, height: int, seed: int, share: float) -> None:
    rng = np.random.default_rng(seed)
    area = rng.random((height, width)) < share
    column, row = int(rng.integers(width)), int(rng.integers(height))
    area[row, column] = True
    assert np.array_equal(connected(area, column, row), walk(area, column, row))


def test_a_spiral_is_followed_to_its_end() -> None:
    area = np.zeros((41, 41), bool)
    x, y, dx, dy = 0, 0, 1, 0
    for length in [40, *(side for side in range(40, 0, -2) for _ in range(2))]:
        for _ in range(length):
            area[y, x] = True
            x, y = x + dx, y + dy
        dx, dy = -dy, dx
    assert connected(area, 0, 0).sum() == walk(area, 0, 0).sum() > 400


def stripes() -> Document:
    """Two stripes of sky with water between, across tiles."""
    indices = np.zeros((280, 600), np.uint8)
    indices[:, 200:400] = 9
    document = Document(600, 280)
    document.adopt((LabelLayer.of(LabelData(indices, "landscape")),))
    return document


def labels(document: Document) -> np.ndarray:
    return document.layers[0].tiles.array()[..., 0]  # type: ignore[attr-defined,no-any-return]


def test_filling_stops_at_other_classes() -> None:
    document = stripes()
    assert flood_fill(document, document.layers[0].id, 5.5, 5.5, 3) == Rect(0, 0, 200, 280)
    assert (labels(document)[:, [0, 199, 200, 400]] == [3, 3, 9, 0]).all()
    assert document.history.names == ("Fill",)


def test_filling_everywhere_reaches_all_that_is_alike() -> None:
    document = stripes()
    flood_fill(document, document.layers[0].id, 5, 5, 3, contiguous=False)
    assert (labels(document)[:, [0, 199, 200, 400]] == [3, 3, 9, 3]).all()


def test_filling_stays_inside_the_selection() -> None:
    document = stripes()
    document.selection.rectangle(Rect(50, 50, 500, 10))
    flood_fill(document, document.layers[0].id, 5, 5, 3, contiguous=False)
    assert (labels(document) == 3).sum() == 10 * (150 + 150)


def test_tolerance_takes_near_colours_in() -> None:
    ramp = np.repeat(np.arange(100, dtype=np.uint8)[None, :, None], 5, axis=0)
    document = Document.from_image(ImageData(ramp))
    flood_fill(document, document.layers[0].id, 50, 2, (255, 0, 0, 255), tolerance=10)
    red = np.flatnonzero(document.composite(document.rect)[0, :, 0] == 255)
    assert (red[0], red[-1]) == (40, 60)


def test_all_clear_pixels_are_alike() -> None:
    document = Document(4, 1)
    layer = RasterLayer.blank(4, 1)
    layer.tiles.write(layer.tiles.rect, np.array([[[9, 9, 9, 0], [0, 0, 0, 0], [9, 9, 9, 9], [0, 0, 0, 0]]]))
    document.adopt((layer,))
    flood_fill(document, layer.id, 0, 0, (1, 2, 3, 255))
    assert layer.tiles.array()[0, :, 3].tolist() == [255, 255, 9, 0]


def test_a_click_beside_the_picture_does_nothing() -> None:
    document = stripes()
    assert flood_fill(document, document.layers[0].id, -1, 900, 3) == EMPTY
    assert document.history.names == ()
