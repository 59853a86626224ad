"""A chain on whole folders: goes on after bad files, and after an interruption where it was."""

from __future__ import annotations

import csv
import errno
import io
import json
import math
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from functools import partial
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

from ganstudio import paths
from ganstudio.document.frames import FrameData
from ganstudio.engine.device import Compute
from ganstudio.engine.together import Gather, Together
from ganstudio.errors import CancelledError, CheckpointError, GanStudioError, InputError, SaveError
from ganstudio.events import Progress
from ganstudio.operations.archives import digest
from ganstudio.operations.chain import Chain, Memos
from ganstudio.operations.contract import ModelSource
from ganstudio.operations.export import AS_IT_IS, Export
from ganstudio.operations.planning import Item
from ganstudio.operations.recording import FULL, Recording, sidecar_of
from ganstudio.operations.report_page import Line, page
from ganstudio.operations.rounds import most_at_once, rounds
from ganstudio.operations.run import Result, read_record, save_result
from ganstudio.operations.sources import Source, read_source
from ganstudio.provenance import InputRecord, ModelRecord

Status = Literal["done", "skipped", "failed"]
Existing = Literal["update", "keep", "replace"]
"""What happens to an output that is there: made again if anything differs, never, or always."""
T = TypeVar("T")
_OF_ONE = (errno.EISDIR, errno.ENOTEMPTY, errno.EEXIST, errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ)


@dataclass(frozen=True)
class Outcome:
    """What became of one item; `message` tells why it failed."""

    output: str
    status: Status
    seconds: float
    message: str = ""


@dataclass(frozen=True)
class _Begun:
    """An item that is computed, and perhaps not yet written."""

    item: Item
    started: float
    status: Status
    message: str = ""
    written: Future[float] | None = None
    ended: float = field(default_factory=time.monotonic)
    among: int = 1
    """How many were computed in that time."""

    def outcome(self) -> Outcome:
        """Waits until it is written; SaveError when that failed for a reason that others will have too."""
        try:
            ended = self.ended if self.written is None else self.written.result()
        except SaveError as error:
            if not _spoils_one(error):
                raise
            return Outcome(self.item.name, "failed", 0.0, str(error))
        seconds = (self.ended - self.started) / self.among + ended - self.ended
        return Outcome(self.item.name, self.status, round(seconds, 3), self.message)


_Looked = tuple[int, Item, "Future[dict[str, Source] | None]"]
"""The place of an item, the item, and its inputs as soon as they are read."""


class _Told:
    """Outcomes in the order of the items, of which later ones may be made before."""

    def __init__(self) -> None:
        self._held: dict[int, _Begun] = {}
        self._place = 0

    def add(self, begun: Mapping[int, _Begun]) -> None:
        self._held.update(begun)

    def next(self) -> Iterator[Outcome]:
        """Those whose turn it is; waits until they are written."""
        while (begun := self._held.pop(self._place, None)) is not None:
            self._place += 1
            yield begun.outcome()

    def rest(self) -> Iterator[Outcome]:
        """Those that are left, when no others will come; without what could not be written."""
        for place in sorted(self._held):
            with suppress(SaveError):
                yield self._held.pop(place).outcome()


