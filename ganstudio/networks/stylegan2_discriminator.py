"""The discriminator of StyleGAN2, which StyleGAN3 has kept.

Karras et al., CVPR 2020, arXiv:1912.04958; conditional by projection as in arXiv:2006.06676. Tensor names are
those of NVlabs/stylegan2-ada-pytorch.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor, nn

from ganstudio.networks.stylegan2 import Architecture
from ganstudio.networks.stylegan2_layers import (
    STANDARD_TAPS,
    Conv2dLayer,
    FullyConnectedLayer,
    MappingConfig,
    MappingNetwork,
    Taps,
)
from ganstudio.networks.upfirdn import downsample2d, fir_filter

_ROOT_HALF = 0.5**0.5


@dataclass(frozen=True)
class StyleGan2DiscriminatorConfig:
    """`channels` are the widths at 4, 8, ..., `resolution` pixels.

    With labels (`c_dim`), `mapping` turns them into the vector that the features are projected on; without a
    mapping (the first StyleGAN2 in TensorFlow) each class has a score of its own. The minibatch standard
    deviation mixes samples: it compares `group_size` of them (None: the whole batch) in `mbstd_channels`
    maps. `final_activation` is that of the layers at 4 pixels.
    """

    resolution: int
    channels: tuple[int, ...]
    img_channels: int = 3
    c_dim: int = 0
    mapping: MappingConfig | None = None
    architecture: Architecture = "resnet"
    group_size: int | None = 4
    mbstd_channels: int = 1
    activation: str = "lrelu"
    final_activation: str = "lrelu"
    clamp: float | None = None
    taps: Taps = STANDARD_TAPS

    def __post_init__(self) -> None:
        if self.resolution != 2 << len(self.channels):
            raise ValueError(f"{len(self.channels)} widths for a resolution of {self.resolution}")

    @property
    def outputs(self) -> int:
        """Numbers that the last layer gives, before they are projected on the label."""
        return self.mapping.w_dim if self.mapping else max(self.c_dim, 1)


class DiscriminatorBlock(nn.Module):
    """Two convolutions, the second of which halves the size."""

    resample_filter: Tensor

    def __init__(
        self, config: StyleGan2DiscriminatorConfig, width: int, out_channels: int, resolution: int
    ) -> None:
        super().__init__()
        act, clamp, taps = config.activation, config.clamp, config.taps
        self.skips = config.architecture == "skip"
        if self.skips or resolution == config.resolution:
            self.fromrgb = Conv2dLayer(config.img_channels, width, 1, activation=act, clamp=clamp)
        self.conv0 = Conv2dLayer(width, width, 3, activation=act, clamp=clamp)
        self.conv1 = Conv2dLayer(width, out_channels, 3, activation=act, down=2, taps=taps, clamp=clamp)
        self.residual = config.architecture == "resnet"
        if self.residual:
            self.skip = Conv2dLayer(width, out_channels, 1, bias=False, down=2, taps=taps)
        self.register_buffer("resample_filter", fir_filter(taps))

    def forward(self, x: Tensor | None, image: Tensor) -> tuple[Tensor, Tensor]:
        """Feature maps (none in the first block) and image -> both at half the size.

        Only the "skip" architecture looks at the image again after the first block.
        """
        if hasattr(self, "fromrgb"):
            colours = self.fromrgb(image)
            x = colours if x is None else x + colours
            image = downsample2d(image, self.resample_filter) if self.skips else image
        if self.residual:
            shortcut = self.skip(x, gain=_ROOT_HALF)
            return shortcut + self.conv1(self.conv0(x), gain=_ROOT_HALF), image
        return self.conv1(self.conv0(x)), image


def minibatch_std(x: Tensor, group_size: int | None, channels: int) -> Tensor:
    """(N, C, H, W) with `channels` further maps, the same at each pixel: how much the samples differ.

    N must be divisible by the group size, or smaller. A group takes every (N / group size)-th sample.
    Karras et al., "Progressive Growing of GANs", ICLR 2018, arXiv:1710.10196.
    """
    group = min(group_size or len(x), len(x))
    if len(x) % group:
        raise ValueError(f"a batch of {len(x)} does not divide into groups of {group}")
    grouped = x.unflatten(0, (group, -1)).unflatten(2, (channels, -1))
    deviation = (grouped.var(dim=0, correction=0) + 1e-8).sqrt().mean(dim=(2, 3, 4))
    maps = deviation.repeat(group, 1)[:, :, None, None].expand(-1, -1, *x.shape[2:])
    return torch.cat([x, maps], dim=1)


class DiscriminatorEpilogue(nn.Module):
    """From 4 x 4 pixels to the score."""

    def __init__(self, config: StyleGan2DiscriminatorConfig) -> None:
        super().__init__()
        self.config = config
        width, act = config.channels[0], config.final_activation
        if config.architecture == "skip":
            self.fromrgb = Conv2dLayer(config.img_channels, width, 1, activation=act)
        self.conv = Conv2dLayer(width + config.mbstd_channels, width, 3, activation=act, clamp=config.clamp)
        self.fc = FullyConnectedLayer(width * 16, width, act)
        self.out = FullyConnectedLayer(width, config.outputs)

    def forward(self, x: Tensor, image: Tensor) -> Tensor:
        """(N, C, 4, 4) -> (N, outputs)."""
        if hasattr(self, "fromrgb"):
            x = x + self.fromrgb(image)
        if self.config.mbstd_channels:
            x = minibatch_std(x, self.config.group_size, self.config.mbstd_channels)
        x = self.fc(self.conv(x).flatten(1))
        scores: Tensor = self.out(x)
        return scores


class StyleGan2Discriminator(nn.Module):
    """Scores how real images look: blocks b<resolution> down to b8, then b4."""

    def __init__(self, config: StyleGan2DiscriminatorConfig) -> None:
        super().__init__()
        self.config = config
        for i, (narrow, width) in reversed(list(enumerate(pairwise(config.channels)))):
            self.add_module(f"b{8 << i}", DiscriminatorBlock(config, width, narrow, 8 << i))
        if config.mapping:
            self.mapping = MappingNetwork(config.mapping)
        self.b4 = DiscriminatorEpilogue(config)

    def forward(self, image: Tensor, c: Tensor | None = None) -> Tensor:
        """image (N, img_channels, H, W) in [-1, 1], c (N, c_dim) one-hot labels -> logits (N, 1).

        ValueError if labels are missing or the batch does not divide into groups.
        """
        return self.judge(self.look(image), c)

    def look(self, image: Tensor) -> Tensor:
        """What is seen in pictures, whatever their labels: (N, outputs)."""
        x, rest = None, image
        for i in reversed(range(len(self.config.channels) - 1)):
            x, rest = self.get_submodule(f"b{8 << i}")(x, rest)
        seen: Tensor = self.b4(x, rest)
        return seen

    def judge(self, seen: Tensor, c: Tensor | None = None) -> Tensor:
        """Logits (N, 1) of what `look` gave, with these labels."""
        if not self.config.c_dim:
            return seen
        if c is None:
            raise ValueError("this network was trained with labels; c is missing")
        if self.config.mapping is None:
            return (seen * c).sum(dim=1, keepdim=True)
        projection: Tensor = self.mapping(c=c)
        return (seen * projection).sum(dim=1, keepdim=True) / math.sqrt(self.config.mapping.w_dim)
