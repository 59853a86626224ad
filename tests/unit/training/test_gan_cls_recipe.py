"""The GAN-CLS recipe on pictures and sentences small enough for a test."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from ganstudio.checkpoints.load import load
from ganstudio.datasets.captions import CaptionDataset
from ganstudio.errors import InputError
from ganstudio.params import specs
from ganstudio.training.objectives import OBJECTIVES
from ganstudio.training.recipes import gan_cls
from ganstudio.training.recipes.gan_cls import GanClsParams, GanClsRecipe
from ganstudio.training.text_features import HashedText
from ganstudio.training.trainer import RunOptions, Trainer
from ganstudio.training.wrong_pairs import mean_where


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(gan_cls.PRESETS, "tiny", {"ngf": 4, "ndf": 4})


@pytest.fixture
def dataset() -> CaptionDataset:
    """Red and blue pictures, each said to be so."""
    images = np.zeros((8, 64, 64, 3), dtype=np.uint8)
    images[::2, ..., 0] = images[1::2, ..., 2] = 255
    return CaptionDataset(images, ["a red picture", "a blue one"] * 4, mirror=False)


def recipe(dataset: CaptionDataset, **changes: Any) -> GanClsRecipe:
    torch.manual_seed(0)
    values = {"preset": "tiny", "batch_size": 4, "noise_dim": 8, "projected_dim": 8, **changes}
    return GanClsRecipe(GanClsParams(**values), dataset, encoder=HashedText(32))


def weights(module: torch.nn.Module) -> Tensor:
    return torch.cat([value.detach().flatten() for value in module.parameters()]).clone()


def test_every_parameter_is_documented() -> None:
    assert all(spec.help for spec in specs(GanClsParams))


@pytest.mark.parametrize(
    ("variant", "names"),
    [
        ("gan", set()),
        ("gan_cls", {"d_wrong"}),
        ("gan_int", {"g_between"}),
        ("gan_int_cls", {"d_wrong", "g_between"}),
    ],
)
def test_each_variant_has_its_terms_and_moves_both(
    dataset: CaptionDataset, variant: str, names: set[str]
) -> None:
    trained = recipe(dataset, variant=variant)
    before = {name: weights(module) for name, module in trained.modules.items()}
    losses = trained.step(trained.batch([0, 1, 2, 3]), 0)
    plain = {"g", "d_real", "d_fake", "score_real", "score_fake", "diversity"}
    assert set(losses) == plain | names
    assert all(value.isfinite() for value in losses.values())
    for name, module in trained.modules.items():
        assert not torch.equal(before[name], weights(module)), name


def test_a_relativistic_and_penalised_game_moves_both_networks_too(dataset: CaptionDataset) -> None:
    trained = recipe(
        dataset, objective="relativistic", gradient_penalty=10.0, r2=1.0, consistency=10.0, spectral_norm=True
    )
    before = {name: weights(module) for name, module in trained.modules.items()}
    losses = trained.step(trained.batch([0, 1, 2, 3]), 0)
    assert {"gradient_penalty", "r2", "consistency"} <= set(losses)
    assert all(value.isfinite() for value in losses.values())
    for name, module in trained.modules.items():
        assert not torch.equal(before[name], weights(module)), name


@pytest.mark.parametrize("network", ["generator", "discriminator"])
def test_each_player_gets_its_own_gradient_only(dataset: CaptionDataset, network: str) -> None:
    trained = recipe(dataset)
    resting = trained.optimisers["drawing" if network == "generator" else "judging"]
    resting.param_groups[0]["lr"] = 0.0
    before = {name: weights(module) for name, module in trained.modules.items()}
    trained.step(trained.batch([0, 1, 2, 3]), 0)
    for name, module in trained.modules.items():
        assert torch.equal(before[name], weights(module)) == (name == network)


def test_wrong_sentences_are_of_other_pictures(dataset: CaptionDataset) -> None:
    trained = recipe(dataset)
    one = CaptionDataset(np.zeros((3, 64, 64, 3), np.uint8), ["first", "second", "third"])
    distinct = recipe(one)
    for _ in range(5):
        batch = distinct.batch([0, 1, 2])
        assert batch.differs.all()
        assert not (batch.text == batch.other).all(dim=1).any()
    batch = trained.batch([0, 1, 2, 3, 4, 5, 6, 7])
    assert torch.equal(batch.differs, (batch.text != batch.other).any(dim=1))


def test_the_loss_of_wrong_pairs_is_a_mean_over_all_rows() -> None:
    scores, counts = torch.tensor([1.0, -2.0, 3.0, 0.5]), torch.tensor([True, False, True, False])
    expected = (math.log1p(math.exp(1)) + math.log1p(math.exp(3))) / 4
    assert float(mean_where(OBJECTIVES["non_saturating"].d_fake, scores, counts)) == pytest.approx(expected)
    assert (
        float(mean_where(OBJECTIVES["non_saturating"].d_fake, scores, torch.zeros(4, dtype=torch.bool))) == 0
    )


def test_the_discriminator_loss_is_algorithm_1(dataset: CaptionDataset) -> None:
    """-log s_r - (log(1 - s_w) + log(1 - s_f)) / 2, of which the optimiser sees the gradient."""
    trained = recipe(dataset, variant="gan_cls")
    batch = replace(trained.batch([0, 1, 2, 3]), differs=torch.ones(4, dtype=torch.bool))
    fake = torch.zeros(4, 3, 64, 64)
    network = trained.discriminator
    trained.optimisers["judging"].param_groups[0]["lr"] = 0.0
    seen: dict[str, Tensor] = {}
    trained.sync = lambda parameters: seen.update(grad=next(iter(parameters)).grad.clone())  # type: ignore[union-attr]
    told = trained._judge_better(batch, fake)
    right, wrong = (torch.sigmoid(network(batch.images, text)[0]) for text in (batch.text, batch.other))
    generated = torch.sigmoid(network(fake, batch.text)[0])
    real, false = -right.log().mean(), ((1 - wrong).log() + (1 - generated).log()).mean()
    assert float(told["d_real"]) == pytest.approx(real.item(), abs=1e-5)
    loss = real - 0.5 * false
    (expected,) = torch.autograd.grad(loss, next(network.parameters()))
    torch.testing.assert_close(seen["grad"], expected, rtol=1e-3, atol=1e-5)


def test_the_generator_learns_the_colours_that_are_told(dataset: CaptionDataset) -> None:
    trained = recipe(dataset, variant="gan", lambda_l1=50.0, lr=0.01)
    first, *_, last = (float(trained.step(trained.batch([0, 1, 2, 3]), i)["l1"]) for i in range(20))
    assert last < 0.5 * first


def test_more_losses_are_those_of_the_reference(dataset: CaptionDataset) -> None:
    trained = recipe(dataset, lambda_features=100.0, lambda_l1=50.0)
    losses = trained.step(trained.batch([0, 1, 2, 3]), 0)
    assert {"feature_matching", "l1"} < set(losses)


def test_smoothed_labels_are_for_some_objectives(dataset: CaptionDataset) -> None:
    assert recipe(dataset, real_label=0.9).objective.name == "non_saturating_0.9_0"
    with pytest.raises(InputError, match="no labels"):
        recipe(dataset, real_label=0.9, objective="hinge")


def test_features_of_the_data_are_taken_as_they_are(dataset: CaptionDataset) -> None:
    given = dataset.with_features([torch.ones(1, 7) for _ in range(8)])
    trained = recipe(given)
    assert trained.generator.config.embed_dim == 7
    assert torch.equal(trained.batch([0]).text, torch.ones(1, 7))


def test_half_precision_gives_finite_losses(dataset: CaptionDataset) -> None:
    trained = recipe(dataset)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        losses = trained.step(trained.batch([0, 1, 2, 3]), 0)
    assert all(value.isfinite() for value in losses.values())


def test_a_run_leaves_a_model_that_loads(dataset: CaptionDataset, tmp_path: Path) -> None:
    trained = recipe(dataset)
    Trainer(trained, tmp_path, RunOptions(max_steps=2, precision="32")).run()
    model = load(tmp_path / "model" / "model.safetensors")
    assert (model.family, model.role) == ("gan_cls", "generator")
    assert model.config == trained.generator.config
    assert model.card["text_features"] == "hashed-32"
    assert "a" in model.card["words"]
    assert model.card["training"]["steps"] == 2


def test_the_sheet_shows_real_and_drawn_pictures(dataset: CaptionDataset) -> None:
    trained = recipe(dataset)
    averages = {"generator": trained.generator.eval()}
    first, second = trained.sample(averages), trained.sample(averages)
    assert first.shape == (3, 4 * 64, 8 * 64)
    assert torch.equal(first, second)
