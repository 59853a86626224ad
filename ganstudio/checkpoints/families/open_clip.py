"""CLIP models as open_clip builds them, of which this program trained the weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from ganstudio.checkpoints.registry import Family


@dataclass(frozen=True)
class OpenClipConfig:
    """What open_clip's `CLIP` is made from, in the words of its JSON files.

    vocabulary names the merges that the tokenizer has, empty for CLIP's own; the digest says that they are
    the same as in training.
    """

    embed_dim: int
    vision_cfg: Mapping[str, Any]
    text_cfg: Mapping[str, Any]
    quick_gelu: bool = False
    vocabulary: str = ""
    vocabulary_sha256: str = ""


def _build(config: OpenClipConfig) -> nn.Module:
    # Its import makes tensors of its own, which must have memory wherever the network is built.
    with torch.device("cpu"):
        import open_clip

    network: Any = open_clip.CLIP(
        config.embed_dim, dict(config.vision_cfg), dict(config.text_cfg), config.quick_gelu
    )
    # The mask is a part of no file; where networks are built without memory, it must not be.
    length = network.context_length
    network.attn_mask = torch.full((length, length), float("-inf"), device="cpu").triu_(1)
    return network  # type: ignore[no-any-return]


FAMILIES = (
    Family(
        id="open_clip",
        role="encoder",
        title="CLIP",
        config=OpenClipConfig,
        keys=(
            "logit_scale", "text_projection", "token_embedding.weight", "positional_embedding",
            "ln_final.weight", "visual.conv1.weight",
        ),
        build=_build,
        paper="arXiv:2103.00020",
    ),
)  # fmt: skip
