"""Jobs end on the UI thread, in every way that they can end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from ganstudio.app.bridge import Bridge, UiThread
from ganstudio.engine.jobs import JobRunner
from ganstudio.errors import InputError
from ganstudio.events import Progress


@pytest.fixture
def bridge(qapp: object) -> Iterator[Bridge]:
    made = Bridge(JobRunner())
    yield made
    made.close()


def test_the_result_comes_on_the_ui_thread(bridge: Bridge, qtbot: object) -> None:
    got: list[tuple[Any, threading.Thread, threading.Thread]] = []

    def work(progress: Progress) -> threading.Thread:
        progress.set(0.5, "half")
        return threading.current_thread()

    job = bridge.run(
        work, title="t", done=lambda worker: got.append((worker, threading.current_thread(), job))
    )
    qtbot.waitUntil(lambda: bool(got))
    assert got[0][0] is not threading.main_thread() is got[0][1]


def test_an_error_that_nobody_takes_is_told(bridge: Bridge, qtbot: object) -> None:
    def work(progress: Progress) -> None:
        raise InputError("No.")

    with qtbot.waitSignal(bridge.failed) as told:
        bridge.run(work, title="t")
    assert str(told.args[0]) == "No."


def test_a_cancelled_job_ends_as_one(bridge: Bridge, qtbot: object) -> None:
    reached, ended = threading.Event(), []

    def work(progress: Progress) -> None:
        reached.set()
        while True:
            progress.check()

    job = bridge.run(
        work, title="t", done=lambda _: ended.append("done"), cancelled=lambda: ended.append("c")
    )
    assert reached.wait(5)
    job.cancel()
    qtbot.waitUntil(lambda: ended == ["c"])


def test_quiet_jobs_are_not_shown(bridge: Bridge, qtbot: object) -> None:
    shown: list[object] = []
    done: list[object] = []
    bridge.started.connect(shown.append)
    bridge.ended.connect(shown.append)
    bridge.run(lambda progress: 1, title="t", done=done.append, quiet=True)
    qtbot.waitUntil(lambda: done == [1])
    assert shown == []


def test_after_closing_nothing_arrives(qtbot: object) -> None:
    ui, got = UiThread(), []
    ui.post(lambda: got.append(1))
    ui.close()
    ui.post(lambda: got.append(2))
    qtbot.wait(10)
    assert got == []


def test_a_closed_bridge_begins_nothing(qapp: object) -> None:
    bridge, ran = Bridge(JobRunner()), []
    bridge.close()
    job = bridge.run(lambda progress: ran.append(1), title="late")
    assert job.finished
    assert ran == []
