"""Decoding into arrays: caches, interruptions, damaged files."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import numpy as np
import pytest

from ganstudio.datasets import decoding
from ganstudio.datasets.columns import PictureColumn
from ganstudio.datasets.decoding import decode
from ganstudio.datasets.source import Row, Table
from ganstudio.datasets.tree import open_tree
from ganstudio.errors import CancelledError, InputError, SaveError
from ganstudio.events import CancelToken, Progress

from .conftest import Write


@pytest.fixture
def table(tmp_path: Path, write: Write) -> Table:
    for number in range(10):
        write(f"set/{number}.png", (number, 0, 0))
    return listed(tmp_path)


def listed(tmp_path: Path) -> Table:
    rows = tuple(Row(((file,),)) for file in open_tree(tmp_path / "set").pictures)
    return Table((PictureColumn(),), rows)


def reds(made: decoding.Decoded) -> list[int]:
    return [int(value) for value in made.arrays["images"][:, 0, 0, 0]]


def test_memory_and_cache_hold_the_same(table: Table, tmp_path: Path) -> None:
    assert reds(decode(table, 8)) == list(range(10))
    assert reds(decode(table, 8, tmp_path / "cache")) == list(range(10))


def test_the_second_time_nothing_is_read(
    table: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = decode(table, 8, tmp_path / "cache")
    monkeypatch.setattr(PictureColumn, "read", lambda *_: pytest.fail("a picture was read again"))
    assert np.array_equal(decode(table, 8, tmp_path / "cache").arrays["images"], first.arrays["images"])


def test_other_sizes_files_and_ways_of_reading_have_their_own_cache(table: Table, write: Write) -> None:
    column = PictureColumn(fit="squash")
    names = {decoding.digest(table, 8), decoding.digest(table, 9)}
    names.add(decoding.digest(Table((column,), table.rows), 8))
    path = write("set/3.png", (99, 0, 0))
    os.utime(path, ns=(1, 1))
    names.add(decoding.digest(listed(path.parents[1]), 8))
    assert len(names) == 4


def test_an_interrupted_cache_is_taken_up(
    table: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoding, "_ROWS_AT_A_TIME", 2)
    token = CancelToken()

    def stop(fraction: float, _: str) -> None:
        if fraction >= 0.6:
            token.cancel()

    with pytest.raises(CancelledError):
        decode(table, 8, tmp_path / "cache", progress=Progress(stop, token))
    record = json.loads(next((tmp_path / "cache").glob("*/done.json")).read_text())
    assert record["done"] in (6, 8)
    read: list[str] = []
    original = PictureColumn.read

    def counted(self: PictureColumn, files, size, tell):  # type: ignore[no-untyped-def]
        read.append(files[0].name)
        return original(self, files, size, tell)

    monkeypatch.setattr(PictureColumn, "read", counted)
    assert reds(decode(table, 8, tmp_path / "cache")) == list(range(10))
    assert len(read) == 10 - record["done"]
    assert not list((tmp_path / "cache").glob("*/in-use"))


@pytest.mark.parametrize("cached", [False, True])
def test_damaged_files_are_told_and_left_out(table: Table, tmp_path: Path, cached: bool) -> None:
    for name in ("2.png", "9.png"):
        (tmp_path / "set" / name).write_bytes(b"no picture")
    cache = tmp_path / "cache" if cached else None
    table = listed(tmp_path)
    for _ in range(2):
        made = decode(table, 8, cache)
        assert sorted(reds(made)) == [0, 1, 3, 4, 5, 6, 7, 8]
        assert [row.cells[0][0].stem for row in made.rows] == [str(red) for red in reds(made)]
        assert [finding.file.name for finding in made.findings if finding.file] == ["2.png", "9.png"]
        assert made.findings[0].message == "2.png is no picture that can be read. It is left out."


def test_if_nothing_is_left_it_is_one_sentence(tmp_path: Path, write: Write) -> None:
    write("set/a.png").write_bytes(b"")
    with pytest.raises(InputError, match=r"None of the 1 examples can be read\. The first: a\.png is empty"):
        decode(listed(tmp_path), 8)


@pytest.mark.parametrize("damage", [b"", b"{", b'{"done": 10}', b"[]", b'{"done": 4, "bad": 3, "told": {}}'])
def test_a_damaged_record_makes_the_cache_anew(table: Table, tmp_path: Path, damage: bytes) -> None:
    decode(table, 8, tmp_path / "cache")
    next((tmp_path / "cache").glob("*/done.json")).write_bytes(damage)
    assert reds(decode(table, 8, tmp_path / "cache")) == list(range(10))


def test_a_full_disk_is_one_sentence(table: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full, raising=False)
    with pytest.raises(SaveError, match="No space left on device"):
        decode(table, 8, tmp_path / "cache")


def test_a_dead_process_does_not_keep_others_waiting(table: Table, tmp_path: Path) -> None:
    folder = tmp_path / "cache" / decoding.digest(table, 8)
    folder.mkdir(parents=True)
    (folder / "in-use").touch()
    long_ago = time.time() - 1000
    os.utime(folder / "in-use", (long_ago, long_ago))
    assert len(decode(table, 8, tmp_path / "cache").rows) == 10


def test_waiting_for_another_process_can_be_cancelled(table: Table, tmp_path: Path) -> None:
    folder = tmp_path / "cache" / decoding.digest(table, 8)
    folder.mkdir(parents=True)
    (folder / "in-use").touch()
    token = CancelToken()
    told: list[str] = []

    def report(_: float, message: str) -> None:
        told.append(message)
        token.cancel()

    with pytest.raises(CancelledError):
        decode(table, 8, tmp_path / "cache", progress=Progress(report, token))
    assert "another process" in told[0]
