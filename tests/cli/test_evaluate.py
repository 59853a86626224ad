"""Measuring any generator on a person's own pictures."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from ganstudio.checkpoints.save import save
from ganstudio.networks.classifier import Classifier, ClassifierConfig
from ganstudio.networks.dcgan import DcganConfig, DcganGenerator
from tests.cli.conftest import Command


@pytest.fixture
def model(tmp_path: Path) -> Path:
    torch.manual_seed(0)
    config = DcganConfig(nz=4, widths=(8, 4, 4))
    return save(DcganGenerator(config).eval(), config, tmp_path / "model.safetensors", {"title": "Mine"})


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    folder.mkdir()
    for number, colour in enumerate(np.random.default_rng(0).integers(0, 256, (20, 3))):
        Image.new("RGB", (32, 32), tuple(colour.tolist())).save(folder / f"{number}.png")
    return folder


def test_figures_name_their_features_and_what_is_missing_says_why(
    ganstudio: Command, model: Path, pictures: Path
) -> None:
    asked = ["--metric", "fid,recall,is", "--metric", "l1", "--data", pictures, "--count", "16"]
    told = ganstudio("evaluate", model, *asked, "--write-card", "--json")
    assert told.code == 0, told.err
    report = json.loads(told.out)
    assert set(report["metrics"]) == {"fid_style", "recall"}
    assert report["features"] == "landscape-segmenter"
    assert "needs the FID Inception network" in report["not_measured"]["is"]
    assert "models that translate pictures" in report["not_measured"]["l1"]
    card = json.loads((model.parent / "card.json").read_text())
    assert (card["title"], card["metrics"]["fid_style"]) == ("Mine", report["metrics"]["fid_style"])
    shown = ganstudio("evaluate", model, *asked)
    assert "FID-style distance, features of landscape-segmenter" in shown.out
    assert f"{report['metrics']['fid_style']:.4f}" in shown.out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "Say what"),
        (["--data", "nowhere"], "There is no folder or file nowhere."),
        (["--world", "moon"], "There is no world “moon”."),
        (["--metric", "fud"], "There is no metric “fud”. Did you mean fid?"),
        (["--world", "landscape", "--features", "gone.pt"], "There is no file gone.pt."),
        (["--pairs", "landscape-spade"], "is not compared with a model of pairs."),
    ],
)
def test_a_mistake_is_one_sentence(ganstudio: Command, model: Path, words: list[str], sentence: str) -> None:
    ran = ganstudio("evaluate", model, *words)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert sentence in ran.err


def test_what_draws_nothing_is_not_measured(ganstudio: Command, tmp_path: Path, pictures: Path) -> None:
    config = ClassifierConfig(groups=(2,), width=4)
    path = save(Classifier(config), config, tmp_path / "model.safetensors", {})
    ran = ganstudio("evaluate", path, "--data", pictures)
    assert "it is a classifier, and draws no pictures" in ran.err
    assert ran.code != 0
