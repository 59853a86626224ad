from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from ganstudio.engine.jobs import Job, JobRunner
from ganstudio.errors import InputError
from ganstudio.events import Progress
from tests.support.executors import ManualClock, ManualExecutor


class Heard:
    """Records which callbacks came."""

    def __init__(self) -> None:
        self.events: list[Any] = []

    def callbacks(self) -> dict[str, Any]:
        return {
            "on_progress": lambda job: self.events.append((job.fraction, job.message)),
            "on_done": lambda result: self.events.append(("done", result)),
            "on_error": lambda error: self.events.append(("error", str(error))),
            "on_cancelled": lambda: self.events.append("cancelled"),
        }


@pytest.fixture
def executor() -> ManualExecutor:
    return ManualExecutor()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def runner(executor: ManualExecutor, clock: ManualClock) -> JobRunner:
    return JobRunner(executor=executor, clock=clock)


@pytest.fixture
def threaded() -> Iterator[JobRunner]:
    runner = JobRunner()
    yield runner
    runner.shutdown()


def test_a_job_reports_and_delivers(runner: JobRunner, executor: ManualExecutor) -> None:
    heard = Heard()

    def work(progress: Progress) -> int:
        progress.set(0.5, "half")
        return 42

    job = runner.submit(work, title="Count", **heard.callbacks())
    assert (job.state, runner.jobs) == ("queued", (job,))
    executor.run_all()
    assert heard.events == [(0.5, "half"), ("done", 42)]
    assert (job.state, job.fraction, runner.jobs) == ("done", 1.0, ())


def test_time_left_follows_the_pace(runner: JobRunner, executor: ManualExecutor, clock: ManualClock) -> None:
    seen: list[float | None] = []

    def work(progress: Progress) -> None:
        seen.append(job.eta)
        clock.now += 10
        progress.set(0.25)
        seen.append(job.eta)

    job = runner.submit(work, title="Walk")
    executor.run_all()
    assert seen == [None, 30.0]


def test_a_job_cancelled_in_the_queue_never_starts(runner: JobRunner, executor: ManualExecutor) -> None:
    heard, started = Heard(), []
    job = runner.submit(lambda progress: started.append(1), title="Never", **heard.callbacks())
    job.cancel()
    executor.run_all()
    assert (started, heard.events, job.state) == ([], ["cancelled"], "cancelled")


def test_a_failure_is_told_and_the_next_job_runs(runner: JobRunner, executor: ManualExecutor) -> None:
    heard = Heard()

    def fail(progress: Progress) -> None:
        raise InputError("The file is empty.")

    first = runner.submit(fail, title="Fail", **heard.callbacks())
    runner.submit(lambda progress: "fine", title="Next", **heard.callbacks())
    executor.run_all()
    assert heard.events == [("error", "The file is empty."), ("done", "fine")]
    assert first.state == "failed"


def test_a_failure_that_nobody_takes_is_logged(
    runner: JobRunner, executor: ManualExecutor, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(progress: Progress) -> None:
        raise ValueError("lost")

    runner.submit(fail, title="Fail")
    with caplog.at_level(logging.ERROR):
        executor.run_all()
    assert "lost" in caplog.text
    assert runner.jobs == ()


def test_a_running_job_stops_when_cancelled(threaded: JobRunner) -> None:
    running, over = threading.Event(), threading.Event()

    def work(progress: Progress) -> None:
        running.set()
        while True:
            progress.check()

    job: Job = threaded.submit(work, title="Endless", on_cancelled=over.set)
    assert running.wait(10)
    job.cancel()
    assert over.wait(10)
    assert job.state == "cancelled"


def test_shutdown_stops_what_runs_and_leaves_no_thread() -> None:
    runner, running = JobRunner(), threading.Event()

    def work(progress: Progress) -> None:
        running.set()
        while True:
            progress.check()

    job = runner.submit(work, title="Endless")
    assert running.wait(10)
    runner.shutdown()
    assert job.state == "cancelled"
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("ganstudio-job")]
