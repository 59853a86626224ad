"""Four bands of frequencies that can be made stronger and weaker, without a shift of phase.

Karras et al. 2020 (ADA), arXiv:2006.06676, appendix B.2 ("image-space filtering").
"""

from __future__ import annotations

from functools import cache

import torch
from torch import Tensor
from torch.nn import functional as F

BANDS = 4
# Daubechies 1992: the symlet of two vanishing moments, orthonormal.
_SYM2 = (-0.12940952255126037, 0.2241438680420134, 0.8365163037378079, 0.48296291314453416)


@cache
def bank() -> Tensor:
    """Filters (4, taps), from low to high frequencies by octaves; together they are the identity."""
    low = torch.tensor(_SYM2, dtype=torch.float64)
    high = low * torch.tensor([1.0, -1, 1, -1], dtype=torch.float64)
    halves = [_convolved(half[None], half.flip(0))[0] / 2 for half in (low, high)]
    bands = torch.ones(1, 1, dtype=torch.float64)
    for _ in range(BANDS - 1):
        dilated = torch.stack([bands, torch.zeros_like(bands)], dim=2).flatten(1)[:, :-1]
        lower = _convolved(dilated, halves[0])
        side = (lower.shape[1] - len(halves[1])) // 2
        bands = torch.cat([lower, F.pad(halves[1], (side, side))[None]])
    return bands.float()


def filtered(images: Tensor, gains: Tensor) -> Tensor:
    """Pictures (N, C, H, W), whose sides are longer than half a filter, with bands times gains (N, 4)."""
    n, channels, height, width = images.shape
    kernels = (gains @ bank()).repeat_interleave(channels, 0).to(images)
    half = kernels.shape[1] // 2
    planes = F.pad(images.reshape(1, n * channels, height, width), (half,) * 4, mode="reflect")
    planes = F.conv2d(planes, kernels[:, None, :, None], groups=n * channels)
    return F.conv2d(planes, kernels[:, None, None, :], groups=n * channels).view_as(images)


def _convolved(rows: Tensor, kernel: Tensor) -> Tensor:
    return F.conv1d(rows[:, None], kernel.flip(0)[None, None], padding=len(kernel) - 1)[:, 0]
