"""Batches in their order: which one is at work, which comes next, what became of the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ganstudio.app.batch.pace import Pace
from ganstudio.app.batch.task import Task
from ganstudio.operations.batch import Outcome
from ganstudio.operations.planning import Item

State = Literal["waiting", "held", "running", "paused", "done", "stopped", "failed"]
ENDED: tuple[State, ...] = ("done", "stopped", "failed")
PENDING: tuple[State, ...] = ("waiting", "held")


@dataclass(eq=False)
class BatchJob:
    """One batch of the queue, and how it stands; `error` is what ended all of it."""

    task: Task
    items: Sequence[Item]
    state: State = "waiting"
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    error: BaseException | None = None
    pace: Pace = field(init=False)

    def __post_init__(self) -> None:
        self.renew(self.items)

    @property
    def ended(self) -> bool:
        return self.state in ENDED

    @property
    def pending(self) -> bool:
        return self.state in PENDING

    @property
    def lacks(self) -> int:
        """How many of its pictures are not there."""
        counts = self.pace.counts
        return self.pace.total - counts["done"] - counts["skipped"]

    @property
    def failed(self) -> int:
        """How many could not be made."""
        return self.pace.counts["failed"]

    def renew(self, items: Sequence[Item]) -> None:
        """As if nothing had been done yet; what is written stays."""
        self.items, self.error = items, None
        self.outcomes.clear()
        self.pace = Pace(len(items))
        self.pace.rest()


class BatchQueue:
    """What has begun stands above what has not; the first that waits is the next one.

    While the queue is not `going` nothing begins, and what is at work rests.
    """

    def __init__(self) -> None:
        self.jobs: list[BatchJob] = []
        self.going = False

    @property
    def current(self) -> BatchJob | None:
        """The one at work, also while it rests."""
        return next((job for job in self.jobs if job.state in ("running", "paused")), None)

    @property
    def waiting(self) -> Sequence[BatchJob]:
        """Those that will have their turn."""
        return [job for job in self.jobs if job.state == "waiting"]

    @property
    def next(self) -> BatchJob | None:
        """The one whose turn it is; None while another one is at work or nothing may begin."""
        if not self.going or self.current is not None:
            return None
        return next(iter(self.waiting), None)

    def add(self, job: BatchJob) -> None:
        self.jobs.append(job)

    def find(self, task: Task) -> BatchJob | None:
        """The batch that does just this."""
        return next((job for job in self.jobs if job.task == task), None)

    def writer_of(self, outputs: set[Path]) -> BatchJob | None:
        """A batch that has not ended and writes one of these files."""
        open = (job for job in self.jobs if not job.ended)
        return next((job for job in open if any(item.output in outputs for item in job.items)), None)

    def begin(self, job: BatchJob) -> None:
        """It is at work now, and goes before all that have not begun."""
        job.renew(job.items)
        job.state = "running"
        job.pace.go_on()
        self.jobs.remove(job)
        self.jobs.insert(self._begun, job)

    def pause(self) -> None:
        self.going = False
        if (job := self.current) is not None:
            job.state = "paused"
            job.pace.rest()

    def go_on(self) -> None:
        self.going = True
        if (job := self.current) is not None:
            job.state = "running"
            job.pace.go_on()

    def end(self, job: BatchJob, state: State, error: BaseException | None = None) -> None:
        """It has ended so; when none waits any more the queue rests, and later ones wait for a start."""
        job.state, job.error = state, error
        job.pace.rest()
        if not self.waiting:
            self.going = False

    def again(self, job: BatchJob, items: Sequence[Item] | None = None) -> None:
        """Have one that has ended wait for another turn, behind all others."""
        if job.ended:
            job.renew(job.items if items is None else items)
            job.state = "waiting"
            self.jobs.remove(job)
            self.jobs.append(job)

    def hold(self, job: BatchJob) -> None:
        """Pass over it until it is released."""
        if job.state == "waiting":
            job.state = "held"

    def release(self, job: BatchJob) -> None:
        if job.state == "held":
            job.state = "waiting"

    def can_move(self, job: BatchJob, by: int) -> bool:
        return job.pending and self._begun <= self.jobs.index(job) + by < len(self.jobs)

    def move(self, job: BatchJob, place: int) -> None:
        """Give it that place from 0, or the nearest that one which has not begun may have."""
        if job.pending:
            self.jobs.remove(job)
            self.jobs.insert(max(self._begun, min(place, len(self.jobs))), job)

    def remove(self, job: BatchJob) -> int:
        """Take it out and return its place; one at work must have been stopped before."""
        if job is self.current:
            raise RuntimeError("a batch at work cannot be removed")
        place = self.jobs.index(job)
        self.jobs.remove(job)
        return place

    def put_back(self, job: BatchJob, place: int) -> None:
        """Where it was, or as near as what has begun meanwhile allows."""
        low, high = (self._begun, len(self.jobs)) if job.pending else (0, self._begun)
        self.jobs.insert(max(low, min(place, high)), job)

    def clear(self) -> list[BatchJob]:
        """Take out those that have made all; return them."""
        gone = [job for job in self.jobs if job.state == "done" and not job.lacks]
        self.jobs = [job for job in self.jobs if job not in gone]
        return gone

    @property
    def _begun(self) -> int:
        """How many have begun."""
        return sum(not job.pending for job in self.jobs)