@dataclass
class Batch:
    """All that the items of one batch have in common.

    Who watches wants to see a picture when it is made, not when the next one is: those that take longer than
    `prompt_seconds` are written and told of before the next is begun. `existing` says what happens to outputs
    that are there already.
    """

    chain: Chain
    compute: Compute
    models: ModelSource
    recording: Recording = FULL
    palette: str | None = None
    export: Export = AS_IT_IS
    existing: Existing = "update"
    prompt_seconds: float = math.inf
    at_once: int = 0
    """Pictures of one size that a network is given in one pass at most; 0 is what suits the device."""
    _memos: list[Memos] = field(default_factory=list)
    """Of each of those that are made at once: what an operation keeps is not to be changed by another."""
    _read: dict[str, Source] = field(default_factory=dict)

    def run(self, items: Sequence[Item], progress: Progress | None = None) -> Iterator[Outcome]:
        """Make the items and tell of each in their order; what is done stays when the caller stops.

        While some are computed the next are read and those before written, on threads of their own. Those of
        the same size are computed together, as many at a time as `at_once` says; where that is one, at most
        three pictures are in memory. An output whose record says that it was made from the same inputs,
        parameters, plugin and models is skipped, unless `existing` says otherwise. A bad input or a failing
        plugin spoils one item; what would spoil all of them raises: a model that cannot be loaded
        (CheckpointError), a folder that cannot be written (SaveError).
        """
        progress = progress or Progress()
        _sweep(items)
        wished = 1 if self.chain.output == "frames" else self.at_once
        most = most_at_once(self.compute, wished)
        with (
            ThreadPoolExecutor(2, thread_name_prefix="batch") as hands,
            ThreadPoolExecutor(1, thread_name_prefix="sizes") as eyes,
            ThreadPoolExecutor(most, thread_name_prefix="together") as seats,
        ):
            together, told = Together(seats, most), _Told()
            alike = rounds(items, self.compute, wished, eyes)
            looks = ([(at, items[at], hands.submit(self._look, items[at])) for at in each] for each in alike)
            begun: dict[int, _Begun] = {}
            try:
                for looked in _one_ahead(looks):
                    first, item, _ = looked[0]
                    part = progress.sub(first / len(items), (first + 1) / len(items))
                    started = time.monotonic()
                    part.set(0.0, item.name)
                    self._begin(looked, begun, together, hands, part)
                    yield from told.next()
                    told.add(begun)
                    begun.clear()
                    if time.monotonic() - started >= self.prompt_seconds:
                        yield from told.next()
                yield from told.next()
            except (GanStudioError, KeyboardInterrupt):
                # What is written must be told of, also when this ends the batch.
                told.add(begun)
                yield from told.rest()
                raise
        progress.set(1.0)

    def _look(self, item: Item) -> dict[str, Source] | None:
        """Read the inputs of an item; None where its output is there already."""
        if item.problem:
            raise InputError(item.problem)
        if self._stays(item):
            return None
        return {name: self._source(name, path) for name, path in item.inputs.items()}

    def _begin(
        self,
        looked: Sequence[_Looked],
        begun: dict[int, _Begun],
        together: Together,
        hands: Executor,
        progress: Progress,
    ) -> None:
        """Compute items and have each written as soon as it is; what would spoil all raises at the end."""
        started = time.monotonic()
        self._memos += [{} for _ in range(len(looked) - len(self._memos))]

        def work(index: int, gather: Gather | None) -> None:
            place, item, found = looked[index]
            # Several take turns: what each of them tells of its progress would jump.
            part = progress if gather is None else progress.sub(0.0, 0.0)
            status, message, result = self._done(item, found, part, self._memos[index], gather)
            written = None if result is None else hands.submit(self._write, result, item)
            begun[place] = _Begun(item, started, status, message, written, among=len(looked))

        if len(looked) == 1:
            work(0, None)
            return
        for future in together.run([partial(work, index) for index in range(len(looked))]):
            future.result()

    def _done(
        self,
        item: Item,
        looked: Future[dict[str, Source] | None],
        progress: Progress,
        memos: Memos,
        gather: Gather | None,
    ) -> tuple[Status, str, Result | None]:
        """Compute an item: what became of it, and what is to be written."""
        try:
            sources = looked.result()
            if sources is None:
                return "skipped", "", None
            result = self._make(item, sources, progress, memos, gather)
            if isinstance(result.data, FrameData):
                # Frames are drawn while they are written; that is for this thread, which can be stopped.
                self._write(result, item, progress)
                return "done", "", None
        except (CancelledError, CheckpointError):
            raise
        except GanStudioError as error:
            if isinstance(error, SaveError) and not _spoils_one(error):
                raise
            said = f"Row {item.row}: {error}" if item.row and not item.problem else str(error)
            return "failed", said, None
        return "done", "", result

    def _make(
        self,
        item: Item,
        sources: Mapping[str, Source],
        progress: Progress,
        memos: Memos,
        gather: Gather | None,
    ) -> Result:
        return self.chain.varied(item.values).run(
            sources, compute=self.compute, models=self.models, progress=progress, memos=memos, gather=gather
        )

    def _write(self, result: Result, item: Item, progress: Progress | None = None) -> float:
        """Returns when it was written."""
        _make_parent(item)
        save_result(result, item.output, recording=self.recording, export=self.export, progress=progress)
        return time.monotonic()

    def _source(self, name: str, path: Path) -> Source:
        """Read an input, unless it is the same file as for the item before."""
        known = self._read.get(name)
        if known is None or known.path != path:
            kind = next(spec.kind for spec in self.chain.inputs if spec.name == name)
            known = self._read[name] = read_source(kind, path, self.palette)
        if self.recording.mode != "none":
            try:
                # Now, while it is there: when the result is written, a drive may have gone.
                _ = known.record
            except OSError as error:
                reason = (error.strerror or str(error)).lower()
                raise InputError(f"{path.name} cannot be read: {reason}.") from error
        return known

    def _stays(self, item: Item) -> bool:
        """Whether what is there is left alone."""
        try:
            if self.existing == "keep":
                return item.output.exists()
            return self.existing == "update" and self._is_made(item)
        # Where nobody can look, writing will tell what is wrong.
        except OSError:
            return False

    def _is_made(self, item: Item) -> bool:
        if not item.output.is_file():
            return False
        if self.recording.sidecar and not sidecar_of(item.output).is_file():
            return False
        try:
            record = read_record(item.output)
            chain = self.chain.varied(item.values)
            return (
                chain.made(record, self.recording)
                and record.export == self.export.recorded(item.output.suffix)
                and record.inputs.keys() == item.inputs.keys() | self.chain.constants.keys()
                and all(self._is_same(old, name, item) for name, old in record.inputs.items())
                and all(self._has_weights(chain, model) for model in record.models)
            )
        # Whatever cannot be read or compared is made again, which tells what is wrong with it.
        except (GanStudioError, OSError):
            return False

    def _has_weights(self, chain: Chain, model: ModelRecord) -> bool:
        """Whether a model is what it was then; of one from a file a private record has the bare name."""
        files = {Path(name).name: name for name in chain.named_models() if Path(name).is_file()}
        return self.models.sha256(files.get(model.name, model.name)) == model.sha256

    def _is_same(self, old: InputRecord, name: str, item: Item) -> bool:
        """Whether an input is what it was when the output was made."""
        constant = self.chain.constants.get(name)
        if constant is not None:
            return old.sha256 == constant.record.sha256
        same_palette = not old.palette or self.palette in (None, old.palette)
        return same_palette and old.sha256 == digest(item.inputs[name])


