"""pix2pix: "Image-to-Image Translation with Conditional Adversarial Networks", its U-Net.

Isola, Zhu, Zhou and Efros, CVPR 2017, arXiv:1611.07004. Tensor names are those of the authors' release
(junyanz/pytorch-CycleGAN-and-pix2pix), so that their `latest_net_G.pth` load strictly. The ResNet generator
of the same release is in `cyclegan`, the discriminators are in `patchgan`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Literal

import torch
from torch import Tensor, nn

from ganstudio.networks.blocks import batch_statistics

Norm = Literal["batch", "instance", "none", "bias"]
"""What follows a convolution; "bias" is ours: no norm, and yet a bias, so that light and colour pass."""
SLOPE = 0.2
_WIDEST = 8
_NARROWING = 4


@dataclass(frozen=True)
class UnetConfig:
    """The U-Net generator.

    Image sides must be multiples of `multiple`: the authors' `unet_256` has a `depth` of 8 halvings.
    `dropout` acts in training and within `authors_test_mode` only. Before September 2017 the authors' code
    joined the decoder's features before the encoder's (`decoder_first`); shapes are the same either way.
    """

    in_channels: int = 3
    out_channels: int = 3
    ngf: int = 64
    depth: int = 8
    norm: Norm = "batch"
    dropout: bool = True
    decoder_first: bool = False

    @property
    def multiple(self) -> int:
        """What the sides of the image must be multiples of."""
        return 1 << self.depth


def norm2d(kind: Norm, channels: int) -> nn.Module:
    """Batch norm with its own scale and shift, instance norm without, or nothing."""
    if kind == "batch":
        return nn.BatchNorm2d(channels)
    return nn.InstanceNorm2d(channels) if kind == "instance" else nn.Identity()


def has_bias(norm: Norm) -> bool:
    """Whether the convolution before it has a bias; the authors give it one before instance norm alone."""
    return norm in ("instance", "bias")


def unet_widths(ngf: int, depth: int) -> list[int]:
    """Channels after each of the halvings, from the outside in."""
    return [ngf * min(1 << level, _WIDEST) for level in range(depth)]


def has_dropout(level: int, depth: int) -> bool:
    """Whether the authors drop features at this level (0 is the outermost): where the U-Net is widest."""
    return _NARROWING <= level < depth - 1


class UnetBlock(nn.Module):
    """Down, everything further inside, up; around it all the skip connection, but for the outermost block."""

    def __init__(
        self,
        down: Sequence[nn.Module],
        inside: nn.Module | None,
        up: Sequence[nn.Module],
        *,
        outermost: bool = False,
        decoder_first: bool = False,
    ) -> None:
        super().__init__()
        self.outermost, self.decoder_first = outermost, decoder_first
        self.model = nn.Sequential(*down, *([] if inside is None else [inside]), *up)

    def forward(self, x: Tensor) -> Tensor:
        """(N, outer, H, W) -> (N, 2 * outer, H, W); the outermost block gives the image."""
        if self.outermost:
            image: Tensor = self.model(x)
            return image
        # The authors' first activation works in place: the skip carries what it made.
        skipped = decoded = self.model[0](x)
        for layer in islice(self.model, 1, None):
            decoded = layer(decoded)
        return torch.cat((decoded, skipped) if self.decoder_first else (skipped, decoded), dim=1)


class UnetGenerator(nn.Module):
    """Image to image of the same size, through halvings down to the smallest map and back."""

    def __init__(self, config: UnetConfig) -> None:
        super().__init__()
        self.config = config
        widths = unet_widths(config.ngf, config.depth)
        block: UnetBlock | None = None
        for level in reversed(range(1, config.depth)):
            block = _block(config, level, widths[level - 1], widths[level], block)
        self.model = UnetBlock(
            [nn.Conv2d(config.in_channels, config.ngf, 4, 2, 1, bias=has_bias(config.norm))],
            block,
            [nn.ReLU(), nn.ConvTranspose2d(2 * config.ngf, config.out_channels, 4, 2, 1), nn.Tanh()],
            outermost=True,
        )

    def forward(self, image: Tensor) -> Tensor:
        """(N, in_channels, H, W) in [-1, 1] -> (N, out_channels, H, W) in [-1, 1].

        H and W are multiples of `config.multiple`.
        """
        result: Tensor = self.model(image)
        return result


def _block(config: UnetConfig, level: int, outer: int, inner: int, inside: UnetBlock | None) -> UnetBlock:
    bias = has_bias(config.norm)
    down: list[nn.Module] = [nn.LeakyReLU(SLOPE), nn.Conv2d(outer, inner, 4, 2, 1, bias=bias)]
    if inside is not None:
        down.append(norm2d(config.norm, inner))
    up: list[nn.Module] = [
        nn.ReLU(),
        nn.ConvTranspose2d(inner if inside is None else 2 * inner, outer, 4, 2, 1, bias=bias),
        norm2d(config.norm, outer),
    ]
    if config.dropout and has_dropout(level, config.depth):
        up.append(nn.Dropout(0.5))
    return UnetBlock(down, inside, up, decoder_first=config.decoder_first)


@contextmanager
def authors_test_mode(network: nn.Module) -> Iterator[None]:
    """Within, the network runs as the authors test pix2pix: with dropout and the batch's own statistics.

    Dropout is the model's only noise; it draws from torch's global generator. CycleGAN is tested in eval
    mode, and without batch norm and dropout both modes are the same.
    """
    dropouts = [module for module in network.modules() if isinstance(module, nn.Dropout)]
    before = [dropout.training for dropout in dropouts]
    with batch_statistics(network):
        try:
            for dropout in dropouts:
                dropout.train()
            yield
        finally:
            for dropout, training in zip(dropouts, before, strict=True):
                dropout.train(training)
