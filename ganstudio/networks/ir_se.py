"""IR-SE: the residual network of face recognition, with squeeze and excitation.

Deng, Guo, Xue and Zafeiriou, "ArcFace", CVPR 2019, arXiv:1801.07698; Hu, Shen and Sun,
"Squeeze-and-Excitation Networks", CVPR 2018, arXiv:1709.01507. Tensor names are those of
TreB1eN/InsightFace_Pytorch.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class IrSeConfig:
    """IR-SE-50 by default: every stage of the body halves the size and has `units` of so many channels.

    `reduction` divides the channels for the excitation.
    """

    in_channels: int = 3
    stem: int = 64
    widths: tuple[int, ...] = (64, 128, 256, 512)
    units: tuple[int, ...] = (3, 4, 14, 3)
    reduction: int = 16


class SqueezeExcitation(nn.Module):
    """Scale each channel by a number in (0, 1) that all channels' means decide."""

    def __init__(self, channels: int, reduction: int) -> None:
        super().__init__()
        self.fc1 = nn.Conv2d(channels, channels // reduction, 1, bias=False)
        self.fc2 = nn.Conv2d(channels // reduction, channels, 1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """(N, channels, h, w) -> the same shape."""
        means = x.mean(dim=(2, 3), keepdim=True)
        return x * torch.sigmoid(self.fc2(torch.relu(self.fc1(means))))


class IrSeUnit(nn.Module):
    """Norm, convolution, PReLU, convolution, norm, excitation, beside a shortcut."""

    def __init__(self, inputs: int, outputs: int, stride: int, reduction: int) -> None:
        super().__init__()
        self.shortcut_layer: nn.Module = nn.MaxPool2d(1, stride)
        if inputs != outputs:
            self.shortcut_layer = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)
            )
        self.res_layer = nn.Sequential(
            nn.BatchNorm2d(inputs),
            nn.Conv2d(inputs, outputs, 3, 1, 1, bias=False),
            nn.PReLU(outputs),
            nn.Conv2d(outputs, outputs, 3, stride, 1, bias=False),
            nn.BatchNorm2d(outputs),
            SqueezeExcitation(outputs, reduction),
        )

    def forward(self, x: Tensor) -> Tensor:
        """(N, inputs, h, w) -> (N, outputs, h / stride, w / stride), rounded up."""
        return torch.add(self.res_layer(x), self.shortcut_layer(x))


class IrSe(nn.Module):
    """Stem and body; networks on top of it derive from it, because tensor names have no prefix."""

    def __init__(self, config: IrSeConfig) -> None:
        super().__init__()
        self.input_layer = nn.Sequential(
            nn.Conv2d(config.in_channels, config.stem, 3, 1, 1, bias=False),
            nn.BatchNorm2d(config.stem),
            nn.PReLU(config.stem),
        )
        units: list[nn.Module] = []
        self._ends: list[int] = []
        channels = config.stem
        for width, count in zip(config.widths, config.units, strict=True):
            for i in range(count):
                units.append(IrSeUnit(channels, width, 1 if i else 2, config.reduction))
                channels = width
            self._ends.append(len(units))
        self.body = nn.Sequential(*units)

    def stages(self, x: Tensor) -> list[Tensor]:
        """Image (N, in_channels, H, W) -> the output of every stage, of H / 2, H / 4 ... rows."""
        x = self.input_layer(x)
        outputs = []
        start = 0
        for end in self._ends:
            x = self.body[start:end](x)
            outputs.append(x)
            start = end
        return outputs
