"""The style space of StyleGAN2."""

from __future__ import annotations

import torch

from ganstudio.editing.style_space import style_codes, style_weights, synthesize, to_rgb_channels
from ganstudio.networks.stylegan2 import StyleGan2Config, StyleGan2Generator, SynthesisNetwork
from ganstudio.networks.stylegan2_layers import MappingConfig


def made() -> SynthesisNetwork:
    torch.manual_seed(0)
    config = StyleGan2Config(16, (4, 3, 2), MappingConfig(z_dim=5, w_dim=5, layers=1))
    return StyleGan2Generator(config).eval().synthesis


WS = torch.randn(2, 6, 5, generator=torch.Generator().manual_seed(1))


@torch.inference_mode()
def test_the_codes_of_styles_draw_their_picture() -> None:
    network = made()
    codes = style_codes(network, WS)
    # b4.conv1, b4.torgb, b8.conv0, b8.conv1, b8.torgb, b16.conv0, b16.conv1, b16.torgb
    assert codes.shape == (2, 4 + 4 + 4 + 3 + 3 + 3 + 2 + 2)
    torch.testing.assert_close(synthesize(network, codes), network(WS))


@torch.inference_mode()
def test_drawing_from_codes_leaves_the_network_as_it_was() -> None:
    network = made()
    before = network(WS)
    synthesize(network, torch.zeros_like(style_codes(network, WS)))
    torch.testing.assert_close(network(WS), before, atol=0, rtol=0)


@torch.inference_mode()
def test_the_colours_channels_are_known() -> None:
    network = made()
    codes = style_codes(network, WS)
    to_rgb = to_rgb_channels(network)
    assert to_rgb.tolist() == [False] * 4 + [True] * 4 + [False] * 7 + [True] * 3 + [False] * 5 + [True] * 2
    moved = codes + to_rgb
    assert not torch.equal(synthesize(network, moved), synthesize(network, codes))


def test_a_row_belongs_to_its_convolution_and_the_last_to_the_colours() -> None:
    network = made()
    names = ["b4.conv1", "b8.conv0", "b8.conv1", "b16.conv0", "b16.conv1", "b16.torgb"]
    expected = [network.get_parameter(f"{name}.affine.weight") for name in names]
    assert [id(weight) for weight in style_weights(network)] == [id(weight) for weight in expected]
    assert style_weights(network, [5, 0]) == [expected[5], expected[0]]
