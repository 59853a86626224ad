"""DCGAN: "Unsupervised Representation Learning with Deep Convolutional Generative Adversarial Networks".

Radford, Metz and Chintala, ICLR 2016, arXiv:1511.06434. Tensor names are those of the PyTorch example
(pytorch/examples, `dcgan/main.py`) and of the PyTorch tutorial, so that their `netG_epoch_*.pth` and
`netD_epoch_*.pth` load strictly. The example knows 64 pixels only; one more width is one more doubling.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor, nn

_SLOPE = 0.2
_FIRST = 4  # pixels across the smallest feature map


@dataclass(frozen=True)
class DcganConfig:
    """The generator; `widths` are the channels at 4, 8, 16, ... pixels.

    The authors never call `eval()`: their sample images come from the statistics of the batch they are drawn
    in (`ganstudio.networks.blocks.batch_statistics`). In eval mode, with the running statistics, an image
    does not depend on its neighbours, but looks a little different.
    """

    nz: int = 100
    widths: tuple[int, ...] = (512, 256, 128, 64)
    nc: int = 3

    @property
    def ngf(self) -> int:
        """The authors' name for the last width."""
        return self.widths[-1]

    @property
    def image_size(self) -> int:
        return _FIRST << len(self.widths)


@dataclass(frozen=True)
class DcganDiscriminatorConfig:
    """The discriminator; `widths` are the channels at half, a quarter, ... of the image size."""

    widths: tuple[int, ...] = (64, 128, 256, 512)
    nc: int = 3

    @property
    def ndf(self) -> int:
        """The authors' name for the first width."""
        return self.widths[0]

    @property
    def image_size(self) -> int:
        return _FIRST << len(self.widths)


class DcganGenerator(nn.Module):
    """Latent to image by transposed convolutions alone."""

    def __init__(self, config: DcganConfig) -> None:
        super().__init__()
        self.config = config
        layers: list[nn.Module] = [nn.ConvTranspose2d(config.nz, config.widths[0], 4, bias=False)]
        for before, after in pairwise((*config.widths, config.nc)):
            layers += [
                nn.BatchNorm2d(before),
                nn.ReLU(),
                nn.ConvTranspose2d(before, after, 4, 2, 1, bias=False),
            ]
        self.main = nn.Sequential(*layers, nn.Tanh())

    def forward(self, z: Tensor) -> Tensor:
        """z (N, nz) or (N, nz, 1, 1) from N(0, 1) -> image (N, nc, image_size, image_size) in [-1, 1]."""
        image: Tensor = self.main(z.view(len(z), -1, 1, 1))
        return image


class DcganDiscriminator(nn.Module):
    """Image to the probability of being real."""

    def __init__(self, config: DcganDiscriminatorConfig) -> None:
        super().__init__()
        self.config = config
        layers: list[nn.Module] = [_halving(config.nc, config.widths[0]), nn.LeakyReLU(_SLOPE)]
        for before, after in pairwise(config.widths):
            layers += [_halving(before, after), nn.BatchNorm2d(after), nn.LeakyReLU(_SLOPE)]
        self.main = nn.Sequential(*layers, nn.Conv2d(config.widths[-1], 1, 4, bias=False))

    def forward(self, image: Tensor) -> Tensor:
        """image (N, nc, image_size, image_size) in [-1, 1] -> probabilities (N,)."""
        return torch.sigmoid(self.main(image)).flatten()


def _halving(in_channels: int, out_channels: int) -> nn.Conv2d:
    return nn.Conv2d(in_channels, out_channels, 4, 2, 1, bias=False)
