from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ganstudio.app.bridge import Bridge
from ganstudio.app.live import LiveRenderer
from ganstudio.app.session import EditorSession
from ganstudio.app.studio import AppStudio
from ganstudio.document.document import Document
from ganstudio.document.image import LabelData
from ganstudio.document.painting import BrushSettings, Stroke
from ganstudio.document.tiles import Rect
from ganstudio.engine.jobs import JobRunner
from tests.support.canvas import rendered_document
from tests.support.executors import ManualClock, ManualExecutor


@dataclass
class Stage:
    """A document whose rendering is drawn when the test says so: the toy's grey is 10 × class + seed."""

    qtbot: QtBot
    document: Document
    session: EditorSession
    live: LiveRenderer
    executor: ManualExecutor
    heard: list[tuple[object, ...]] = field(default_factory=list)

    @property
    def rendering(self) -> str:
        return self.document.layers[1].id

    @property
    def grey(self) -> int:
        return int(self.document.layers[1].tiles.read(Rect(0, 0, 1, 1))[0, 0, 0])

    def paint(self, index: int) -> None:
        whole = np.full((self.document.height, self.document.width), index, np.uint8)
        self.document.paint(self.document.layers[0].id, self.document.rect, whole)

    def ask(self) -> int:
        """Let changes become requests; how many wait to be drawn."""
        self.qtbot.waitUntil(lambda: not self.live._timer.isActive())
        return len(self.executor.waiting)

    def draw(self) -> None:
        """Draw all that waits, and lay it in."""
        self.ask()
        self.executor.run_all()
        QApplication.processEvents()


@pytest.fixture
def stage(qtbot: QtBot, studio: AppStudio) -> Iterator[Stage]:
    session, executor = EditorSession(), ManualExecutor()
    document = rendered_document()
    bridge = Bridge(JobRunner(executor=executor))
    live = LiveRenderer(session, studio, bridge, executor=executor, clock=ManualClock())
    made = Stage(qtbot, document, session, live, executor)
    live.finished.connect(lambda *what: made.heard.append(("finished", *what)))
    live.failed.connect(lambda *what: made.heard.append(("failed", *what)))
    session.set_document(document)
    yield made
    live.close()
    bridge.ui.close()
    session.set_document(None)


def test_painting_draws_the_rendering_again(stage: Stage) -> None:
    stage.paint(7)
    assert stage.ask() == 1
    assert stage.grey == 128
    stage.draw()
    assert stage.grey == 70
    assert not stage.document.layers[1].stale
    assert stage.heard == [("finished", stage.rendering, 0.0, "CPU, fp32")]
    assert stage.document.history.names == ("Paint",)


def test_the_latest_wins(stage: Stage) -> None:
    for index in (3, 4, 5):
        stage.paint(index)
        stage.ask()
    assert len(stage.executor.waiting) == 1
    stage.draw()
    assert stage.grey == 50
    assert len(stage.heard) == 1


def test_a_change_while_drawing_is_drawn_next(stage: Stage) -> None:
    stage.paint(3)
    stage.ask()
    stage.executor.step()
    stage.paint(6)
    QApplication.processEvents()
    assert stage.document.layers[1].stale
    stage.draw()
    assert stage.grey == 60


