from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ganstudio.app.panels import looks
from ganstudio.app.panels.filmstrip import COUNT, FilmstripPanel
from ganstudio.app.panels.look_list import CURRENT, FAVOURITE, LOOK
from ganstudio.app.session import EditorSession
from ganstudio.document.document import Document
from ganstudio.document.image import ImageData
from ganstudio.document.layers import GeneratedLayer
from ganstudio.document.project import load_project, save_project
from tests.support.canvas import rendered_document

NONE = Qt.KeyboardModifier.NoModifier


class FakeLive(QObject):
    variations_started = Signal(str, int)
    variation_ready = Signal(str, int, object)
    variations_ended = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.stopped = False

    def variations(self, layer_id: str, count: int) -> None:
        self.variations_started.emit(layer_id, count)

    def stop_variations(self) -> None:
        self.stopped = True


@pytest.fixture
def document() -> Document:
    return rendered_document()


@pytest.fixture
def panel(qtbot: QtBot, document: Document) -> FilmstripPanel:
    session, live = EditorSession(), FakeLive()
    session.set_document(document)
    made = FilmstripPanel(session, live)
    session.setParent(made)
    live.setParent(made)
    qtbot.addWidget(made)
    made.resize(1100, 130)
    made.show()
    return made


def rendering(document: Document) -> GeneratedLayer:
    layer = document.layers[1]
    assert isinstance(layer, GeneratedLayer)
    return layer


def arrive(panel: FilmstripPanel, document: Document, *seeds: int) -> None:
    for seed in seeds:
        picture = ImageData(np.full((64, 64, 3), seed, np.uint8))
        panel._live.variation_ready.emit(rendering(document).id, seed, picture)


def shown(panel: FilmstripPanel, role: int) -> list[object]:
    return [panel.model.index(row, 0).data(role) for row in range(panel.model.rowCount())]


def tile(panel: FilmstripPanel, row: int) -> tuple[QPoint, QPoint]:
    """The middle of a tile, and its star."""
    place = panel.list.visualRect(panel.model.index(row, 0))
    return place.center(), place.topRight() + QPoint(-18, 18)


def test_the_button_makes_room_and_variations_fill_it(panel: FilmstripPanel, document: Document) -> None:
    panel._button.click()
    assert panel.model.rowCount() == COUNT
    assert panel._button.text() == "Stop"
    arrive(panel, document, 10, 20)
    panel._button.click()
    assert panel._live.stopped
    panel._live.variations_ended.emit(rendering(document).id)
    assert [look.seed for look in shown(panel, LOOK)] == [10, 20]
    assert panel._button.text() == "Make variations"


def test_a_click_uses_the_seed_and_undo_takes_it_back(panel: FilmstripPanel, document: Document) -> None:
    panel._session.set_layer(rendering(document).id, params={"seed": 1, "style": "winter-day"})
    arrive(panel, document, 10, 20)
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, NONE, tile(panel, 1)[0])
    assert rendering(document).params == {"seed": 20, "style": "winter-day"}
    assert shown(panel, CURRENT) == [False, True]
    panel._session.undo()
    assert rendering(document).params["seed"] == 1
    assert shown(panel, CURRENT) == [False, False]


def test_favourites_come_first_and_survive_a_new_batch(panel: FilmstripPanel, document: Document) -> None:
    arrive(panel, document, 10, 20)
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, NONE, tile(panel, 1)[1])
    assert [look.seed for look in shown(panel, LOOK)] == [20, 10]
    assert shown(panel, FAVOURITE) == [True, False]
    assert document.history.names == ()
    panel._live.variations_started.emit(rendering(document).id, 1)
    arrive(panel, document, 30)
    assert [look.seed for look in shown(panel, LOOK)] == [20, 30]
    panel.list.setCurrentIndex(panel.model.index(0, 0))
    QTest.keyClick(panel.list, Qt.Key.Key_S)
    assert shown(panel, FAVOURITE) == [False, False]


def test_favourites_are_saved_with_the_project(
    panel: FilmstripPanel, document: Document, tmp_path: Path
) -> None:
    arrive(panel, document, 77)
    panel._star(panel.model.index(0, 0).data(LOOK))
    assert document.modified
    save_project(document, tmp_path / "kept.ora")
    opened = load_project(tmp_path / "kept.ora")
    (look,) = looks.favourites(opened)
    assert (look.seed, look.operation) == (77, "toy.render")
    assert look.image.pixelColor(5, 5).red() == 77


def test_broken_favourites_are_passed_over(document: Document) -> None:
    document.metadata[looks.FAVOURITES] = [{"seed": "x"}, 7, {"picture": 1}]
    assert looks.favourites(document) == []


def test_without_a_generated_layer_there_is_nothing_to_vary(panel: FilmstripPanel) -> None:
    panel._session.set_document(Document(8, 8))
    assert not panel._button.isEnabled()
