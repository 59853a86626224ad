"""The order of batches: which one is next, what may move, what happens after an end."""

from __future__ import annotations

from pathlib import Path

import pytest

from ganstudio.app.batch.queue import BatchJob, BatchQueue
from ganstudio.app.batch.task import Task
from ganstudio.operations.batch import Outcome
from ganstudio.operations.planning import Item


def job(name: str, count: int = 2) -> BatchJob:
    out = Path("out") / name
    items = [Item(f"{place}.png", out / f"{place}.png", {}) for place in range(count)]
    return BatchJob(Task(name, "toy.render", {}, out), items)


@pytest.fixture
def queue() -> BatchQueue:
    made = BatchQueue()
    for name in "abc":
        made.add(job(name))
    return made


def names(queue: BatchQueue) -> str:
    return "".join(job.task.title for job in queue.jobs)


def begin(queue: BatchQueue) -> BatchJob:
    begun = queue.next
    assert begun is not None
    queue.begin(begun)
    return begun


def test_nothing_begins_before_the_start_and_only_one_is_at_work(queue: BatchQueue) -> None:
    assert queue.next is None
    queue.go_on()
    a = begin(queue)
    assert queue.current is a
    assert queue.next is None
    queue.end(a, "failed", RuntimeError())
    assert queue.next is queue.jobs[1]


def test_one_on_hold_is_passed_over_and_stands_behind_what_has_begun(queue: BatchQueue) -> None:
    a, b, _ = queue.jobs
    queue.hold(a)
    queue.go_on()
    assert begin(queue) is b
    assert names(queue) == "bac"
    queue.end(b, "done")
    queue.release(a)
    assert queue.next is a


def test_only_what_has_not_begun_moves_and_never_above_what_has(queue: BatchQueue) -> None:
    queue.go_on()
    a = begin(queue)
    _, b, c = queue.jobs
    queue.move(c, 0)
    assert names(queue) == "acb"
    queue.move(a, 2)
    assert names(queue) == "acb"
    assert not queue.can_move(c, -1)
    assert queue.can_move(b, -1)
    assert not queue.can_move(a, 1)


def test_a_pause_holds_the_whole_queue_also_when_the_one_at_work_is_stopped(queue: BatchQueue) -> None:
    queue.go_on()
    a = begin(queue)
    queue.pause()
    assert a.state == "paused"
    queue.end(a, "stopped")
    assert queue.next is None
    queue.go_on()
    assert queue.next is queue.jobs[1]


def test_after_the_last_one_a_new_one_waits_for_a_start(queue: BatchQueue) -> None:
    queue.go_on()
    for _ in range(3):
        queue.end(begin(queue), "done")
    queue.add(job("d"))
    assert queue.next is None


def test_one_that_runs_again_waits_at_the_end_with_nothing_counted(queue: BatchQueue) -> None:
    queue.go_on()
    a = begin(queue)
    a.outcomes[0] = Outcome("0.png", "failed", 0.0, "no picture")
    a.pace.count(a.outcomes[0])
    queue.end(a, "failed", RuntimeError())
    assert a.lacks == 2
    queue.again(a)
    assert names(queue) == "bca"
    assert (a.state, a.error, a.outcomes, a.pace.ended) == ("waiting", None, {}, 0)


def test_what_was_taken_out_comes_back_to_its_place_or_behind_what_began(queue: BatchQueue) -> None:
    b = queue.jobs[1]
    place = queue.remove(b)
    queue.put_back(b, place)
    assert names(queue) == "abc"
    place = queue.remove(b)
    queue.go_on()
    queue.end(begin(queue), "done")
    begin(queue)
    queue.put_back(b, place)
    assert names(queue) == "acb"
    with pytest.raises(RuntimeError):
        queue.remove(queue.jobs[1])


def test_only_what_has_nothing_left_to_do_is_cleared(queue: BatchQueue) -> None:
    queue.go_on()
    for status in ("done", "failed"):
        at_work = begin(queue)
        for name in ("0.png", "1.png"):
            at_work.pace.count(Outcome(name, status, 0.0))
        queue.end(at_work, "done")
    assert [each.task.title for each in queue.clear()] == ["a"]
    assert names(queue) == "bc"


def test_it_knows_who_still_writes_a_file(queue: BatchQueue) -> None:
    outputs = {Path("out/a/1.png")}
    assert queue.writer_of(outputs) is queue.jobs[0]
    queue.go_on()
    queue.end(begin(queue), "done")
    assert queue.writer_of(outputs) is None
    assert queue.find(queue.jobs[0].task) is queue.jobs[0]
