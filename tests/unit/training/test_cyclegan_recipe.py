"""The CycleGAN recipe on data small enough for a test."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from ganstudio.checkpoints.load import load
from ganstudio.checkpoints.save import export_official
from ganstudio.datasets.unpaired import UnpairedBatch, UnpairedDataset
from ganstudio.networks.cyclegan import ResnetConfig, ResnetGenerator
from ganstudio.training.recipes.cyclegan import PRESETS, CycleganParams, CycleganRecipe
from ganstudio.training.trainer import RunOptions, Trainer
from tests.support.shared_batch import assert_shared_like_alone


@pytest.fixture(scope="module")
def dataset() -> UnpairedDataset:
    rng = np.random.default_rng(0)
    dark, bright = (
        np.kron(rng.integers(low, low + 100, (n, 4, 4, 3)), np.ones((1, 8, 8, 1))).astype(np.uint8)
        for low, n in ((0, 6), (155, 8))
    )
    return UnpairedDataset(dark, bright, ("night", "day"))


def recipe(dataset: UnpairedDataset, **changes: object) -> CycleganRecipe:
    torch.manual_seed(0)
    values = {"preset": "tiny", "size": 32, "batch_size": 2, "ngf": 4, "ndf": 4, "blocks": 1, **changes}
    return CycleganRecipe(CycleganParams(**values), dataset)


def weights(module: nn.Module) -> torch.Tensor:
    return torch.cat([value.detach().flatten() for value in module.parameters()]).clone()


@pytest.mark.parametrize("identity", [0.0, 0.5])
def test_one_step_moves_all_four_networks(dataset: UnpairedDataset, identity: float) -> None:
    trained = recipe(dataset, lambda_identity=identity)
    before = {name: weights(module) for name, module in trained.modules.items()}
    losses = trained.step(trained.batch([0, 1]), 0)
    assert ("identity" in losses) == (identity > 0)
    assert all(value.isfinite() for value in losses.values())
    for name, module in trained.modules.items():
        assert not torch.equal(before[name], weights(module)), name


def test_generators_first_learn_to_give_pictures_back(dataset: UnpairedDataset) -> None:
    trained = recipe(dataset, norm="bias", warm_up=60, lr=3e-3, ngf=8)
    judges = {name: weights(module) for name, module in trained.modules.items() if "discriminator" in name}
    told = [trained.step(trained.batch([0, 1]), step) for step in range(60)]
    assert set(told[-1]) == {"same_a", "same_b"}
    assert all(torch.equal(before, weights(trained.modules[name])) for name, before in judges.items())
    # What is dark stays dark, and bright stays bright, which a network with norms cannot tell.
    assert sum(map(float, told[-1].values())) < 0.3 * sum(map(float, told[0].values()))
    assert "cycle_a" in trained.step(trained.batch([0, 1]), 60)


def test_a_relativistic_and_penalised_game_moves_all_four_networks_too(dataset: UnpairedDataset) -> None:
    trained = recipe(
        dataset, objective="relativistic", gradient_penalty=10.0, r2=1.0, consistency=10.0, spectral_norm=True
    )
    before = {name: weights(module) for name, module in trained.modules.items()}
    losses = trained.step(trained.batch([0, 1]), 0)
    assert {"gradient_penalty", "r2", "consistency"} <= set(losses)
    assert all(value.isfinite() for value in losses.values())
    for name, module in trained.modules.items():
        assert not torch.equal(before[name], weights(module)), name


def test_gradients_are_those_of_the_papers_losses(dataset: UnpairedDataset) -> None:
    trained = recipe(dataset)
    batch = trained.batch([0, 1])
    named = {
        f"{n}.{k}": p for n, m in trained.modules.items() for k, p in m.named_parameters() if p.requires_grad
    }
    expected = {**_drawing_gradients(trained, batch, named), **_judging_gradients(trained, batch, named)}
    seen: dict[str, torch.Tensor] = {}
    trained.sync = lambda parameters: seen.update({n: p.grad.clone() for n, p in named.items()})
    trained.step(batch, 0)
    assert expected.keys() == seen.keys()
    for name, gradient in expected.items():
        torch.testing.assert_close(seen[name], gradient, rtol=1e-3, atol=1e-5)


Named = dict[str, nn.Parameter]


def _drawing_gradients(
    trained: CycleganRecipe, batch: UnpairedBatch, named: Named
) -> dict[str, torch.Tensor]:
    g, f = trained.to_b.generator, trained.to_a.generator
    a, b = batch.a, batch.b
    loss = (
        (trained.to_b.discriminator(g(a)) - 1).square().mean()
        + (trained.to_a.discriminator(f(b)) - 1).square().mean()
        + 10 * ((f(g(a)) - a).abs().mean() + (g(f(b)) - b).abs().mean())
        + 5 * ((g(b) - b).abs().mean() + (f(a) - a).abs().mean())
    )
    mine = {name: p for name, p in named.items() if name.split(".")[0] in ("forward", "backward")}
    return dict(zip(mine, torch.autograd.grad(loss, list(mine.values())), strict=True))


def _judging_gradients(
    trained: CycleganRecipe, batch: UnpairedBatch, named: Named
) -> dict[str, torch.Tensor]:
    loss = torch.zeros(())
    for side, given, real in ((trained.to_b, batch.a, batch.b), (trained.to_a, batch.b, batch.a)):
        fake = side.generator(given).detach()
        loss = loss + 0.5 * (
            (side.discriminator(real) - 1).square().mean() + side.discriminator(fake).square().mean()
        )
    mine = {name: p for name, p in named.items() if name.startswith("discriminator")}
    return dict(zip(mine, torch.autograd.grad(loss, list(mine.values())), strict=True))


def test_the_cycle_closes(dataset: UnpairedDataset) -> None:
    trained = recipe(dataset, lr=2e-3, ngf=8)
    first, *_, last = (float(trained.step(trained.batch([0, 1]), i)["cycle_a"]) for i in range(30))
    assert last < 0.7 * first


def test_two_processes_do_the_arithmetic_of_one(dataset: UnpairedDataset, tmp_path: Path) -> None:
    assert_shared_like_alone(lambda: recipe(dataset, batch_size=4, pool=4), tmp_path, steps=5)


def test_a_resumed_run_has_kept_its_pools(dataset: UnpairedDataset, tmp_path: Path) -> None:
    options = RunOptions(max_steps=3, precision="32")
    Trainer(recipe(dataset, pool=4), tmp_path / "a", options).run()
    resumed, whole = recipe(dataset, pool=4), recipe(dataset, pool=4)
    Trainer(resumed, tmp_path / "a", options.model_copy(update={"max_steps": 6})).run()
    Trainer(whole, tmp_path / "b", options.model_copy(update={"max_steps": 6})).run()
    for name, module in whole.modules.items():
        assert torch.equal(weights(module), weights(resumed.modules[name])), name


def test_a_run_leaves_one_model_of_both_directions(dataset: UnpairedDataset, tmp_path: Path) -> None:
    trained = recipe(dataset, domain_b="noon")
    Trainer(trained, tmp_path, RunOptions(max_steps=2, precision="32")).run()
    for stem, domains in (("model", ("night", "noon")), ("backward", ("noon", "night"))):
        model = load(tmp_path / "model" / f"{stem}.safetensors")
        assert (model.family, model.role, model.config) == (
            "cyclegan",
            "generator",
            trained.to_b.generator.config,
        )
        assert tuple(model.card["domains"].values()) == domains
        export_official(model.module, model.config, tmp_path / f"latest_net_{stem}.pth")
        assert load(tmp_path / f"latest_net_{stem}.pth").family == "cyclegan"
    there, back = (load(tmp_path / "model" / f"{stem}.safetensors").module for stem in ("model", "backward"))
    assert not torch.equal(weights(there), weights(back))


def test_samples_show_the_way_there_and_back_from_both_sides(dataset: UnpairedDataset) -> None:
    trained = recipe(dataset)
    picture = trained.sample({name: trained.modules[name] for name in trained.averaged})
    assert picture.shape == (3, 6 * 32, 8 * 32)
    assert torch.equal(picture[:, :32, :32], dataset.batch([0], 32).a[0])
    assert torch.equal(picture[:, 96:128, :32], dataset.batch([0], 32).b[0])


@pytest.mark.parametrize("preset", ["tiny", "small"])
def test_presets_for_small_machines_are_small(preset: str) -> None:
    params = CycleganParams(preset=preset)
    with torch.device("meta"):
        network = ResnetGenerator(ResnetConfig(ngf=params.ngf, blocks=params.blocks))
    assert sum(p.numel() for p in network.parameters()) <= 1_500_000


def test_the_usual_preset_is_what_the_fields_say() -> None:
    assert {name: CycleganParams.model_fields[name].default for name in PRESETS["small"]} == PRESETS["small"]
