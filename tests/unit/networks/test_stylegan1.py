from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from ganstudio.networks.staged import run_stages
from ganstudio.networks.stylegan1 import StyleGAN1Config, StyleGAN1Generator, UpsamplingConv2d
from ganstudio.networks.stylegan1_discriminator import (
    StyleGAN1Discriminator,
    StyleGAN1DiscriminatorConfig,
    minibatch_stddev,
)

SMALL = StyleGAN1Config(channels=(8, 6, 4), z_dim=5, w_dim=7, mapping_width=6, mapping_layers=2)


def generator(config: StyleGAN1Config = SMALL) -> StyleGAN1Generator:
    torch.manual_seed(0)
    network = StyleGAN1Generator(config).eval().requires_grad_(False)
    for parameter in network.parameters():
        parameter.copy_(torch.randn_like(parameter))
    return network


def latents(count: int = 2) -> Tensor:
    return torch.randn(count, 5, generator=torch.Generator().manual_seed(3))


def test_stages_make_the_same_image_and_restart_where_a_style_changes() -> None:
    network = generator()
    synthesis, ws = network.synthesis, network.mapping(latents())
    noise = synthesis.noise()
    states = list(run_stages(synthesis, ws, noise))
    torch.testing.assert_close(synthesis.image(states[-1]), synthesis(ws))
    changed = torch.cat((ws[:, :3], ws[:, 3:].flip(0)), dim=1)
    again = list(run_stages(synthesis, changed, noise, first=3, state=states[2]))
    torch.testing.assert_close(synthesis.image(again[-1]), synthesis(changed))
    assert [stage.resolution for stage in synthesis.stages] == [4, 4, 8, 8, 16, 16]
    assert all(synthesis.get_parameter(f"{stage.name}.weight").dim() for stage in synthesis.stages[1:])


def test_fused_upsampling_turns_the_kernel() -> None:
    torch.manual_seed(0)
    fused, plain = (UpsamplingConv2d(3, 2, replace(SMALL, fused_from=size), 8) for size in (8, 16))
    plain.load_state_dict(fused.state_dict())
    plain.weight.data = plain.weight.data.flip(2, 3)
    x = torch.randn(1, 3, 4, 4)
    torch.testing.assert_close(fused(x), plain(x))
    assert not torch.allclose(fused(x), UpsamplingConv2d.forward(plain, x.flip(2)), atol=1e-3)


def test_growth_blends_the_smaller_picture() -> None:
    network = generator()
    ws = network.mapping(latents())
    smaller, larger, both = (network.synthesis(ws, lod=lod) for lod in (1.0, 0.0, 0.25))
    assert smaller.shape == (2, 3, 8, 8)
    torch.testing.assert_close(both, 0.75 * larger + 0.25 * F.interpolate(smaller, scale_factor=2.0))
    growing = generator(replace(SMALL, lod=0.25))
    growing.load_state_dict(network.state_dict())
    torch.testing.assert_close(growing.synthesis(ws), both)
    assert len(generator(replace(SMALL, lod=1.5)).synthesis.stages) == 4
    assert network.synthesis(ws, lod=9.0).shape == (2, 3, 4, 4)


def test_noise_modes() -> None:
    network = generator()
    synthesis, ws = network.synthesis, network.mapping(latents())
    assert [tuple(noise.shape[-2:]) for noise in synthesis.noise()] == [(4, 4)] * 2 + [(8, 8)] * 2 + [
        (16, 16)
    ] * 2
    drawn = [synthesis(ws, "random", generator=torch.Generator().manual_seed(seed)) for seed in (1, 1, 2)]
    torch.testing.assert_close(drawn[0], drawn[1])
    assert not torch.allclose(drawn[0], drawn[2])
    assert not torch.allclose(synthesis(ws, "none"), synthesis(ws))
    bare = generator(replace(SMALL, stored_noise=False)).synthesis
    torch.testing.assert_close(bare(ws), bare(ws, "none"))
    shared = generator(replace(SMALL, shared_noise=True)).synthesis.noise("random", 2)
    assert all(a is b for a, b in zip(shared[::2], shared[1::2], strict=True))
    without = generator(replace(SMALL, use_noise=False)).synthesis
    assert without.noise("random", 2) == [] and without(ws).shape == (2, 3, 16, 16)


def test_truncation_reaches_the_layers_of_the_config_unless_told() -> None:
    network = generator(replace(SMALL, truncation_cutoff=2))
    network.truncation.avg_latent.normal_()
    ws = network.mapping(latents())
    average = network.truncation.avg_latent.expand(2, -1)
    for cutoff, reached in ((None, 2), (4, 4)):
        truncated = network.mapping(latents(), truncation_psi=0.0, truncation_cutoff=cutoff)
        for row in range(6):
            torch.testing.assert_close(truncated[:, row], average if row < reached else ws[:, row])


def test_classes() -> None:
    network = generator(replace(SMALL, c_dim=3))
    c = torch.eye(3)[:2]
    assert not torch.allclose(network(latents(), c), network(latents(), c.flip(0)))
    with pytest.raises(ValueError, match="needs classes"):
        network(latents())


def test_features_of_a_resolution() -> None:
    network = generator()
    ws = network.mapping(latents())
    assert network.synthesis.features(ws, 8).shape == (2, 6, 8, 8)
    with pytest.raises(ValueError, match="no feature maps of 64 pixels"):
        network.synthesis.features(ws, 64)


@pytest.mark.parametrize("planes", [True, False])
def test_conditional_discriminator_sees_the_class(planes: bool) -> None:
    torch.manual_seed(0)
    config = StyleGAN1DiscriminatorConfig(channels=(6, 5, 4), hidden=5, c_dim=3, label_planes=planes)
    network = StyleGAN1Discriminator(config).eval()
    images = torch.randn(4, 3, 16, 16)
    c = torch.eye(3)[[0, 1, 2, 0]]
    scores = network(images, c)
    assert scores.shape == (4, 1)
    assert not torch.allclose(scores, network(images, c.roll(1, 0)))
    with pytest.raises(ValueError, match="needs classes"):
        network(images)


def test_discriminator_grows() -> None:
    torch.manual_seed(0)
    network = StyleGAN1Discriminator(StyleGAN1DiscriminatorConfig(channels=(6, 5, 4), hidden=5)).eval()
    images = torch.randn(2, 3, 16, 16)
    full, faded, half = network(images), network(images, lod=0.999), network(F.avg_pool2d(images, 2), lod=1.0)
    torch.testing.assert_close(faded, half, atol=0.05, rtol=0.0)
    assert not torch.allclose(full, half, atol=0.05)


def test_minibatch_deviation_compares_within_groups() -> None:
    x = torch.randn(4, 2, 3, 3)
    x[2] = x[0]
    with_maps = minibatch_stddev(x, 2, 1)[:, 2]
    # Groups are images 0 and 2, and 1 and 3.
    torch.testing.assert_close(with_maps[0], torch.full((3, 3), 1e-4))
    deviation = x[[1, 3]].std(0, unbiased=False).mean()
    torch.testing.assert_close(with_maps[3], deviation.expand(3, 3))
