from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ganstudio.app.panels.tool_options import ToolOptionsBar
from ganstudio.app.session import TOOLS, EditorSession
from ganstudio.document.document import Document
from ganstudio.document.layers import RasterLayer
from tests.support.canvas import label_document


@pytest.fixture
def session(qapp: object) -> EditorSession:
    return EditorSession()


@pytest.fixture
def bar(qtbot: QtBot, session: EditorSession) -> ToolOptionsBar:
    made = ToolOptionsBar(session)
    qtbot.addWidget(made)
    made.resize(1400, 36)
    made.show()
    return made


def raster_document() -> Document:
    document = Document(32, 32)
    document.adopt((RasterLayer.blank(32, 32),))
    return document


def shown(bar: ToolOptionsBar) -> set[str]:
    return {name for name, field in bar._fields.items() if field.isVisible()}


def test_only_what_the_tool_needs_is_there(bar: ToolOptionsBar, session: EditorSession) -> None:
    session.set_document(raster_document())
    assert shown(bar) == {"value", "size", "hardness", "opacity", "smoothing", "pen"}
    session.set_tool("fill")
    assert shown(bar) == {"value", "contiguous", "tolerance"}
    session.set_tool("ellipse")
    assert shown(bar) == {"value", "filled"}
    bar._filled.setChecked(False)
    assert shown(bar) == {"value", "filled", "size"}


def test_label_maps_have_classes_and_no_half_tones(bar: ToolOptionsBar, session: EditorSession) -> None:
    session.set_document(label_document())
    assert shown(bar) == {"value", "size", "smoothing", "pen"}
    assert bar._class.isVisible()
    assert not bar._colour.isVisible()
    session.set_label_class(9)
    assert bar._class.text().strip() == "Water"


@pytest.mark.parametrize("tool", TOOLS)
def test_every_tool_has_something_to_say(bar: ToolOptionsBar, session: EditorSession, tool: str) -> None:
    session.set_document(label_document())
    session.set_tool(tool)
    assert bar._title.text()
    assert shown(bar)
    assert bar._hint.text() or "hint" not in shown(bar)


def test_controls_and_session_agree(bar: ToolOptionsBar, session: EditorSession) -> None:
    bar._size.slider.setValue(bar._size.slider.maximum())
    assert session.brush.size == 1000
    bar._hardness.field.setValue(25)
    assert session.brush.hardness == 0.25
    session.set_brush(size=1, hardness=1)
    assert bar._size.value() == 1
    assert bar._size.slider.value() == 0
    assert bar._hardness.value() == 100
    bar._pressure["pressure_size"].trigger()
    assert session.brush.pressure_size


def test_small_sizes_have_as_much_of_the_slider_as_large_ones(bar: ToolOptionsBar) -> None:
    places = []
    for size in (1, 10, 100, 1000):
        bar._size.set_value(size)
        places.append(bar._size.slider.value())
    steps = [after - before for before, after in pairwise(places)]
    assert max(steps) - min(steps) <= 1


def test_every_control_has_a_name(bar: ToolOptionsBar, session: EditorSession) -> None:
    session.set_document(label_document())
    kinds = ("QToolButton", "ClassChoice", "QSlider", "JumpSlider", "QSpinBox")
    nameless = [
        widget
        for widget in bar.findChildren(QWidget)
        if widget.metaObject().className() in kinds and not widget.accessibleName()
    ]
    assert nameless == []


def test_a_narrow_bar_leaves_out_what_matters_least(
    bar: ToolOptionsBar, session: EditorSession, qtbot: QtBot
) -> None:
    session.set_document(raster_document())
    bar.resize(420, bar.height())
    qtbot.waitUntil(lambda: "smoothing" not in shown(bar))
    assert "size" in shown(bar)
    assert bar.layout().minimumSize().width() <= bar.width()
    assert bar.minimumSizeHint().width() < 420, "the window may be as narrow"
    bar.resize(1400, bar.height())
    qtbot.waitUntil(lambda: shown(bar) == {"value", "size", "hardness", "opacity", "smoothing", "pen"})
