"""Films on the command line: made, told of, stopped, made again."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from ganstudio.document.film_files import read_frames
from tests.cli.conftest import Command
from tests.support.plugins import edit_manifest, make_plugin

OPS = """
import signal
from typing import Annotated
import numpy as np
from ganstudio.api import Context, FrameData, OperationParams, Seed

class TintParams(OperationParams):
    seed: Annotated[int, Seed()] = 0
    stops_at: int = -1

def tint(params: TintParams, ctx: Context) -> FrameData:
    def draw(index):
        if index == params.stops_at:
            signal.raise_signal(signal.SIGINT)
        return np.full((4, 6, 3), 10 * index + params.seed, np.uint8)

    return FrameData((6, 4), 10, 5, draw)
"""


@pytest.fixture
def spinner() -> Path:
    folder = make_plugin("spinner", ops=OPS)
    edit_manifest(folder, 'inputs = ["image"]\noutput = "image"\npreview = true\n', 'output = "frames"\n')
    return folder


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Ctrl+C as a terminal has it; a process that was started in the background ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("spinner")
@pytest.mark.parametrize("name", ["out.gif", "out"])
def test_a_film_is_made_and_made_again(ganstudio: Command, tmp_path: Path, name: str) -> None:
    out, again = tmp_path / name, tmp_path / f"again-{name}"
    ran = ganstudio("run", "spinner.tint", "--seed", "3", "-o", out)
    assert ran.code == 0, ran.err
    assert ran.out.startswith(f"{out}: 6 × 4, ")
    assert ran.out.endswith("; 5 frames, 0.5 s at 10 a second\n")
    assert [int(frame[0, 0, 0]) for frame in read_frames(out)] == [3, 13, 23, 33, 43]
    assert "spinner.tint" in ganstudio("info", out).out
    ran = ganstudio("replay", out, "-o", again)
    assert ran.out.endswith(f"; the same pixels as {name}\n"), ran.err
    told = json.loads(ganstudio("replay", out, "-o", tmp_path / "again.gif", "--json").out)
    assert (told["frames"], told["equal"]) == (5, True)


@pytest.mark.usefixtures("spinner", "interruptible")
def test_an_interrupt_leaves_no_half_film(ganstudio: Command, tmp_path: Path) -> None:
    ran = ganstudio("run", "spinner.tint", "--stops-at", "2", "-o", tmp_path / "out.gif")
    assert (ran.code, ran.out) == (130, "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("spinner")
@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("out.png", "out.png has no suffix of a film that can be written. There are .gif, .webp, .mp4"),
        ("nowhere/out.gif", "could not be saved: there is no folder"),
        (".", "has something in it already"),
    ],
)
def test_where_no_film_can_be_saved(ganstudio: Command, tmp_path: Path, name: str, sentence: str) -> None:
    (tmp_path / "mine").write_text("words")
    ran = ganstudio("run", "spinner.tint", "-o", tmp_path / name)
    assert ran.code == 4
    assert sentence in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.usefixtures("spinner")
def test_a_batch_over_seeds(ganstudio: Command, tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = ["batch", "spinner.tint", "--seed", "8-10,12", "-o", out]
    ran = ganstudio(*words, "--dry-run")
    assert ran.out.splitlines()[0] == f"{out / 'seed08.gif'} from seed 8"
    rows = json.loads(ganstudio(*words, "--dry-run", "--json").out)
    assert [row["values"] for row in rows] == [{"seed": 8}, {"seed": 9}, {"seed": 10}, {"seed": 12}]
    assert not out.exists()
    ran = ganstudio(*words, "--report", tmp_path / "report.csv")
    assert (ran.code, ran.out) == (0, f"{out}: 4 done\n"), ran.err
    assert int(next(read_frames(out / "seed12.gif"))[0, 0, 0]) == 12
    assert "seed12.gif,done" in (tmp_path / "report.csv").read_text(encoding="utf-8")
    assert ganstudio(*words, "--names", "seed{seed:02}").out.endswith(": 0 done, 4 there already\n")


@pytest.mark.usefixtures("spinner")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--seed", "9-1"], "--seed: the range “9-1” ends before it begins."),
        (["--seed", "many"], "--seed needs a whole number, not “many”."),
        (["--set", "seed=1-x"], "--seed: “1-x” is no whole number and no range of them."),
        ([], "There is only one picture to make: spinner.tint needs no folder."),
        (["--seed", "1-2", "--names", "film"], "seed 1 and seed 2 would become the same output, film.gif."),
    ],
)
def test_seeds_that_make_no_batch(
    ganstudio: Command, tmp_path: Path, words: list[str], sentence: str
) -> None:
    ran = ganstudio("batch", "spinner.tint", *words, "-o", tmp_path / "out")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {sentence}")
    assert ran.err.count("\n") == 1
    assert not (tmp_path / "out").exists()
