"""Saved runs: whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from ganstudio.errors import CheckpointError
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
