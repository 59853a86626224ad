from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ganstudio import document as document_package
from ganstudio.app import theme
from ganstudio.app.panels.history import STEPS, HistoryPanel
from ganstudio.app.session import EditorSession
from ganstudio.document.document import Document
from ganstudio.document.layers import BoxesLayer, GeneratedLayer, LabelLayer, RasterLayer
from tests.support.canvas import label_document


@pytest.fixture
def document() -> Document:
    made = label_document()
    for name in ("one", "two", "three"):
        made.set_layer(made.layers[0].id, name=name)
    return made


@pytest.fixture
def panel(qtbot: QtBot, document: Document) -> HistoryPanel:
    session = EditorSession()
    session.set_document(document)
    made = HistoryPanel(session)
    session.setParent(made)
    qtbot.addWidget(made)
    made.resize(240, 300)
    made.show()
    return made


def test_a_click_goes_there_and_the_future_is_grey(panel: HistoryPanel, document: Document) -> None:
    model = panel.list.model()
    place = panel.list.visualRect(model.index(1, 0)).center()
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert document.layers[0].name == "one"
    grey = [model.index(row, 0).data(Qt.ItemDataRole.ForegroundRole) for row in range(4)]
    disabled = theme.tokens().colour("text_disabled")
    assert grey == [None, None, disabled, disabled]


def test_the_list_follows_undo_and_new_steps(panel: HistoryPanel, document: Document) -> None:
    model = panel.list.model()
    document.history.jump(0)
    assert panel.list.currentIndex().row() == 0
    document.set_layer(document.layers[0].id, visible=False)
    shown = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert shown == ["Opened", "Show or hide layer"]
    assert panel.list.currentIndex().row() == 1


def test_a_new_document_begins_a_new_list(panel: HistoryPanel) -> None:
    panel._session.set_document(label_document())
    assert panel.list.model().rowCount() == 1


def test_every_name_that_the_document_gives_to_a_step_has_a_title() -> None:
    folder = Path(next(iter(document_package.__path__)))
    source = "".join(file.read_text(encoding="utf-8") for file in folder.glob("*.py"))
    calls = r'(?:transaction|begin|_restack|_recanvas|_change|_combine)\(\s*"([A-Z][^"{]+)"'
    given = set(re.findall(calls, source))
    assert {"Move layer", "Select ellipse", "Crop"} <= given
    assert given - set(STEPS) == set()
    layers = (LabelLayer, RasterLayer, BoxesLayer, GeneratedLayer)
    properties = frozenset[str]().union(*(layer.settable for layer in layers))
    assert {f"Change {name}" for name in properties} - set(STEPS) == set()
