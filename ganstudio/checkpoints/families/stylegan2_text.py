"""This program's StyleGAN2 that is told sentences; by which text model, its card tells."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from ganstudio.checkpoints.pictures import sheet
from ganstudio.checkpoints.registry import Family
from ganstudio.networks.stylegan2_text import TextStyleGan2Config, TextStyleGan2Generator

_COUNT = 8


@torch.inference_mode()
def sample(network: TextStyleGan2Generator, config: TextStyleGan2Config, seed: int) -> Tensor:
    """Eight truncated pictures of sentences that nobody wrote."""
    generator = torch.Generator().manual_seed(seed)
    z = torch.randn(_COUNT, config.z_dim, generator=generator)
    text = F.normalize(torch.randn(_COUNT, config.text_dim, generator=generator), dim=1)
    return sheet(network(z, text, truncation_psi=0.7)[:, :3], 4)


FAMILIES = (
    Family(
        id="stylegan2_text",
        role="generator",
        title="GAN Studio's StyleGAN2 with sentences",
        config=TextStyleGan2Config,
        # Only the card tells that its labels are sentences, so nothing is inferred from the tensors.
        keys=("mapping.fc0.weight", "mapping.embed.weight", "synthesis.b4.const"),
        build=TextStyleGan2Generator,
        sample=sample,
    ),
)
