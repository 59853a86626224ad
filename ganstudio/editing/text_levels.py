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

from ganstudio.networks.gigagan import GigaGanGenerator
from ganstudio.networks.gigagan_attention import TextTokens


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

    def attend(index: int, block: Any, x: Tensor) -> Tensor:
        return _told(block, x, readings[index])

    return network.by_level([reading.style for reading in readings], attend, noises)[-1]


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
