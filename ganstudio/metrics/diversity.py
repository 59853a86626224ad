"""How different the pictures are that one input gives under different styles or latents."""

from __future__ import annotations

from itertools import combinations

import torch
from torch import Tensor


def mean_pairwise_l1(images: Tensor) -> float:
    """Mean absolute difference of all pairs of (N, 3, H, W) in [-1, 1]; in [0, 2], 0 when all are equal."""
    distances = [(a - b).abs().mean() for a, b in combinations(images.float(), 2)]
    return float(torch.stack(distances).mean())
