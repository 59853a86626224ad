"""Fast neural style: "Perceptual Losses for Real-Time Style Transfer and Super-Resolution".

Johnson, Alahi and Fei-Fei, ECCV 2016, arXiv:1603.08155, with the instance norm of Ulyanov, Vedaldi and
Lempitsky, arXiv:1607.08022. Tensor names are those of the PyTorch example (pytorch/examples,
`fast_neural_style`), so that its `mosaic.pth`, `candy.pth`, ... load strictly.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F


@dataclass(frozen=True)
class FastStyleConfig:
    """One network is one style. The example's `width` is always 32."""

    width: int = 32


class PaddedConv2d(nn.Module):
    """A convolution that keeps the size (or divides it by `stride`), padded by reflection."""

    def __init__(self, in_channels: int, out_channels: int, kernel_size: int, stride: int = 1) -> None:
        super().__init__()
        self.padding = kernel_size // 2
        self.conv2d = nn.Conv2d(in_channels, out_channels, kernel_size, stride)

    def forward(self, x: Tensor) -> Tensor:
        result: Tensor = self.conv2d(F.pad(x, (self.padding,) * 4, mode="reflect"))
        return result


class ResidualBlock(nn.Module):
    """Two 3 x 3 convolutions with instance norm, added to what came in."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv1 = PaddedConv2d(channels, channels, 3)
        self.in1 = nn.InstanceNorm2d(channels, affine=True)
        self.conv2 = PaddedConv2d(channels, channels, 3)
        self.in2 = nn.InstanceNorm2d(channels, affine=True)

    def forward(self, x: Tensor) -> Tensor:
        """(N, channels, h, w) -> the same shape."""
        dx = F.relu(self.in1(self.conv1(x)))
        return torch.add(x, self.in2(self.conv2(dx)))


class FastStyleGenerator(nn.Module):
    """Paints an image in the style that it was trained on."""

    def __init__(self, config: FastStyleConfig) -> None:
        super().__init__()
        self.config = config
        width = config.width
        self.conv1 = PaddedConv2d(3, width, 9)
        self.in1 = nn.InstanceNorm2d(width, affine=True)
        self.conv2 = PaddedConv2d(width, 2 * width, 3, stride=2)
        self.in2 = nn.InstanceNorm2d(2 * width, affine=True)
        self.conv3 = PaddedConv2d(2 * width, 4 * width, 3, stride=2)
        self.in3 = nn.InstanceNorm2d(4 * width, affine=True)
        self.res1 = ResidualBlock(4 * width)
        self.res2 = ResidualBlock(4 * width)
        self.res3 = ResidualBlock(4 * width)
        self.res4 = ResidualBlock(4 * width)
        self.res5 = ResidualBlock(4 * width)
        self.deconv1 = PaddedConv2d(4 * width, 2 * width, 3)
        self.in4 = nn.InstanceNorm2d(2 * width, affine=True)
        self.deconv2 = PaddedConv2d(2 * width, width, 3)
        self.in5 = nn.InstanceNorm2d(width, affine=True)
        self.deconv3 = PaddedConv2d(width, 3, 9)

    def forward(self, image: Tensor) -> Tensor:
        """image (N, 3, H, W) in **0 to 255**, RGB -> the painted image, about 0 to 255 but not clamped.

        Sides that are no multiples of 4 come back rounded up to one. The authors clamp the result to 0..255
        and cut off the fractions.
        """
        x = F.relu(self.in1(self.conv1(image)))
        x = F.relu(self.in2(self.conv2(x)))
        x = F.relu(self.in3(self.conv3(x)))
        for block in (self.res1, self.res2, self.res3, self.res4, self.res5):
            x = block(x)
        x = F.relu(self.in4(self.deconv1(_double(x))))
        x = F.relu(self.in5(self.deconv2(_double(x))))
        painted: Tensor = self.deconv3(x)
        return painted


def _double(x: Tensor) -> Tensor:
    return F.interpolate(x, scale_factor=2.0, mode="nearest")
