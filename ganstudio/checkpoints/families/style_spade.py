"""This program's own SPADE. Only the card tells how its input planes divide: there is nothing to infer."""

from __future__ import annotations

import torch
from torch import Tensor

from ganstudio.checkpoints.pictures import sample_scene, show_labels, side_by_side
from ganstudio.checkpoints.registry import Family
from ganstudio.networks.spade import prepare_semantics
from ganstudio.networks.style_spade import (
    StyleEncoder,
    StyleEncoderConfig,
    StyleSpadeConfig,
    StyleSpadeGenerator,
)

_SAMPLE_SIDE = 256


def _sample(network: StyleSpadeGenerator, config: StyleSpadeConfig, seed: int) -> Tensor:
    side = _SAMPLE_SIDE // config.stride * config.stride
    labels = sample_scene((side, side), config.semantic_nc)
    drawn = torch.Generator().manual_seed(seed)
    z = torch.randn(1, config.z_dim, generator=drawn)
    noise = torch.randn(1, config.noise_dim, side, side, generator=drawn)
    semantics = prepare_semantics(labels, config.semantic_nc)
    return side_by_side(show_labels(labels, config.semantic_nc), network(semantics, z, noise=noise))


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
        sample=_sample,
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
