from __future__ import annotations

import pytest
import torch

from ganstudio.networks.gigagan_upsampler import GigaGanUpsampler, UpsamplerConfig, bicubic


def awake(config: UpsamplerConfig) -> GigaGanUpsampler:
    """A network that draws something, unlike one that was just made."""
    torch.manual_seed(0)
    network = GigaGanUpsampler(config).eval().requires_grad_(False)
    for parameter in network.parameters():
        parameter.add_(0.1 * torch.randn_like(parameter))
    return network


@pytest.mark.parametrize("factor", [2, 4])
def test_it_begins_as_bicubic_and_gives_pictures_of_every_size(factor: int) -> None:
    network = GigaGanUpsampler(UpsamplerConfig(factor, width=4))
    image = torch.rand(2, 3, 8, 12) * 2 - 1
    pictures = network.pictures(image)
    assert [picture.shape[-2:] for picture in pictures] == [
        (8 << level, 12 << level) for level in range(len(pictures))
    ]
    torch.testing.assert_close(pictures[-1], bicubic(image, factor))
    torch.testing.assert_close(pictures[0], image)
    awoken = awake(network.config)
    torch.testing.assert_close(awoken.pictures(image)[-1], awoken(image))


@pytest.mark.parametrize(
    "config",
    [
        UpsamplerConfig(width=4),
        UpsamplerConfig(4, width=4, levels=2),
        UpsamplerConfig(width=4, levels=4, blocks=2),
    ],
)
def test_nothing_beyond_its_reach_has_a_say(config: UpsamplerConfig) -> None:
    network, reach = awake(config), config.reach
    side = 2 * reach + 4 * config.stride
    image = torch.rand(1, 3, side, side)
    other = image.clone()
    other[..., : side // 2 - reach, :] = 0
    other[..., :, : side // 2 - reach] = 0
    drawn, redrawn = network(image), network(other)
    half = side // 2 * config.factor
    torch.testing.assert_close(drawn[..., half:, half:], redrawn[..., half:, half:])
    assert not torch.allclose(drawn, redrawn)


def test_the_usual_one_is_small_enough_for_a_core() -> None:
    network = GigaGanUpsampler(UpsamplerConfig())
    assert sum(parameter.numel() for parameter in network.parameters()) < 600_000


def test_a_new_network_draws_no_chessboard() -> None:
    torch.manual_seed(0)
    network = GigaGanUpsampler(UpsamplerConfig(width=8)).requires_grad_(False)
    network.to_rgb[-1].weight.normal_()
    even = torch.full((1, 3, 32, 32), 0.3)
    middle = network(even)[..., 28:36, 28:36]
    assert middle.std(dim=(2, 3)).max() < 1e-5 < (middle - 0.3).abs().mean()
