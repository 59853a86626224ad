"""The first weights of a GigaGAN: other latents are other pictures, and every size has a say."""

from __future__ import annotations

from itertools import pairwise

import pytest
import torch
from torch.nn import functional as F

from ganstudio.training.recipes.gigagan import GigaGanParams, networks

TOKENS = 5


@pytest.fixture
def drawn() -> tuple[torch.Tensor, list[torch.Tensor]]:
    """Modulations and pictures of all sizes by eight latents that are told the same."""
    torch.manual_seed(0)
    generator, _ = networks(GigaGanParams(preset="light", size=32), token_dim=16)
    with torch.no_grad():
        text = generator.text_encoder(torch.randn(1, TOKENS, 16).expand(8, -1, -1))
        styles = generator.style_network(torch.randn(8, generator.config.style_dim), text.summary)
        return generator.style_to_conv_modulations(styles), generator.synthesise(styles, text)


def test_other_latents_are_other_pictures_from_the_start(
    drawn: tuple[torch.Tensor, list[torch.Tensor]],
) -> None:
    modulations, pictures = drawn
    assert 0.2 < modulations.std(dim=0).mean() < 1
    assert 0.1 < pictures[-1].std(dim=0).mean() < 0.6


def test_each_size_adds_to_the_picture(drawn: tuple[torch.Tensor, list[torch.Tensor]]) -> None:
    for smaller, larger in pairwise(drawn[1]):
        enlarged = F.interpolate(smaller, scale_factor=2.0, mode="bilinear")
        assert 0.05 < (larger - enlarged).std() < 0.3
