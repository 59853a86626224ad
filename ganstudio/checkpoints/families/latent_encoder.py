"""This program's encoder of pictures into the styles of one generator, which its card names."""

from __future__ import annotations

from ganstudio.checkpoints.registry import Family
from ganstudio.networks.latent_encoder import LatentEncoder, LatentEncoderConfig

FAMILIES = (
    Family(
        id="latent_encoder",
        role="encoder",
        title="GAN Studio's latent encoder",
        config=LatentEncoderConfig,
        # Only the card tells whose styles they are, so nothing is inferred from the tensors.
        keys=("stem.0.weight", "hidden.weight", "style.weight", "average", "spread"),
        build=LatentEncoder,
    ),
)
