from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPointingDevice, QTabletEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ganstudio.app.canvas.clipboard import from_qimage
from ganstudio.app.canvas.view import CanvasView
from ganstudio.app.session import EditorSession
from ganstudio.document.document import Document
from ganstudio.document.image import ImageData
from ganstudio.document.palettes import load_palette
from ganstudio.document.tiles import Rect
from tests.support.canvas import at, drag, label_document, labels_of, rendered_document

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def session(qapp: QApplication) -> EditorSession:
    return EditorSession()


@pytest.fixture
def view(qtbot: QtBot, session: EditorSession) -> Iterator[CanvasView]:
    made = CanvasView(session)
    qtbot.addWidget(made)
    made.resize(700, 360)
    made.show()
    yield made
    session.set_document(None)


def show(view: CanvasView, document: Document, zoom: float = 4.0) -> Document:
    view._session.set_document(document)
    view.set_zoom(zoom)
    return document


def colour_at(view: CanvasView, place: QPoint) -> str:
    return view.grab().toImage().pixelColor(place).name()


# Painting


def test_a_stroke_changes_exactly_the_pixels_under_the_brush(view: CanvasView) -> None:
    document = show(view, label_document())
    view._session.set_label_class(9)
    view._session.set_brush(size=1)
    drag(view, [(10.5, 20.5), (18.5, 20.5)])
    expected = np.zeros((64, 64), np.uint8)
    expected[20, 10:19] = 9
    assert np.array_equal(labels_of(document), expected)
    assert document.history.names == ("Brush",)
    view._session.undo()
    assert not labels_of(document).any()


def test_the_eraser_leaves_no_class(view: CanvasView) -> None:
    document = show(view, label_document())
    view._session.set_tool("eraser")
    view._session.set_brush(size=1)
    drag(view, [(3.5, 3.5)])
    assert labels_of(document)[3, 3] == 255


def test_escape_takes_a_stroke_back(view: CanvasView) -> None:
    document = show(view, label_document())
    view._session.set_label_class(5)
    QTest.mousePress(view, LEFT, NONE, at(view, 20, 20))
    assert labels_of(document).any()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    QTest.mouseRelease(view, LEFT, NONE, at(view, 20, 20))
    assert not labels_of(document).any()
    assert document.history.names == ()


def test_side_by_side_is_the_default_for_rendered_label_maps(view: CanvasView) -> None:
    show(view, rendered_document())
    assert view.layout_mode == "side_by_side"
    assert len(view._stage.panes()) == 2
    show(view, label_document())
    assert view.layout_mode == "single"


def test_painting_on_the_rendering_goes_to_the_label_map_at_the_same_place(view: CanvasView) -> None:
    document = show(view, rendered_document())
    view._session.set_active_layer(document.layers[1].id)
    view._session.set_label_class(4)
    view._session.set_brush(size=1)
    drag(view, [(30.5, 12.5), (33.5, 12.5)], pane=1)
    changed = np.argwhere(labels_of(document) == 4).tolist()
    assert changed == [[12, 30], [12, 31], [12, 32], [12, 33]]


def test_both_panes_show_their_own_picture(view: CanvasView) -> None:
    document = show(view, rendered_document())
    QTest.mouseMove(view, QPoint(2, 2))
    sky = QColor(*document_colour(document, 0)).name()
    assert colour_at(view, at(view, 5, 5, 0)) == sky
    assert colour_at(view, at(view, 5, 5, 1)) == "#808080"


def document_colour(document: Document, index: int) -> tuple[int, int, int]:
    return load_palette("landscape").classes[index].colour


