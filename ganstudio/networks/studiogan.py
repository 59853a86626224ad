"""The generators of PyTorch-StudioGAN: ACGAN, SNGAN, SAGAN, BigGAN, ContraGAN, ReACGAN and others.

Kang, Shin and Park 2023, "StudioGAN: A Taxonomy and Benchmark of GANs for Image Synthesis", TPAMI,
arXiv:2206.09479. Tensor names are those of POSTECH-CVLab/PyTorch-StudioGAN. The authors may draw with the
statistics of each batch (their option `-batch_stat`): see `blocks.batch_statistics`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ganstudio.networks import studiogan_biggan_deep as biggan_deep
from ganstudio.networks import studiogan_deep_conv as deep_conv
from ganstudio.networks import studiogan_resnet as resnet
from ganstudio.networks.blocks import conv2d, linear
from ganstudio.networks.conditional import EPS, SelfAttention

Backbone = Literal["deep_conv", "resnet", "big_resnet", "big_resnet_deep_legacy", "big_resnet_deep_studiogan"]
Activation = Literal["ReLU", "Leaky_ReLU", "ELU", "GELU"]
InfoInjection = Literal["N/A", "concat", "cBN"]
DEEP = ("big_resnet_deep_legacy", "big_resnet_deep_studiogan")


@dataclass(frozen=True)
class StudioGeneratorConfig:
    """The generator; `num_classes` is 0 for an unconditional one.

    `attention` tells after which stages (from 1) self-attention follows. `deep_conv` has fixed widths and no
    `conv_dim`; only the BigGAN backbones have a `shared_dim` (of the class embedding), only the deep ones a
    `depth` (blocks per stage). InfoGAN's codes, `info_dim` numbers, stand behind the latent vector's.
    """

    backbone: Backbone = "resnet"
    img_size: int = 32
    z_dim: int = 128
    num_classes: int = 10
    conv_dim: int = 64
    shared_dim: int = 0
    spectral: bool = False
    attention: tuple[int, ...] = ()
    activation: Activation = "ReLU"
    depth: int = 1
    info_dim: int = 0
    info_injection: InfoInjection = "N/A"

    @property
    def big(self) -> bool:
        """Whether it is a BigGAN: classes are embedded, and the latent vector goes into every norm."""
        return self.backbone not in ("deep_conv", "resnet")

    @property
    def widths(self) -> tuple[int, ...]:
        """Channels that enter the first stage, then those that leave each."""
        if self.backbone == "deep_conv":
            return deep_conv.GENERATOR_WIDTHS
        return tuple(self.conv_dim * width for width in resnet.GENERATOR_WIDTHS[self.img_size])

    @property
    def chunk(self) -> int:
        """Numbers of the latent vector that each stage of `big_resnet` gets."""
        return self.z_dim // len(self.widths)

    @property
    def condition_dim(self) -> int:
        """Numbers that a conditional batch norm sees; 0 where the batch norms are plain."""
        codes = self.projected_dim if self.info_injection == "cBN" else 0
        if not self.big:
            return self.num_classes + codes
        latent = self.chunk if self.backbone == "big_resnet" else self.z_dim
        return (self.shared_dim if self.num_classes else 0) + codes + latent

    @property
    def projected_dim(self) -> int:
        """Numbers that InfoGAN's codes become before they enter the norms."""
        return self.shared_dim if self.big else self.z_dim

    @property
    def first_dim(self) -> int:
        """Numbers that the first layer sees."""
        if self.backbone == "big_resnet":
            return self.chunk
        return self.condition_dim if self.backbone in DEEP else self.z_dim


def activation_layer(name: Activation) -> nn.Module:
    """The activation under its name in the authors' options."""
    if name == "Leaky_ReLU":
        return nn.LeakyReLU(0.1)
    layers: dict[str, type[nn.Module]] = {"ReLU": nn.ReLU, "ELU": nn.ELU, "GELU": nn.GELU}
    return layers[name]()


