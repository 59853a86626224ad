"""CycleGAN: "Unpaired Image-to-Image Translation using Cycle-Consistent Adversarial Networks", its generator.

Zhu, Park, Isola and Efros, ICCV 2017, arXiv:1703.10593; after Johnson, Alahi and Fei-Fei, arXiv:1603.08155.
Tensor names are those of the authors' release (junyanz/pytorch-CycleGAN-and-pix2pix), so that their
`latest_net_G_A.pth` load strictly. The discriminators are in `patchgan`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn

from ganstudio.networks.pix2pix import Norm, has_bias, norm2d

Padding = Literal["reflect", "replicate", "zero"]
Stage = Callable[[int, int, Norm], list[nn.Module]]
_PADS: dict[Padding, type[nn.Module]] = {"reflect": nn.ReflectionPad2d, "replicate": nn.ReplicationPad2d}


@dataclass(frozen=True)
class ResnetConfig:
    """The ResNet generator.

    Image sides should be multiples of `multiple`, or the result has another size. `padding` is that of the
    residual blocks; the authors' scripts know `reflect` alone. The authors test it in eval mode.
    """

    in_channels: int = 3
    out_channels: int = 3
    ngf: int = 64
    blocks: int = 9
    norm: Norm = "instance"
    dropout: bool = False
    padding: Padding = "reflect"
    downsamplings: int = 2

    @property
    def multiple(self) -> int:
        """What the sides of the image must be multiples of."""
        return 1 << self.downsamplings


def activated(norm: Norm, channels: int) -> list[nn.Module]:
    """What follows a convolution."""
    return [norm2d(norm, channels), nn.ReLU(inplace=True)]


def strided(before: int, after: int, norm: Norm) -> list[nn.Module]:
    """Half the size."""
    return [nn.Conv2d(before, after, 3, 2, 1, bias=has_bias(norm)), *activated(norm, after)]


def transposed(before: int, after: int, norm: Norm) -> list[nn.Module]:
    """Twice the size."""
    conv = nn.ConvTranspose2d(before, after, 3, 2, 1, output_padding=1, bias=has_bias(norm))
    return [conv, *activated(norm, after)]


class ResnetBlock(nn.Module):
    """Two convolutions and a shortcut."""

    def __init__(self, channels: int, config: ResnetConfig) -> None:
        super().__init__()
        middle: list[nn.Module] = [nn.ReLU(inplace=True)]
        if config.dropout:
            middle.append(nn.Dropout(0.5))
        self.conv_block = nn.Sequential(
            *_normalised_conv(channels, config), *middle, *_normalised_conv(channels, config)
        )

    def forward(self, x: Tensor) -> Tensor:
        """(N, channels, H, W) -> the same shape."""
        return torch.add(x, self.conv_block(x))


def _normalised_conv(channels: int, config: ResnetConfig) -> list[nn.Module]:
    pad = [] if config.padding == "zero" else [_PADS[config.padding](1)]
    conv = nn.Conv2d(channels, channels, 3, padding=0 if pad else 1, bias=has_bias(config.norm))
    return [*pad, conv, norm2d(config.norm, channels)]


class ResnetGenerator(nn.Module):
    """Image to image of the same size: halve, a row of residual blocks, double."""

    def __init__(self, config: ResnetConfig, *, down: Stage = strided, up: Stage = transposed) -> None:
        super().__init__()
        self.config = config
        norm, widths = config.norm, [config.ngf << level for level in range(config.downsamplings + 1)]
        first = nn.Conv2d(config.in_channels, config.ngf, 7, bias=has_bias(norm))
        layers: list[nn.Module] = [nn.ReflectionPad2d(3), first, *activated(norm, config.ngf)]
        for level in range(config.downsamplings):
            layers += down(widths[level], widths[level + 1], norm)
        layers += [ResnetBlock(widths[-1], config) for _ in range(config.blocks)]
        for level in reversed(range(config.downsamplings)):
            layers += up(widths[level + 1], widths[level], norm)
        layers += [nn.ReflectionPad2d(3), nn.Conv2d(config.ngf, config.out_channels, 7), nn.Tanh()]
        self.model = nn.Sequential(*layers)

    def forward(self, image: Tensor) -> Tensor:
        """(N, in_channels, H, W) in [-1, 1] -> (N, out_channels, H, W) in [-1, 1]."""
        result: Tensor = self.model(image)
        return result
