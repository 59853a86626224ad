"""StyleGAN2 whose label is what a text model makes of a sentence.

Zhou et al., CVPR 2022, arXiv:2111.13792 (LAFITE); Sauer et al., ICML 2023, arXiv:2301.09515 (StyleGAN-T).
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from ganstudio.networks.stylegan2 import StyleGan2Config, StyleGan2Generator


@dataclass(frozen=True)
class TextStyleGan2Config(StyleGan2Config):
    """As StyleGAN2's, with the numbers of a sentence for the number of classes."""

    @property
    def text_dim(self) -> int:
        """Numbers of a sentence."""
        return self.mapping.c_dim


class TextStyleGan2Generator(StyleGan2Generator):
    """z (N, z_dim) and sentences (N, text_dim) -> pictures (N, 3, H, W) in about [-1, 1]."""

    config: TextStyleGan2Config


def with_text(config: StyleGan2Config) -> TextStyleGan2Config:
    """The same sizes, told sentences."""
    return TextStyleGan2Config(**{each.name: getattr(config, each.name) for each in fields(config)})
