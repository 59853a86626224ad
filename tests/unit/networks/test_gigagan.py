"""GigaGAN: what its golden cases do not hold."""

from __future__ import annotations

import pytest
import torch

from ganstudio.networks.gigagan import GigaGanGenerator, GigaGanGeneratorConfig
from ganstudio.networks.gigagan_attention import CrossAttention, TextConfig, TextEncoder
from ganstudio.networks.gigagan_layers import AdaptiveConv2d, Blur

CONFIG = GigaGanGeneratorConfig((8, 4), dim_latent=8, style_dim=6, text=TextConfig(6, 1, 10, 2, 4))


def test_a_mixture_of_kernels_needs_to_know_their_shares() -> None:
    layer = AdaptiveConv2d(3, 4, 3, kernels=2)
    with pytest.raises(ValueError, match="mixture of 2 kernels"):
        layer(torch.zeros(1, 3, 8, 8), torch.zeros(1, 3))


def test_a_certain_choice_is_one_kernel_alone() -> None:
    mixed, alone = AdaptiveConv2d(3, 4, 3, kernels=2), AdaptiveConv2d(3, 4, 3)
    alone.weights.data = mixed.weights.data[1:]
    x, modulation = torch.randn(2, 3, 8, 8), torch.randn(2, 3)
    torch.testing.assert_close(
        mixed(x, modulation, torch.tensor([[-100.0, 100.0]] * 2)), alone(x, modulation)
    )


def test_demodulation_undoes_a_common_modulation() -> None:
    layer = AdaptiveConv2d(3, 4, 3)
    x = torch.randn(1, 3, 8, 8)
    torch.testing.assert_close(layer(x, torch.zeros(1, 3)), layer(x, torch.full((1, 3), 4.0)))


def test_blur_keeps_what_is_flat() -> None:
    torch.testing.assert_close(Blur()(torch.full((1, 2, 5, 5), 3.0)), torch.full((1, 2, 5, 5), 3.0))


@torch.inference_mode()
def test_padding_changes_nothing() -> None:
    encoder = TextEncoder(TextConfig(6, 1, 10, 2, 4)).eval()
    words = torch.randn(1, 3, 10)
    padded = torch.cat([words, torch.zeros(1, 4, 10)], dim=1)
    torch.testing.assert_close(encoder(padded).summary, encoder(words).summary)
    assert encoder(padded).mask.sum() == 3


@torch.inference_mode()
def test_a_text_without_words_is_no_number_out_of_range() -> None:
    attention = CrossAttention(4, 6, heads=2, dim_head=4)
    nothing = torch.zeros(1, 3, dtype=torch.bool)
    assert attention(torch.randn(1, 4, 4, 4), torch.randn(1, 3, 6), nothing).isfinite().all()


@torch.inference_mode()
def test_pictures_double_their_size_from_level_to_level() -> None:
    network = GigaGanGenerator(CONFIG).eval()
    tokens = network.text_encoder(torch.randn(2, 3, 10))
    sizes = [picture.shape[-1] for picture in network.synthesise(torch.randn(2, 6), tokens)]
    assert sizes == [4, 8]
    assert CONFIG.image_size == 8


def test_a_missing_text_is_named() -> None:
    with pytest.raises(ValueError, match="needs a text"):
        GigaGanGenerator(CONFIG)(torch.zeros(1, 6))
