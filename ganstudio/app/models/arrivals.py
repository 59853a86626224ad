"""What is on its way into the library: files that are read and converted, checkpoints that are fetched."""

from __future__ import annotations

import itertools
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Signal

from ganstudio.app.bridge import Bridge
from ganstudio.app.errors import message_of
from ganstudio.app.models.words import Pace, step_text
from ganstudio.app.widgets.message_bar import Message
from ganstudio.checkpoints import library
from ganstudio.checkpoints.catalogue import CatalogueEntry
from ganstudio.checkpoints.transfer import GO_ON
from ganstudio.engine.jobs import Job, JobRunner
from ganstudio.errors import CancelledError, InputError
from ganstudio.events import Progress

if TYPE_CHECKING:
    from ganstudio.checkpoints.importing import Imported, Offer

State = Literal["waiting", "fetching", "importing", "done", "there", "kept", "failed", "cancelled"]
_ENDED = ("done", "there", "kept", "failed", "cancelled")


@dataclass
class Arrival:
    """One file or checkpoint. "there" is a duplicate, "kept" a support file that is no model."""

    id: int
    title: str
    path: Path | None = None
    entry: CatalogueEntry | None = None
    offer: Offer | None = None
    link: bool = False
    quiet: bool = False
    """Nobody waits at the models window: the main window tells of it."""
    state: State = "waiting"
    fraction: float = 0.0
    note: str = ""
    imported: Imported | None = None
    message: Message | None = None
    job: Job | None = None
    pace: Pace = field(default_factory=Pace)

    @property
    def ended(self) -> bool:
        return self.state in _ENDED