def test_a_picture_that_is_drawn_at_once_counts_only_when_it_is_laid_in(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = stage.executor.submit
    monkeypatch.setattr(stage.executor, "submit", lambda *work: (queue(*work), stage.executor.step()))
    stage.paint(7)
    stage.live._flush()
    assert not stage.live._scheduler.busy
    assert (stage.grey, stage.document.layers[1].stale) == (128, True)
    QApplication.processEvents()
    assert (stage.grey, stage.document.layers[1].stale) == (70, False)


def test_a_picture_that_was_overtaken_on_its_way_leaves_the_layer_stale(stage: Stage) -> None:
    stage.paint(3)
    stage.live._flush()
    stage.executor.step()
    stage.paint(6)
    stage.live._flush()
    QApplication.processEvents()
    assert (stage.grey, stage.document.layers[1].stale) == (30, True)
    stage.draw()
    assert (stage.grey, stage.document.layers[1].stale) == (60, False)


def test_a_draft_of_the_same_picture_is_still_a_draft(stage: Stage) -> None:
    stage.session.set_stroking(True)
    for _ in range(2):
        stage.paint(7)
        stage.draw()
        assert (stage.grey, stage.document.layers[1].stale) == (70, True)
    stage.session.set_stroking(False)
    stage.draw()
    assert not stage.document.layers[1].stale


def test_a_stroke_is_drawn_as_a_draft_and_at_its_end_in_full(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    request = stage.live._scheduler.request
    monkeypatch.setattr(
        stage.live._scheduler,
        "request",
        lambda key, snapshot, quality: asked.append(quality) or request(key, snapshot, quality),
    )
    stroke = Stroke(stage.document, stage.document.layers[0].id, BrushSettings(size=9), 9)
    stage.session.set_stroking(True)
    stroke.begin(10, 10)
    stage.ask()
    stroke.to(30, 10)
    stage.ask()
    assert asked == ["draft"]
    stage.draw()
    assert asked == ["draft", "draft"]
    stage.draw()
    stroke.end()
    stage.session.set_stroking(False)
    assert asked[-1] == "full"
    stage.draw()
    assert not stage.document.layers[1].stale
    assert stage.document.layers[1].tiles.read(Rect(20, 10, 1, 1))[0, 0, 0] == 90


def test_parameters_redraw_and_undo_redraws_back(stage: Stage) -> None:
    stage.session.set_layer(stage.rendering, params={"seed": 5})
    stage.draw()
    assert stage.grey == 5
    stage.session.undo()
    stage.draw()
    assert stage.grey == 0


def test_what_was_drawn_last_is_not_drawn_again(stage: Stage) -> None:
    stage.paint(7)
    stage.draw()
    stage.paint(7)
    assert stage.ask() == 0
    assert not stage.document.layers[1].stale
    assert len(stage.heard) == 1


def test_the_seed_of_the_layer_counts_where_the_parameters_name_none(stage: Stage) -> None:
    stage.session.set_layer(stage.rendering, seed=44)
    stage.draw()
    assert stage.grey == 44


def test_hidden_renderings_cost_nothing_until_they_are_shown(stage: Stage) -> None:
    stage.session.set_layer(stage.rendering, visible=False)
    stage.paint(8)
    assert stage.ask() == 0
    stage.session.set_layer(stage.rendering, visible=True)
    stage.draw()
    assert stage.grey == 80


def test_a_failure_is_told_once_and_recovered_from(stage: Stage) -> None:
    stage.session.set_layer(stage.rendering, params={"fails": True})
    stage.draw()
    stage.paint(2)
    stage.draw()
    assert stage.heard == [("failed", "The toy refuses.", "Switch “fails” off.", "")]
    assert stage.grey == 128
    stage.session.set_layer(stage.rendering, params={})
    stage.draw()
    assert stage.grey == 20
    stage.session.set_layer(stage.rendering, params={"fails": True})
    stage.draw()
    assert [what[0] for what in stage.heard] == ["failed", "finished", "failed"]


def test_an_unknown_operation_is_one_sentence(stage: Stage) -> None:
    stage.session.set_layer(stage.rendering, operation="nowhere.to_be_found")
    stage.draw()
    assert stage.heard[0][0] == "failed"
    assert "nowhere" in str(stage.heard[0][1])


def test_drawing_again_by_hand(stage: Stage) -> None:
    stage.paint(7)
    stage.draw()
    stage.live.draw_now(stage.rendering)
    assert len(stage.executor.waiting) == 1


def test_a_result_for_a_closed_document_is_dropped(stage: Stage) -> None:
    stage.paint(7)
    stage.ask()
    stage.session.set_document(rendered_document())
    stage.executor.run_all()
    QApplication.processEvents()
    assert stage.grey == 128
    assert stage.heard == []


def test_a_rendering_of_another_size_is_scaled_to_the_document(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = LabelData(np.full((8, 8), 6, np.uint8), "landscape")
    monkeypatch.setattr("ganstudio.app.live._data", lambda layer: small)
    stage.paint(6)
    stage.draw()
    assert stage.grey == 60


def test_variations_arrive_one_by_one_with_their_seeds(stage: Stage) -> None:
    arrived: list[tuple[int, int]] = []
    ended: list[str] = []
    stage.live.variation_ready.connect(
        lambda id, seed, image: arrived.append((seed, int(image.pixels[0, 0, 0])))
    )
    stage.live.variations_ended.connect(ended.append)
    stage.live.variations(stage.rendering, 3)
    stage.executor.run_all()
    QApplication.processEvents()
    assert len({seed for seed, _ in arrived}) == 3
    assert all(grey == min(seed, 255) for seed, grey in arrived)
    assert ended == [stage.rendering]
    assert stage.grey == 128
