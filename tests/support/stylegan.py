"""A StyleGAN2 that a test can afford."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from ganstudio.checkpoints.save import save
from ganstudio.networks.stylegan2 import StyleGan2Config, StyleGan2Generator
from ganstudio.networks.stylegan2_layers import MappingConfig


def small_generator(path: Path, *, resolution: int = 16, width: int = 16, seed: int = 0, **card: Any) -> Path:
    """A random one with styles of 8 numbers, saved with its card."""
    torch.manual_seed(seed)
    widths = (width,) * (resolution.bit_length() - 2)
    config = StyleGan2Config(resolution, widths, MappingConfig(z_dim=8, c_dim=0, w_dim=8, layers=2))
    network = StyleGan2Generator(config)
    with torch.no_grad():
        assert network.mapping.w_avg is not None
        network.mapping.w_avg.copy_(network.mapping(torch.randn(500, 8))[:, 0].mean(dim=0))
    path.parent.mkdir(parents=True, exist_ok=True)
    return save(network.eval(), config, path, {"title": "Small", **card})
