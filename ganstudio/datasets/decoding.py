"""Decoding a listing into arrays: in parallel, once, and taken up where it was interrupted.

A cache folder holds one folder per listing, size and way of reading (its digest), with

    NAME.npy    an array per column, mapped while it is filled
    done.json   how many rows are finished, which of them could not be read, what was said of others

In memory, rows that could not be read are filled from the end, so that the first rows are all good.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ganstudio.datasets.claim import claimed
from ganstudio.datasets.findings import shortened
from ganstudio.datasets.source import Array, Finding, Row, Table
from ganstudio.errors import InputError, OutOfMemoryError, SaveError
from ganstudio.events import Progress
from ganstudio.paths import atomic_write

_SMALL = 256 << 20
"""Arrays of so many bytes are read into memory; larger ones stay in the file and are mapped."""
_ROWS_AT_A_TIME = 64
_SAVE_SECONDS = 5.0
_VERSION = 1


@dataclass(frozen=True)
class Decoded:
    """Arrays (rows, …) by column; `rows` are those that could be read, in the arrays' order."""

    arrays: dict[str, Array]
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]


@dataclass
class _State:
    """What is finished: rows before `done`; messages by row."""

    done: int = 0
    bad: dict[int, str] = field(default_factory=dict)
    told: dict[int, str] = field(default_factory=dict)


def decode(
    table: Table,
    size: int,
    cache: Path | None = None,
    *,
    progress: Progress | None = None,
    workers: int | None = None,
) -> Decoded:
    """Read every row at `size`; without `cache` into memory.

    A row that cannot be read is a finding and is left out; InputError if none is left. SaveError for a full
    disk, OutOfMemoryError for pictures that fit only into a cache, CancelledError (what is done is kept).
    """
    if not table.rows:
        raise InputError("There is nothing to read.")
    progress = progress or Progress()
    shapes = {column.name: (len(table.rows), *column.shape(size)) for column in table.columns}
    if cache is None:
        arrays = _in_memory(table, shapes)
        state = _State()
        for _ in _filled(table, size, arrays, state, progress, workers):
            pass
    else:
        arrays, state = _in_cache(table, size, shapes, cache, progress, workers)
    order = _order(state, len(table.rows))
    if not order:
        first = state.bad[min(state.bad)]
        raise InputError(f"None of the {len(table.rows)} examples can be read.", hint=f"The first: {first}")
    _close_ranks(arrays, order)
    rows = tuple(table.rows[place] for place in order)
    whole = {name: array[: len(rows)] for name, array in arrays.items()}
    return Decoded(whole, rows, _findings(table, state))


def digest(table: Table, size: int) -> str:
    """Names the arrays: other files, another size or another way of reading give another name."""
    made = hashlib.sha256(repr((_VERSION, size, table.columns)).encode())
    for row in table.rows:
        for cell in row.cells:
            made.update(repr([(file.name, str(file.path), file.size, file.stamp) for file in cell]).encode())
    return made.hexdigest()[:20]


def _in_memory(table: Table, shapes: dict[str, tuple[int, ...]]) -> dict[str, Array]:
    try:
        return {column.name: np.zeros(shapes[column.name], column.dtype) for column in table.columns}
    except MemoryError:
        raise OutOfMemoryError("The pictures do not fit into memory.", hint="Give a cache folder.") from None


def _in_cache(
    table: Table,
    size: int,
    shapes: dict[str, tuple[int, ...]],
    cache: Path,
    progress: Progress,
    workers: int | None,
) -> tuple[dict[str, Array], _State]:
    folder = cache / digest(table, size)
    count = len(table.rows)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        state = _load_state(folder, table, shapes)
        if state.done < count:
            with claimed(folder, progress) as alive:
                # Another process may have finished while this one waited.
                state = _load_state(folder, table, shapes)
                if state.done < count:
                    _fill_cache(folder, table, size, shapes, state, progress, workers, alive)
    except OSError as error:
        raise SaveError(f"{folder} cannot be used: {error.strerror or error}.") from error
    arrays = {column.name: _opened(folder, column.name) for column in table.columns}
    return arrays, state


def _fill_cache(
    folder: Path,
    table: Table,
    size: int,
    shapes: dict[str, tuple[int, ...]],
    state: _State,
    progress: Progress,
    workers: int | None,
    alive: Callable[[], None],
) -> None:
    arrays = {c.name: _mapped(folder / f"{c.name}.npy", shapes[c.name], c.dtype) for c in table.columns}
    saved = time.monotonic()
    try:
        for _ in _filled(table, size, arrays, state, progress, workers):
            alive()
            if time.monotonic() - saved > _SAVE_SECONDS:
                _save_state(folder, arrays, state)
                saved = time.monotonic()
    finally:
        # Also when cancelled: unfinished chunks are read again, finished ones are kept.
        _save_state(folder, arrays, state)


