from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ganstudio.app.panels.class_list import HOVERED
from ganstudio.app.panels.palette import PalettePanel
from ganstudio.app.session import EditorSession
from ganstudio.document.document import Document
from ganstudio.document.layers import RasterLayer
from tests.support.canvas import label_document

NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def document() -> Document:
    return label_document(index=6)


@pytest.fixture
def panel(qtbot: QtBot, document: Document) -> PalettePanel:
    session = EditorSession()
    session.set_document(document)
    made = PalettePanel(session)
    session.setParent(made)
    qtbot.addWidget(made)
    made.resize(300, 300)
    made.show()
    return made


def titles(panel: PalettePanel) -> list[str]:
    model = panel.list.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_searching_finds_and_enter_takes(panel: PalettePanel) -> None:
    QTest.keyClicks(panel.search, "wat")
    assert titles(panel) == ["Water"]
    assert panel._session.label_class == 0
    QTest.keyClick(panel.search, Qt.Key.Key_Return)
    assert panel._session.label_class == 9
    assert len(titles(panel)) == 12
    assert panel.list.currentIndex().data() == "Water"


def test_number_keys_choose(panel: PalettePanel) -> None:
    QTest.keyClick(panel.list, Qt.Key.Key_7)
    assert panel._session.label_class == 6
    QTest.keyClick(panel.list, Qt.Key.Key_0)
    assert panel._session.label_class == 9


def test_a_click_chooses_and_targets_are_large(panel: PalettePanel) -> None:
    place = panel.list.visualRect(panel.list.model().index(3, 0))
    assert place.height() >= 28
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, NONE, place.center())
    assert panel._session.label_class == 3


def test_the_class_under_the_pointer_is_shown(panel: PalettePanel) -> None:
    panel._session.set_hover(QPoint(3, 3))
    assert panel._under.text() == "Forest"
    assert panel.list.model().index(6, 0).data(HOVERED)
    panel._session.set_hover(None)
    assert not panel.list.model().index(6, 0).data(HOVERED)


def test_columns_fill_the_width_without_scrolling_sideways(panel: PalettePanel) -> None:
    first, second = (panel.list.visualRect(panel.list.model().index(row, 0)) for row in (0, 1))
    assert first.y() == second.y()
    assert second.right() <= panel.list.viewport().width()


def test_the_remap_menu_carries_over_to_another_palette(panel: PalettePanel, document: Document) -> None:
    menu = panel.remap.menu()
    menu.aboutToShow.emit()
    checked = [action.text() for action in menu.actions() if action.isChecked()]
    assert checked == ["Landscape"]
    next(action for action in menu.actions() if action.text() == "ADE20K").trigger()
    assert document.layers[0].palette == "ade20k"
    assert len(titles(panel)) == 150


def test_without_a_label_map_it_offers_to_add_one(panel: PalettePanel) -> None:
    document = Document(32, 32)
    document.adopt((RasterLayer.blank(32, 32),))
    panel._session.set_document(document)
    assert panel._add.isVisible()
    panel._add.click()
    assert document.layers[1].kind == "label"
    assert panel.list.isVisible()
