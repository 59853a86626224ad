"""Folders that vanish, disks that fill up, and results that one file alone cannot have."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from ganstudio.document.files import write_image
from ganstudio.document.image import ImageData
from ganstudio.engine.device import Compute
from ganstudio.errors import SaveError
from ganstudio.operations.batch import Batch, Outcome
from ganstudio.operations.chain import single
from ganstudio.operations.contract import Context, OperationParams, operation
from ganstudio.operations.planning import Item, plan
from tests.support.operations import FakeModels, picture

COUNT = 6


def copy(params: OperationParams, ctx: Context, *, image: ImageData) -> ImageData:
    return image


CHAIN = single(operation("fake.copy", "Copy", copy), OperationParams())


@pytest.fixture
def items(tmp_path: Path) -> list[Item]:
    for name in ("in", "out"):
        (tmp_path / name).mkdir()
    for number in range(COUNT):
        write_image(tmp_path / "in" / f"{number}.png", picture((number, 0, 0)))
    return planned(tmp_path)


def planned(room: Path, suffix: str = ".png") -> list[Item]:
    return plan(CHAIN, {"image": room / "in"}, room / "out", suffix)


def run(items: list[Item]) -> Iterator[Outcome]:
    return Batch(CHAIN, Compute(), FakeModels(), at_once=1).run(items)


def test_pictures_that_vanish_are_told_of_one_by_one(items: list[Item], tmp_path: Path) -> None:
    outcomes = run(items)
    told = [next(outcomes)]
    shutil.rmtree(tmp_path / "in")
    told += outcomes
    gone = [outcome for outcome in told if outcome.status == "failed"]
    assert len(told) == COUNT
    assert len(gone) >= COUNT - 4
    for outcome in gone:
        assert outcome.message.endswith(f"{outcome.output} does not exist.")
    # What had been read is written, with its record, though its file is gone.
    done = {outcome.output for outcome in told if outcome.status == "done"}
    assert {path.name for path in (tmp_path / "out").iterdir()} == done


def test_a_folder_for_results_that_vanishes_ends_the_batch(items: list[Item], tmp_path: Path) -> None:
    outcomes = run(items)
    next(outcomes)
    (tmp_path / "out").rename(tmp_path / "elsewhere")
    with pytest.raises(SaveError, match="could not be saved: no such file or directory"):
        list(outcomes)
    assert not (tmp_path / "out").exists(), "a drive that has gone is not made up by a folder"


def test_a_full_disk_keeps_what_is_done_and_a_later_run_goes_on(
    items: list[Item], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flush, flushed = os.fsync, list[int]()

    def full(file: int) -> None:
        flushed.append(file)
        if len(flushed) > 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        flush(file)

    outcomes = run(items)
    told = list[Outcome]()
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(SaveError, match="no space left on device"):
            told.extend(outcome for outcome in outcomes)
    assert [path.name for path in sorted((tmp_path / "out").iterdir())] == ["0.png", "1.png"]
    assert [outcome.status for outcome in run(items)] == ["skipped"] * 2 + ["done"] * (COUNT - 2)


def test_what_a_format_cannot_hold_spoils_one_result(items: list[Item], tmp_path: Path) -> None:
    write_image(tmp_path / "in" / "2.png", ImageData(np.zeros((1, 20_000, 3), np.uint8)))
    outcomes = list(run(planned(tmp_path, ".webp")))
    assert [outcome.status for outcome in outcomes] == ["done"] * 2 + ["failed"] + ["done"] * (COUNT - 3)
    assert "WEBP holds at most 16383" in outcomes[2].message


def test_a_folder_in_the_place_of_a_result_spoils_that_one(items: list[Item], tmp_path: Path) -> None:
    (tmp_path / "out" / "1.png").mkdir()
    outcomes = list(run(items))
    assert [outcome.status for outcome in outcomes] == ["done", "failed"] + ["done"] * (COUNT - 2)
    assert outcomes[1].message.endswith("1.png could not be saved: is a directory.")
