"""Penalties that recipes share, on a discriminator whose answers are known, and in every recipe."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from ganstudio.engine.randomness import Randomness
from ganstudio.params import specs
from ganstudio.training.discriminator_penalties import (
    consistencies,
    gradient_penalties,
    with_spectral_norm,
)
from ganstudio.training.launch import RECIPES
from ganstudio.training.objective_choice import objective_named

REAL, FAKE = torch.full((4, 1, 8, 8), 0.5), torch.full((4, 1, 8, 8), -0.25)


def params(**on: float) -> Any:
    off = {"r2": 0.0, "gradient_penalty": 0.0, "consistency": 0.0, "consistency_fake": 0.0}
    return SimpleNamespace(**{**off, **on})


def parabola(images: Tensor) -> Tensor:
    """Its gradient is the image."""
    return 0.5 * images.square().flatten(1).sum(dim=1)


def test_penalties_are_taken_where_they_belong_and_weighed() -> None:
    found = gradient_penalties(
        params(r2=2.0, gradient_penalty=10.0), parabola, REAL, FAKE, Randomness(), r1=4.0
    )
    assert found["r1"].item() == pytest.approx(4 * 64 * 0.5**2 / 2)
    assert found["r2"].item() == pytest.approx(2 * 64 * 0.25**2 / 2)
    # Between the two the length of the gradient, 8 times the grey, is at most 4.
    assert 0 < found["gradient_penalty"].item() < 10 * 9
    assert gradient_penalties(params(), parabola, REAL, FAKE, Randomness()) == {}


def test_only_what_depends_on_the_place_is_inconsistent() -> None:
    asked = params(consistency=10.0, consistency_fake=10.0)
    ramp = torch.linspace(-1, 1, 64).reshape(1, 1, 8, 8).repeat(4, 1, 1, 1)

    def corner(images: Tensor) -> Tensor:
        return images[:, 0, 0, :1]

    found = consistencies(asked, corner, (ramp, corner(ramp)), (torch.zeros_like(ramp), None), Randomness())
    assert found["consistency"].item() > 0
    assert found["consistency_fake"].item() == 0
    assert consistencies(params(), corner, (ramp, None), (ramp, None), Randomness()) == {}


def test_maps_of_scores_may_move_with_the_picture() -> None:
    dot = torch.zeros(4, 1, 16, 16)
    dot[:, :, 8, 8] = 1.0
    found = consistencies(params(consistency=1.0), lambda x: x, (dot, dot), (dot, dot), Randomness())
    assert found["consistency"].item() == pytest.approx(0.0, abs=1e-9)


def test_spectral_norm_holds_every_layer_to_a_gain_of_1_and_takes_batch_norms_out() -> None:
    torch.manual_seed(0)
    layers = nn.Sequential(nn.Linear(6, 6), nn.BatchNorm1d(6), nn.Sequential(nn.Linear(6, 6)))
    for parameter in layers.parameters():
        nn.init.normal_(parameter, 0.0, 5.0)
    network = with_spectral_norm(layers)
    for _ in range(30):
        network(torch.zeros(2, 6))
    weights = [layer.weight for layer in network.modules() if isinstance(layer, nn.Linear)]
    assert [float(torch.linalg.matrix_norm(weight, 2).detach()) for weight in weights] == pytest.approx(
        [1.0, 1.0], rel=1e-2
    )
    assert not any(isinstance(layer, nn.BatchNorm1d) for layer in network.modules())


ADVERSARIAL = ("cyclegan", "dcgan", "gan_cls", "gigagan", "pix2pix", "spade", "stylegan2")


@pytest.mark.parametrize("name", ADVERSARIAL)
def test_every_recipe_of_a_gan_offers_them_and_every_objective(name: str) -> None:
    offered = {spec.name: spec for spec in specs(RECIPES[name].params_class())}
    assert {"r2", "gradient_penalty", "consistency", "consistency_fake"} <= set(offered)
    assert {"r1", "r1_gamma"} & set(offered)
    assert {objective_named(choice).name for choice in offered["objective"].choices} >= {
        "relativistic",
        "wasserstein",
        "Pearson-X2",
    }


@pytest.mark.parametrize("name", RECIPES)
def test_every_recipe_has_the_three_presets(name: str) -> None:
    offered = {spec.name: spec for spec in specs(RECIPES[name].params_class())}
    assert {"tiny", "small", "paper"} <= set(offered["preset"].choices)