class Arrivals(QObject):
    """Imports one file after another, so that drawing goes on beside; fetches two at once.

    `changed(arrival)` follows every step, `ended(arrival)` the last one.
    """

    changed = Signal(object)
    ended = Signal(object)
    dismissed = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._transfers = Bridge(JobRunner(workers=2), self)
        self._ids = itertools.count(1)
        self._waiting: deque[Arrival] = deque()
        self._importing: Arrival | None = None
        self.all: list[Arrival] = []
        for each in (bridge, self._transfers):
            each.progressed.connect(self._progressed)

    @property
    def running(self) -> list[Arrival]:
        return [arrival for arrival in self.all if not arrival.ended]

    def add(self, paths: Iterable[Path], *, link: bool = False, quiet: bool = False) -> list[Arrival]:
        """Import files, and all weight files in folders."""
        made = [self._new(path.name, path=path, link=link, quiet=quiet) for path in paths]
        for arrival in made:
            self._queue(arrival)
        return made

    def add_part(self, path: Path, offer: Offer) -> Arrival:
        """Import a further network of a file whose main one is here."""
        arrival = self._new(f"{path.name}: {offer.part}", path=path, offer=offer)
        self._queue(arrival)
        return arrival

    def fetch(self, entry: CatalogueEntry) -> Arrival:
        """Download a checkpoint of the catalogue, then import it."""
        arrival = self._new(entry.title, entry=entry)
        arrival.state = "fetching"

        def work(progress: Progress) -> Path:
            from ganstudio.checkpoints.download import download

            return download(entry, progress=progress)

        def done(path: Path) -> None:
            if arrival.ended:
                return
            arrival.path = path
            if entry.kind == "support":
                self._end(arrival, "kept")
            else:
                arrival.state, arrival.fraction, arrival.note = "waiting", 0.0, ""
                self._queue(arrival)

        arrival.job = self._transfers.run(
            work,
            title=entry.title,
            done=done,
            failed=lambda error: self._fail(arrival, error),
            cancelled=lambda: self._end(arrival, "cancelled"),
        )
        self.changed.emit(arrival)
        return arrival

    def fetching(self, id: str) -> Arrival | None:
        """The arrival of a checkpoint of the catalogue that is on its way."""
        return next((each for each in self.running if each.entry is not None and each.entry.id == id), None)

    def cancel(self, arrival: Arrival) -> None:
        """Forget it at once; what has begun ends at its next step and leaves nothing."""
        if arrival.ended:
            return
        if arrival in self._waiting:
            self._waiting.remove(arrival)
        if arrival.job is not None:
            arrival.job.cancel()
        self._end(arrival, "cancelled")
        self.dismiss(arrival)

    def dismiss(self, arrival: Arrival) -> None:
        if arrival in self.all and arrival.ended:
            self.all.remove(arrival)
            self.dismissed.emit(arrival)

    def close(self) -> None:
        self._waiting.clear()
        self._transfers.close()

    def _new(self, title: str, **values: Any) -> Arrival:
        arrival = Arrival(next(self._ids), title, **values)
        self.all.append(arrival)
        return arrival

    def _queue(self, arrival: Arrival) -> None:
        self._waiting.append(arrival)
        self.changed.emit(arrival)
        self._next()

    def _next(self) -> None:
        if self._importing is not None or not self._waiting:
            return
        arrival = self._importing = self._waiting.popleft()
        arrival.state = "importing"
        self.changed.emit(arrival)

        def over() -> None:
            self._importing = None
            self._next()

        def done(result: Imported | list[Path]) -> None:
            self._take(arrival, result)
            over()

        def failed(error: BaseException) -> None:
            self._fail(arrival, error)
            over()

        def cancelled() -> None:
            self._end(arrival, "cancelled")
            over()

        arrival.job = self._bridge.run(
            lambda progress: bring(arrival, progress),
            title=self.tr("Importing {0}").replace("{0}", arrival.title),
            done=done,
            failed=failed,
            cancelled=cancelled,
        )

    def _take(self, arrival: Arrival, result: Imported | list[Path]) -> None:
        if isinstance(result, list):
            self._end(arrival, "cancelled")
            self.dismiss(arrival)
            self.add(result, link=arrival.link, quiet=arrival.quiet)
            return
        arrival.imported = result
        self._end(arrival, "there" if result.duplicate_of else "done")

    def _fail(self, arrival: Arrival, error: BaseException) -> None:
        if arrival.ended:
            return
        message = message_of(error)
        if message.hint == GO_ON:
            hint = self.tr("Is there a network? What has arrived is kept; a new download goes on from there.")
            message = replace(message, hint=hint)
        arrival.message = message
        self._end(arrival, "failed")

    def _end(self, arrival: Arrival, state: State) -> None:
        if not arrival.ended:
            arrival.state = state
            self.changed.emit(arrival)
            self.ended.emit(arrival)

    def _progressed(self, job: Job) -> None:
        arrival = next((each for each in self.running if each.job is job), None)
        if arrival is None:
            return
        arrival.fraction = job.fraction
        fetches = arrival.state == "fetching"
        arrival.note = arrival.pace.text(job.message, time.monotonic()) if fetches else step_text(job.message)
        self.changed.emit(arrival)


def bring(arrival: Arrival, progress: Progress) -> Imported | list[Path]:
    """On a worker: import what arrives; of a folder, the weight files in it."""
    from ganstudio.checkpoints.download import discard
    from ganstudio.checkpoints.importing import import_file, weight_files_in

    assert arrival.path is not None
    if arrival.path.is_dir():
        found = list(weight_files_in(arrival.path))
        if not found:
            raise InputError(f"{arrival.path} has no weight files in it.")
        return found
    done = import_file(arrival.path, progress=progress, **_given(arrival))
    if progress.cancelled:
        if not done.duplicate_of:
            library.remove(done.ref)
        raise CancelledError
    if arrival.entry is not None:
        discard(arrival.path)
    return done


def _given(arrival: Arrival) -> dict[str, Any]:
    if arrival.offer is not None:
        return {"part": arrival.offer.part, "name": arrival.offer.name}
    if arrival.entry is None:
        return {"link": arrival.link}
    from ganstudio.checkpoints.library.changes import free_name

    entry = arrival.entry
    return {
        "name": free_name(entry.id),
        "part": entry.part or None,
        "told": entry.told,
        "licence": entry.licence.text,
        "source": entry.page,
        "details": {"title": entry.title, **entry.details},
    }
