"""The DCGAN recipe on data small enough for a test."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from ganstudio.checkpoints.load import load
from ganstudio.checkpoints.save import export_official
from ganstudio.datasets.images import ImageDataset
from ganstudio.errors import InputError
from ganstudio.networks.blocks import batch_statistics
from ganstudio.params import build, specs
from ganstudio.training.divergences import DIVERGENCES
from ganstudio.training.objective_choice import objective_named
from ganstudio.training.objectives import OBJECTIVES
from ganstudio.training.recipes.dcgan import PRESETS, DcganParams, DcganRecipe
from ganstudio.training.stepping import Stepper
from ganstudio.training.trainer import RunOptions, Trainer


@pytest.fixture(scope="module")
def dataset() -> ImageDataset:
    """Red pictures of several brightnesses."""
    pictures = np.zeros((16, 32, 32, 3), np.uint8)
    pictures[..., 0] = np.linspace(150, 255, 16)[:, None, None]
    return ImageDataset(pictures)


def recipe(dataset: ImageDataset, **changes: object) -> DcganRecipe:
    torch.manual_seed(0)
    values = {"preset": "tiny", "batch_size": 4, "ngf": 4, "ndf": 4, "z_dim": 8, **changes}
    return DcganRecipe(DcganParams(**values), dataset)


def weights(module: nn.Module) -> torch.Tensor:
    return torch.cat([value.detach().flatten() for value in module.parameters()]).clone()


CHOICES = next(spec.choices for spec in specs(DcganParams) if spec.name == "objective")


@pytest.mark.parametrize("objective", CHOICES)
def test_one_step_moves_both_players_by_any_objective(dataset: ImageDataset, objective: str) -> None:
    trained = recipe(dataset, objective=objective)
    before = {name: weights(module) for name, module in trained.modules.items()}
    losses = trained.step(trained.batch(range(4)), 0)
    assert all(value.isfinite() for value in losses.values())
    for name, module in trained.modules.items():
        assert not torch.equal(before[name], weights(module)), name


@pytest.mark.parametrize("objective", ["non_saturating", "relativistic"])
def test_each_player_learns_from_its_own_loss_only(dataset: ImageDataset, objective: str) -> None:
    trained = recipe(dataset, objective=objective)
    batch = trained.batch(range(4))
    state = trained.random.state_dict()
    real = trained._scores(batch.images)
    fake = trained._scores(trained.generator(trained.random.randn(4, 8)))
    trained.random.load_state_dict(state)
    player = {
        "discriminator": trained.objective.discriminator(real, fake),
        "generator": trained.objective.generator(fake, real),
    }
    expected = {
        name: torch.autograd.grad(loss, list(trained.modules[name].parameters()), retain_graph=True)
        for name, loss in player.items()
    }
    seen = {}

    def keep(parameters: object) -> None:
        seen.update({name: [p.grad for p in trained.modules[name].parameters()] for name in player})

    trained.sync = keep
    trained.step(batch, 0)
    for name, gradients in expected.items():
        for gradient, found in zip(gradients, seen[name], strict=True):
            torch.testing.assert_close(found, gradient, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("augment", ["none", "colour+translation+cutout"])
def test_the_colour_of_the_pictures_is_learned(dataset: ImageDataset, augment: str) -> None:
    trained = recipe(dataset, lr=2e-3, augment=augment, batch_size=8, ngf=8, ema_kilo_images=0.1)
    stepper = Stepper(trained, RunOptions(precision="32"), torch.device("cpu"))
    for _ in range(80):
        losses = stepper.one_step()
    stepper.close()
    with torch.no_grad(), batch_statistics(stepper.averages["generator"]):
        red, green, blue = stepper.averages["generator"](torch.randn(16, 8)).mean((0, 2, 3))
    assert red > green + 0.3
    assert red > blue + 0.3
    assert losses["diversity"] > 0


def test_ada_changes_more_as_real_pictures_are_known_and_a_resumed_run_goes_on(
    dataset: ImageDataset, tmp_path: Path
) -> None:
    def run(folder: str, steps: int) -> DcganRecipe:
        trained = recipe(dataset, augment="ada", ada_kilo_images=1, ada_target=0.0, lr=2e-3)
        Trainer(trained, tmp_path / folder, RunOptions(max_steps=steps, precision="32")).run()
        return trained

    whole = run("whole", 14)
    run("parts", 6)
    resumed = run("parts", 14)
    assert 0 < float(whole.ada.p) <= 0.048 + 1e-6
    assert float(resumed.ada.p) == float(whole.ada.p)
    assert torch.equal(weights(resumed.discriminator), weights(whole.discriminator))


@pytest.mark.parametrize("name", ["r1", "r2", "gradient_penalty", "consistency", "consistency_fake"])
def test_a_penalty_is_a_loss_of_the_discriminator_alone(dataset: ImageDataset, name: str) -> None:
    losses = {weight: recipe(dataset, **{name: weight}) for weight in (0.0, 10.0)}
    ends = {}
    for weight, trained in losses.items():
        told = trained.step(trained.batch(range(4)), 0)
        assert (name in told) == (weight > 0)
        ends[weight] = {name: weights(module) for name, module in trained.modules.items()}
    assert torch.equal(ends[0.0]["generator"], ends[10.0]["generator"])
    assert not torch.equal(ends[0.0]["discriminator"], ends[10.0]["discriminator"])


@pytest.mark.parametrize("size", [32, 64, 128])
def test_a_run_leaves_a_model_that_loads_here_and_elsewhere(tmp_path: Path, size: int) -> None:
    pictures = ImageDataset(np.full((4, size, size, 3), 99, np.uint8))
    trained = recipe(pictures, size=size, batch_size=2)
    Trainer(trained, tmp_path, RunOptions(max_steps=1, precision="32")).run()
    model = load(tmp_path / "model" / "model.safetensors")
    assert (model.family, model.role, model.config) == ("dcgan", "generator", trained.generator.config)
    assert model.config.image_size == size
    export_official(model.module, model.config, tmp_path / "netG_epoch_0.pth")
    again = load(tmp_path / "netG_epoch_0.pth")
    assert (again.family, again.config) == ("dcgan", model.config)


def test_samples_are_the_same_pictures_each_time_and_change_nothing(dataset: ImageDataset) -> None:
    trained = recipe(dataset)
    averages = {"generator": trained.generator.eval()}
    before = {name: value.clone() for name, value in trained.generator.state_dict().items()}
    one, two = trained.sample(averages), trained.sample(averages)
    assert one.shape == (3, 4 * 32, 8 * 32)
    assert torch.equal(one, two)
    assert all(torch.equal(before[name], value) for name, value in trained.generator.state_dict().items())


def test_every_objective_and_divergence_can_be_chosen() -> None:
    assert set(CHOICES) == (set(OBJECTIVES) | set(DIVERGENCES)) - {"half_least_squares"}
    assert {objective_named(name).name for name in CHOICES} == set(CHOICES)


def test_the_usual_preset_is_what_the_fields_say() -> None:
    assert {name: DcganParams.model_fields[name].default for name in PRESETS["small"]} == PRESETS["small"]


def test_the_size_may_come_as_text_and_is_one_of_three() -> None:
    assert build(DcganParams, {"size": "128"}).size == 128
    with pytest.raises(InputError, match="32, 64 or 128"):
        build(DcganParams, {"size": 96})
