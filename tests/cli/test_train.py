from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command

TINY = ["--preset", "tiny", "--size", "64", "--batch-size", "2", "--set", "log_steps=1"]


def world(out: Path, *more: str) -> list[str]:
    source = ["--world", "landscape", "--scenes", "16", "--source-size", "64"]
    return ["train", "spade", *source, "--out", str(out), *TINY, *more]


def test_without_a_recipe_all_are_listed(ganstudio: Command) -> None:
    ran = ganstudio("train")
    assert ran.code == 0
    assert "spade" in ran.out
    assert "segmenter" in ran.out


def test_a_world_becomes_a_model_and_the_run_goes_on(ganstudio: Command, tmp_path: Path) -> None:
    run = tmp_path / "run"
    first = ganstudio(*world(run, "--max-steps", "2"))
    assert first.code == 0, first.err
    second = ganstudio(*world(run, "--max-steps", "3"))
    assert "step 3" in second.out, second.err
    assert json.loads((run / "model" / "card.json").read_text())["training"]["steps"] == 3
    with (run / "log.csv").open() as file:
        assert [row["step"] for row in csv.DictReader(file)] == ["1", "2", "3"]
    inspected = ganstudio("models", "inspect", run / "model" / "model.safetensors")
    assert inspected.code == 0, inspected.err


def test_a_new_run_begins_with_the_weights_of_a_finished_model(ganstudio: Command, tmp_path: Path) -> None:
    import torch

    from ganstudio.checkpoints.tensors import read_tensors

    first, second = tmp_path / "first", tmp_path / "second"
    assert ganstudio(*world(first, "--max-steps", "2")).code == 0
    weights = first / "model" / "model.safetensors"
    still = ["--lr-g", "0", "--lr-d", "0", "--max-steps", "1", "--from", str(weights)]
    ran = ganstudio(*world(second, *still))
    assert ran.code == 0, ran.err
    assert "warning: The learning rate of drawing and judging is 0" in ran.err
    for stem in ("model", "encoder"):
        before, after = (read_tensors(run / "model" / f"{stem}.safetensors") for run in (first, second))
        for name in (name for name in before if name.endswith("weight") and "norm" not in name):
            torch.testing.assert_close(after[name], before[name], msg=name)
    (first / "model" / "encoder.safetensors").unlink()
    ran = ganstudio(*world(tmp_path / "third", *still))
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "encoder.safetensors is missing" in ran.err


def test_a_run_is_continued_and_repeated_from_its_folder(ganstudio: Command, tmp_path: Path) -> None:
    run, twin = tmp_path / "run", tmp_path / "twin"
    first = ganstudio(*world(run, "--max-steps", "2", "--precision", "32", "--into-library", "painter"))
    assert first.code == 0, first.err
    again = ganstudio("train", run, "--max-steps", "3", "--into-library", "")
    assert "step 3" in again.out, again.err
    repeated = ganstudio("train", "--run", run / "run.toml", "--out", twin)
    assert repeated.code == 0, repeated.err
    logs = [(folder / "log.csv").read_text().splitlines() for folder in (run, twin)]
    losses = [[row.split(",")[:-2] for row in log] for log in logs]
    assert losses[0] == losses[1]
    listed = json.loads(ganstudio("models", "list", "--json").out)
    mine = next(model for model in listed if model["name"] == "painter")
    assert mine["family"] == "style_spade"
    more = ganstudio("train", "spade", "--out", run, "--resume", "--max-steps", "4")
    assert "step 4" in more.out, more.err
    other = ganstudio("train", "spade", "--out", run, "--resume", "--lr-g", "0.5")
    assert (other.code, other.err.count("\n")) == (2, 1)
    assert "was started with lr_g = 0.0003" in other.err
    wrong = ganstudio("train", "segmenter", "--out", run, "--resume")
    assert (wrong.code, wrong.err.count("\n")) == (2, 1)
    assert "made by the recipe spade" in wrong.err


@pytest.mark.slow
def test_two_processes_are_started_for_one_run(ganstudio: Command, tmp_path: Path) -> None:
    ran = ganstudio(*world(tmp_path / "run", "--max-steps", "2", "--devices", "2"))
    assert "step 2" in ran.out, ran.err
    status = json.loads((tmp_path / "run" / "status.json").read_text())
    assert (status["processes"], status["state"]) == (2, "finished")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["train", "--run"], "--run needs the file of a run."),
        (["train", "--run", "nowhere.toml"], "There is no run in"),
        (["train", "spade", "--out", "run", "--resume"], "There is no run in run"),
        (["train", "spade", "--out", "run", "--data", ".", "--data-option", "x"], "has no value"),
        (["train", "spade", "--out", "run", "--world", "landscape", "--kind", "images"], "not on images"),
        (["train", "spad"], "There is no recipe “spad”."),
        (["train", "spade", "--out", "run"], "Choose what to train on:"),
        (["train", "spade", "--out", "run", "--world", "moon"], "There is no world “moon”."),
        (["train", "spade", "--out", "run", "--data", "nowhere"], "nowhere"),
        (["train", "spade", "--out", "run", "--world", "landscape", "--source-size", "100"], "no multiple"),
        (["train", "spade", "--out", "run", "--world", "landscape", "--size", "7"], "between 32 and 1024"),
        (["train", "dcgan", "--out", "run", "--data", ".", "--lr", "1e9"], "between 0 and 1"),
    ],
)
def test_a_mistake_is_one_sentence(
    ganstudio: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = ganstudio(*words)
    assert ran.code == 2
    assert sentence in ran.err
    assert ran.err.count("\n") == 1
