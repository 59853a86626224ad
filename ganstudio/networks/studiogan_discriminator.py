"""The discriminators of PyTorch-StudioGAN, for every backbone of `studiogan` and every head of `conditional`.

Tensor names are those of POSTECH-CVLab/PyTorch-StudioGAN (Kang, Shin and Park 2023, arXiv:2206.09479).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, pairwise

from torch import Tensor, nn

from ganstudio.networks import studiogan_biggan_deep as biggan_deep
from ganstudio.networks import studiogan_deep_conv as deep_conv
from ganstudio.networks import studiogan_resnet as resnet
from ganstudio.networks.blocks import conv2d
from ganstudio.networks.conditional import EPS, ConditionalHeads, HeadConfig, SelfAttention, Verdict
from ganstudio.networks.studiogan import DEEP, Activation, Backbone, activation_layer


@dataclass(frozen=True)
class StudioDiscriminatorConfig:
    """The discriminator; for `big_resnet` too the backbone is `resnet`, as the two are the same.

    `attention` tells after which stages (from 1) self-attention follows. Without spectral norm there are
    batch norms, but never in the deep backbones, which alone have a `depth` (blocks per stage).
    """

    backbone: Backbone = "resnet"
    img_size: int = 32
    conv_dim: int = 64
    spectral: bool = True
    attention: tuple[int, ...] = ()
    activation: Activation = "ReLU"
    depth: int = 1
    heads: HeadConfig = field(default_factory=HeadConfig)

    @property
    def widths(self) -> tuple[int, ...]:
        """Channels that leave each stage, the first convolution of the deep backbones being a stage."""
        if self.backbone == "deep_conv":
            return deep_conv.DISCRIMINATOR_WIDTHS
        tables = {
            "big_resnet_deep_legacy": biggan_deep.LEGACY_WIDTHS,
            "big_resnet_deep_studiogan": biggan_deep.STUDIOGAN_WIDTHS,
        }
        table = tables.get(self.backbone, resnet.DISCRIMINATOR_WIDTHS)
        return tuple(self.conv_dim * width for width in table[self.img_size])


class StudioDiscriminator(ConditionalHeads):
    """Image (and class) to a verdict."""

    def __init__(self, config: StudioDiscriminatorConfig) -> None:
        super().__init__()
        self.config = config
        last, spectral = config.widths[-1], config.spectral
        if config.backbone in DEEP:
            self.input_conv = conv2d(3, config.widths[0], 3, padding=1, spectral=spectral)
        self.blocks = nn.ModuleList(nn.ModuleList([block]) for block in _discriminator_blocks(config))
        if config.backbone == "deep_conv":
            self.conv1 = conv2d(last, deep_conv.LAST_WIDTH, 3, padding=1, spectral=spectral)
            last = deep_conv.LAST_WIDTH
            if not spectral:
                self.bn1 = nn.BatchNorm2d(last, eps=EPS)
        self.activation = activation_layer(config.activation)
        self._add_heads(last, config.heads, spectral=spectral)

    def forward(self, x: Tensor, label: Tensor | None = None, *, generated: bool = False) -> Verdict:
        """Images (N, 3, img_size, img_size) in [-1, 1] and their classes (N,) -> the verdict.

        `generated` is for ADC, to which a class of generated images is another one. ValueError if the heads
        need classes and get none.
        """
        config = self.config
        if config.backbone in DEEP:
            x = self.input_conv(x)
        for block in chain.from_iterable(group.children() for group in self.blocks):
            x = block(x)
        if config.backbone == "deep_conv":
            x = self.conv1(x)
            x = x if config.spectral else self.bn1(x)
        return self.judge(self.activation(x), label, generated=generated)


def _discriminator_blocks(config: StudioDiscriminatorConfig) -> Iterator[nn.Module]:
    spectral, deep = config.spectral, config.backbone in DEEP
    widths = config.widths if deep else (3, *config.widths)
    for stage, (before, after) in enumerate(pairwise(widths)):
        activation = activation_layer(config.activation)
        if deep:
            for step in range(config.depth):
                yield biggan_deep.DeepDiscriminatorBlock(
                    after if step else before,
                    after,
                    activation,
                    spectral=spectral,
                    halve=not step and biggan_deep.stage_halves(config.img_size, stage),
                    learned=config.backbone == "big_resnet_deep_studiogan",
                )
        elif config.backbone == "deep_conv":
            yield deep_conv.DeepConvDiscriminatorBlock(before, after, activation, spectral=spectral)
        elif stage == 0:
            yield resnet.ResnetFirstBlock(before, after, activation, spectral=spectral)
        else:
            halve = resnet.halves(config.img_size, stage)
            yield resnet.ResnetDiscriminatorBlock(before, after, activation, spectral=spectral, halve=halve)
        if stage + 1 in config.attention:
            yield SelfAttention(after, spectral=spectral)
