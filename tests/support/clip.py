"""A CLIP that a test can afford."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.families.open_clip import OpenClipConfig
from ganstudio.checkpoints.save import save
from ganstudio.clip import STARTER
from ganstudio.clip.loading import starter_config

SMALL: dict[str, Any] = {
    "embed_dim": 8,
    "vision_cfg": {"image_size": 32, "layers": [1, 1, 1, 1], "width": 2, "head_width": 16},
    "text_cfg": {"context_length": 12, "vocab_size": 2000, "width": 16, "heads": 2, "layers": 1},
}


def small_config() -> OpenClipConfig:
    """With the vocabulary of our own."""
    return OpenClipConfig(**SMALL, vocabulary=STARTER, vocabulary_sha256=starter_config().vocabulary_sha256)


def small_clip(folder: Path, config: OpenClipConfig | None = None, **card: Any) -> Path:
    """A random one, saved with its card."""
    config = config or small_config()
    torch.manual_seed(0)
    network: Any = STANDARD.of_config(config).build(config)
    # Batch norms that have seen nothing let next to nothing of a picture through.
    with torch.no_grad():
        for _ in range(20):
            network.train().encode_image(torch.randn(8, 3, 32, 32))
    folder.mkdir(parents=True, exist_ok=True)
    return save(network.eval(), config, folder / "model.safetensors", {"title": "Small", **card})
