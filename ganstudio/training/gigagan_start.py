"""How a GigaGAN begins: with styles that tell latent vectors apart, and sizes that all say something.

Neither the paper (arXiv:2303.05511) nor lucidrains/gigagan-pytorch tells of the first weights. With PyTorch's
the factors by which two latent vectors modulate differ by a few hundredths, and leaky rectifiers without a
gain leave less of the signal with every layer: all pictures begin alike, and larger sizes add little to the
smaller ones. These values give modulations the spread of StyleGAN2's (arXiv:1912.04958).
"""

from __future__ import annotations

import math

import torch
from torch import nn

from ganstudio.networks.gigagan import RGB_UPSAMPLE, TO_RGB, GigaGanGenerator
from ganstudio.networks.gigagan_discriminator import GigaGanDiscriminator
from ganstudio.networks.gigagan_layers import EqualLinear

_FROM_TEXT = 0.4
"""Of each number of the summary; most of it all texts share at first."""
_MODULATION, _MATCHING = 0.7, 0.3
_COLOUR = 0.15
"""Standard deviation of what each size adds to the picture in [0, 1]."""
_LOOKED_AT = 16


@torch.no_grad()
def begin(generator: GigaGanGenerator, discriminator: GigaGanDiscriminator) -> None:
    """Fill the layers that decide how different the first pictures are, and how far texts are told apart."""
    dim = generator.config.style_dim
    layers = [layer for layer in generator.style_network.net if isinstance(layer, EqualLinear)]
    for layer in layers[1:]:
        nn.init.normal_(layer.weight, std=math.sqrt(2 / dim) / layer.scale)
    # The latent vector has length 1, the summary of a text the length that ones would have.
    nn.init.normal_(layers[0].weight[:, :dim], std=1 / layers[0].scale)
    nn.init.normal_(layers[0].weight[:, dim:], std=_FROM_TEXT / layers[0].scale)
    nn.init.normal_(generator.style_to_conv_modulations.weight, std=_MODULATION / math.sqrt(dim))
    nn.init.zeros_(generator.style_to_conv_modulations.bias)
    _colour(generator)
    for head in discriminator.heads:
        if isinstance(head.modulation, nn.Linear):
            nn.init.normal_(head.modulation.weight, std=_MATCHING)
            nn.init.zeros_(head.modulation.bias)


def _colour(generator: GigaGanGenerator) -> None:
    """Let each size add as much, by what it adds to some pictures before: Mishkin and Matas 2016, "All you
    need is a good init", arXiv:1511.06422."""
    config = generator.config
    z = torch.randn(_LOOKED_AT, config.style_dim)
    text = generator.text_encoder(torch.randn(_LOOKED_AT, 2, config.text.clip_dim)) if config.text else None
    styles = generator.style_network(z, text.summary if text else None)
    smaller: torch.Tensor | None = None
    for level, picture in enumerate(generator.synthesise(styles, text)):
        added = picture if smaller is None else picture - smaller
        generator.get_parameter(f"layers.{level}.{TO_RGB}.weights").mul_(_COLOUR / added.std())
        if level + 1 < len(config.widths):
            smaller = generator.get_submodule(f"layers.{level}.{RGB_UPSAMPLE}")(picture)