def report(outcomes: Sequence[Outcome], total: int | None = None) -> dict[str, Any]:
    """How many of `total` ended how, and all outcomes: plain values for JSON."""
    counts = Counter(outcome.status for outcome in outcomes)
    total = len(outcomes) if total is None else total
    return {
        "total": total,
        "left": total - len(outcomes),
        **{status: counts[status] for status in get_args(Status)},
        "outcomes": [asdict(outcome) for outcome in outcomes],
    }


def write_report(
    outcomes: Sequence[Outcome],
    path: Path,
    *,
    items: Sequence[Item] = (),
    title: str = "Batch",
    seconds: float = 0.0,
) -> None:
    """All outcomes as .csv, as one .json object with their counts, as a page (.html), or else as one JSON
    object per line. The page is called `title` and shows the pictures of `items`, that took `seconds`.
    """
    text = io.StringIO(newline="")
    if path.suffix.lower() in (".html", ".htm"):
        known = {item.name: item for item in items}
        lines = [_line(outcome, known.get(outcome.output)) for outcome in outcomes]
        text.write(page(title, report(outcomes, len(items) or None), lines, seconds))
    elif path.suffix.lower() == ".json":
        text.write(json.dumps(report(outcomes), ensure_ascii=False, indent=1) + "\n")
    elif path.suffix.lower() == ".csv":
        writer = csv.DictWriter(text, [field.name for field in fields(Outcome)])
        writer.writeheader()
        writer.writerows(asdict(outcome) for outcome in outcomes)
    else:
        text.writelines(json.dumps(asdict(outcome), ensure_ascii=False) + "\n" for outcome in outcomes)
    with paths.atomic_write(path) as file:
        file.write(text.getvalue().encode())


def _line(outcome: Outcome, item: Item | None) -> Line:
    made = item.output if item is not None and outcome.status != "failed" else None
    values = item.values if item is not None else {}
    return Line(outcome.output, outcome.status, outcome.message, made, values)


def _spoils_one(error: SaveError) -> bool:
    """Whether a file could not be written for its own sake: its format is too small, or a folder is there."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, OSError):
        cause = cause.__cause__
    return cause is None or cause.errno in _OF_ONE


def _one_ahead(values: Iterable[T]) -> Iterator[T]:
    """Each value once the one after it has been taken."""
    held: list[T] = []
    for value in values:
        held.append(value)
        if len(held) > 1:
            yield held.pop(0)
    yield from held


def _sweep(items: Sequence[Item]) -> None:
    """Remove what a killed batch left half-written; what is being written may be another batch's at work."""
    names = {paths.partial_name(item.output.name) for item in items}
    for folder in {item.output.parent for item in items}:
        for part in folder.glob(".*.part"):
            with suppress(OSError):
                if part.name[1:].rsplit(".", 2)[0] in names and paths.is_left_over(part):
                    part.unlink()


def _make_parent(item: Item) -> None:
    """Make the sub-folders of an output; the output folder itself is the caller's to make."""
    depth = item.name.count("/")
    if not depth or not item.output.parents[depth].is_dir():
        return
    try:
        item.output.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SaveError(f"{item.output.parent} cannot be made: {reason}.") from error
