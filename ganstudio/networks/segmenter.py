"""A small U-Net that names the class of every pixel.

Ronneberger, Fischer and Brox 2015, arXiv:1505.04597, with added instead of concatenated skips and batch norm.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional as F


@dataclass(frozen=True)
class SegmenterConfig:
    """0.6 M parameters at the default width."""

    classes: int
    width: int = 24

    @property
    def widths(self) -> tuple[int, ...]:
        """Channels of each resolution, finest first."""
        return tuple(self.width * factor for factor in (1, 2, 3, 4, 4))

    @property
    def stride(self) -> int:
        """The sides of a picture must be multiples of this."""
        return 1 << (len(self.widths) - 1)


class Segmenter(nn.Module):
    """Picture to class scores."""

    def __init__(self, config: SegmenterConfig) -> None:
        super().__init__()
        self.config = config
        widths = config.widths
        self.stem = _conv(3, widths[0])
        self.down = nn.ModuleList(
            nn.Sequential(_conv(fine, coarse, stride=2), _conv(coarse, coarse))
            for fine, coarse in pairwise(widths)
        )
        self.narrow = nn.ModuleList(nn.Conv2d(coarse, fine, 1) for fine, coarse in pairwise(widths))
        self.up = nn.ModuleList(_conv(fine, fine) for fine in widths[:-1])
        self.scores = nn.Conv2d(widths[0], config.classes, 1)

    def forward(self, image: Tensor) -> Tensor:
        """image (N, 3, H, W) in [-1, 1], sides multiples of `config.stride` -> scores (N, classes, H, W)."""
        skips = [self.stem(image)]
        for down in self.down:
            skips.append(down(skips[-1]))
        x = skips.pop()
        for narrow, up in zip(reversed(self.narrow), reversed(self.up), strict=True):
            coarse = F.interpolate(narrow(x), scale_factor=2.0, mode="bilinear", align_corners=False)
            x = up(torch.add(skips.pop(), coarse))
        scores: Tensor = self.scores(x)
        return scores


def _conv(in_channels: int, out_channels: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(in_channels, out_channels, 3, stride, 1, bias=False),
        nn.BatchNorm2d(out_channels),
        nn.ReLU(),
    )
