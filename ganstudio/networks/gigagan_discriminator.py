"""A discriminator in GigaGAN's manner: pictures of every size in, scores from every size out.

Kang, Zhu, Zhang, Park, Shechtman, Paris and Park, CVPR 2023, arXiv:2303.05511, section 3.4. The authors have
published no code; names, widths and blocks are ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ganstudio.networks.gigagan import AttentionConfig
from ganstudio.networks.gigagan_attention import AttentionBlock, SelfAttention, TextConfig, TextEncoder
from ganstudio.networks.gigagan_layers import AdaptiveConv2d

_SLOPE = 0.2
_FIRST = 4
_ROOT_HALF = 0.5**0.5


@dataclass(frozen=True)
class GigaGanDiscriminatorConfig:
    """`widths` are the channels at 4, 8, ... pixels; `text` None is one without text.

    `self_attention` names the sizes of feature maps that have it.
    """

    widths: tuple[int, ...]
    channels: int = 3
    text: TextConfig | None = None
    self_attention: AttentionConfig | None = None

    @property
    def image_size(self) -> int:
        return _FIRST << (len(self.widths) - 1)


class GigaGanDiscriminator(nn.Module):
    """One column of blocks that all sizes share: a picture enters at its own size and goes down to 4 pixels.

    Behind each block all pictures that have come so far are judged, by a head of that size.
    """

    def __init__(self, config: GigaGanDiscriminatorConfig) -> None:
        super().__init__()
        self.config = config
        pairs = list(pairwise(config.widths))
        self.text_encoder = TextEncoder(config.text) if config.text else None
        self.from_rgb = nn.ModuleList(nn.Conv2d(config.channels, wide, 1) for _, wide in pairs)
        own = config.self_attention
        self.blocks = nn.ModuleList(
            _Block(wide, narrow, own if own and _FIRST << level in own.resolutions else None)
            for level, (narrow, wide) in enumerate(pairs)
        )
        text_dim = config.text.dim if config.text else 0
        self.heads = nn.ModuleList(_Head(narrow, text_dim) for narrow, _ in pairs)
        for layer in (*self.from_rgb, *self.blocks, *self.heads):
            layer.apply(_loud)

    def forward(self, pictures: Sequence[Tensor], encodings: Tensor | None = None) -> list[Tensor]:
        """pictures (N, channels, s, s) in [0, 1] with s = 4, 8, ..., image_size, encodings (N, T, clip_dim).

        Returns scores (entered, N, s, s) for s = image_size / 2 down to 4; `entered` counts the sizes of
        pictures that have come there, the largest first. The picture of 4 pixels is not looked at. ValueError
        for a wrong number of pictures, or a missing text.
        """
        return self.with_each(pictures, [encodings])[0]

    def with_each(self, pictures: Sequence[Tensor], texts: Sequence[Tensor | None]) -> list[list[Tensor]]:
        """Scores as above with each of several texts; the pictures are looked at once."""
        if len(pictures) != len(self.config.widths):
            raise ValueError(f"{len(pictures)} pictures instead of {len(self.config.widths)}")
        summaries = [self._summary(encodings) for encodings in texts]
        x: Tensor | None = None
        scores: list[list[Tensor]] = [[] for _ in texts]
        for level in reversed(range(len(self.blocks))):
            # About mean 0 and variance 1, without which it hardly tells pictures apart at first.
            entering = self.from_rgb[level](pictures[level + 1] * 4 - 2)
            # Those that came before stand first: one batch after the other, as `AdaptiveConv2d` takes them.
            x = self.blocks[level](entering if x is None else torch.cat([x, entering]))
            for found, summary in zip(scores, summaries, strict=True):
                judged: Tensor = self.heads[level](x, summary)
                found.append(judged.unflatten(0, (-1, len(pictures[0]))))
        return scores

    def _summary(self, encodings: Tensor | None) -> Tensor | None:
        if self.text_encoder is None:
            return None
        if encodings is None:
            raise ValueError("this discriminator needs a text")
        summary: Tensor = self.text_encoder(encodings).summary
        return summary


def _loud(module: nn.Module) -> None:
    """Weights that keep the size of what goes through: PyTorch's own halve it, and after some blocks without
    norms nothing of a picture would be left. He et al. 2015, arXiv:1502.01852, section 2.2."""
    if isinstance(module, nn.Conv2d) and not module.weight.is_meta:
        nn.init.kaiming_normal_(module.weight, a=_SLOPE if module.kernel_size > (1, 1) else 1.0)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


class _Block(nn.Module):
    """Two convolutions, at half the size with attention where there is some, and a shortcut."""

    def __init__(self, wide: int, narrow: int, attention: AttentionConfig | None) -> None:
        super().__init__()
        self.conv0 = nn.Conv2d(wide, wide, 3, padding=1)
        self.conv1 = nn.Conv2d(wide, narrow, 3, padding=1)
        self.skip = nn.Conv2d(wide, narrow, 1, bias=False)
        self.attention: nn.Module | None = None
        if attention is not None:
            # By distance, which keeps the network Lipschitz: section 3.3.
            inner = SelfAttention(narrow, attention.heads, attention.dim_head, dot_product=False)
            self.attention = AttentionBlock(narrow, inner, attention.ff_mult)

    def forward(self, x: Tensor) -> Tensor:
        """(N, wide, s, s) -> (N, narrow, s / 2, s / 2)."""
        shortcut = self.skip(F.avg_pool2d(x, 2))
        x = F.leaky_relu(self.conv0(F.leaky_relu(x, _SLOPE)), _SLOPE)
        x = (shortcut + self.conv1(F.avg_pool2d(x, 2))) * _ROOT_HALF
        return x if self.attention is None else torch.as_tensor(self.attention(x))


class _Head(nn.Module):
    """A score at each place: of the look alone, and of how it goes with the text, added up."""

    def __init__(self, width: int, text_dim: int) -> None:
        super().__init__()
        self.look = nn.Conv2d(width, 1, 1)
        self.modulation = nn.Linear(text_dim, width) if text_dim else None
        self.match = AdaptiveConv2d(width, width, 1) if text_dim else None
        self.match_score = nn.Conv2d(width, 1, 1) if text_dim else None

    def forward(self, x: Tensor, summary: Tensor | None) -> Tensor:
        """x (K N, width, s, s), summary (N, text_dim) -> (K N, s, s)."""
        x = F.leaky_relu(x, _SLOPE)
        scores: Tensor = self.look(x)
        if self.modulation is not None and self.match is not None and self.match_score is not None:
            assert summary is not None
            matched = F.leaky_relu(self.match(x, self.modulation(summary)), _SLOPE)
            scores = scores + self.match_score(matched)
        return scores[:, 0]
