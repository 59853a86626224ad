"""PyTorch-StudioGAN's backbone `deep_conv`: the stacked convolutions of DCGAN, always 32 x 32 pixels.

Radford, Metz and Chintala 2016, arXiv:1511.06434; widths as in Miyato et al. 2018, arXiv:1802.05957.
"""

from __future__ import annotations

from torch import Tensor, nn

from ganstudio.networks.blocks import conv2d, conv_transpose2d
from ganstudio.networks.conditional import EPS, ConditionalBatchNorm2d

GENERATOR_WIDTHS = (512, 256, 128, 64)
DISCRIMINATOR_WIDTHS = (64, 128, 256)
LAST_WIDTH = 512


class DeepConvGeneratorBlock(nn.Module):
    """A transposed convolution that doubles the size, batch norm (conditional or plain), activation."""

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
        self.deconv0 = conv_transpose2d(in_channels, out_channels, 4, stride=2, padding=1, spectral=spectral)
        if condition:
            self.bn0: nn.Module = ConditionalBatchNorm2d(condition, out_channels, spectral=spectral)
        else:
            self.bn0 = nn.BatchNorm2d(out_channels, eps=EPS)
        self.activation = activation

    def forward(self, x: Tensor, condition: Tensor | None) -> Tensor:
        """(N, in_channels, h, w) -> (N, out_channels, 2h, 2w)."""
        x = self.deconv0(x)
        activated: Tensor = self.activation(self.bn0(x) if condition is None else self.bn0(x, condition))
        return activated


class DeepConvDiscriminatorBlock(nn.Module):
    """Two convolutions, the second halving the size; batch norms only without spectral norm."""

    def __init__(self, in_channels: int, out_channels: int, activation: nn.Module, *, spectral: bool) -> None:
        super().__init__()
        self.conv0 = conv2d(in_channels, out_channels, 3, padding=1, spectral=spectral)
        self.conv1 = conv2d(out_channels, out_channels, 4, stride=2, padding=1, spectral=spectral)
        self.spectral = spectral
        if not spectral:
            self.bn0 = nn.BatchNorm2d(out_channels, eps=EPS)
            self.bn1 = nn.BatchNorm2d(out_channels, eps=EPS)
        self.activation = activation

    def forward(self, x: Tensor) -> Tensor:
        """(N, in_channels, h, w) -> (N, out_channels, h/2, w/2)."""
        if self.spectral:
            activated: Tensor = self.activation(self.conv1(self.activation(self.conv0(x))))
        else:
            activated = self.activation(self.bn1(self.conv1(self.activation(self.bn0(self.conv0(x))))))
        return activated
