"""This program's own SPADE. Only the card tells how its input planes divide: there is nothing to infer."""

from __future__ import annotations

from ganstudio.checkpoints.registry import Family
from ganstudio.networks.style_spade import (
    StyleEncoder,
    StyleEncoderConfig,
    StyleSpadeConfig,
    StyleSpadeGenerator,
)

FAMILIES = (
    Family(
        id="style_spade",
        role="generator",
        title="GAN Studio's SPADE generator",
        config=StyleSpadeConfig,
        keys=(
            "mapping.0.weight",
            "conditionings.0.conv.weight",
            "blocks.0.coarse.scale.weight",
            "to_rgb.weight",
        ),
        build=StyleSpadeGenerator,
    ),
    Family(
        id="style_spade",
        role="encoder",
        title="GAN Studio's style encoder",
        config=StyleEncoderConfig,
        keys=("layers.0.0.weight", "mean.weight", "log_variance.weight"),
        build=StyleEncoder,
    ),
)
