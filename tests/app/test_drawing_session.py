"""A drawing in the window, from the tile to the saved project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QColor

from ganstudio.app.panels.filmstrip import FilmstripPanel
from ganstudio.app.panels.look_list import LOOK
from ganstudio.app.panels.looks import Look
from ganstudio.app.studio import AppStudio
from ganstudio.document.document import Document
from ganstudio.document.project import load_project, save_project
from ganstudio.host.registry import Registry
from ganstudio.settings import Settings
from tests.app.test_ink_tool import HINTS, RESULT, SKETCH
from tests.app.test_sketches import pencil_photo
from tests.support.canvas import drag
from tests.support.sketches import alpha_of

TOY = Path(__file__).parents[1] / "support" / "toy_sketches"


@pytest.fixture
def studio() -> Iterator[AppStudio]:
    made = AppStudio(Settings(device="cpu", precision="fp32"), Registry.of_folder(TOY))
    yield made
    made.shutdown()


@pytest.fixture
def document(window: object, qtbot: object) -> Document:
    tile = window.studio.registry.plugins[0].manifest.start[0]
    window.files.start(tile, window.studio.registry.operations["toy_sketches.colour"])
    qtbot.waitUntil(lambda: window.plugin.controls is not None)
    settle(window, qtbot)
    return window.session.document


def settle(window: object, qtbot: object) -> None:
    qtbot.waitUntil(lambda: not window.live.busy and not window.session.document.layers[-1].stale)


def colour_of(document: Document, x: int, y: int) -> list[int]:
    return document.layers[RESULT].image().pixels[y, x, :3].tolist()


def test_ink_and_dabs_are_seen_coloured_and_taken_back(
    window: object, document: Document, qtbot: object
) -> None:
    assert window.session.tool == "ink"
    assert window.view.layout_mode == "side_by_side"
    drag(window.view, [(100, 100), (200, 100), (300, 100)])
    settle(window, qtbot)
    assert colour_of(document, 200, 100) == [0, 0, 0]
    window.plugin.controls.hints.use(QColor("#3366cc"))
    window.session.set_brush(hardness=1)
    drag(window.view, [(300, 300)], pane=1)
    settle(window, qtbot)
    assert colour_of(document, 10, 10) == [0x33, 0x66, 0xCC]
    assert not alpha_of(document, SKETCH)[290:310].any()
    for _ in range(2):
        document.history.undo()
    settle(window, qtbot)
    assert not alpha_of(document, HINTS).any()
    assert colour_of(document, 200, 100) == [50, 50, 50]


def drawn(filmstrip: FilmstripPanel) -> Look:
    return filmstrip.model.index(1, 0).data(LOOK)


def test_a_variation_is_taken_with_a_click(window: object, document: Document, qtbot: object) -> None:
    filmstrip = window.docks.docks["filmstrip"].widget()
    window.plugin.variations()
    # The places of looks that are still being drawn hold empty ones.
    qtbot.waitUntil(lambda: filmstrip.model.rowCount() > 1 and not drawn(filmstrip).image.isNull())
    look = drawn(filmstrip)
    filmstrip._use(look)
    settle(window, qtbot)
    assert document.layers[RESULT].seed == look.seed
    assert colour_of(document, 5, 5) == [look.seed % 200 + 50] * 3


def test_a_reopened_drawing_is_alive(
    window: object, document: Document, qtbot: object, tmp_path: Path
) -> None:
    drag(window.view, [(100, 100), (300, 100)])
    save_project(document, tmp_path / "drawing.ora")
    window.files.show(load_project(tmp_path / "drawing.ora"))
    window.session.set_tool("ink")
    drag(window.view, [(100, 200), (300, 200)])
    opened = window.session.document
    settle(window, qtbot)
    assert colour_of(opened, 200, 100) == colour_of(opened, 200, 200) == [0, 0, 0]


def test_a_pencil_photo_is_offered_to_be_coloured_and_comes_clean(
    window: object, qtbot: object, tmp_path: Path
) -> None:
    path = tmp_path / "pencil.png"
    pencil_photo().save(path)
    offers = window._offers([path])
    assert [offer.what for offer in offers] == ["open", "colour_drawing"]
    window.drops._takers["colour_drawing"]([path])
    qtbot.waitUntil(lambda: window.session.document is not None)
    ink = window.session.document.layers[SKETCH].tiles.array()
    assert set(np.unique(ink[..., 3])) == {0, 255}
    assert 0.01 < (ink[..., 3] > 0).mean() < 0.3
    assert window.session.tool == "ink"


def test_a_photo_is_not_taken_for_a_drawing(window: object, tmp_path: Path) -> None:
    Image.effect_noise((64, 64), 90).save(tmp_path / "noise.png")
    whats = [offer.what for offer in window._offers([tmp_path / "noise.png"])]
    assert "colour_drawing" not in whats
    assert "make_sketch" not in whats  # this plugin cannot draw