def test_the_split_line_parts_before_and_after(view: CanvasView) -> None:
    document = show(view, rendered_document())
    view.layout_mode = "single"
    view.before_after = 0.5
    sky = QColor(*document_colour(document, 0)).name()
    assert colour_at(view, at(view, 10, 40)) == sky
    assert colour_at(view, at(view, 50, 40)) == "#808080"
    handle = QPoint(round(view._stage.split_x()), view.height() // 2)
    QTest.mousePress(view, LEFT, NONE, handle)
    QTest.mouseMove(view, at(view, 16, 32))
    QTest.mouseRelease(view, LEFT, NONE, at(view, 16, 32))
    assert view.before_after == pytest.approx(0.25, abs=0.02)
    assert document.history.names == ()


def test_the_backslash_shows_before_while_it_is_held(view: CanvasView) -> None:
    document = show(view, rendered_document())
    view.layout_mode = "single"
    place = at(view, 32, 32)
    QTest.keyPress(view, Qt.Key.Key_Backslash)
    assert colour_at(view, place) == QColor(*document_colour(document, 0)).name()
    QTest.keyRelease(view, Qt.Key.Key_Backslash)
    assert colour_at(view, place) == "#808080"


def test_alt_picks_the_class_below(view: CanvasView) -> None:
    document = show(view, label_document(index=7))
    drag(view, [(8, 8)], modifiers=ALT)
    assert view._session.label_class == 7
    assert document.history.names == ()


def test_shift_and_a_drag_resize_the_brush(view: CanvasView) -> None:
    document = show(view, label_document())
    view._session.set_brush(size=10)
    drag(view, [(20, 20), (30, 20)], modifiers=SHIFT)
    assert view._session.brush.size == 20
    assert document.history.names == ()


def test_number_and_bracket_keys(view: CanvasView) -> None:
    show(view, label_document())
    view._session.set_brush(size=20)
    QTest.keyClick(view, Qt.Key.Key_0)
    assert view._session.label_class == 9
    QTest.keyClick(view, Qt.Key.Key_3)
    assert view._session.label_class == 2
    QTest.keyClick(view, Qt.Key.Key_BracketRight)
    assert view._session.brush.size == 22


def test_shapes_fill_and_select(view: CanvasView) -> None:
    document = show(view, label_document())
    session = view._session
    session.set_label_class(3)
    session.set_tool("rectangle")
    drag(view, [(10, 10), (20, 10), (20, 16)])
    assert (labels_of(document) == 3).sum() == 60
    session.set_tool("select_rectangle")
    drag(view, [(0, 0), (32, 64)])
    session.set_tool("fill")
    session.set_label_class(8)
    drag(view, [(2, 2)])
    assert (labels_of(document) == 8).sum() == 32 * 64 - 60
    session.set_tool("select_rectangle")
    drag(view, [(50, 50)])
    assert document.selection.is_everything


def test_the_pen_presses_the_brush_narrow_or_wide(view: CanvasView) -> None:
    document = show(view, label_document())
    session = view._session
    session.set_label_class(2)
    session.set_brush(size=20, pressure_size=True)
    areas = []
    for pressure in (0.3, 1.0):
        for kind in (QEvent.Type.TabletPress, QEvent.Type.TabletRelease):
            QApplication.sendEvent(view, pen_event(view, kind, (32, 32), pressure))
        areas.append(int((labels_of(document) == 2).sum()))
        session.undo()
    assert 20 < areas[0] < 40
    assert 290 < areas[1] < 340


def pen_event(
    view: CanvasView, kind: QEvent.Type, place: tuple[float, float], pressure: float
) -> QTabletEvent:
    point = QPointF(at(view, *place))
    button = LEFT if kind == QEvent.Type.TabletPress else Qt.MouseButton.NoButton
    return QTabletEvent(
        kind,
        QPointingDevice.primaryPointingDevice(),
        point,
        point,
        pressure,
        0,
        0,
        0,
        0,
        0,
        NONE,
        LEFT,
        button,
    )


# Looking


def test_the_wheel_zooms_at_the_pointer(view: CanvasView) -> None:
    show(view, label_document(side=512), zoom=1.0)
    place = QPointF(500, 120)
    before = view.viewport.to_document(place)
    wheel = QWheelEvent(
        place,
        place,
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        NONE,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, wheel)
    assert view.zoom == pytest.approx(1.25)
    after = view.viewport.to_document(place)
    assert abs(after.x() - before.x()) <= 0.5
    assert abs(after.y() - before.y()) <= 0.5


def test_space_and_the_middle_button_pan(view: CanvasView) -> None:
    document = show(view, label_document(side=512), zoom=1.0)
    start = view.viewport.origin
    QTest.keyPress(view, Qt.Key.Key_Space)
    QTest.mousePress(view, LEFT, NONE, QPoint(100, 100))
    QTest.mouseMove(view, QPoint(140, 90))
    QTest.mouseRelease(view, LEFT, NONE, QPoint(140, 90))
    QTest.keyRelease(view, Qt.Key.Key_Space)
    assert view.viewport.origin - start == QPointF(40, -10)
    QTest.mousePress(view, Qt.MouseButton.MiddleButton, NONE, QPoint(140, 90))
    QTest.mouseMove(view, QPoint(100, 100))
    QTest.mouseRelease(view, Qt.MouseButton.MiddleButton, NONE, QPoint(100, 100))
    assert view.viewport.origin == start
    assert document.history.names == ()


def test_a_fitted_document_stays_fitted_until_one_zooms(view: CanvasView) -> None:
    view._session.set_document(label_document(side=512))
    fitted = view.zoom
    view.resize(700, 600)
    assert view.zoom > fitted
    view.actual_size()
    view.resize(700, 360)
    assert view.zoom == 1.0


def test_the_cursor_is_told_in_pixels_of_the_document(view: CanvasView) -> None:
    show(view, label_document())
    heard: list[object] = []
    view.cursor_moved.connect(heard.append)
    QTest.mouseMove(view, at(view, 10.5, 20.5))
    QTest.mouseMove(view, QPoint(1, 1))
    assert heard == [QPoint(10, 20), None]


@pytest.mark.parametrize("zoom", [0.37, 0.5, 1.0, 1.5, 9.0])
def test_repainting_a_part_gives_what_repainting_all_gives(view: CanvasView, zoom: float) -> None:
    random = np.random.default_rng(2)
    picture = ImageData(random.integers(0, 255, (400, 500, 4), np.uint8))
    document = show(view, Document.from_image(picture), zoom)
    view.pan(QPointF(13, -7))
    before = view.grab().toImage()
    QTest.mouseMove(view, QPoint(1, 1))
    dab = Rect(240, 190, 23, 17)
    document.paint(document.layers[0].id, dab, random.integers(0, 255, (17, 23, 4), np.uint8))
    partial = before.copy()
    view.render(partial, sourceRegion=view._stage.region(dab), targetOffset=region_corner(view, dab))
    view._stage.restack()
    view._stage._after.reset()
    view._stage._after.cover(document.rect, view.viewport.level)
    while view._stage.refine() is not None:
        pass
    whole = view.grab().toImage()
    # Scaling rounds a little differently where Qt begins in the middle of a picture.
    assert difference(partial, whole) <= 1
    assert difference(before, whole) > 50


def region_corner(view: CanvasView, rect: Rect) -> QPoint:
    return view._stage.region(rect).boundingRect().topLeft()


def difference(one: QImage, other: QImage) -> int:
    """The largest of any channel, 0-255."""
    return int(np.abs(from_qimage(one).astype(int) - from_qimage(other).astype(int)).max())


def test_ants_march_only_where_there_is_a_selection_to_see(view: CanvasView) -> None:
    document = show(view, label_document())
    assert not view._ants.isActive()
    document.selection.rectangle(Rect(4, 4, 8, 8))
    assert view._ants.isActive()
    view.hide()
    assert not view._ants.isActive()
    view.show()
    document.selection.none()
    assert not view._ants.isActive()


def test_resizing_the_canvas_shows_all_of_the_new_one(view: CanvasView) -> None:
    document = show(view, label_document())
    document.resize_canvas(640, 320)
    page = view.viewport.pane_rect(document.rect)
    assert page.width() <= view.width()
    assert page.height() <= view.height()


def test_everything_has_a_name(view: CanvasView) -> None:
    assert view.accessibleName()


def test_a_tool_that_is_chosen_during_a_stroke_waits_for_its_end(view: CanvasView) -> None:
    document = show(view, label_document())
    view._session.set_label_class(4)
    view._session.set_brush(size=1)
    QTest.mousePress(view, LEFT, NONE, at(view, 4.5, 4.5))
    view._session.set_tool("eraser")
    QTest.mouseMove(view, at(view, 6.5, 4.5))
    QTest.mouseRelease(view, LEFT, NONE, at(view, 6.5, 4.5))
    assert labels_of(document)[4, 4:7].tolist() == [4, 4, 4]
    assert document.history.names == ("Brush",)
