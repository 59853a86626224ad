"""What every recipe measures while it trains: figures, and no trace in the run."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from ganstudio.datasets.captions import CaptionDataset
from ganstudio.datasets.images import ImageDataset
from ganstudio.datasets.label_maps import LabelMapDataset
from ganstudio.datasets.paired import PairDataset
from ganstudio.datasets.unpaired import UnpairedDataset
from ganstudio.params import build
from ganstudio.training import launch, run_state
from ganstudio.training.options import RunOptions
from ganstudio.training.run_folder import RunFile, read_events, read_run_file
from ganstudio.training.trainer import Trainer

COUNT = 170
RANDOM = np.random.default_rng(0)
PICTURES = RANDOM.integers(0, 256, (COUNT, 1, 1, 3), dtype=np.uint8).repeat(16, 1).repeat(16, 2)
LABELS = RANDOM.integers(0, 12, (COUNT, 4, 4), dtype=np.uint8).repeat(8, 1).repeat(8, 2)
LARGER = PICTURES.repeat(2, 1).repeat(2, 2)
SENTENCES = [f"picture {number}" for number in range(COUNT)]

TOYS: dict[str, tuple[Any, dict[str, Any], set[str]]] = {
    "dcgan": (ImageDataset(LARGER), {"size": 32, "ngf": 4, "ndf": 4}, {"fid_style", "kid_style"}),
    "stylegan2": (ImageDataset(PICTURES), {"size": 16, "r1_interval": 2}, {"fid_style"}),
    "spade": (LabelMapDataset(LARGER, LABELS), {"size": 32}, {"fid_style", "miou"}),
    "pix2pix": (
        PairDataset(LARGER[::-1].copy(), LARGER),
        {"size": 32, "ngf": 4, "ndf": 4, "blocks": 1},
        {"l1", "psnr", "ssim", "fid_style"},
    ),
    "cyclegan": (
        UnpairedDataset(LARGER, LARGER[::-1].copy()),
        {"size": 32, "ngf": 4, "ndf": 4, "blocks": 1},
        {"fid_style"},
    ),
    "gan_cls": (CaptionDataset(LARGER.repeat(2, 1).repeat(2, 2), SENTENCES), {"noise_dim": 4}, {"fid_style"}),
    "gigagan": (CaptionDataset(PICTURES, SENTENCES), {"size": 16}, {"fid_style"}),
}


def run(name: str, folder: Path, *, steps: int = 2, params: Any = None, **options: Any) -> Trainer:
    entry = launch.recipe_named(name)
    dataset, changes, _ = TOYS[name]
    given = build(entry.params_class(), {"preset": "tiny", "batch_size": 4, **changes, **(params or {})})
    values = {"max_steps": steps, "log_steps": 1, "precision": "32", **options}
    extra = {"classes": 12, "palette": "landscape"} if name == "spade" else {}
    run_file = RunFile(name, given.model_dump(mode="json"), options=values)
    trainer = launch.prepare(
        entry, given, dataset, folder, RunOptions(**values), extra=extra, run_file=run_file
    )
    trainer.run()
    return trainer


def everything(trainer: Trainer) -> dict[str, torch.Tensor]:
    modules = {**trainer.recipe.modules, **{f"mean {k}": v for k, v in trainer.averages.items()}}
    return {f"{k}/{n}": t for k, module in modules.items() for n, t in module.state_dict().items()}


@pytest.mark.parametrize("name", ["dcgan", "spade"])
def test_measuring_leaves_no_trace_in_the_run(name: str, tmp_path: Path) -> None:
    ends = everything(run(name, tmp_path / "without", metric_minutes=0, held_out=0.05))
    for key, tensor in everything(run(name, tmp_path / "with", metric_minutes=1e-9)).items():
        assert torch.equal(tensor, ends[key]), key


@pytest.mark.parametrize("name", TOYS)
def test_every_recipe_is_measured_on_what_it_never_saw(name: str, tmp_path: Path) -> None:
    measured = run(name, tmp_path, steps=1)
    with (tmp_path / "log.csv").open() as file:
        told = {key for row in csv.DictReader(file) for key, value in row.items() if value}
    assert {"score_held_out", "score_real", "score_fake"} <= told
    assert TOYS[name][2] <= told
    assert set(measured.recipe.best) & set(run_state.best_figures(tmp_path))
    assert (tmp_path / "best").is_dir()


def test_the_same_state_has_the_same_figures(tmp_path: Path) -> None:
    trainer = run("dcgan", tmp_path, metric_minutes=0)
    with trainer.stepper.aside():
        one, two = (trainer.recipe.metrics(trainer.averages, trainer._progress) for _ in range(2))
    assert one == two


def test_a_resumed_run_keeps_apart_what_it_kept_apart_when_it_began(tmp_path: Path) -> None:
    began = run("dcgan", tmp_path, held_out=0.0, metric_minutes=0)
    assert began.recipe.item_count == COUNT
    went_on = run("dcgan", tmp_path, steps=3, held_out=0.1, metric_minutes=0)
    assert went_on.step == 3
    assert went_on.recipe.item_count == COUNT
    assert read_run_file(tmp_path).options["held_out"] == 0.0


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (
            COUNT,
            [
                "16 items are held out for measuring; 154 are trained on.",
                "Pictures are compared by the features of landscape-segmenter.",
            ],
        ),
        (
            20,
            [
                "There is too little data to spare some for measuring: there will be no metrics, and nothing "
                "tells whether pictures are learned by heart. A larger held_out spares some."
            ],
        ),
    ],
)
def test_what_is_measured_on_and_by_what_is_told_once(
    count: int, told: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(TOYS, "dcgan", (ImageDataset(LARGER[:count]), TOYS["dcgan"][1], set()))
    run("dcgan", tmp_path, steps=1)
    run("dcgan", tmp_path, steps=2)
    assert [event["message"] for event in read_events(tmp_path)[0] if event["event"] == "note"] == told
