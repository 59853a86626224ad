"""How different generated pictures are from each other, for the warning of mode collapse."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

_CELLS = 8


@torch.no_grad()
def diversity(images: Tensor) -> Tensor:
    """Mean distance between the coarse colours of the pictures (N, C, H, W), 0 for a single one.

    Coarse colours are block averages on a grid of 8 x 8: cheap enough for every step. Distances are root mean
    squares, so that they have the unit of the pictures.
    """
    if len(images) < 2:
        return images.new_zeros(())
    coarse = F.adaptive_avg_pool2d(images.float(), _CELLS).flatten(1)
    apart: Tensor = F.pdist(coarse).mean() / coarse.shape[1] ** 0.5
    return apart
