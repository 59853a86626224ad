"""PatchGAN and PixelGAN, the discriminators of pix2pix, CycleGAN and CUT.

Isola, Zhu, Zhou and Efros, CVPR 2017, arXiv:1611.07004; with blurred resampling in Park, Efros, Zhang and
Zhu, ECCV 2020, arXiv:2007.15651. Tensor names are those of the authors' releases, so that their
`latest_net_D.pth` load strictly: junyanz/pytorch-CycleGAN-and-pix2pix and
taesungp/contrastive-unpaired-translation. Scores are those before the sigmoid that very old training had.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from torch import Tensor, nn

from ganstudio.networks.antialias import BlurDown
from ganstudio.networks.pix2pix import SLOPE, Norm, norm2d

_WIDEST = 8


@dataclass(frozen=True)
class PatchDiscriminatorConfig:
    """`in_channels` counts the condition, which comes first, and the image (pix2pix), or the image alone.

    Three layers see patches of 70 x 70 pixels. `antialias` is CUT's.
    """

    in_channels: int = 3
    ndf: int = 64
    n_layers: int = 3
    norm: Norm = "instance"
    antialias: bool = False


@dataclass(frozen=True)
class PixelDiscriminatorConfig:
    """`in_channels` counts the condition, which comes first, and the image (pix2pix), or the image alone."""

    in_channels: int = 3
    ndf: int = 64
    norm: Norm = "instance"


def patch_layers(
    in_channels: int, ndf: int, n_layers: int, norm: Norm, *, bias: bool, antialias: bool = False
) -> list[nn.Module]:
    """The layers of a PatchGAN; `bias` is that of the convolutions before a norm."""
    stride = 1 if antialias else 2
    widths = [ndf * min(1 << level, _WIDEST) for level in range(n_layers + 1)]
    layers: list[nn.Module] = [nn.Conv2d(in_channels, ndf, 4, stride, 1), nn.LeakyReLU(SLOPE)]
    for before, after in pairwise(widths[:-1]):
        layers += [BlurDown(before)] if antialias else []
        layers += _normalised_conv(before, after, stride, norm, bias)
    layers += [BlurDown(widths[-2])] if antialias else []
    layers += _normalised_conv(widths[-2], widths[-1], 1, norm, bias)
    return [*layers, nn.Conv2d(widths[-1], 1, 4, padding=1)]


def _normalised_conv(before: int, after: int, stride: int, norm: Norm, bias: bool) -> list[nn.Module]:
    conv = nn.Conv2d(before, after, 4, stride, 1, bias=bias)
    return [conv, norm2d(norm, after), nn.LeakyReLU(SLOPE)]


class PatchDiscriminator(nn.Module):
    """Scores overlapping patches."""

    def __init__(self, config: PatchDiscriminatorConfig) -> None:
        super().__init__()
        self.config = config
        bias = config.norm == "instance"
        self.model = nn.Sequential(
            *patch_layers(
                config.in_channels,
                config.ndf,
                config.n_layers,
                config.norm,
                bias=bias,
                antialias=config.antialias,
            )
        )

    def forward(self, x: Tensor) -> Tensor:
        """(N, in_channels, H, W) in [-1, 1] -> patch scores (N, 1, h, w)."""
        scores: Tensor = self.model(x)
        return scores


class PixelDiscriminator(nn.Module):
    """Scores every pixel by itself."""

    def __init__(self, config: PixelDiscriminatorConfig) -> None:
        super().__init__()
        self.config = config
        bias, width = config.norm == "instance", config.ndf
        self.net = nn.Sequential(
            nn.Conv2d(config.in_channels, width, 1),
            nn.LeakyReLU(SLOPE),
            nn.Conv2d(width, 2 * width, 1, bias=bias),
            norm2d(config.norm, 2 * width),
            nn.LeakyReLU(SLOPE),
            nn.Conv2d(2 * width, 1, 1, bias=bias),
        )

    def forward(self, x: Tensor) -> Tensor:
        """(N, in_channels, H, W) in [-1, 1] -> scores (N, 1, H, W)."""
        scores: Tensor = self.net(x)
        return scores
