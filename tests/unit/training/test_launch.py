"""What a run is asked for by plain parameters, and what cannot be had."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ganstudio.datasets.paired import PairDataset
from ganstudio.datasets.source import Finding
from ganstudio.errors import GanStudioError, InputError
from ganstudio.params import build
from ganstudio.training import launch
from ganstudio.training.options import RunOptions
from ganstudio.training.run_folder import read_events

PICTURES = np.random.default_rng(0).integers(0, 256, (40, 32, 32, 3), dtype=np.uint8)
TINY = {"preset": "tiny", "size": 32, "batch_size": 4, "ngf": 4, "ndf": 4, "blocks": 1}


def pix2pix(folder: Path, params: dict[str, Any], options: dict[str, Any], dataset: Any = None) -> Any:
    entry = launch.recipe_named("pix2pix")
    given = build(entry.params_class(), {**TINY, **params})
    wanted = RunOptions(max_steps=1, log_steps=1, metric_minutes=0, **options)
    pairs = dataset or PairDataset(PICTURES, PICTURES[::-1].copy())
    return launch.prepare(entry, given, pairs, folder, wanted)


def test_a_perceptual_loss_is_one_of_the_parameters(tmp_path: Path) -> None:
    pix2pix(tmp_path, {"perceptual": "own"}, {}).run()
    with (tmp_path / "log.csv").open() as file:
        assert float(next(csv.DictReader(file))["perceptual"]) > 0


def test_what_was_left_out_of_the_data_is_told(tmp_path: Path) -> None:
    findings = [Finding("warning", f"{number}.png is damaged; left out.") for number in range(9)]
    kinds = Finding("note", "Pictures have 2 sizes.")
    dataset = PairDataset(PICTURES, PICTURES, findings=(kinds, *findings))
    pix2pix(tmp_path, {}, {"held_out": 0}, dataset).run()
    notes = [event["message"] for event in read_events(tmp_path)[0] if event["event"] == "note"]
    assert notes == [
        *(f"{number}.png is damaged; left out." for number in range(5)),
        "… and 4 more; `ganstudio data inspect` tells of each.",
    ]


def test_a_batch_larger_than_the_data_is_told(tmp_path: Path) -> None:
    pix2pix(tmp_path, {}, {"held_out": 0}, PairDataset(PICTURES[:1], PICTURES[:1])).run()
    notes = [event["message"] for event in read_events(tmp_path)[0] if event["event"] == "note"]
    assert notes == ["A batch of 4 holds the only item more than once; a model soon knows so few by heart."]


@pytest.mark.parametrize(
    ("params", "options", "sentence"),
    [
        ({"perceptual": "gone.pth"}, {}, "There is no file gone.pth for the perceptual loss."),
        ({}, {"features": "gone.pt"}, "There is no file gone.pt."),
        ({}, {"held_out": 0.5, "features": __file__}, "test_launch.py"),
    ],
)
def test_a_network_that_is_not_there_is_told_before_the_run_begins(
    params: dict[str, Any], options: dict[str, Any], sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(GanStudioError, match=sentence):
        pix2pix(tmp_path / "run", params, {"held_out": 0.4, **options})
    assert not (tmp_path / "run").exists()


def test_names_that_people_know_are_one_recipe_with_a_value() -> None:
    assert launch.recipe_named("latent-encoder") is launch.RECIPES["latent_encoder"]
    variants = {name: launch.recipe_named(name) for name in ("gan-cls", "gan-int", "gan_int_cls")}
    assert {entry.name for entry in variants.values()} == {"gan_cls"}
    made = {
        name: build(entry.params_class(), dict(entry.given)).model_dump()["variant"]
        for name, entry in variants.items()
    }
    assert made == {"gan-cls": "gan_cls", "gan-int": "gan_int", "gan_int_cls": "gan_int_cls"}
    with pytest.raises(InputError, match="no recipe “gan-init”"):
        launch.recipe_named("gan-init")