class StudioGenerator(nn.Module):
    """Latent vector and class to image."""

    def __init__(self, config: StudioGeneratorConfig) -> None:
        super().__init__()
        self.config = config
        widths, spectral = config.widths, config.spectral
        if config.backbone == "big_resnet" and config.z_dim % len(widths):
            raise ValueError(
                f"the latent vector of {config.z_dim} numbers is not split among {len(widths)} stages"
            )
        if config.info_injection == "concat":
            self.info_mix_linear = linear(config.z_dim + config.info_dim, config.z_dim, spectral=spectral)
        elif config.info_injection == "cBN":
            self.info_proj_linear = linear(config.info_dim, config.projected_dim, spectral=spectral)
        if config.big and config.num_classes:
            self.shared = nn.Embedding(config.num_classes, config.shared_dim)
        self.linear0 = linear(config.first_dim, widths[0] * 16, spectral=spectral)
        self.blocks = nn.ModuleList(nn.ModuleList([block]) for block in _generator_blocks(config))
        if config.backbone == "deep_conv":
            self.conv4 = conv2d(widths[-1], 3, 3, padding=1, spectral=spectral)
        else:
            self.bn4 = nn.BatchNorm2d(widths[-1], eps=EPS)
            self.conv2d5 = conv2d(widths[-1], 3, 3, padding=1, spectral=spectral)
        self.activation = activation_layer(config.activation)

    def forward(self, z: Tensor, label: Tensor | None = None) -> Tensor:
        """z (N, z_dim + info_dim), classes (N,) -> images (N, 3, img_size, img_size) in [-1, 1].

        ValueError if a conditional generator gets no class.
        """
        if self.config.num_classes and label is None:
            raise ValueError("a conditional generator needs a class for each image")
        first, conditions = self._conditions(z, label)
        x = self.linear0(first).unflatten(1, (-1, 4, 4))
        for block in chain.from_iterable(group.children() for group in self.blocks):
            x = block(x) if isinstance(block, SelfAttention) else block(x, next(conditions))
        if self.config.backbone == "deep_conv":
            return torch.tanh(self.conv4(x))
        return torch.tanh(self.conv2d5(self.activation(self.bn4(x))))

    def _conditions(self, z: Tensor, label: Tensor | None) -> tuple[Tensor, Iterator[Tensor | None]]:
        """What the first layer gets, and what each block's norms get."""
        config = self.config
        known = []
        if config.info_injection == "concat":
            z = self.info_mix_linear(z)
        elif config.info_injection == "cBN":
            z, codes = z.split((config.z_dim, config.info_dim), dim=1)
            known.append(self.info_proj_linear(codes))
        if label is not None and config.num_classes:
            known.append(
                self.shared(label) if config.big else F.one_hot(label, config.num_classes).to(z.dtype)
            )
        if config.backbone == "big_resnet":
            first, *others = z.split(config.chunk, dim=1)
            return first, iter([torch.cat([*known, other], dim=1) for other in others])
        if config.backbone in DEEP:
            z = torch.cat([*known, z], dim=1)
            return z, iter([z] * len(self.blocks))
        return z, iter([torch.cat(known, dim=1) if known else None] * len(self.blocks))


def _generator_blocks(config: StudioGeneratorConfig) -> Iterator[nn.Module]:
    condition, spectral = config.condition_dim, config.spectral
    for stage, (before, after) in enumerate(pairwise(config.widths), start=1):
        activation = activation_layer(config.activation)
        if config.backbone in DEEP:
            for step in range(config.depth):
                yield biggan_deep.DeepGeneratorBlock(
                    before,
                    after if step else before,
                    condition,
                    activation,
                    spectral=spectral,
                    double=step == config.depth - 1,
                    learned=config.backbone == "big_resnet_deep_studiogan",
                )
        elif config.backbone == "deep_conv":
            yield deep_conv.DeepConvGeneratorBlock(before, after, condition, activation, spectral=spectral)
        else:
            yield resnet.ResnetGeneratorBlock(before, after, condition, activation, spectral=spectral)
        if stage in config.attention:
            yield SelfAttention(after, spectral=spectral)
