"""What the golden cases do not hold: explicit noise, gradients, feature maps, misuse."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from ganstudio.networks.stylegan2 import StyleGan2Config, StyleGan2Generator, paper_channels
from ganstudio.networks.stylegan2_discriminator import (
    StyleGan2Discriminator,
    StyleGan2DiscriminatorConfig,
    minibatch_std,
)
from ganstudio.networks.stylegan2_layers import (
    MappingConfig,
    MappingNetwork,
    SynthesisLayer,
    resampled_conv2d,
)

CONFIG = StyleGan2Config(16, (6, 5, 4), MappingConfig(z_dim=7, w_dim=8, layers=2))
CRITIC = StyleGan2DiscriminatorConfig(16, (6, 5, 4))


def generator(**changes: object) -> StyleGan2Generator:
    torch.manual_seed(0)
    network = StyleGan2Generator(replace(CONFIG, **changes)).eval()
    with torch.no_grad():
        for name, tensor in [*network.named_parameters(), *network.named_buffers()]:
            if not name.endswith(("weight", "resample_filter")):
                tensor.add_(torch.randn(tensor.shape) * 0.3)
    return network


def latents(count: int = 2) -> Tensor:
    return torch.randn(count, 7, generator=torch.Generator().manual_seed(1))


def test_paper_channels() -> None:
    assert paper_channels(1024) == (512, 512, 512, 512, 512, 256, 128, 64, 32)
    assert paper_channels(32, 512, 100) == (100, 64, 32, 16)


def test_widths_must_reach_the_resolution() -> None:
    with pytest.raises(ValueError, match="2 widths for a resolution of 32"):
        StyleGan2Config(32, (4, 4))
    with pytest.raises(ValueError, match="2 widths for a resolution of 32"):
        StyleGan2DiscriminatorConfig(32, (4, 4))


def test_noise_can_be_given() -> None:
    network = generator()
    ws = network.mapping(latents())
    const = network.synthesis(ws)
    maps = network.synthesis.noise("const")
    assert [None if m is None else m.shape[-1] for m in maps] == [4, 8, 8, 16, 16]
    assert torch.equal(network.synthesis(ws, noise=maps), const)
    assert torch.equal(network.synthesis(ws, noise=[None] * 5), network.synthesis(ws, "none"))
    assert not torch.allclose(network.synthesis(ws, "none"), const)
    with pytest.raises(ValueError, match="1 noise maps for 5 layers"):
        network.synthesis(ws, noise=[None])


def test_random_noise_comes_from_the_generator_and_differs_by_sample() -> None:
    network = generator()
    ws = network.mapping(latents(1)).expand(2, -1, -1)
    first, again, other = (
        network.synthesis(ws, "random", generator=torch.Generator().manual_seed(seed)) for seed in (3, 3, 4)
    )
    assert torch.equal(first, again)
    assert not torch.allclose(first, other)
    assert not torch.allclose(first[0], first[1])


def test_a_network_without_noise_takes_none() -> None:
    network = generator(use_noise=False)
    assert network.synthesis.noise("random") == []
    assert not any(name.endswith(("noise_const", "noise_strength")) for name in network.state_dict())
    assert network(latents(), noise_mode="random").shape == (2, 3, 16, 16)


def test_styles_mix_by_rows() -> None:
    network = generator()
    ws = network.mapping(latents())
    rows = torch.cat([ws[:1, :3], ws[1:, 3:]], dim=1)
    mixed = network.synthesis(rows)
    assert not torch.allclose(mixed, network.synthesis(ws[:1]))
    # The first stages read nothing but the first rows.
    assert torch.equal(network.synthesis.features(rows, 4), network.synthesis.features(ws[:1], 4))


def test_truncation() -> None:
    network = generator()
    z, average = latents(), network.mapping.w_avg
    assert average is not None
    ws = network.mapping(z)
    torch.testing.assert_close(network.mapping(z, truncation_psi=0.0), average.expand(2, 6, 8))
    half = network.mapping(z, truncation_psi=0.5, truncation_cutoff=2)
    torch.testing.assert_close(half[:, :2], (ws[:, :2] + average) / 2)
    assert torch.equal(half[:, 2:], ws[:, 2:])


def test_truncation_needs_an_average() -> None:
    network = generator(w_avg=False)
    assert "mapping.w_avg" not in network.state_dict()
    with pytest.raises(ValueError, match="no average style"):
        network.mapping(latents(), truncation_psi=0.5)


def test_inputs_must_be_there() -> None:
    labelled = generator(mapping=replace(CONFIG.mapping, c_dim=3))
    with pytest.raises(ValueError, match="c is missing"):
        labelled(latents())
    with pytest.raises(ValueError, match="z are missing"):
        labelled.mapping(None, torch.eye(3)[:2])
    critic = StyleGan2Discriminator(replace(CRITIC, c_dim=3, mapping=MappingConfig(0, 3, 6)))
    with pytest.raises(ValueError, match="c is missing"):
        critic(torch.zeros(1, 3, 16, 16))


def test_joint_normalisation_weighs_latent_against_label() -> None:
    torch.manual_seed(0)
    config = MappingConfig(z_dim=4, c_dim=3, w_dim=4, layers=1)
    apart, joint = MappingNetwork(config), MappingNetwork(replace(config, joint_normalisation=True))
    joint.load_state_dict(apart.state_dict())
    z, c = torch.randn(2, 4), torch.eye(3)[:2]
    torch.testing.assert_close(apart(z, c), apart(5 * z, c))
    assert not torch.allclose(joint(z, c), joint(5 * z, c))


@pytest.mark.parametrize("up", [1, 2])
def test_modulation_equals_weights_of_ones_own(up: int) -> None:
    torch.manual_seed(0)
    layer = SynthesisLayer(5, 6, 8, 8 * up, up=up, activation="linear", use_noise=False)
    x, w = torch.randn(3, 5, 8, 8), torch.randn(3, 8)
    expected = []
    for maps, style in zip(x, layer.affine(w), strict=True):
        own = layer.weight * style[None, :, None, None]
        own = own / own.square().sum((1, 2, 3), keepdim=True).add(1e-8).sqrt()
        expected.append(resampled_conv2d(maps[None], own, layer.resample_filter, up))
    torch.testing.assert_close(layer(x, w), torch.cat(expected), atol=1e-5, rtol=0)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"architecture": "resnet", "clamp": 0.7, "activation": "swish"},
        {"taps": (1.0, 4.0, 6.0, 4.0, 1.0), "kernel_size": 1},
        {"taps": tuple(float(i) for i in (1, 2, 4, 8, 9, 8, 4, 2, 1))},
    ],
)
def test_one_picture_alone_is_drawn_as_among_others(changes: dict[str, object]) -> None:
    network = generator(**changes)
    with torch.no_grad():
        ws = network.mapping(latents())
        ws[:, 3] *= -1
        together = network.synthesis(ws)
        alone = torch.cat([network.synthesis(ws[i : i + 1]) for i in range(2)])
    torch.testing.assert_close(alone, together, atol=2e-5, rtol=0)


def test_half_precision_of_one_picture_stays_within_a_grey_level() -> None:
    network = generator()
    with torch.inference_mode():
        ws = network.mapping(latents(1))
        whole = network.synthesis(ws)
        with torch.autocast("cpu", torch.bfloat16):
            half = network.synthesis(ws)
    assert half.dtype == torch.float32
    assert 0 < (half - whole).abs().mean() / (whole.max() - whole.min()) < 1 / 255


@pytest.mark.parametrize("size", [1, 3])
def test_doubling_and_halving_keep_flat_maps_flat(size: int) -> None:
    f = SynthesisLayer(1, 1, 1, 8).resample_filter
    weight = torch.zeros(1, 1, size, size)
    weight[..., size // 2, size // 2] = 1
    x = torch.ones(1, 1, 12, 12)
    up = resampled_conv2d(x, weight, f, up=2)
    down = resampled_conv2d(x, weight, f, down=2)
    assert (up.shape[-1], down.shape[-1]) == (24, 6)
    torch.testing.assert_close(up[..., 3:-3, 3:-3], torch.ones(1, 1, 18, 18))
    torch.testing.assert_close(down[..., 1:-1, 1:-1], torch.ones(1, 1, 4, 4))


@pytest.mark.parametrize("architecture", ["skip", "resnet", "orig"])
@pytest.mark.parametrize("activation", ["lrelu", "tanh"])
def test_gradients_reach_all_parameters(architecture: str, activation: str) -> None:
    network = generator(architecture=architecture, activation=activation, clamp=1.5)
    image = network(latents())
    with torch.no_grad():
        torch.testing.assert_close(network(latents()), image)
    critic = StyleGan2Discriminator(
        replace(CRITIC, architecture=architecture, activation=activation, clamp=1.5)
    )
    critic(image).sum().backward()
    for module in (network, critic):
        missing = [name for name, p in module.named_parameters() if p.grad is None or not p.grad.any()]
        assert not missing


def test_clamp_limits_the_feature_maps() -> None:
    network = generator(clamp=0.5)
    assert network.synthesis.features(network.mapping(latents()), 8).abs().max() == 0.5


def test_samples_of_a_batch_do_not_mix() -> None:
    network = generator()
    both = network(latents())
    torch.testing.assert_close(network(latents()[1:]), both[1:], atol=1e-5, rtol=0)


def test_features() -> None:
    network = generator()
    ws = network.mapping(latents())
    assert network.synthesis.features(ws, 8).shape == (2, 5, 8, 8)
    noisy = network.synthesis.features(ws, 8, network.synthesis.noise("const"))
    assert not torch.allclose(noisy, network.synthesis.features(ws, 8))
    with pytest.raises(ValueError, match="no feature maps of 64 pixels"):
        network.synthesis.features(ws, 64)


def test_stages_name_their_layers() -> None:
    stages = generator().synthesis.stages
    assert [stage.name for stage in stages[:3]] == ["b4.conv1", "b4.torgb", "b8.conv0"]
    # Colours read the row of the convolution that follows.
    assert [stage.first_w for stage in stages] == [0, 1, 1, 2, 3, 3, 4, 5]
    assert stages[-1].resolution == 16
    plain = generator(architecture="orig").synthesis
    assert [stage.name for stage in plain.stages if "torgb" in stage.name] == ["b16.torgb"]
    assert plain.stages[-1].first_w == 5


def test_half_precision_stays_near() -> None:
    network = generator()
    with torch.inference_mode():
        full = network(latents())
        with torch.autocast("cpu", torch.bfloat16):
            half = network(latents())
    assert (half - full).abs().max() < 0.05 * full.abs().max()


def test_minibatch_std_compares_within_groups() -> None:
    x = torch.zeros(4, 2, 3, 3)
    x[2] = 2  # in the group of samples 0 and 2
    maps = minibatch_std(x, 2, 1)[:, 2]
    torch.testing.assert_close(maps[:, 0, 0], torch.tensor([1.0, 1e-4, 1.0, 1e-4]))
    assert minibatch_std(x, None, 2).shape == (4, 4, 3, 3)
    assert minibatch_std(x[:3], 4, 1).shape == (3, 3, 3, 3)  # a small batch is one group
    with pytest.raises(ValueError, match="batch of 3 does not divide into groups of 2"):
        minibatch_std(x[:3], 2, 1)


def test_each_class_can_have_its_score() -> None:
    torch.manual_seed(0)
    critic = StyleGan2Discriminator(replace(CRITIC, c_dim=3))
    images = torch.randn(1, 3, 16, 16).expand(3, -1, -1, -1)
    scores = critic(images, torch.eye(3))
    assert scores.shape == (3, 1)
    half = critic(images[:1], torch.full((1, 3), 0.5))
    torch.testing.assert_close(half[0], 0.5 * scores.sum(0))


def test_colours_are_resampled_by_their_own_filter() -> None:
    network = generator(image_taps=(1.0, 1.0))
    assert network.synthesis.b8.resample_filter.shape == (2, 2)
    assert network.synthesis.b8.conv0.resample_filter.shape == (4, 4)
    small = torch.randn(1, 3, 4, 4)
    zero = torch.zeros(1, 5, 8, 8)
    _, image, _ = network.synthesis.b8.run("torgb", (zero, small, None), torch.zeros(1, 8), None)
    bias = network.synthesis.b8.torgb.bias[:, None, None]
    torch.testing.assert_close(image - bias, F.interpolate(small, scale_factor=2.0, mode="nearest"))
