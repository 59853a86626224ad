from __future__ import annotations

import pytest
import torch

from ganstudio.networks.bicyclegan import (
    BicycleConfig,
    BicycleDiscriminator,
    BicycleDiscriminatorConfig,
    BicycleEncoder,
    BicycleEncoderConfig,
    BicycleGenerator,
)


@pytest.mark.parametrize("where_add", ["input", "all"])
def test_the_latent_changes_the_picture(where_add: str) -> None:
    config = BicycleConfig(1, 2, ngf=1, depth=5, z_dim=3, where_add=where_add)
    network = BicycleGenerator(config).eval()
    image = torch.rand(2, 1, config.multiple, 2 * config.multiple)
    with torch.inference_mode():
        one, other = network(image, torch.zeros(2, 3)), network(image, torch.ones(2, 3))
    assert one.shape == (2, 2, 32, 64)
    assert not torch.allclose(one, other)


def test_an_encoder_takes_its_own_size_alone() -> None:
    network = BicycleEncoder(BicycleEncoderConfig(nef=1, halvings=4))
    assert network.config.size == 128
    with pytest.raises(ValueError, match="128 x 128 pixels, not 64 x 32"):
        network(torch.zeros(1, 3, 32, 64))


def test_without_variance_there_is_the_mean_alone() -> None:
    config = BicycleEncoderConfig("conv", z_dim=5, nef=1, halvings=3, vae=False)
    mean, log_variance = BicycleEncoder(config).eval()(torch.rand(2, 3, config.size, config.size))
    assert mean.shape == (2, 5)
    assert log_variance is None


def test_every_scale_sees_half_the_size() -> None:
    network = BicycleDiscriminator(BicycleDiscriminatorConfig(ndf=(2, 1), n_layers=2))
    assert [tuple(score.shape) for score in network(torch.rand(1, 3, 64, 64))] == [
        (1, 1, 14, 14),
        (1, 1, 6, 6),
    ]
