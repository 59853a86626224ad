"""GAN-CLS: Reed, Akata, Yan, Logeswaran, Schiele and Lee, ICML 2016, "Generative Adversarial Text to Image
Synthesis", arXiv:1605.05396.

Tensor names are those of aelnouby/Text-to-Image-Synthesis, whose Wasserstein and text-less variants are here
too. A text is the 1024 numbers that the char-CNN-RNN of Reed et al. 2016 (arXiv:1605.05395) makes of it. The
authors draw with the statistics of each batch: see `blocks.batch_statistics`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor, nn

_SLOPE = 0.2
_LAST = 4  # rows and columns of the smallest feature map


@dataclass(frozen=True)
class GanClsGeneratorConfig:
    """The generator of 64 x 64 pixels; `embed_dim` 0 is one without text."""

    embed_dim: int = 1024
    projected_dim: int = 128
    noise_dim: int = 100
    ngf: int = 64
    channels: int = 3


@dataclass(frozen=True)
class GanClsDiscriminatorConfig:
    """The discriminator; `embed_dim` 0 is one without text.

    `wasserstein` scores without a sigmoid; the authors then return the mean of a batch. `batch_norm` is off
    in their "improved" discriminator.
    """

    embed_dim: int = 1024
    projected_dim: int = 128
    ndf: int = 64
    channels: int = 3
    wasserstein: bool = False
    batch_norm: bool = True


def _projection(embed_dim: int, projected_dim: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(embed_dim, projected_dim), nn.BatchNorm1d(projected_dim), nn.LeakyReLU(_SLOPE)
    )


class GanClsGenerator(nn.Module):
    """Text and noise to image."""

    def __init__(self, config: GanClsGeneratorConfig) -> None:
        super().__init__()
        self.config = config
        latent = config.noise_dim
        if config.embed_dim:
            self.projection = _projection(config.embed_dim, config.projected_dim)
            latent += config.projected_dim
        widths = [config.ngf * factor for factor in (8, 4, 2, 1)]
        layers: list[nn.Module] = [nn.ConvTranspose2d(latent, widths[0], 4, bias=False)]
        for before, after in pairwise([*widths, config.channels]):
            layers += [nn.BatchNorm2d(before), nn.ReLU()]
            layers.append(nn.ConvTranspose2d(before, after, 4, 2, 1, bias=False))
        self.netG = nn.Sequential(*layers, nn.Tanh())

    def forward(self, noise: Tensor, text: Tensor | None = None) -> Tensor:
        """noise (N, noise_dim), text (N, embed_dim) -> images (N, channels, 64, 64) in [-1, 1].

        ValueError if there is no text for a generator that needs one.
        """
        if self.config.embed_dim:
            if text is None:
                raise ValueError("this generator needs the embedding of a text for each image")
            noise = torch.cat([self.projection(text), noise], dim=1)
        images: Tensor = self.netG(noise[..., None, None])
        return images


class TextProjector(nn.Module):
    """Puts the projected text beside every place of a feature map."""

    def __init__(self, embed_dim: int, projected_dim: int) -> None:
        super().__init__()
        self.projection = _projection(embed_dim, projected_dim)

    def forward(self, x: Tensor, text: Tensor) -> Tensor:
        """x (N, C, h, w), text (N, embed_dim) -> (N, C + projected_dim, h, w)."""
        projected = self.projection(text)[..., None, None]
        return torch.cat([x, projected.expand(-1, -1, *x.shape[-2:])], dim=1)


class GanClsDiscriminator(nn.Module):
    """Image and text to a score."""

    def __init__(self, config: GanClsDiscriminatorConfig) -> None:
        super().__init__()
        self.config = config
        widths = [config.ndf * factor for factor in (1, 2, 4, 8)]
        layers: list[nn.Module] = [
            nn.Conv2d(config.channels, widths[0], 4, 2, 1, bias=False),
            nn.LeakyReLU(_SLOPE),
        ]
        for before, after in pairwise(widths):
            layers.append(nn.Conv2d(before, after, 4, 2, 1, bias=False))
            if config.batch_norm:
                layers.append(nn.BatchNorm2d(after))
            layers.append(nn.LeakyReLU(_SLOPE))
        self.netD_1 = nn.Sequential(*layers)
        last = widths[-1]
        if config.embed_dim:
            self.projector = TextProjector(config.embed_dim, config.projected_dim)
            last += config.projected_dim
        self.netD_2 = nn.Sequential(nn.Conv2d(last, 1, _LAST, bias=False))

    def forward(self, images: Tensor, text: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """images (N, channels, 64, 64) in [-1, 1], text (N, embed_dim) -> scores and features.

        The scores (N,) are probabilities, or raw if `wasserstein`; the features (N, 8 ndf, 4, 4) are for
        feature matching. ValueError if there is no text for a discriminator that needs one.
        """
        features = self.netD_1(images)
        x = features
        if self.config.embed_dim:
            if text is None:
                raise ValueError("this discriminator needs the embedding of a text for each image")
            x = self.projector(x, text)
        scores = self.netD_2(x).flatten()
        return (scores if self.config.wasserstein else torch.sigmoid(scores)), features