def _filled(
    table: Table,
    size: int,
    arrays: dict[str, Array],
    state: _State,
    progress: Progress,
    workers: int | None,
) -> Iterator[int]:
    """Fill the rows from `state.done` on; yields after each chunk, when `state` is true of the arrays."""
    count = len(table.rows)

    def read(place: int) -> tuple[str, str]:
        progress.check()
        told: list[str] = []
        try:
            for column, cell in zip(table.columns, table.rows[place].cells, strict=True):
                arrays[column.name][place] = column.read(cell, size, told.append)
        except InputError as error:
            return error.message, ""
        return "", "; ".join(told)

    with ThreadPoolExecutor(workers or min(16, os.cpu_count() or 1)) as pool:
        while state.done < count:
            chunk = range(state.done, min(state.done + _ROWS_AT_A_TIME, count))
            progress.set(state.done / count, f"reading {state.done} of {count}")
            for place, (failure, remark) in zip(chunk, pool.map(read, chunk), strict=True):
                if failure:
                    state.bad[place] = failure
                elif remark:
                    state.told[place] = remark
            state.done = chunk.stop
            yield state.done
    progress.set(1.0, f"reading {count} of {count}")


def _order(state: _State, count: int) -> list[int]:
    """Which row of the table lies at each place of the arrays once the ranks are closed."""
    good = count - len(state.bad)
    holes = sorted(place for place in state.bad if place < good)
    fillers = [place for place in range(good, count) if place not in state.bad]
    moved = dict(zip(holes, fillers, strict=True))
    return [moved.get(place, place) for place in range(good)]


def _close_ranks(arrays: dict[str, Array], order: list[int]) -> None:
    """Lay the last good rows over the bad ones, in memory: files keep their rows."""
    for place, source in enumerate(order):
        if place != source:
            for array in arrays.values():
                array[place] = array[source]


def _mapped(path: Path, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
    """The array file, made anew unless it is there already, with its room on the disk claimed."""
    if _fits(path, shape, dtype):
        existing: Array = np.load(path, mmap_mode="r+")
        return existing
    made: Array = np.lib.format.open_memmap(path, mode="w+", dtype=dtype, shape=shape)
    if hasattr(os, "posix_fallocate"):
        # Writing through a map to a full disk would end the process without a word.
        with path.open("r+b") as file:
            try:
                os.posix_fallocate(file.fileno(), 0, path.stat().st_size)
            except OSError as error:
                need = f"{made.nbytes / 1e9:.1f} GB"
                path.unlink(missing_ok=True)
                raise SaveError(
                    f"The cache of pictures needs {need} in {path.parent}: {error.strerror}."
                ) from error
    return made


def _opened(folder: Path, name: str) -> Array:
    path = folder / f"{name}.npy"
    if path.stat().st_size <= _SMALL:
        loaded: Array = np.load(path)
        return loaded
    # Copy on write: torch wants to be able to write, and nothing of it reaches the file.
    mapped: Array = np.load(path, mmap_mode="c")
    return mapped


def _fits(path: Path, shape: tuple[int, ...], dtype: np.dtype[Any]) -> bool:
    try:
        header = np.load(path, mmap_mode="r")
    except (OSError, ValueError, EOFError):
        return False
    return bool(header.shape == shape and header.dtype == dtype)


def _load_state(folder: Path, table: Table, shapes: dict[str, tuple[int, ...]]) -> _State:
    """What an earlier run has finished; nothing if its arrays are not there."""
    if not all(_fits(folder / f"{c.name}.npy", shapes[c.name], c.dtype) for c in table.columns):
        return _State()
    try:
        record = json.loads((folder / "done.json").read_text(encoding="utf-8"))
        bad, told = ({int(k): str(v) for k, v in record[name].items()} for name in ("bad", "told"))
        return _State(int(record["done"]), bad, told)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return _State()


def _save_state(folder: Path, arrays: dict[str, Array], state: _State) -> None:
    for array in arrays.values():
        if isinstance(array, np.memmap):
            array.flush()
    with atomic_write(folder / "done.json") as file:
        file.write(json.dumps({"done": state.done, "bad": state.bad, "told": state.told}).encode())


def _findings(table: Table, state: _State) -> tuple[Finding, ...]:
    bad = [
        Finding("warning", f"{message} It is left out.", table.rows[place].cells[0][0].shown)
        for place, message in sorted(state.bad.items())
    ]
    return shortened([*bad, *(remark(table.rows[place], text) for place, text in sorted(state.told.items()))])


def remark(row: Row, text: str) -> Finding:
    """What a column told of one example; it speaks of the last file, the label map or mask of a pair."""
    file = next(cell[0] for cell in reversed(row.cells) if cell)
    return Finding("warning", f"{file.name}: {text}.", file.shown)
