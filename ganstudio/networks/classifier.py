"""A small convolutional network that names what a whole picture shows, in one or several groups of classes.

Convolutions with batch norm (Ioffe and Szegedy 2015, arXiv:1502.03167), the mean over all places (Lin, Chen
and Yan 2013, arXiv:1312.4400, section 3.2), and a linear layer for each group.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional as F

_GROWTH = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class ClassifierConfig:
    """`groups` are numbers of classes: of each group exactly one class applies. 0.2 M parameters as it is."""

    groups: tuple[int, ...]
    width: int = 16

    @property
    def widths(self) -> tuple[int, ...]:
        """Channels of each resolution, finest first."""
        return tuple(self.width * factor for factor in _GROWTH)


class Classifier(nn.Module):
    """Picture of any size to class scores."""

    def __init__(self, config: ClassifierConfig) -> None:
        super().__init__()
        self.config = config
        widths = config.widths
        self.stem = _conv(3, widths[0])
        self.down = nn.ModuleList(
            nn.Sequential(_conv(fine, coarse, stride=2), _conv(coarse, coarse))
            for fine, coarse in pairwise(widths)
        )
        self.heads = nn.ModuleList(nn.Linear(widths[-1], count) for count in config.groups)

    def features(self, image: Tensor) -> Tensor:
        """image (N, 3, H, W) in [-1, 1], sides of 16 and more -> (N, widths[-1])."""
        x: Tensor = self.stem(image)
        for down in self.down:
            x = down(x)
        return x.mean(dim=(2, 3))

    def forward(self, image: Tensor) -> Tensor:
        """image (N, 3, H, W) in [-1, 1] -> scores (N, sum of groups), the groups one after the other."""
        features = F.dropout(self.features(image), 0.2, self.training)
        return torch.cat([head(features) for head in self.heads], dim=1)

    def classify(self, image: Tensor) -> Tensor:
        """image (N, 3, H, W) in [-1, 1] -> the likeliest class of each group, (N, groups) long."""
        return choices(self(image), self.config.groups)


def choices(scores: Tensor, groups: tuple[int, ...]) -> Tensor:
    """scores (N, sum of groups) -> the place of the largest within each group, (N, groups) long."""
    return torch.stack([part.argmax(dim=1) for part in scores.split(list(groups), dim=1)], dim=1)


def _conv(in_channels: int, out_channels: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(in_channels, out_channels, 3, stride, 1, bias=False),
        nn.BatchNorm2d(out_channels),
        nn.ReLU(),
    )
