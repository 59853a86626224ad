"""OASIS: "You Only Need Adversarial Supervision for Semantic Image Synthesis": its discriminator.

Schönfeld, Sushko, Zhang, Gall, Schiele and Khoreva, ICLR 2021, arXiv:2012.04781, section 3.1: a segmentation
network that names the class of every pixel, or calls it generated. Ours is smaller, adds its skips instead of
concatenating them, and may be shown more than the picture (the style that was asked for, as planes).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ganstudio.networks.blocks import conv2d

_SLOPE = 0.2


@dataclass(frozen=True)
class SegmentationDiscriminatorConfig:
    """`in_channels` counts the picture's colours and whatever is shown besides."""

    in_channels: int
    classes: int
    width: int = 32

    @property
    def widths(self) -> tuple[int, ...]:
        """Channels of each resolution, finest first."""
        return tuple(self.width * factor for factor in (1, 2, 3, 4, 4))

    @property
    def stride(self) -> int:
        """The sides of a picture must be multiples of this."""
        return 1 << (len(self.widths) - 1)


class SegmentationDiscriminator(nn.Module):
    """Picture to the scores of each class and, as the last plane, of "generated"."""

    def __init__(self, config: SegmentationDiscriminatorConfig) -> None:
        super().__init__()
        self.config = config
        widths = config.widths
        self.stem = _conv(config.in_channels, widths[0])
        self.down = nn.ModuleList(
            nn.Sequential(_conv(fine, coarse, stride=2), _conv(coarse, coarse))
            for fine, coarse in pairwise(widths)
        )
        self.narrow = nn.ModuleList(
            conv2d(coarse, fine, 1, spectral=True) for fine, coarse in pairwise(widths)
        )
        self.up = nn.ModuleList(_conv(fine, fine) for fine in widths[:-1])
        self.scores = nn.Conv2d(widths[0], config.classes + 1, 1)

    def forward(self, x: Tensor) -> list[Tensor]:
        """x (N, in_channels, H, W), sides multiples of `config.stride` -> inner features, coarse to fine, and
        the scores (N, classes + 1, H, W) as the last."""
        skips = [self.stem(x)]
        for down in self.down:
            skips.append(down(skips[-1]))
        x = skips.pop()
        features = [x]
        for narrow, up in zip(reversed(self.narrow), reversed(self.up), strict=True):
            coarse = F.interpolate(narrow(x), scale_factor=2.0, mode="bilinear", align_corners=False)
            x = up(torch.add(skips.pop(), coarse))
            features.append(x)
        return [*features, self.scores(x)]


def _conv(in_channels: int, out_channels: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        conv2d(in_channels, out_channels, 3, stride=stride, padding=1, spectral=True),
        nn.LeakyReLU(_SLOPE),
    )
