"""How like a wanted picture another one is, pixel by pixel and in its structure."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

_SIGMA, _WINDOW = 1.5, 11
# Of pictures from 0 to 1: section III-B of the paper.
_C1, _C2 = 0.01**2, 0.03**2


def l1(a: Tensor, b: Tensor) -> Tensor:
    """Mean absolute difference of each pair of pictures (N, 3, H, W) in [-1, 1]: (N,), from 0 to 2."""
    return (a.float() - b.float()).abs().mean(dim=(1, 2, 3))


def psnr(a: Tensor, b: Tensor) -> Tensor:
    """Peak signal-to-noise ratio of each pair of (N, 3, H, W) in [-1, 1], in decibels: (N,), at most 100."""
    error = ((a.float() - b.float()) / 2).square().mean(dim=(1, 2, 3))
    return -10 * error.clamp(min=1e-10).log10()


def ssim(a: Tensor, b: Tensor) -> Tensor:
    """Structural similarity of each pair of (N, 3, H, W) in [-1, 1], sides at least 11: (N,), at most 1.

    Wang, Bovik, Sheikh and Simoncelli, IEEE Transactions on Image Processing 13, 2004: Gaussian windows of
    11 x 11 pixels with a deviation of 1.5, only where they fit, mean over places and colours.
    """
    x, y = (a.float() + 1) / 2, (b.float() + 1) / 2
    mean_x, mean_y = _blurred(x), _blurred(y)
    variance_x, variance_y = _blurred(x * x) - mean_x**2, _blurred(y * y) - mean_y**2
    covariance = _blurred(x * y) - mean_x * mean_y
    found = (2 * mean_x * mean_y + _C1) * (2 * covariance + _C2)
    found = found / ((mean_x**2 + mean_y**2 + _C1) * (variance_x + variance_y + _C2))
    return found.mean(dim=(1, 2, 3))


def _blurred(x: Tensor) -> Tensor:
    places = torch.arange(_WINDOW, dtype=x.dtype, device=x.device) - _WINDOW // 2
    kernel = torch.exp(-(places**2) / (2 * _SIGMA**2))
    kernel = (kernel / kernel.sum()).expand(x.shape[1], 1, 1, -1)
    down = F.conv2d(x, kernel.transpose(2, 3), groups=x.shape[1])
    return F.conv2d(down, kernel, groups=x.shape[1])
