"""Drawing by a StyleGAN2 that is told sentences, all levels of it or each by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from ganstudio.networks.stylegan2_text import TextStyleGan2Generator

_AVERAGED = 256
"""Latents whose styles are averaged for a sentence: the mapping network is small."""


def rows_of(level: int, num_ws: int) -> slice:
    """The rows of styles with which the feature maps of 4, 8, ... pixels (level 0, 1, ...) are made.

    The colours of a level take the first row of the next; those of the last one have a row of their own.
    """
    first = max(2 * level - 1, 0)
    return slice(first, num_ws if 2 * level + 2 >= num_ws else 2 * level + 1)


def draw(
    network: TextStyleGan2Generator,
    z: Tensor,
    text: Tensor,
    by_level: Mapping[int, Tensor],
    noises: Sequence[Tensor | None],
    truncation: float,
) -> Tensor:
    """z (N, z_dim), sentences (1, text_dim) for all levels and for some -> pictures (N, C, H, W)."""
    ws = _styles(network, z, text, truncation)
    for level, other in by_level.items():
        rows = rows_of(level, ws.shape[1])
        ws[:, rows] = _styles(network, z, other, truncation)[:, rows]
    drawn: Tensor = network.synthesis(ws, noise=list(noises))
    return drawn


def noise_sizes(network: TextStyleGan2Generator) -> list[int]:
    """Sides of the maps of noise, one for each layer that takes some."""
    return [stage.resolution for stage in network.synthesis.stages for _ in range(stage.num_noise)]


def _styles(network: TextStyleGan2Generator, z: Tensor, text: Tensor, truncation: float) -> Tensor:
    """ws (N, num_ws, w_dim), at `truncation` of their way from the average of the same sentence."""
    # Small layers, whose errors every other layer would inherit.
    with torch.autocast(z.device.type, enabled=False):
        text = text.float()
        ws: Tensor = network.mapping(z.float(), text.expand(len(z), -1))
        if truncation == 1:
            return ws
        many = torch.randn(_AVERAGED, z.shape[1], generator=torch.Generator().manual_seed(0)).to(z.device)
        average: Tensor = network.mapping(many, text.expand(_AVERAGED, -1)).mean(dim=0, keepdim=True)
        return average.lerp(ws, truncation)
