"""Saved runs: whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest
import torch

from ganstudio import paths
from ganstudio.errors import CheckpointError, SaveError
from ganstudio.training import run_state


def test_parts_stay_below_the_limit_and_join_again(tmp_path: Path) -> None:
    weights = torch.randn(5000)
    run_state.save(tmp_path, {"w": weights}, step=3, part_bytes=4096)
    parts = sorted(tmp_path.glob("state-*.pt"))
    assert len(parts) > 3
    assert all(part.stat().st_size <= 4096 for part in parts)
    assert torch.equal(run_state.load(tmp_path)["w"], weights)


def test_a_newer_state_replaces_the_older(tmp_path: Path) -> None:
    run_state.save(tmp_path, {"w": torch.zeros(2)}, step=1)
    run_state.save(tmp_path, {"w": torch.ones(2)}, step=2)
    assert run_state.load(tmp_path)["w"].tolist() == [1, 1]
    assert len(list(tmp_path.glob("state-*.pt"))) == 1


def test_killed_between_parts_and_manifest_the_old_state_remains(tmp_path: Path) -> None:
    run_state.save(tmp_path, {"w": torch.zeros(2)}, step=1)
    (tmp_path / "state-00000002-000.pt").write_bytes(b"half a part")
    assert run_state.load(tmp_path)["w"].tolist() == [0, 0]


def test_a_damaged_part_is_named_as_such(tmp_path: Path) -> None:
    run_state.save(tmp_path, {"w": torch.zeros(2)}, step=1)
    part = next(tmp_path.glob("state-*.pt"))
    part.write_bytes(part.read_bytes()[:-1])
    with pytest.raises(CheckpointError, match="incomplete"):
        run_state.load(tmp_path)


def test_the_last_ones_and_the_best_stay(tmp_path: Path) -> None:
    for step in range(1, 7):
        best = {"fid": 3.0 - step} if step in (1, 2) else None
        run_state.save(tmp_path, {"step": step}, step=step, keep=2, best=best)
    assert run_state.steps(tmp_path) == (2, 5, 6)
    assert run_state.load(tmp_path, best=True) == {"step": 2}
    assert run_state.best_figures(tmp_path) == {"fid": 1.0}
    assert len(list(tmp_path.glob("state-*.pt"))) == 3
    run_state.mark_best(tmp_path, {"fid": 0.5}, keep=2)
    assert run_state.steps(tmp_path) == (5, 6)
    assert run_state.load(tmp_path, best=True) == {"step": 6}


def test_a_state_is_never_written_over(tmp_path: Path) -> None:
    for value in range(4):
        before = {path: path.read_bytes() for path in tmp_path.glob("state-*.pt")}
        run_state.save(tmp_path, {"w": value}, step=3, keep=2)
        assert all(path.read_bytes() == data for path, data in before.items() if path.exists())
        assert run_state.load(tmp_path) == {"w": value}
    assert len(list(tmp_path.glob("state-*.pt"))) == 2


def test_a_damaged_state_is_passed_over_for_the_one_before(tmp_path: Path) -> None:
    run_state.save(tmp_path, {"w": 1}, step=1, keep=2)
    run_state.save(tmp_path, {"w": 2}, step=2, keep=2)
    (tmp_path / "state-00000002-000.pt").unlink()
    assert run_state.load(tmp_path) == {"w": 1}


def test_when_writing_fails_nothing_is_left_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_state.save(tmp_path, {"w": torch.zeros(2000)}, step=1)
    write, written = paths.atomic_write, []

    @contextmanager
    def limited(path: Path) -> Iterator[IO[bytes]]:
        written.append(path)
        if len(written) == 3:
            raise SaveError("full")
        with write(path) as file:
            yield file

    monkeypatch.setattr(paths, "atomic_write", limited)
    with pytest.raises(SaveError, match="full"):
        run_state.save(tmp_path, {"w": torch.ones(2000)}, step=2, part_bytes=2048)
    assert not [path for path in written if path.exists()]
    assert run_state.load(tmp_path)["w"].sum() == 0
