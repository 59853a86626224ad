"""Strokes and shapes: exact on label maps, soft and even on pictures, one step each."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ganstudio.document.document import Document
from ganstudio.document.image import ImageData
from ganstudio.document.layers import LabelLayer, MaskLayer, PixelLayer, RasterLayer
from ganstudio.document.painting import (
    ERASE,
    BrushSettings,
    Stroke,
    Value,
    draw_ellipse,
    draw_line,
    draw_rectangle,
    pick,
)
from ganstudio.document.tiles import EMPTY, Rect
from ganstudio.errors import InputError

RED = (255, 0, 0, 255)


def on(layer: PixelLayer) -> Document:
    document = Document(layer.tiles.width, layer.tiles.height)
    document.adopt((layer,))
    return document


def stroke(document: Document, points: list[tuple[float, float]], brush: BrushSettings, value: Value) -> Rect:
    line = Stroke(document, document.layers[0].id, brush, value)
    line.begin(*points[0])
    for point in points[1:]:
        line.to(*point)
    return line.end()


def array(document: Document) -> np.ndarray:
    layer = document.layers[0]
    assert isinstance(layer, PixelLayer)
    return layer.tiles.array()


@settings(max_examples=40, deadline=None)
@given(
    x=st.floats(-10, 330),
    y=st.floats(-10, 290),
    size=st.floats(1, 90),
    value=st.sampled_from([0, 7, 11]),
)
def test_a_dab_on_a_label_map_is_an_exact_disc(x: float, y: float, size: float, value: int) -> None:
    document = on(LabelLayer.blank(320, 280))
    dirty = stroke(document, [(x, y)], BrushSettings(size, hardness=0.1, opacity=0.3), value)
    rows, columns = np.mgrid[:280, :320] + 0.5
    distance = np.hypot(columns - x, rows - y)
    found = array(document)[..., 0]
    assert set(np.unique(found)) <= {value, 255}
    if size >= 2:
        clear = np.abs(distance - size / 2) > 0.01  # but for rounding on the very edge
        assert np.array_equal((found == value)[clear], (distance < size / 2)[clear])
    elif 0 <= x < 320 and 0 <= y < 280:
        assert found[int(y), int(x)] == value
    outside = np.ones_like(found, bool)
    outside[dirty.y : dirty.bottom, dirty.x : dirty.right] = False
    assert (found[outside] == 255).all()


@settings(max_examples=40, deadline=None)
@given(points=st.lists(st.tuples(st.floats(0, 299), st.floats(0, 279)), min_size=2, max_size=5))
def test_quick_movements_of_the_finest_brush_leave_no_gaps(points: list[tuple[float, float]]) -> None:
    document = on(LabelLayer.blank(300, 280))
    stroke(document, points, BrushSettings(size=1), 3)
    painted = array(document)[..., 0] == 3
    # Walking over painted neighbours (8 sides) from one pixel reaches all of them.
    reached = np.zeros_like(painted)
    reached[int(points[0][1]), int(points[0][0])] = True
    while True:
        grown = np.pad(reached, 1)
        near = np.logical_or.reduce([grown[i : i + 280, j : j + 300] for i in range(3) for j in range(3)])
        near &= painted
        if np.array_equal(near, reached):
            break
        reached = near
    assert np.array_equal(reached, painted)
    assert all(painted[int(y), int(x)] for x, y in points)


def test_a_stroke_never_covers_more_than_its_opacity() -> None:
    document = on(RasterLayer.of(ImageData(np.full((100, 200, 3), 200, np.uint8))))
    back_and_forth = [(20.0, 50.0), (180.0, 50.0)] * 4
    stroke(document, back_and_forth, BrushSettings(30, hardness=0.5, opacity=0.5), (0, 0, 0, 255))
    picture = array(document)
    assert picture[50, 100].tolist() == [100, 100, 100, 255]
    assert picture[..., 0].min() == 100
    stroke(document, [(20, 50), (180, 50)], BrushSettings(30, opacity=0.5), (0, 0, 0, 255))
    assert picture[50, 100, 0] > array(document)[50, 100, 0] == 50


def test_a_soft_brush_fades_from_the_middle_to_the_rim() -> None:
    document = on(RasterLayer.blank(101, 101))
    stroke(document, [(50.5, 50.5)], BrushSettings(80, hardness=0.25), RED)
    line = array(document)[50, 50:, 3].astype(int)
    assert line[0] == line[9] == 255
    assert (np.diff(line) <= 0).all()
    assert 100 < line[25] < 155
    assert not line[42:].any()
    assert (array(document)[..., :3][array(document)[..., 3] > 0] == (255, 0, 0)).all()


def test_a_hard_brush_has_an_edge_of_one_pixel() -> None:
    document = on(RasterLayer.blank(64, 64))
    stroke(document, [(32, 32)], BrushSettings(40, hardness=1), RED)
    alpha = array(document)[..., 3]
    assert abs(alpha.sum() / 255 - np.pi * 20**2) < 12
    assert ((alpha[32] > 0) & (alpha[32] < 255)).sum() <= 2


def test_straight_alpha_mixes_colours_by_their_share() -> None:
    document = on(RasterLayer.of(ImageData(np.full((9, 9, 4), (0, 0, 255, 128), np.uint8))))
    stroke(document, [(4.5, 4.5)], BrushSettings(20, hardness=1), (255, 0, 0, 128))
    assert array(document)[4, 4].tolist() == [170, 0, 85, 192]


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        (RasterLayer.of(ImageData(np.full((9, 9, 3), 50, np.uint8))), [50, 50, 50, 0]),
        (LabelLayer.blank(9, 9), [255]),
        (MaskLayer.blank(9, 9), [0]),
    ],
    ids=["raster", "label", "mask"],
)
def test_erasing_leaves_nothing(layer: PixelLayer, expected: list[int]) -> None:
    document = on(layer)
    if layer.tiles.channels == 1:
        document.paint(layer.id, document.rect, np.full((9, 9), 7, np.uint8))
    stroke(document, [(4, 4)], BrushSettings(30, hardness=1), ERASE)
    assert array(document)[4, 4].tolist() == expected
    assert document.history.names[-1] == "Eraser"


def test_masks_take_greys() -> None:
    document = on(MaskLayer.blank(20, 20))
    stroke(document, [(10, 10)], BrushSettings(10, hardness=1, opacity=0.5), 200)
    assert array(document)[10, 10, 0] == 100


def test_pressure_sets_size_and_opacity() -> None:
    document = on(RasterLayer.blank(300, 100))
    brush = BrushSettings(60, hardness=1, pressure_size=True, pressure_opacity=True)
    line = Stroke(document, document.layers[0].id, brush, RED)
    line.begin(40, 50, 1.0)
    line.to(260, 50, 0.2)
    line.end()
    alpha = array(document)[..., 3]
    assert (alpha[:, 40] > 0).sum() > 2.5 * (alpha[:, 250] > 0).sum()
    assert alpha[50, 40] == 255
    assert alpha[50, 260] == 51


def test_smoothing_follows_the_hand_and_arrives() -> None:
    document = on(LabelLayer.blank(200, 200))
    line = Stroke(document, document.layers[0].id, BrushSettings(5, smoothing=0.8), 1)
    line.begin(20, 20)
    line.to(180, 20)
    line.to(180, 180)
    painted = array(document)[..., 0] == 1
    assert not painted[18:23, 176:].any()  # the corner is cut
    line.end()
    assert array(document)[180, 180, 0] == 1


def test_wide_spacing_sets_separate_dabs_however_the_hand_moves() -> None:
    at_once, in_steps = on(LabelLayer.blank(200, 20)), on(LabelLayer.blank(200, 20))
    brush = BrushSettings(4, spacing=5.0)
    stroke(at_once, [(10, 10), (190, 10)], brush, 1)
    stroke(in_steps, [(float(x), 10) for x in range(10, 191, 3)], brush, 1)
    columns = (array(at_once)[..., 0] == 1).any(axis=0)
    assert np.flatnonzero(np.diff(columns.astype(int)) == 1).tolist() == [7 + 20 * i for i in range(10)]
    assert np.array_equal(array(at_once), array(in_steps))


def test_painting_stays_inside_the_selection() -> None:
    labels, picture = on(LabelLayer.blank(300, 280)), on(RasterLayer.blank(300, 280))
    for document, value in ((labels, 4), (picture, RED)):
        document.selection.ellipse(Rect(100, 100, 120, 90))
        stroke(document, [(0, 140), (299, 140)], BrushSettings(60, hardness=1), value)
    inside = labels.selection.alpha(labels.rect)
    band = slice(120, 160)
    assert np.array_equal((array(labels)[band, :, 0] == 4), inside[band] >= 128)
    assert np.array_equal(array(picture)[band, :, 3], inside[band])


def test_a_stroke_is_one_step_and_can_be_cancelled() -> None:
    document = on(LabelLayer.blank(600, 300))
    told: list[Rect] = []
    document.pixels_changed.connect(lambda _, rect: told.append(rect))
    dirty = stroke(document, [(10, 10), (590, 290), (300, 10)], BrushSettings(12), 2)
    assert document.history.names == ("Brush",)
    union = EMPTY
    for rect in told:
        assert rect.w * rect.h < 400 * 400  # long movements go in pieces
        union = union.union(rect)
    assert union == dirty
    after = array(document)
    line = Stroke(document, document.layers[0].id, BrushSettings(50), 5)
    line.begin(100, 100)
    line.to(200, 100)
    line.cancel()
    assert np.array_equal(array(document), after)
    document.history.undo()
    assert (array(document) == 255).all()


def test_a_stroke_outside_the_canvas_is_no_step() -> None:
    document = on(LabelLayer.blank(50, 50))
    assert stroke(document, [(-100, -100), (-200, 400)], BrushSettings(20), 2) == EMPTY
    assert document.history.names == ()


def test_wrong_values_and_states_are_programming_errors() -> None:
    document = on(LabelLayer.blank(5, 5))
    id = document.layers[0].id
    with pytest.raises(ValueError, match="no value of a label layer"):
        Stroke(document, id, BrushSettings(), RED)
    with pytest.raises(RuntimeError, match="has not begun"):
        Stroke(document, id, BrushSettings(), 3).to(1, 1)
    document.layers[0].locked = True
    with pytest.raises(InputError, match="locked"):
        Stroke(document, id, BrushSettings(), 3)


@pytest.mark.parametrize("draw", [draw_rectangle, draw_ellipse])
def test_filled_shapes_fill_the_pixels_between_their_corners(draw: Callable[..., Rect]) -> None:
    document = on(LabelLayer.blank(600, 300))
    id = document.layers[0].id
    dirty = draw(document, id, (500, 250), (20.2, 30.7), BrushSettings(), 6, filled=True)
    painted = array(document)[..., 0] == 6
    rows, columns = np.flatnonzero(painted.any(axis=1)), np.flatnonzero(painted.any(axis=0))
    assert (columns[0], columns[-1], rows[0], rows[-1]) == (20, 499, 30, 249)
    area = 480 * 220 * (1 if draw is draw_rectangle else np.pi / 4)
    assert abs(painted.sum() - area) < 0.002 * area
    assert dirty == Rect(20, 30, 480, 220)
    assert len(document.history.names) == 1


def test_outlines_are_as_thick_as_the_brush() -> None:
    document = on(LabelLayer.blank(200, 200))
    id = document.layers[0].id
    draw_rectangle(document, id, (50, 50), (150, 150), BrushSettings(6), 1)
    draw_ellipse(document, id, (60, 60), (140, 140), BrushSettings(6), 2)
    draw_line(document, id, (100, 0), (100, 40), BrushSettings(6), 3)
    labels = array(document)[..., 0]
    assert labels[100, 44:160].tolist().count(1) == 12
    assert (labels[100, 57:63] == 2).all()
    assert (labels[20, 97:103] == 3).all()
    assert labels[100, 100] == 255
    assert document.history.names == ("Rectangle", "Ellipse", "Line")


def test_picking_reads_a_layer_or_what_is_seen() -> None:
    document = on(RasterLayer.of(ImageData(np.full((4, 4, 4), (200, 0, 0, 128), np.uint8))))
    document.add_layer(LabelLayer.blank(4, 4))
    labels = document.layers[1]
    document.paint(labels.id, Rect(0, 0, 1, 1), np.full((1, 1), 9, np.uint8))
    assert pick(document, 0.9, 0.9, labels.id) == 9
    assert pick(document, 1.1, 0, labels.id) == 255
    assert pick(document, 0, 0) == (0x2A, 0x6C, 0xC0, 255)
    assert pick(document, 3, 3, document.layers[0].id) == (200, 0, 0, 128)
