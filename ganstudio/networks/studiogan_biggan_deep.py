"""PyTorch-StudioGAN's backbones `big_resnet_deep_legacy` and `big_resnet_deep_studiogan`.

Bottleneck blocks of BigGAN-deep: Brock, Donahue and Simonyan 2019, arXiv:1809.11096, appendix B. "Legacy"
keeps the paper's shortcuts, which drop or add channels; "studiogan" has learned ones.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ganstudio.networks.blocks import conv2d
from ganstudio.networks.conditional import ConditionalBatchNorm2d
from ganstudio.networks.studiogan_resnet import DISCRIMINATOR_WIDTHS

_BOTTLENECK = 4
# In multiples of the base width, by image size: what enters the first stage, what leaves each.
LEGACY_WIDTHS = {**DISCRIMINATOR_WIDTHS, 32: (4, 4, 4, 4)}
STUDIOGAN_WIDTHS = {**DISCRIMINATOR_WIDTHS, 32: (1, 4, 4, 4)}


def stage_halves(img_size: int, stage: int) -> bool:
    """Whether this stage of the discriminator halves the size: all do, at 32 pixels all but the last."""
    return img_size != 32 or stage < 2


class DeepGeneratorBlock(nn.Module):
    """Four norm-activation-convolution steps through a bottleneck of a quarter of the width."""

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        condition_dim: int,
        activation: nn.Module,
        *,
        spectral: bool,
        double: bool,
        learned: bool,
    ) -> None:
        super().__init__()
        hidden = in_channels // _BOTTLENECK
        self.doubles, self.learned, self.out_channels = double, learned, out_channels
        self.bn1 = ConditionalBatchNorm2d(condition_dim, in_channels, spectral=spectral)
        self.bn2 = ConditionalBatchNorm2d(condition_dim, hidden, spectral=spectral)
        self.bn3 = ConditionalBatchNorm2d(condition_dim, hidden, spectral=spectral)
        self.bn4 = ConditionalBatchNorm2d(condition_dim, hidden, spectral=spectral)
        if learned:
            self.conv2d0 = conv2d(in_channels, out_channels, 1, spectral=spectral)
        self.conv2d1 = conv2d(in_channels, hidden, 1, spectral=spectral)
        self.conv2d2 = conv2d(hidden, hidden, 3, padding=1, spectral=spectral)
        self.conv2d3 = conv2d(hidden, hidden, 3, padding=1, spectral=spectral)
        self.conv2d4 = conv2d(hidden, out_channels, 1, spectral=spectral)
        self.activation = activation

    def forward(self, x: Tensor, condition: Tensor) -> Tensor:
        """(N, in_channels, h, w) -> (N, out_channels, h, w), or double the size."""
        shortcut = x if self.learned else x[:, : self.out_channels]
        x = self.conv2d1(self.activation(self.bn1(x, condition)))
        x = self.activation(self.bn2(x, condition))
        if self.doubles:
            x = F.interpolate(x, scale_factor=2.0, mode="nearest")
            shortcut = F.interpolate(shortcut, scale_factor=2.0, mode="nearest")
        x = self.conv2d2(x)
        x = self.conv2d3(self.activation(self.bn3(x, condition)))
        x = self.conv2d4(self.activation(self.bn4(x, condition)))
        return torch.add(x, self.conv2d0(shortcut) if self.learned else shortcut)


class DeepDiscriminatorBlock(nn.Module):
    """Four activation-convolution steps through a bottleneck; never a batch norm.

    As in `ResnetDiscriminatorBlock`, the shortcut carries the activated input, unless by GELU. The old form
    activates before it halves the size, the other one afterwards.
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        activation: nn.Module,
        *,
        spectral: bool,
        halve: bool,
        learned: bool,
    ) -> None:
        super().__init__()
        hidden = out_channels // _BOTTLENECK
        widens = in_channels != out_channels
        self.halve, self.legacy = halve, not learned
        self.learned, self.appends = learned and (widens or halve), not learned and widens
        self.conv2d1 = conv2d(in_channels, hidden, 1, spectral=spectral)
        self.conv2d2 = conv2d(hidden, hidden, 3, padding=1, spectral=spectral)
        self.conv2d3 = conv2d(hidden, hidden, 3, padding=1, spectral=spectral)
        self.conv2d4 = conv2d(hidden, out_channels, 1, spectral=spectral)
        if self.learned:
            self.conv2d0 = conv2d(in_channels, out_channels, 1, spectral=spectral)
        elif self.appends:
            self.conv2d0 = conv2d(in_channels, out_channels - in_channels, 1, spectral=spectral)
        self.activation = activation

    def forward(self, x: Tensor) -> Tensor:
        """(N, in_channels, h, w) -> (N, out_channels, h, w), or half the size."""
        activated = self.activation(x)
        shortcut = x if isinstance(self.activation, nn.GELU) else activated
        x = self.activation(self.conv2d2(self.activation(self.conv2d1(activated))))
        x = self.conv2d3(x)
        if self.legacy:
            x = self.activation(x)
        if self.halve:
            # A convolution of one pixel and the mean of four change places without a difference.
            x, shortcut = F.avg_pool2d(x, 2), F.avg_pool2d(shortcut, 2)
        if not self.legacy:
            x = self.activation(x)
        if self.learned:
            shortcut = self.conv2d0(shortcut)
        elif self.appends:
            shortcut = torch.cat([shortcut, self.conv2d0(shortcut)], dim=1)
        return torch.add(self.conv2d4(x), shortcut)
