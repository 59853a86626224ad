"""The ink tool, and where its lines go in a drawing that is coloured."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ganstudio.app.canvas.view import CanvasView
from ganstudio.app.session import EditorSession
from ganstudio.document.document import Document
from tests.support.canvas import at, drag
from tests.support.sketches import SIDE, alpha_of, coloured_drawing

SHIFT = Qt.KeyboardModifier.ShiftModifier
SKETCH, HINTS, RESULT = 1, 2, 3


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> Iterator[CanvasView]:
    session = EditorSession()
    made = CanvasView(session)
    session.setParent(made)
    qtbot.addWidget(made)
    made.resize(700, 360)
    made.show()
    session.set_document(coloured_drawing())
    made.set_zoom(4.0)
    session.set_tool("ink")
    session.set_brush(size=4, smoothing=0, tapered=False)
    yield made
    session.set_document(None)


@pytest.fixture
def session(view: CanvasView) -> EditorSession:
    return view._session


@pytest.fixture
def document(session: EditorSession) -> Document:
    assert session.document is not None
    return session.document


def test_ink_is_black_and_one_step_and_goes_to_the_sketch(view: CanvasView, document: Document) -> None:
    drag(view, [(10, 30), (30, 30), (50, 30)])
    inked = document.layers[SKETCH].tiles.array()
    assert inked[30, 30].tolist() == [0, 0, 0, 255]
    assert document.history.names == ("Ink",)
    view._session.undo()
    assert not alpha_of(document, SKETCH).any()


def test_shift_draws_straight_from_where_the_last_line_ended(view: CanvasView, document: Document) -> None:
    drag(view, [(10, 10), (20, 10)])
    drag(view, [(40, 40), (50, 40)], modifiers=SHIFT)
    inked = alpha_of(document, SKETCH)
    assert inked[25, 35] == 255  # half way from (20, 10) to (50, 40)
    assert document.history.names == ("Ink", "Line")
    drag(view, [(50, 60)], modifiers=SHIFT)
    assert alpha_of(document, SKETCH)[50, 49] == 255


def test_escape_takes_back_a_straight_line(view: CanvasView, document: Document) -> None:
    QTest.mousePress(view, Qt.MouseButton.LeftButton, SHIFT, at(view, 10, 10))
    QTest.mouseMove(view, at(view, 50, 50))
    QTest.keyClick(view, Qt.Key.Key_Escape)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, SHIFT, at(view, 50, 50))
    assert document.history.names == ()


def test_the_pen_presses_and_its_other_end_erases(view: CanvasView, document: Document) -> None:
    device = QPointingDevice.primaryPointingDevice()
    other_end = QPointingDevice(
        "eraser", 2, device.type(), QPointingDevice.PointerType.Eraser, device.capabilities(), 1, 3
    )

    def pen(points: list[tuple[float, float]], pressure: float, tip: QPointingDevice = device) -> None:
        kinds = [QEvent.Type.TabletPress, *[QEvent.Type.TabletMove] * (len(points) - 1)]
        for kind, (x, y) in [*zip(kinds, points, strict=True), (QEvent.Type.TabletRelease, points[-1])]:
            place = QPointF(at(view, x, y))
            held = Qt.MouseButton.NoButton if kind == QEvent.Type.TabletRelease else Qt.MouseButton.LeftButton
            event = QTabletEvent(
                kind, tip, place, place, pressure, 0, 0, 0, 0, 0, Qt.KeyboardModifier.NoModifier,
                Qt.MouseButton.LeftButton, held,
            )  # fmt: skip
            QApplication.sendEvent(view, event)

    view._session.set_brush(size=12, thinnest=0.25)
    pen([(8, 16), (30, 16), (56, 16)], 0.0)
    pen([(8, 44), (30, 44), (56, 44)], 1.0)
    inked = alpha_of(document, SKETCH)
    assert inked[:30, 32].sum() / 255 == pytest.approx(3, abs=0.2)
    assert inked[30:, 32].sum() / 255 == pytest.approx(12, abs=0.2)
    pen([(8, 44), (56, 44)], 1.0, other_end)
    assert not alpha_of(document, SKETCH)[40:48, 32].any()


def test_the_tool_chooses_the_layer_of_a_coloured_drawing(session: EditorSession, document: Document) -> None:
    session.set_tool("brush")
    assert document.active is document.layers[HINTS]
    session.set_tool("ink")
    assert document.active is document.layers[SKETCH]
    session.add_raster_layer()
    chosen = document.active
    session.set_tool("brush")
    assert document.active is chosen


def test_ink_and_hints_have_colours_of_their_own(session: EditorSession, document: Document) -> None:
    session.set_tool("brush")
    session.set_colour(QColor("#3366cc"))
    assert session.paint_value(document.layers[HINTS]) == (0x33, 0x66, 0xCC, 255)
    session.set_tool("ink")
    assert session.paint_value(document.layers[SKETCH]) == (0, 0, 0, 255)
    session.set_tool("line")
    assert session.colour == QColor("black")


def test_dabs_are_outlined_over_the_result_while_hints_are_painted(
    view: CanvasView, document: Document
) -> None:
    def result() -> np.ndarray:
        image = view.grab().toImage()
        places = [at(view, x, 32, 1) for x in range(20, 45)]
        return np.array([image.pixelColor(place).lightness() for place in places])

    view._session.set_tool("brush")
    view._session.set_brush(size=16)
    view._session.set_colour(QColor("#cc3333"))
    QTest.mouseMove(view, at(view, 5, 5))
    assert len(set(result().tolist())) == 1
    drag(view, [(32, 32)])
    QTest.mouseMove(view, at(view, 6, 6))
    assert np.ptp(result()) > 30
    view._session.set_tool("ink")
    QTest.mouseMove(view, at(view, 7, 7))
    assert len(set(result().tolist())) == 1


def test_a_sketch_is_seen_beside_its_colours_with_paper_and_hints(
    view: CanvasView, document: Document
) -> None:
    assert [pane.caption for pane in view._stage.panes()] == ["Sketch", "Coloured"]
    before = view._stage._before.picture
    assert before is not None
    assert before.ids == tuple(layer.id for layer in document.layers[:3])
    assert document.width == SIDE
