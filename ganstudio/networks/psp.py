"""pSp and e4e: an image encoder in front of a StyleGAN2, as one model.

Richardson et al., "Encoding in Style: a StyleGAN Encoder for Image-to-Image Translation", CVPR 2021,
arXiv:2008.00951; Tov et al., "Designing an Encoder for StyleGAN Image Manipulation", SIGGRAPH 2021,
arXiv:2102.02766.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from ganstudio.networks.ir_se import IrSeConfig
from ganstudio.networks.psp_encoders import EncoderKind, build_encoder
from ganstudio.networks.stylegan2 import NoiseMode, StyleGan2Config, StyleGan2Generator


@dataclass(frozen=True)
class PspConfig:
    """Encoder and decoder. `from_average`: what the encoder gives is added to the average style.

    `wide`: the pictures have the format of the authors' cars, 4 : 3. The encoder takes 192 x 256 pixels and
    the decoder draws them between two bars, an eighth of the height each.
    """

    decoder: StyleGan2Config
    encoder: EncoderKind = "gradual"
    body: IrSeConfig = field(default_factory=IrSeConfig)
    from_average: bool = True
    wide: bool = False

    @property
    def input_size(self) -> tuple[int, int]:
        """Rows and columns of what the encoder takes."""
        return (192, 256) if self.wide else (256, 256)


class Psp(nn.Module):
    """An image to the styles of the decoder, and back."""

    latent_avg: Tensor | None

    def __init__(self, config: PspConfig) -> None:
        super().__init__()
        self.config = config
        shape = (config.decoder.num_ws, config.decoder.w_dim)
        self.encoder = build_encoder(config.encoder, config.body, *shape)
        self.decoder = StyleGan2Generator(config.decoder)
        self.register_buffer("latent_avg", torch.zeros(shape) if config.from_average else None)

    def forward(self, image: Tensor) -> Tensor:
        """image (N, in_channels, 256, 256) in [-1, 1] -> styles (N, num_ws, w_dim) for `decode`.

        Encoders of label maps take planes of 0 and 1 instead; `config.input_size` is another for cars.
        """
        codes: Tensor = self.encoder(image)
        if codes.dim() == 2:
            codes = codes[:, None].expand(-1, self.config.decoder.num_ws, -1)
        return codes if self.latent_avg is None else codes + self.latent_avg

    def decode(self, ws: Tensor, noise_mode: NoiseMode = "const") -> Tensor:
        """Styles (N, num_ws, w_dim) -> images (N, 3, resolution, resolution), about [-1, 1]."""
        images: Tensor = self.decoder.synthesis(ws, noise_mode)
        return images
