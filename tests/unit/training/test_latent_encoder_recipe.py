"""The encoder of one generator's styles: its recipe, its file, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from ganstudio.checkpoints.card import read_card
from ganstudio.checkpoints.load import load
from ganstudio.checkpoints.save import save
from ganstudio.datasets.images import ImageDataset
from ganstudio.errors import InputError
from ganstudio.networks.classifier import Classifier, ClassifierConfig
from ganstudio.networks.latent_encoder import LatentEncoder, LatentEncoderConfig
from ganstudio.params import specs
from ganstudio.training.recipes.latent_encoder import LatentEncoderParams, LatentEncoderRecipe
from ganstudio.training.trainer import RunOptions, Trainer
from tests.support.stylegan import small_generator

SIZE = 16


@pytest.fixture
def generator(tmp_path: Path) -> Path:
    return small_generator(tmp_path / "generator" / "model.safetensors", resolution=SIZE)


@pytest.fixture
def dataset() -> ImageDataset:
    rng = np.random.default_rng(0)
    return ImageDataset(rng.integers(0, 255, (40, SIZE, SIZE, 3), dtype=np.uint8))


def recipe(generator: Path, dataset: Any, **changes: Any) -> LatentEncoderRecipe:
    torch.manual_seed(0)
    values = {"width": 4, "size": SIZE, "batch_size": 4, "ema_kilo_images": 0.01, **changes}
    return LatentEncoderRecipe(LatentEncoderParams(generator=str(generator), **values), dataset)


def test_every_parameter_is_documented_and_the_network_is_small() -> None:
    assert all(spec.help for spec in specs(LatentEncoderParams))
    config = LatentEncoderConfig(num_ws=12, w_dim=64, side=128, rows=12)
    assert sum(parameter.numel() for parameter in LatentEncoder(config).parameters()) <= 1_500_000


def test_styles_are_learned_and_the_generator_stays_as_it_is(
    generator: Path, dataset: ImageDataset, tmp_path: Path
) -> None:
    trained = recipe(generator, dataset)
    before = {name: value.clone() for name, value in trained.generator.module.state_dict().items()}
    rows = [trained.step(trained.batch([0, 1, 2, 3]), step) for step in range(60)]
    latent = [float(row["latent"]) for row in rows]
    assert np.mean(latent[-10:]) < 0.8 * np.mean(latent[:5])
    assert set(rows[0]) == {"l1", "latent", "delta"}
    after = trained.generator.module.state_dict()
    assert all(torch.equal(value, after[name]) for name, value in before.items())


def test_the_card_names_the_generator_and_the_file_gives_the_same_styles(
    generator: Path, dataset: ImageDataset, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    Trainer(recipe(generator, dataset), run, RunOptions(max_steps=3)).run()
    loaded = load(run / "model" / "model.safetensors")
    assert (loaded.family, loaded.role) == ("latent_encoder", "encoder")
    assert loaded.card["generator"]["sha256"] == load(generator).sha256
    assert json.loads((run / "model" / "card.json").read_text()) == read_card(loaded.path)
    with torch.inference_mode():
        ws = loaded.module(torch.rand(2, 3, 40, 25))
    assert ws.shape == (2, 6, 8)


def test_one_style_is_repeated_on_all_rows(generator: Path, dataset: ImageDataset) -> None:
    trained = recipe(generator, dataset, rows="one")
    losses = trained.step(trained.batch([0, 1, 2, 3]), 0)
    assert "delta" not in losses
    ws = trained.encoder(torch.rand(2, 3, SIZE, SIZE))
    assert torch.equal(ws, ws[:, :1].expand_as(ws))


def test_what_is_no_generator_is_refused_in_a_sentence(
    generator: Path, dataset: ImageDataset, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="whose styles"):
        LatentEncoderRecipe(LatentEncoderParams(), dataset)
    with pytest.raises(InputError, match="power of two"):
        recipe(generator, dataset, size=48)
    config = ClassifierConfig(groups=(2,), width=4)
    path = save(Classifier(config), config, tmp_path / "model.safetensors", {})
    with pytest.raises(InputError, match="draws no picture"):
        recipe(path, dataset)
