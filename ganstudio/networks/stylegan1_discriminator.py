"""The discriminator of StyleGAN (Karras, Laine and Aila, CVPR 2019, arXiv:1812.04948).

Tensor names are those of huangzh13/StyleGAN.pytorch; see `ganstudio.networks.stylegan1`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ganstudio.networks.stylegan1 import (
    ACTIVATIONS,
    BLUR,
    CHANNELS,
    Activation,
    EqualizedConv2d,
    EqualizedLinear,
    blurred,
    smeared,
    stage_of_lod,
)


@dataclass(frozen=True)
class StyleGAN1DiscriminatorConfig:
    """`channels` are the widths at 4, 8, 16 ... pixels, `hidden` that of the last layer but one.

    With classes (`c_dim`) it has a score for each of them (the original) or sees the class as one more image
    (`label_planes`, the port). `widens_first`: the first convolution of a block changes the width, not the
    second. `mbstd_group` None is the whole batch.
    """

    channels: tuple[int, ...] = CHANNELS
    hidden: int = 512
    img_channels: int = 3
    c_dim: int = 0
    label_planes: bool = False
    activation: Activation = "lrelu"
    equalized: bool = True
    rgb_activation: bool = True
    widens_first: bool = False
    mbstd_group: int | None = 4
    mbstd_channels: int = 1
    blur: tuple[float, ...] | None = BLUR
    lod: float = 0.0

    @property
    def resolution(self) -> int:
        return 2 << len(self.channels)


class DownsamplingConv2d(EqualizedConv2d):
    """3 x 3, then the mean of each 2 x 2 pixels, in one convolution."""

    def forward(self, x: Tensor) -> Tensor:
        """(N, inputs, h, w) -> (N, outputs, h / 2, w / 2)."""
        return F.conv2d(x, smeared(self.scaled()) / 4, self.bias, stride=2, padding=1)


class DiscriminatorBlock(nn.Module):
    """Two convolutions; the second halves the size."""

    def __init__(self, inputs: int, outputs: int, config: StyleGAN1DiscriminatorConfig) -> None:
        super().__init__()
        self.config = config
        middle = outputs if config.widens_first else inputs
        gain = math.sqrt(2)
        self.conv0 = EqualizedConv2d(inputs, middle, 3, gain=gain, equalized=config.equalized)
        self.conv1_down = DownsamplingConv2d(middle, outputs, 3, gain=gain, equalized=config.equalized)

    def forward(self, x: Tensor) -> Tensor:
        """(N, inputs, h, w) -> (N, outputs, h / 2, w / 2)."""
        act = ACTIVATIONS[self.config.activation]
        x = act(self.conv0(x))
        return act(self.conv1_down(blurred(x, self.config.blur)))


class FinalBlock(nn.Module):
    """The minibatch's standard deviation beside the maps of 4 x 4 pixels, and a small perceptron."""

    def __init__(self, config: StyleGAN1DiscriminatorConfig) -> None:
        super().__init__()
        self.config = config
        width, equalized, gain = config.channels[0], config.equalized, math.sqrt(2)
        self.conv = EqualizedConv2d(width + config.mbstd_channels, width, 3, gain=gain, equalized=equalized)
        self.dense0 = EqualizedLinear(16 * width, config.hidden, gain=gain, equalized=equalized)
        scores = config.c_dim if config.c_dim and not config.label_planes else 1
        self.dense1 = EqualizedLinear(config.hidden, scores, gain=1.0, equalized=equalized)

    def forward(self, x: Tensor) -> Tensor:
        """(N, width, 4, 4) -> scores (N, 1 or classes)."""
        act, config = ACTIVATIONS[self.config.activation], self.config
        if config.mbstd_channels:
            x = minibatch_stddev(x, config.mbstd_group, config.mbstd_channels)
        x = act(self.conv(x))
        scores: Tensor = self.dense1(act(self.dense0(x.flatten(1))))
        return scores


def minibatch_stddev(x: Tensor, group: int | None, features: int) -> Tensor:
    """x (N, C, H, W) with `features` maps more: how much each group of C / features channels varies.

    N must be at most `group` or a multiple of it. None is the whole batch.
    """
    batch, channels, height, width = x.shape
    size = batch if group is None else min(group, batch)
    groups = x.reshape(size, -1, features, channels // features, height, width)
    deviation = (groups.var(0, unbiased=False) + 1e-8).sqrt().mean((2, 3, 4))
    maps = deviation.repeat(size, 1)[..., None, None].expand(-1, -1, height, width)
    return torch.cat((x, maps), dim=1)


class StyleGAN1Discriminator(nn.Module):
    """Images (and classes) to scores."""

    def __init__(self, config: StyleGAN1DiscriminatorConfig) -> None:
        super().__init__()
        self.config = config
        widths = config.channels[::-1]
        planes = config.img_channels * (2 if config.label_planes else 1)
        self.from_rgb = nn.ModuleList(
            EqualizedConv2d(planes, width, 1, gain=math.sqrt(2), equalized=config.equalized)
            for width in widths
        )
        self.blocks = nn.ModuleList(DiscriminatorBlock(a, b, config) for a, b in pairwise(widths))
        self.final_block = FinalBlock(config)
        if config.label_planes:
            pixels = [config.img_channels * (4 << i) ** 2 for i in reversed(range(len(widths)))]
            self.embeddings = nn.ModuleList(nn.Embedding(config.c_dim, count) for count in pixels)

    def forward(self, images: Tensor, c: Tensor | None = None, lod: float | None = None) -> Tensor:
        """images (N, img_channels, H, W) in [-1, 1], c (N, c_dim) one-hot -> scores (N, 1).

        H and W are the size that belongs to `lod`, by default the config's.
        """
        depth = len(self.blocks)
        drawn, share = stage_of_lod(self.config.lod if lod is None else lod, depth)
        if self.config.c_dim and c is None:
            raise ValueError("a conditional discriminator needs classes")
        if c is not None and self.config.label_planes:
            images = torch.cat((images, self._plane(c, depth - drawn, images)), dim=1)
        x = self._seen(images, depth - drawn)
        for i in range(depth - drawn, depth):
            x = self.blocks[i](x)
            if i == depth - drawn and share < 1.0:
                x = self._seen(F.avg_pool2d(images, 2), i + 1).lerp(x, share)
        scores: Tensor = self.final_block(x)
        if c is None or self.config.label_planes:
            return scores
        return (scores * c).sum(1, keepdim=True)

    def _plane(self, c: Tensor, index: int, images: Tensor) -> Tensor:
        embedding = cast(nn.Embedding, self.embeddings[index])
        return (c @ embedding.weight).view_as(images)

    def _seen(self, images: Tensor, index: int) -> Tensor:
        x: Tensor = self.from_rgb[index](images)
        return ACTIVATIONS[self.config.activation](x) if self.config.rgb_activation else x
