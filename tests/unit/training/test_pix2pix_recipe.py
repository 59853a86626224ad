"""The pix2pix recipe on data small enough for a test."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from ganstudio.checkpoints.load import load
from ganstudio.checkpoints.save import export_official
from ganstudio.datasets.paired import PairDataset
from ganstudio.training.recipes.pix2pix import PRESETS, Pix2pixParams, Pix2pixRecipe
from ganstudio.training.trainer import RunOptions, Trainer
from tests.support.shared_batch import assert_shared_like_alone


@pytest.fixture(scope="module")
def dataset() -> PairDataset:
    blocks = np.random.default_rng(0).integers(0, 256, (8, 4, 4, 3))
    source = np.kron(blocks, np.ones((1, 8, 8, 1))).astype(np.uint8)
    return PairDataset(source, 255 - source)


def recipe(dataset: PairDataset, **changes: object) -> Pix2pixRecipe:
    torch.manual_seed(0)
    values = {"preset": "tiny", "size": 32, "batch_size": 2, "ngf": 4, "ndf": 4, "blocks": 1, **changes}
    return Pix2pixRecipe(Pix2pixParams(**values), dataset)


def weights(module: nn.Module) -> torch.Tensor:
    return torch.cat([value.detach().flatten() for value in module.parameters()]).clone()


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"generator": "resnet", "norm": "instance"},
        {"generator": "resnet", "norm": "bias"},
        {"hints": True},
    ],
)
def test_one_step_moves_both_players(dataset: PairDataset, changes: dict[str, object]) -> None:
    trained = recipe(dataset, **changes)
    before = {name: weights(module) for name, module in trained.modules.items()}
    losses = trained.step(trained.batch([0, 1]), 0)
    assert set(losses) == {"g", "l1", "d_real", "d_fake", "score_real", "score_fake"}
    assert all(value.isfinite() for value in losses.values())
    for name, module in trained.modules.items():
        assert not torch.equal(before[name], weights(module)), name


def test_the_generator_may_begin_without_being_judged(dataset: PairDataset) -> None:
    trained = recipe(dataset, warm_up=1)
    judge, drawn = (weights(trained.modules[name]) for name in ("discriminator", "generator"))
    assert set(trained.step(trained.batch([0, 1]), 0)) == {"l1"}
    assert torch.equal(judge, weights(trained.modules["discriminator"]))
    assert not torch.equal(drawn, weights(trained.modules["generator"]))
    assert "g" in trained.step(trained.batch([0, 1]), 1)


def test_a_relativistic_and_penalised_game_moves_both_players_too(dataset: PairDataset) -> None:
    trained = recipe(
        dataset, objective="relativistic", gradient_penalty=10.0, r2=1.0, consistency=10.0, spectral_norm=True
    )
    before = {name: weights(module) for name, module in trained.modules.items()}
    losses = trained.step(trained.batch([0, 1]), 0)
    assert {"gradient_penalty", "r2", "consistency"} <= set(losses)
    assert all(value.isfinite() for value in losses.values())
    for name, module in trained.modules.items():
        assert not torch.equal(before[name], weights(module)), name


@pytest.mark.parametrize("resting", ["generator", "discriminator"])
def test_each_player_learns_from_its_own_loss_only(dataset: PairDataset, resting: str) -> None:
    """Gradients as autograd gives them for that player's loss alone."""
    trained = recipe(dataset, dropout=False)
    batch = trained.batch([0, 1])
    seen: dict[str, torch.Tensor] = {}

    def keep(parameters: object) -> None:
        seen.update(
            {n: m.grad.clone() for n, m in trained.modules[resting].named_parameters() if m.grad is not None}
        )

    trained.sync = keep
    fake = trained.generator(batch.source)
    scores = trained.discriminator(torch.cat([batch.source, fake], 1))
    if resting == "generator":
        loss = trained.objective.g(scores) + 100 * (fake - batch.target).abs().mean()
    else:
        real = trained.discriminator(torch.cat([batch.source, batch.target], 1))
        loss = 0.5 * trained.objective.discriminator(real, scores)
    named = {n: p for n, p in trained.modules[resting].named_parameters() if p.requires_grad}
    expected = torch.autograd.grad(loss, list(named.values()))
    trained.step(batch, 0)
    for name, gradient in zip(named, expected, strict=True):
        torch.testing.assert_close(seen[name], gradient, rtol=1e-4, atol=1e-6)


def test_pairs_are_learned(dataset: PairDataset) -> None:
    trained = recipe(dataset, lr=2e-3, dropout=False, ngf=8)
    first, *_, last = (float(trained.step(trained.batch([0, 1, 2, 3]), i)["l1"]) for i in range(30))
    assert last < 0.7 * first


def test_the_direction_turns_the_pairs(dataset: PairDataset) -> None:
    ahead, back = (recipe(dataset, direction=name).batch([0]) for name in ("AtoB", "BtoA"))
    assert torch.equal(ahead.source, back.target)
    assert torch.equal(ahead.target, back.source)


def test_the_learning_rate_falls_when_it_should(dataset: PairDataset) -> None:
    trained = recipe(dataset, constant_steps=10, decay_steps=20)
    for step, share in ((0, 1.0), (9, 1.0), (20, 0.5), (40, 0.0)):
        trained.step(trained.batch([0, 1]), step)
        assert all(
            o.param_groups[0]["lr"] == pytest.approx(2e-4 * share) for o in trained.optimisers.values()
        )


def test_two_processes_do_the_arithmetic_of_one(dataset: PairDataset, tmp_path: Path) -> None:
    settings = {"norm": "instance", "dropout": False, "hints": True, "batch_size": 4}
    assert_shared_like_alone(lambda: recipe(dataset, **settings), tmp_path)


@pytest.mark.parametrize(("generator", "family"), [("unet", "pix2pix"), ("resnet", "cyclegan")])
def test_a_run_leaves_a_model_that_loads_here_and_elsewhere(
    dataset: PairDataset, tmp_path: Path, generator: str, family: str
) -> None:
    trained = recipe(dataset, generator=generator, hints=True)
    Trainer(trained, tmp_path, RunOptions(max_steps=2, bf16=False)).run()
    model = load(tmp_path / "model" / "model.safetensors")
    assert (model.family, model.role, model.config) == (family, "generator", trained.generator.config)
    assert model.card["hints"] == "colours"
    assert model.card["training"]["steps"] == 2
    export_official(model.module, model.config, tmp_path / "latest_net_G.pth")
    assert load(tmp_path / "latest_net_G.pth").family == family


@pytest.mark.parametrize("hints", [False, True])
def test_samples_show_input_output_and_target(dataset: PairDataset, hints: bool) -> None:
    trained = recipe(dataset, hints=hints)
    averages = {"generator": trained.generator.eval()}
    torch.manual_seed(5)
    one = trained.sample(averages)
    assert one.shape == (3, 3 * 32, 8 * 32)
    assert torch.equal(one, trained.sample(averages))
    assert torch.allclose(one[:, 64:, :32], -dataset.batch([0], 32).source[0], atol=1e-5)


def test_a_preset_gives_what_is_not_named() -> None:
    params = Pix2pixParams(preset="paper", batch_size=3)
    assert (params.size, params.ngf, params.batch_size) == (256, 64, 3)
    assert Pix2pixParams() == Pix2pixParams(preset="small", **PRESETS["small"])
    assert {name: Pix2pixParams.model_fields[name].default for name in PRESETS["small"]} == PRESETS["small"]
