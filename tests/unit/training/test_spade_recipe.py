"""The SPADE recipe on data small enough for a test."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from ganstudio.checkpoints.load import load
from ganstudio.datasets.label_maps import LabelMapDataset
from ganstudio.errors import InputError
from ganstudio.training.recipes.spade import SpadeParams, SpadeRecipe, style_loss
from ganstudio.training.trainer import RunOptions, Trainer

GROUPS = (("summer", "winter"), ("day", "night"))


@pytest.fixture
def dataset() -> LabelMapDataset:
    rng = np.random.default_rng(0)
    labels = np.kron(rng.integers(0, 3, (8, 4, 4)), np.ones((8, 8))).astype(np.uint8)
    images = (labels[..., None] * np.array([80, 60, 100])).astype(np.uint8)
    return LabelMapDataset(images, labels, rng.integers(0, 2, (8, 2)), GROUPS)


def recipe(dataset: LabelMapDataset, **changes: object) -> SpadeRecipe:
    torch.manual_seed(0)
    values = {"preset": "tiny", "size": 32, "batch_size": 2, "z_dim": 4, **changes}
    return SpadeRecipe(SpadeParams(**values), dataset, classes=3, palette="landscape")


def weights(module: torch.nn.Module) -> torch.Tensor:
    return torch.cat([value.detach().flatten() for value in module.parameters()]).clone()


@pytest.mark.parametrize("discriminator", ["multiscale", "segmentation"])
def test_one_step_moves_all_three_networks(dataset: LabelMapDataset, discriminator: str) -> None:
    trained = recipe(dataset, discriminator=discriminator)
    before = {name: weights(module) for name, module in trained.modules.items()}
    losses = trained.step(trained.batch([0, 1]), 0)
    scores = {"score_real", "score_fake"} if discriminator == "multiscale" else set()
    assert {"l1", "kld", "style", "g", "feature_matching", "d_real", "d_fake"} | scores == set(losses)
    assert all(value.isfinite() for value in losses.values())
    for name, module in trained.modules.items():
        assert not torch.equal(before[name], weights(module)), name


def test_a_relativistic_and_penalised_game_moves_all_three_networks_too(dataset: LabelMapDataset) -> None:
    penalties = {"gradient_penalty": 10.0, "r2": 1.0, "consistency": 10.0}
    trained = recipe(dataset, objective="relativistic", spectral_norm=False, **penalties)
    before = {name: weights(module) for name, module in trained.modules.items()}
    losses = trained.step(trained.batch([0, 1]), 0)
    assert {"gradient_penalty", "r2", "consistency"} <= set(losses)
    assert all(value.isfinite() for value in losses.values())
    for name, module in trained.modules.items():
        assert not torch.equal(before[name], weights(module)), name


def test_what_the_segmentation_discriminator_cannot_use_is_refused(dataset: LabelMapDataset) -> None:
    with pytest.raises(InputError, match="cannot be trained with r2"):
        recipe(dataset, discriminator="segmentation", r2=1.0)


def test_the_discriminator_rests_during_the_first_steps(dataset: LabelMapDataset) -> None:
    trained = recipe(dataset, reconstruction_steps=1)
    before = weights(trained.discriminator)
    trained.step(trained.batch([0, 1]), 0)
    assert torch.equal(before, weights(trained.discriminator))
    trained.step(trained.batch([0, 1]), 1)
    assert not torch.equal(before, weights(trained.discriminator))


def test_each_player_gets_its_own_gradient_only(dataset: LabelMapDataset) -> None:
    """With a zero learning rate of one player, only the other moves."""
    trained = recipe(dataset, lr_g=0.0)
    before = {name: weights(module) for name, module in trained.modules.items()}
    trained.step(trained.batch([0, 1]), 0)
    assert torch.equal(before["generator"], weights(trained.generator))
    assert not torch.equal(before["discriminator"], weights(trained.discriminator))


def test_reconstruction_learns(dataset: LabelMapDataset) -> None:
    trained = recipe(dataset, reconstruction_steps=100, simplify=0.0)
    first, *_, last = (float(trained.step(trained.batch([0, 1]), i)["l1_pixels"]) for i in range(25))
    assert last < 0.8 * first


def test_a_run_leaves_models_that_load_and_know_their_styles(
    dataset: LabelMapDataset, tmp_path: Path
) -> None:
    Trainer(recipe(dataset), tmp_path, RunOptions(max_steps=2, bf16=False)).run()
    painter, encoder = (
        load(tmp_path / "model" / "model.safetensors"),
        load(tmp_path / "model" / "encoder.safetensors"),
    )
    assert (painter.family, painter.role, encoder.role) == ("style_spade", "generator", "encoder")
    assert painter.card["style_groups"] == [list(group) for group in GROUPS]
    assert painter.card["training"]["steps"] == 2
    assert painter.config.style_nc == encoder.config.style_nc == 4


def test_style_loss_is_small_only_when_every_group_is_right() -> None:
    style = torch.tensor([[1.0, 0.0, 0.0, 1.0]])
    right, half = torch.tensor([[9.0, 0.0, 0.0, 9.0]]), torch.tensor([[9.0, 0.0, 9.0, 0.0]])
    assert float(style_loss(right, style, GROUPS)) < 0.01
    assert float(style_loss(half, style, GROUPS)) > 8
