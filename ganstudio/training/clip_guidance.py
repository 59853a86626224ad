"""CLIP as a teacher of generators that are told sentences."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from ganstudio.clip import Clip


def clip_loss(clip: Clip, images: Tensor, texts: Tensor) -> Tensor:
    """How surely CLIP finds the sentence of each picture among those of the batch.

    images (N, 3, S, S) in [-1, 1]; texts (N, dim) as `Clip.encode_text` gives them. GigaGAN,
    arXiv:2303.05511, section 3.4; LAFITE, arXiv:2111.13792, has such a loss too.
    """
    likeness = clip.scale * clip.encode_image(images).float() @ texts.to(images.device).T
    return F.cross_entropy(likeness, torch.arange(len(images), device=images.device))
