from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from ganstudio.networks.staged import run_stages
from ganstudio.networks.stylegan3 import (
    StyleGAN3Config,
    StyleGAN3Generator,
    input_transform,
    layer_channels,
)
from ganstudio.networks.stylegan3_filters import bands, low_pass, resamplings

SMALL = StyleGAN3Config(
    resolution=16, channels=(6, 6, 5, 4, 3), z_dim=5, w_dim=7, num_critical=1, margin_size=3
)


def generator(config: StyleGAN3Config = SMALL) -> StyleGAN3Generator:
    torch.manual_seed(0)
    return StyleGAN3Generator(config).eval().requires_grad_(False)


def latents(count: int = 2) -> Tensor:
    return torch.randn(count, 5, generator=torch.Generator().manual_seed(3))


def test_stages_make_the_same_image_and_restart_where_a_style_changes() -> None:
    network = generator()
    synthesis, ws = network.synthesis, network.mapping(latents())
    states = list(run_stages(synthesis, ws, synthesis.noise()))
    assert [state[0].shape[-1] for state in states] == [stage.resolution for stage in synthesis.stages]
    torch.testing.assert_close(synthesis.image(states[-1]), synthesis(ws))
    changed = torch.cat((ws[:, :3], ws[:, 3:].flip(0)), dim=1)
    again = list(run_stages(synthesis, changed, first=2, state=states[1]))
    torch.testing.assert_close(synthesis.image(again[-1]), synthesis(changed))
    assert not torch.allclose(synthesis(changed), synthesis(ws))


def test_stages_leave_the_state_they_are_given() -> None:
    network = generator()
    ws = network.mapping(latents())
    state = network.synthesis.start(ws)
    for index in range(len(network.synthesis.stages)):
        before = state[0].clone()
        following = network.synthesis.run_stage(index, state, ws, [])
        assert torch.equal(state[0], before)
        state = following


def test_shift_moves_the_features_by_whole_samples() -> None:
    layer = generator().synthesis.input
    w = torch.randn(2, 7)
    rate = layer.band.rate
    still, moved = layer(w), layer(w, input_transform(translation=(3 / rate, -2 / rate)))
    torch.testing.assert_close(moved[..., :-2, 3:], still[..., 2:, :-3], atol=1e-5, rtol=0.0)


def test_quarter_turn_turns_the_features() -> None:
    layer = generator().synthesis.input
    w = torch.randn(2, 7)
    turned = layer(w, input_transform(angle=90.0))
    assert any(
        torch.allclose(turned, torch.rot90(layer(w), quarters, (2, 3)), atol=1e-5) for quarters in (1, 3)
    )


def test_stored_and_given_transforms_are_the_same() -> None:
    network = generator()
    ws, transform = network.mapping(latents()), input_transform(20.0, (0.1, 0.2))
    given = network.synthesis(ws, transform=transform)
    each = network.synthesis(ws, transform=torch.stack((transform, torch.eye(3))))
    network.synthesis.input.transform.copy_(transform)
    torch.testing.assert_close(network.synthesis(ws), given)
    torch.testing.assert_close(each[:1], given[:1])
    assert not torch.allclose(each[1:], given[1:])


def test_frequencies_beyond_the_sampling_rate_fade_out() -> None:
    layer = generator().synthesis.input
    assert layer(torch.randn(1, 7), 1e6 * torch.eye(3)).abs().max() == 0


def test_new_network_neither_turns_nor_shifts() -> None:
    layer = generator().synthesis.input
    torch.testing.assert_close(layer(torch.zeros(1, 7)), layer(torch.randn(1, 7)))


def test_layers_of_the_published_networks() -> None:
    config = StyleGAN3Config(resolution=1024, channels=(1,) * 14 + (3,))
    widths = layer_channels(config)
    names = [f"{band.size}_{width}" for band, width in zip(bands(config), widths, strict=True)]
    published = "36_512 36_512 52_512 52_512 84_512 148_512 148_512 276_323 276_203 532_128 "
    published += "1044_81 1044_51 1044_32 1024_32 1024_3"
    assert names == published.split()


def test_low_pass_filters() -> None:
    plain, radial = low_pass(12, 4.0, 8.0, 32), low_pass(12, 4.0, 8.0, 32, radial=True)
    assert plain.shape == (12,) and radial.shape == (12, 12)
    for f in (plain, radial):
        torch.testing.assert_close(f.sum(), torch.tensor(1.0))
        torch.testing.assert_close(f, f.flip(*range(f.dim())))
    torch.testing.assert_close(radial, radial.t())
    response = torch.fft.rfft(F.pad(plain, (0, 500)), norm="backward").abs()
    frequency = torch.arange(len(response)) * 32 / 512
    assert response[frequency < 0.5].min() > 0.9 and response[frequency > 9].max() < 0.05
    assert low_pass(1, 4.0, 8.0, 32) is None


def test_paddings_keep_the_sizes() -> None:
    for config in (
        SMALL,
        replace(SMALL, conv_kernel=1, use_radial_filters=True),
        replace(SMALL, margin_size=0),
    ):
        for plan in resamplings(config):
            size = (plan.before.size + plan.kernel - 1) * plan.up + sum(plan.padding[:2])
            size = (size - plan.up_taps - plan.down_taps + 2 - 1) // plan.down + 1
            assert size == plan.after.size
        assert generator(config)(latents()).shape == (2, 3, 16, 16)


def test_classes() -> None:
    network = generator(replace(SMALL, c_dim=3))
    c = torch.eye(3)[:2]
    assert not torch.allclose(network(latents(), c), network(latents(), c.flip(0)))
    with pytest.raises(ValueError, match="labels"):
        network(latents())
