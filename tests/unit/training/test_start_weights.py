"""Start values and learning rates."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from ganstudio.networks.cyclegan import ResnetBlock, ResnetConfig, ResnetGenerator
from ganstudio.training.schedules import linear_decay, set_rate
from ganstudio.training.start_weights import normal_weights, rest_idle_biases, trainable, weights_without_norm


def test_weights_start_as_in_the_paper() -> None:
    torch.manual_seed(0)
    network = nn.Sequential(nn.Conv2d(64, 64, 3), nn.BatchNorm2d(4000), nn.ConvTranspose2d(64, 64, 3))
    normal_weights(network)
    conv, norm, transposed = network
    for layer, mean in ((conv, 0.0), (norm, 1.0), (transposed, 0.0)):
        assert float(layer.weight.detach().mean()) == pytest.approx(mean, abs=2e-3)
        assert float(layer.weight.detach().std()) == pytest.approx(0.02, rel=0.05)
        assert not layer.bias.detach().any()


def test_without_norms_what_passes_keeps_its_spread() -> None:
    torch.manual_seed(0)
    network = ResnetGenerator(ResnetConfig(ngf=16, blocks=6, norm="bias"))
    weights_without_norm(network)
    with torch.no_grad():
        inside = nn.Sequential(*list(network.model.children())[:-2])(torch.randn(2, 3, 64, 64))
    assert 0.3 < float(inside.std()) < 3
    block = next(module for module in network.modules() if isinstance(module, ResnetBlock))
    x = torch.randn(1, 64, 8, 8)
    assert torch.equal(block(x), x)


def test_only_biases_that_a_norm_takes_out_again_rest() -> None:
    network = nn.Sequential(
        nn.Conv2d(1, 2, 3),
        nn.InstanceNorm2d(2),
        nn.Conv2d(2, 2, 3),
        nn.ReLU(),
        nn.Conv2d(2, 2, 3, bias=False),
    )
    rest_idle_biases(network)
    assert [name for name, p in network.named_parameters() if not p.requires_grad] == ["0.bias"]
    assert len(trainable(network)) == 4


def test_a_rate_stays_and_then_falls_straight_to_nothing() -> None:
    assert [linear_decay(step, 10, 4) for step in (0, 9, 10, 12, 14, 99)] == [1, 1, 1, 0.5, 0, 0]
    assert linear_decay(10**9, 10, 0) == 1


def test_every_group_gets_the_rate() -> None:
    weights = [nn.Parameter(torch.zeros(1)) for _ in range(2)]
    optimiser = torch.optim.SGD([{"params": [weight]} for weight in weights], lr=1.0)
    set_rate([optimiser], 0.25)
    assert [group["lr"] for group in optimiser.param_groups] == [0.25, 0.25]
