"""PyTorch-StudioGAN's backbones `resnet` and `big_resnet`.

Residual blocks of Gulrajani et al. 2017, arXiv:1704.00028, and Miyato et al. 2018 (SNGAN), arXiv:1802.05957;
widths, shared class embedding and split latent of Brock, Donahue and Simonyan 2019, arXiv:1809.11096.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ganstudio.networks.blocks import conv2d
from ganstudio.networks.conditional import EPS, ConditionalBatchNorm2d

# Widths in multiples of the base width, by image size: what enters the first block, what leaves each.
GENERATOR_WIDTHS = {
    32: (4, 4, 4, 4),
    64: (16, 8, 4, 2, 1),
    128: (16, 16, 8, 4, 2, 1),
    256: (16, 16, 8, 8, 4, 2, 1),
    512: (16, 16, 8, 8, 4, 2, 1, 1),
}
# What leaves each block; a picture enters the first.
DISCRIMINATOR_WIDTHS = {
    32: (2, 2, 2, 2),
    64: (1, 2, 4, 8, 16),
    128: (1, 2, 4, 8, 16, 16),
    256: (1, 2, 4, 8, 8, 16, 16),
    512: (1, 1, 2, 4, 8, 8, 16, 16),
}


def halves(img_size: int, index: int) -> bool:
    """Whether this discriminator block halves the size: all but the last, at 32 pixels all but two."""
    return index < (2 if img_size == 32 else len(DISCRIMINATOR_WIDTHS[img_size]) - 1)


def generator_norm(channels: int, condition: int, *, spectral: bool) -> nn.Module:
    """Batch norm, conditional where the condition has any numbers."""
    if condition:
        return ConditionalBatchNorm2d(condition, channels, spectral=spectral)
    return nn.BatchNorm2d(channels, eps=EPS)


class ResnetGeneratorBlock(nn.Module):
    """Norm, activation, doubling, convolution; norm, activation, convolution; and a learned shortcut."""

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        condition: int,
        activation: nn.Module,
        *,
        spectral: bool,
    ) -> None:
        super().__init__()
        self.bn1 = generator_norm(in_channels, condition, spectral=spectral)
        self.bn2 = generator_norm(out_channels, condition, spectral=spectral)
        self.conv2d0 = conv2d(in_channels, out_channels, 1, spectral=spectral)
        self.conv2d1 = conv2d(in_channels, out_channels, 3, padding=1, spectral=spectral)
        self.conv2d2 = conv2d(out_channels, out_channels, 3, padding=1, spectral=spectral)
        self.activation = activation

    def forward(self, x: Tensor, condition: Tensor | None) -> Tensor:
        """(N, in_channels, h, w) -> (N, out_channels, 2h, 2w)."""
        given = () if condition is None else (condition,)
        inner = F.interpolate(self.activation(self.bn1(x, *given)), scale_factor=2.0, mode="nearest")
        inner = self.conv2d2(self.activation(self.bn2(self.conv2d1(inner), *given)))
        return torch.add(inner, self.conv2d0(F.interpolate(x, scale_factor=2.0, mode="nearest")))


class ResnetFirstBlock(nn.Module):
    """The first block of a discriminator, which does not activate its input, a picture."""

    def __init__(self, in_channels: int, out_channels: int, activation: nn.Module, *, spectral: bool) -> None:
        super().__init__()
        self.conv2d0 = conv2d(in_channels, out_channels, 1, spectral=spectral)
        self.conv2d1 = conv2d(in_channels, out_channels, 3, padding=1, spectral=spectral)
        self.conv2d2 = conv2d(out_channels, out_channels, 3, padding=1, spectral=spectral)
        self.spectral = spectral
        if not spectral:
            self.bn0 = nn.BatchNorm2d(in_channels, eps=EPS)
            self.bn1 = nn.BatchNorm2d(out_channels, eps=EPS)
        self.activation = activation

    def forward(self, x: Tensor) -> Tensor:
        """(N, in_channels, h, w) -> (N, out_channels, h/2, w/2)."""
        inner, shortcut = self.conv2d1(x), F.avg_pool2d(x, 2)
        if not self.spectral:
            inner, shortcut = self.bn1(inner), self.bn0(shortcut)
        inner = F.avg_pool2d(self.conv2d2(self.activation(inner)), 2)
        return torch.add(inner, self.conv2d0(shortcut))


class ResnetDiscriminatorBlock(nn.Module):
    """(Norm,) activation and convolution, twice, and a shortcut, learned where size or width change.

    The authors activate in place, so without batch norm the shortcut carries the activated input; GELU alone
    is not in place.
    """

    def __init__(
        self, in_channels: int, out_channels: int, activation: nn.Module, *, spectral: bool, halve: bool
    ) -> None:
        super().__init__()
        self.halve, self.spectral = halve, spectral
        self.learned = halve or in_channels != out_channels
        if self.learned:
            self.conv2d0 = conv2d(in_channels, out_channels, 1, spectral=spectral)
            if not spectral:
                self.bn0 = nn.BatchNorm2d(in_channels, eps=EPS)
        self.conv2d1 = conv2d(in_channels, out_channels, 3, padding=1, spectral=spectral)
        self.conv2d2 = conv2d(out_channels, out_channels, 3, padding=1, spectral=spectral)
        if not spectral:
            self.bn1 = nn.BatchNorm2d(in_channels, eps=EPS)
            self.bn2 = nn.BatchNorm2d(out_channels, eps=EPS)
        self.activation = activation

    def forward(self, x: Tensor) -> Tensor:
        """(N, in_channels, h, w) -> (N, out_channels, h, w), or half the size."""
        if self.spectral:
            activated = self.activation(x)
            shortcut = x if isinstance(self.activation, nn.GELU) else activated
            inner = self.conv2d2(self.activation(self.conv2d1(activated)))
        else:
            shortcut = x
            inner = self.conv2d1(self.activation(self.bn1(x)))
            inner = self.conv2d2(self.activation(self.bn2(inner)))
        if self.learned:
            shortcut = self.conv2d0(shortcut if self.spectral else self.bn0(shortcut))
        total = torch.add(inner, shortcut)
        return F.avg_pool2d(total, 2) if self.halve else total
