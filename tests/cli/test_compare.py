from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.cli.conftest import Command


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    folder.mkdir()
    for place in range(6):
        pixels = np.random.default_rng(place).integers(0, 256, (32, 32, 3), np.uint8)
        Image.fromarray(pixels).save(folder / f"{place}.png")
    return folder


def test_runs_are_compared_and_what_is_done_is_not_done_again(
    ganstudio: Command, pictures: Path, tmp_path: Path
) -> None:
    out = tmp_path / "compared"
    words = ["train", "dcgan", "--data", str(pictures), "--preset", "tiny", "--batch-size", "2"]
    words += ["--precision", "32", "--max-steps", "1", "--out", str(out), "--vary", "objective=hinge,minimax"]
    ran = ganstudio(*words)
    assert ran.code == 0, ran.err
    found = json.loads((out / "comparison.json").read_text())
    assert [(run["value"], run["steps"]) for run in found["runs"]] == [("hinge", 1), ("minimax", 1)]
    assert all((out / run["sheet"]).is_file() for run in found["runs"])
    events = [out / run["folder"] / "events.jsonl" for run in found["runs"]]
    told = [file.read_text() for file in events]
    again = ganstudio(*words)
    assert again.code == 0, again.err
    assert [file.read_text() for file in events] == told


def test_nothing_is_trained_where_a_comparison_makes_no_sense(
    ganstudio: Command, pictures: Path, tmp_path: Path
) -> None:
    words = ["train", "dcgan", "--data", str(pictures), "--out", str(tmp_path / "out")]
    for more, says in (
        (["--vary", "objective=hinge", "--max-steps", "1"], "at least two values"),
        (["--vary", "objective=hinge,minimax"], "Each of the runs must end"),
    ):
        ran = ganstudio(*words, *more)
        assert (ran.code, ran.err.count("\n")) == (2, 1)
        assert says in ran.err
    assert not (tmp_path / "out").exists()
