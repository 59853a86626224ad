"""Drawing by a GigaGAN whose levels are told different things, or several things at once.

Kang et al. 2023, arXiv:2303.05511, section 4: coarse levels may follow one prompt and fine ones another.
Between two prompts, or away from one, the sentences' words do not correspond; what every place of the picture
takes from each of them does, so that is what is mixed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from ganstudio.networks.gigagan import (
    CROSS_ATTENTION,
    EXCITATION,
    RESNET,
    RGB_UPSAMPLE,
    SELF_ATTENTION,
    TO_RGB,
    UPSAMPLE,
    GigaGanGenerator,
)
from ganstudio.networks.gigagan_attention import TextTokens

_SLOPE = 0.2
_PARTS = 6
"""Modulations and choices of kernels of a level: two convolutions and the colours."""


@dataclass(frozen=True, eq=False)
class Reading:
    """What one level is told: a style (N, style_dim), the texts whose words it looks at, each with its share,
    and what it is pushed away from, with the strength. Shares add up to 1."""

    style: Tensor
    texts: tuple[tuple[TextTokens, float], ...]
    away: tuple[TextTokens, float] | None = None


def synthesise(
    network: GigaGanGenerator, readings: Sequence[Reading], noises: Sequence[Tensor | None]
) -> Tensor:
    """Pictures (N, channels, size, size), as the network leaves them. One reading for each of its levels,
    noises as `GigaGanGenerator.synthesise` takes them."""
    sizes = network.config.split()
    told = {id(reading): network.style_to_conv_modulations(reading.style) for reading in readings}
    parts = [told[id(reading)].split(sizes, dim=1) for reading in readings]
    x = network.init_conv(
        network.init_block.expand(len(readings[0].style), -1, -1, -1), parts[0][0], parts[0][1]
    )
    excitations: list[Tensor | None] = [None] * network.config.skip_excite
    rgb: Tensor | None = None
    for index, level in enumerate(network.layers):
        modules: dict[str, Any] = dict(level.named_children())
        first = 2 + _PARTS * index
        given = parts[index][first : first + _PARTS]
        if UPSAMPLE in modules:
            x = modules[UPSAMPLE](x)
        excitations.append(modules[EXCITATION](x) if EXCITATION in modules else None)
        excitation = excitations.pop(0)
        x = x if excitation is None else x * excitation
        x = _convolved(modules[RESNET], x, given, noises[2 * index : 2 * index + 2])
        if SELF_ATTENTION in modules:
            x = modules[SELF_ATTENTION](x)
        if CROSS_ATTENTION in modules:
            x = _told(modules[CROSS_ATTENTION], x, readings[index])
        coloured = modules[TO_RGB](x, given[4], given[5])
        picture = coloured if rgb is None else rgb + coloured
        rgb = modules[RGB_UPSAMPLE](picture) if RGB_UPSAMPLE in modules else picture
    assert rgb is not None
    return rgb


def _convolved(block: Any, x: Tensor, given: Sequence[Tensor], noises: Sequence[Tensor | None]) -> Tensor:
    first, noise_1, _, second, noise_2, _ = block.children()
    x = F.leaky_relu(noise_1(first(x, given[0], given[1]), noises[0]), _SLOPE)
    return F.leaky_relu(noise_2(second(x, given[2], given[3]), noises[1]), _SLOPE)


def _told(block: Any, x: Tensor, reading: Reading) -> Tensor:
    """What attention to the words of all texts adds, and the feed-forward layer after it."""

    def seen(text: TextTokens) -> Tensor:
        found: Tensor = block.attn(x, text.words.expand(len(x), -1, -1), text.mask.expand(len(x), -1))
        return found

    wanted: Tensor = torch.stack([share * seen(text) for text, share in reading.texts]).sum(dim=0)
    if reading.away is not None:
        text, strength = reading.away
        wanted = pushed(wanted, seen(text), strength)
    x = x + wanted
    told: Tensor = torch.add(x, block.ff(x))
    return told


def pushed(wanted: Tensor, unwanted: Tensor, strength: float) -> Tensor:
    """`wanted`, moved away from `unwanted` along axis 1; its length stays, since no other is known to fit."""
    moved = wanted + strength * (wanted - unwanted)
    return torch.mul(F.normalize(moved, dim=1), wanted.norm(dim=1, keepdim=True))
