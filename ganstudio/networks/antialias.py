"""Blurred resampling: "Making Convolutional Networks Shift-Invariant Again".

Zhang, ICML 2019, arXiv:1904.11486, as CUT uses it (taesungp/contrastive-unpaired-translation). The filters
are constants, but stand in the authors' state dicts as `filt`.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class BlurDown(nn.Module):
    """Halve the size: binomial 3 x 3 filter over the reflected image, every second pixel."""

    filt: Tensor

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.register_buffer("filt", _binomial((1.0, 2.0, 1.0), channels))

    def forward(self, x: Tensor) -> Tensor:
        """(N, channels, H, W) -> (N, channels, H / 2, W / 2), rounded up."""
        return F.conv2d(F.pad(x, (1, 1, 1, 1), mode="reflect"), self.filt, stride=2, groups=x.shape[1])


class BlurUp(nn.Module):
    """Double the size: zeros in between, binomial 4 x 4 filter over the image with its border repeated."""

    filt: Tensor

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.register_buffer("filt", 4 * _binomial((1.0, 3.0, 3.0, 1.0), channels))

    def forward(self, x: Tensor) -> Tensor:
        """(N, channels, H, W) -> (N, channels, 2 H, 2 W)."""
        padded = F.pad(x, (1, 1, 1, 1), mode="replicate")
        return F.conv_transpose2d(padded, self.filt, stride=2, padding=3, groups=x.shape[1])


def _binomial(row: tuple[float, ...], channels: int) -> Tensor:
    """A filter whose sum is 1 for each of the channels, (channels, 1, size, size)."""
    # On the CPU even where networks are built without memory: sums on the meta device import half of torch.
    weights = torch.tensor(row, device="cpu")
    filt = torch.outer(weights, weights) / sum(row) ** 2
    return filt.repeat(channels, 1, 1, 1)
