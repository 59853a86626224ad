"""GigaGAN: Kang, Zhu, Zhang, Park, Shechtman, Paris and Park, CVPR 2023, "Scaling up GANs for Text-to-Image
Synthesis", arXiv:2303.05511.

The authors have published no weights. This is the generator of lucidrains/gigagan-pytorch, with its names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ganstudio.networks.gigagan_attention import (
    AttentionBlock,
    CrossAttention,
    SelfAttention,
    TextConfig,
    TextEncoder,
    TextTokens,
)
from ganstudio.networks.gigagan_layers import (
    AdaptiveConv2d,
    Noise,
    SkipLayerExcitation,
    StyleNetwork,
    upsample,
)

Attend = Callable[[int, nn.Module, Tensor], Tensor]
"""From the number of a level, its block of cross-attention and its feature map to what the map becomes."""
_SLOPE = 0.2
_BEFORE, _PARTS = 2, 6
"""How many parts of a style the first convolution takes, and then each level."""
_FIRST = 4  # rows and columns of the first feature map
# The places of the parts in the authors' list of each level.
EXCITATION, RESNET, TO_RGB, SELF_ATTENTION, CROSS_ATTENTION, UPSAMPLE, RGB_UPSAMPLE = map(str, range(7))


@dataclass(frozen=True)
class AttentionConfig:
    """Where there is attention, by the rows of the feature map, and how; `ff_mult` widens what follows it.

    Only self-attention can go without `dot_product`: it then goes by distance.
    """

    resolutions: tuple[int, ...]
    heads: int = 8
    dim_head: int = 64
    ff_mult: int = 4
    dot_product: bool = True


@dataclass(frozen=True)
class GigaGanGeneratorConfig:
    """The generator; `widths` are the channels of each level, of 4 x 4 pixels first, then of twice as many.

    `style_depth` 0 is a generator that is given styles, `text` None one without text. `skip_excite` counts
    the levels that skip-layer excitation passes over, 0 if there is none.
    """

    widths: tuple[int, ...]
    dim_latent: int = 512
    channels: int = 3
    kernels: int = 2
    style_dim: int = 512
    style_depth: int = 4
    style_lr_mul: float = 0.1
    text: TextConfig | None = None
    self_attention: AttentionConfig | None = None
    cross_attention: AttentionConfig | None = None
    skip_excite: int = 0
    pixel_shuffle: bool = False

    @property
    def image_size(self) -> int:
        return _FIRST << (len(self.widths) - 1)

    @property
    def in_widths(self) -> tuple[int, ...]:
        """Channels that enter each level."""
        return (self.dim_latent, *self.widths[:-1])

    def split(self) -> list[int]:
        """How a style is shared out: modulation and kernel choice of each convolution, in their order."""
        choice = self.kernels if self.kernels > 1 else 0
        sizes = [self.dim_latent, choice]
        for before, after in zip(self.in_widths, self.widths, strict=True):
            sizes += [before, choice, after, choice, after, 0]
        return sizes


class GigaGanGenerator(nn.Module):
    """Latent vector and text to image."""

    def __init__(self, config: GigaGanGeneratorConfig) -> None:
        super().__init__()
        self.config = config
        if config.style_depth:
            text_dim = config.text.dim if config.text else 0
            self.style_network = StyleNetwork(
                config.style_dim, config.style_depth, text_dim, config.style_lr_mul
            )
        if config.text:
            self.text_encoder = TextEncoder(config.text)
        latent = config.dim_latent
        self.init_block = nn.Parameter(torch.randn(latent, _FIRST, _FIRST))
        self.init_conv = AdaptiveConv2d(latent, latent, 3, kernels=config.kernels)
        self.layers = nn.ModuleList(
            nn.ModuleDict(_level(config, index)) for index in range(len(config.widths))
        )
        self.style_to_conv_modulations = nn.Linear(config.style_dim, sum(config.split()))

    def forward(
        self, z: Tensor, encodings: Tensor | None = None, noises: Sequence[Tensor] | None = None
    ) -> Tensor:
        """z (N, style_dim) and CLIP's token encodings (N, T, clip_dim) -> (N, channels, size, size).

        Trained on images in [0, 1], which it leaves freely. The authors always draw noise; None is none, see
        `draw_noises`. ValueError if it has a text encoder and gets no text.
        """
        if encodings is None and self.config.text:
            raise ValueError("this generator needs a text")
        tokens = None if encodings is None else self.text_encoder(encodings)
        styles = self.style_network(z, tokens.summary if tokens else None)
        return self.synthesise(styles, tokens, noises)[-1]

    def synthesise(
        self, styles: Tensor, tokens: TextTokens | None = None, noises: Sequence[Tensor | None] | None = None
    ) -> list[Tensor]:
        """Styles (N, style_dim) -> the picture as it is after each level, 4 x 4 pixels first.

        `noises` are two a level, (N, 1, h, w) each.
        """

        def attend(index: int, block: nn.Module, x: Tensor) -> Tensor:
            if tokens is None:
                raise ValueError("this generator needs a text")
            seen: Tensor = block(x, tokens.words, tokens.mask)
            return seen

        return self.by_level([styles] * len(self.layers), attend, noises)

    def by_level(
        self, styles: Sequence[Tensor], attend: Attend, noises: Sequence[Tensor | None] | None = None
    ) -> list[Tensor]:
        """As `synthesise`, each level by a style (N, style_dim) of its own, and with this cross-attention."""
        sizes = self.config.split()
        # Most levels share a style: each is worked out once.
        made = {
            key: self.style_to_conv_modulations(style).split(sizes, dim=1)
            for key, style in {id(style): style for style in styles}.items()
        }
        given = [made[id(style)] for style in styles]
        noise = iter(noises) if noises is not None else iter([None] * (2 * len(self.layers)))
        x = self.init_conv(self.init_block.expand(len(styles[0]), -1, -1, -1), *given[0][:_BEFORE])
        pictures: list[Tensor] = []
        excitations: list[Tensor | None] = [None] * self.config.skip_excite
        rgb: Tensor | None = None
        for index, level in enumerate(self.layers):
            parts = dict(level.named_children())
            own = iter(given[index][_BEFORE + _PARTS * index :][:_PARTS])
            if UPSAMPLE in parts:
                x = parts[UPSAMPLE](x)
            excitations.append(parts[EXCITATION](x) if EXCITATION in parts else None)
            excitation = excitations.pop(0)
            x = x if excitation is None else x * excitation
            x = _convolve(parts[RESNET], x, own, noise)
            if SELF_ATTENTION in parts:
                x = parts[SELF_ATTENTION](x)
            if CROSS_ATTENTION in parts:
                x = attend(index, parts[CROSS_ATTENTION], x)
            coloured = parts[TO_RGB](x, next(own), next(own))
            pictures.append(coloured if rgb is None else rgb + coloured)
            rgb = parts[RGB_UPSAMPLE](pictures[-1]) if RGB_UPSAMPLE in parts else None
        return pictures

    def draw_noises(self, batch: int, random: torch.Generator | None = None) -> list[Tensor]:
        """Standard normal noise for `batch` images, two tensors a level, on the CPU."""
        sizes = [_FIRST << (index // 2) for index in range(2 * len(self.layers))]
        return [torch.randn(batch, 1, size, size, generator=random) for size in sizes]


def _convolve(block: nn.Module, x: Tensor, given: Iterator[Tensor], noise: Iterator[Tensor | None]) -> Tensor:
    """Twice: an adaptive convolution, noise, activation."""
    first, noise_1, _, second, noise_2, _ = block.children()
    for convolution, layer in ((first, noise_1), (second, noise_2)):
        x = layer(convolution(x, next(given), next(given)), next(noise))
        x = F.leaky_relu(x, _SLOPE)
    return x


def _level(config: GigaGanGeneratorConfig, index: int) -> dict[str, nn.Module]:
    """The parts of one level that are there."""
    levels, kernels = len(config.widths), config.kernels
    before, after = config.in_widths[index], config.widths[index]
    rows = _FIRST << index
    parts: dict[str, nn.Module] = {
        RESNET: nn.ModuleList(
            [
                AdaptiveConv2d(before, after, 3, kernels=kernels),
                Noise(after),
                nn.LeakyReLU(_SLOPE),
                AdaptiveConv2d(after, after, 3, kernels=kernels),
                Noise(after),
                nn.LeakyReLU(_SLOPE),
            ]
        ),
        TO_RGB: AdaptiveConv2d(after, config.channels, 1, demodulate=False),
    }
    if config.skip_excite and index + config.skip_excite < levels:
        parts[EXCITATION] = SkipLayerExcitation(before, config.in_widths[index + config.skip_excite])
    own, cross = config.self_attention, config.cross_attention
    if own and rows in own.resolutions:
        attention = SelfAttention(after, own.heads, own.dim_head, dot_product=own.dot_product)
        parts[SELF_ATTENTION] = AttentionBlock(after, attention, own.ff_mult)
    if cross and config.text and rows in cross.resolutions:
        words = CrossAttention(after, config.text.dim, cross.heads, cross.dim_head)
        parts[CROSS_ATTENTION] = AttentionBlock(after, words, cross.ff_mult)
    if index:
        parts[UPSAMPLE] = upsample(before, pixel_shuffle=config.pixel_shuffle)
    if index < levels - 1:
        parts[RGB_UPSAMPLE] = upsample(config.channels, pixel_shuffle=config.pixel_shuffle)
    return parts
