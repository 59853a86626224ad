from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ganstudio.app.panels.layer_list import LAYER, PICTURE
from ganstudio.app.panels.layers import LayersPanel
from ganstudio.app.session import EditorSession
from ganstudio.app.studio import AppStudio
from ganstudio.document.document import Document
from ganstudio.document.layers import RasterLayer
from tests.support.canvas import rendered_document

NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def document() -> Document:
    """Labels, Rendering and Retouch, the first one lowest."""
    made = rendered_document()
    made.adopt((*made.layers, RasterLayer.blank(64, 64, "Retouch")), made.layers[0].id)
    return made


@pytest.fixture
def panel(qtbot: QtBot, studio: AppStudio, document: Document) -> LayersPanel:
    session = EditorSession()
    session.set_document(document)
    made = LayersPanel(session, studio)
    session.setParent(made)
    qtbot.addWidget(made)
    made.resize(280, 400)
    made.show()
    return made


def names(document: Document) -> list[str]:
    return [layer.name for layer in document.layers]


def row(panel: LayersPanel, index: int) -> QRect:
    return panel.list.visualRect(panel.list.model().index(index, 0))


def click(panel: LayersPanel, place: QPoint) -> None:
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, NONE, place)


def test_the_topmost_layer_comes_first(panel: LayersPanel) -> None:
    model = panel.list.model()
    shown = [model.index(i, 0).data() for i in range(model.rowCount())]
    assert shown == ["Retouch", "Rendering", "Labels"]
    assert panel.list.currentIndex().data() == "Labels"


@pytest.mark.parametrize(
    ("source", "before", "expected"),
    [
        (0, 3, ["Retouch", "Labels", "Rendering"]),
        (2, 0, ["Rendering", "Retouch", "Labels"]),
        (0, 2, ["Labels", "Retouch", "Rendering"]),
        (1, 1, ["Labels", "Rendering", "Retouch"]),
    ],
)
def test_dragging_reorders(
    panel: LayersPanel, document: Document, source: int, before: int, expected: list[str]
) -> None:
    model = panel.list.model()
    data = model.mimeData([model.index(source, 0)])
    model.dropMimeData(data, Qt.DropAction.MoveAction, before, 0, model.index(-1, -1))
    assert names(document) == expected


def test_f2_renames_in_place(qtbot: QtBot, panel: LayersPanel, document: Document) -> None:
    QTest.keyClick(panel.list, Qt.Key.Key_F2)
    editor = panel.list.findChild(QLineEdit)
    assert editor is not None
    editor.setText("Sky and sea")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(document)[0] == "Sky and sea")
    assert document.history.names == ("Change name",)


def test_an_empty_name_is_not_taken(panel: LayersPanel, document: Document) -> None:
    model = panel.list.model()
    assert not model.setData(model.index(0, 0), "  ")
    assert names(document)[2] == "Retouch"


def test_the_eye_and_the_lock_take_clicks_without_choosing_the_layer(
    panel: LayersPanel, document: Document
) -> None:
    top = row(panel, 0)
    click(panel, QPoint(top.left() + 14, top.center().y()))
    click(panel, QPoint(top.right() - 44, top.center().y()))
    assert not document.layers[2].visible
    assert document.layers[2].locked
    click(panel, top.center())
    assert document.active is document.layers[2]


def test_keys_choose_hide_and_delete(panel: LayersPanel, document: Document) -> None:
    QTest.keyClick(panel.list, Qt.Key.Key_Up)
    assert document.active is document.layers[1]
    QTest.keyClick(panel.list, Qt.Key.Key_Space)
    assert not document.layers[1].visible
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    assert names(document) == ["Labels", "Retouch"]


def test_one_drag_of_the_opacity_is_one_step(panel: LayersPanel, document: Document) -> None:
    slider = panel._opacity.slider
    assert slider is not None
    for value in (90, 70, 50):
        slider.setValue(value)
    slider.sliderReleased.emit()
    slider.setValue(20)
    assert document.history.names == ("Change opacity", "Change opacity")
    assert document.layers[0].opacity == pytest.approx(0.2)
    panel._session.undo()
    assert document.layers[0].opacity == pytest.approx(0.5)
    assert panel._opacity.value() == 50


def test_the_add_menu_offers_what_plugins_draw(panel: LayersPanel, document: Document) -> None:
    panel._fill_add_menu()
    action = next(action for action in panel._add_menu.actions() if action.text() == "Toy render")
    action.trigger()
    added = document.layers[-1]
    assert added.kind == "generated"
    assert added.reads == {"label_map": document.layers[0].id}


def test_an_operation_without_anything_to_read_says_so(panel: LayersPanel, document: Document) -> None:
    document.remove_layer(document.layers[0].id)
    heard: list[str] = []
    panel._session.message.connect(heard.append)
    panel._fill_add_menu()
    next(action for action in panel._add_menu.actions() if action.text() == "Toy render").trigger()
    assert heard == ["“Toy render” needs a label map."]
    assert len(document.layers) == 2


def test_thumbnails_follow_the_pixels(qtbot: QtBot, panel: LayersPanel, document: Document) -> None:
    index = panel.list.model().index(2, 0)
    before = index.data(PICTURE).toImage()
    below = document.layers[0]
    document.paint(below.id, document.rect, np.full((64, 64), 9, np.uint8))
    qtbot.waitUntil(lambda: index.data(PICTURE).toImage() != before)
    assert index.data(LAYER) is below


def test_every_control_has_a_name(panel: LayersPanel) -> None:
    kinds = ("QToolButton", "QComboBox", "QSlider", "QSpinBox", "LayerList")
    nameless = [
        widget
        for widget in panel.findChildren(QWidget)
        if widget.metaObject().className() in kinds and not widget.accessibleName()
    ]
    assert nameless == []
