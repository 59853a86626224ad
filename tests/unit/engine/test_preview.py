from __future__ import annotations

import threading
from typing import Any

import pytest

from ganstudio.engine.preview import Delivery, PreviewScheduler, Quality
from ganstudio.events import Progress
from tests.support.executors import ManualClock, ManualExecutor


class Desk:
    """A scheduler whose executor, clock and drawing the test moves by hand."""

    def __init__(self) -> None:
        self.executor, self.clock = ManualExecutor(), ManualClock()
        self.drawn: list[tuple[Any, Quality]] = []
        self.deliveries: list[Delivery[Any, str]] = []
        self.during: Any = lambda: None  # what happens while something is being drawn
        self.seconds = 1.0
        self.scheduler: PreviewScheduler[Any, str] = PreviewScheduler(
            self.draw, self.deliveries.append, executor=self.executor, clock=self.clock
        )

    def draw(self, snapshot: Any, quality: Quality, progress: Progress) -> str:
        self.drawn.append((snapshot, quality))
        self.clock.now += self.seconds
        during, self.during = self.during, lambda: None
        during()
        progress.check()
        if snapshot == "bad":
            raise ValueError("cannot draw this")
        return f"{quality} {snapshot}"

    @property
    def results(self) -> list[str | None]:
        return [delivery.result for delivery in self.deliveries]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_only_the_last_of_many_waiting_requests_is_drawn(desk: Desk) -> None:
    for snapshot in range(5):
        desk.scheduler.request("layer", snapshot)
    desk.executor.run_all()
    assert desk.drawn == [(4, "full")]
    assert desk.results == ["full 4"]
    assert not desk.scheduler.busy


def test_a_newer_request_cancels_a_full_drawing(desk: Desk) -> None:
    desk.during = lambda: desk.scheduler.request("layer", "new")
    desk.scheduler.request("layer", "old")
    desk.executor.run_all()
    assert desk.drawn == [("old", "full"), ("new", "full")]
    assert desk.results == ["full new"]


def test_a_running_draft_is_finished_so_that_the_stroke_shows(desk: Desk) -> None:
    desk.during = lambda: desk.scheduler.request("layer", "second", "draft")
    desk.scheduler.request("layer", "first", "draft")
    desk.executor.run_all()
    assert desk.results == ["draft first", "draft second"]


def test_the_end_of_the_stroke_cancels_the_draft_and_is_drawn_in_full(desk: Desk) -> None:
    desk.during = lambda: desk.scheduler.request("layer", "end", "full")
    desk.scheduler.request("layer", "stroke", "draft")
    desk.executor.run_all()
    assert desk.results == ["full end"]


def test_an_equal_snapshot_is_not_drawn_again(desk: Desk) -> None:
    first = desk.scheduler.request("layer", ("params", 1))
    desk.executor.run_all()
    assert desk.scheduler.request("layer", ("params", 1)) == first
    assert desk.scheduler.request("layer", ("params", 1), "draft") == first
    desk.executor.run_all()
    assert len(desk.drawn) == 1


def test_a_full_drawing_follows_its_own_draft(desk: Desk) -> None:
    desk.scheduler.request("layer", "same", "draft")
    desk.executor.run_all()
    desk.scheduler.request("layer", "same", "full")
    desk.executor.run_all()
    assert desk.results == ["draft same", "full same"]


def test_going_back_to_what_was_drawn_while_another_waits_is_drawn(desk: Desk) -> None:
    desk.scheduler.request("layer", "a")
    desk.executor.run_all()
    desk.scheduler.request("layer", "b")
    desk.scheduler.request("layer", "a")
    desk.executor.run_all()
    assert desk.results[-1] == "full a"
    assert ("b", "full") not in desk.drawn


def test_drafts_become_full_where_full_is_fast_enough(desk: Desk) -> None:
    desk.seconds = 0.01
    desk.scheduler.request("layer", 1)
    desk.executor.run_all()
    desk.scheduler.request("layer", 2, "draft")
    desk.executor.run_all()
    assert desk.drawn[-1] == (2, "full")


def test_a_failure_is_delivered_and_may_be_tried_again(desk: Desk) -> None:
    for _ in range(2):
        desk.scheduler.request("layer", "bad")
        desk.executor.run_all()
    assert [str(delivery.error) for delivery in desk.deliveries] == ["cannot draw this"] * 2


def test_layers_do_not_disturb_each_other(desk: Desk) -> None:
    desk.scheduler.request("one", "a")
    desk.scheduler.request("two", "b")
    desk.executor.run_all()
    assert desk.results == ["full a", "full b"]


def test_a_forgotten_layer_delivers_nothing(desk: Desk) -> None:
    desk.during = lambda: desk.scheduler.forget("layer")
    desk.scheduler.request("layer", "gone")
    desk.executor.run_all()
    assert desk.deliveries == []


def test_a_delivery_that_was_overtaken_is_not_current(desk: Desk) -> None:
    for snapshot in ("old", "new"):
        desk.scheduler.request("layer", snapshot)
        desk.executor.run_all()
    old, new = desk.deliveries
    assert old.generation < new.generation
    assert (desk.scheduler.is_current(old), desk.scheduler.is_current(new)) == (False, True)


def test_deliveries_tell_how_long_drawing_took(desk: Desk) -> None:
    desk.seconds = 0.25
    desk.scheduler.request("layer", "timed")
    desk.executor.run_all()
    assert desk.deliveries[0].seconds == 0.25


def test_shutdown_stops_the_drawing_and_joins_its_thread() -> None:
    running = threading.Event()
    delivered: list[Any] = []

    def draw(snapshot: int, quality: Quality, progress: Progress) -> None:
        running.set()
        while True:
            progress.check()

    scheduler: PreviewScheduler[int, None] = PreviewScheduler(draw, delivered.append)
    scheduler.request("layer", 1)
    assert running.wait(10)
    scheduler.shutdown()
    assert delivered == []
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("ganstudio-preview")]
