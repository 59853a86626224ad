"""Affine changes of pictures without jagged or blurred edges, differentiable twice, for R1 behind ADA.

Karras et al. 2020 (ADA), arXiv:2006.06676, appendix B: pictures are mirrored at their edges, enlarged twofold
by an orthogonal wavelet filter, sampled bilinearly and reduced by the same filter, which undoes the first.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

# Daubechies, "Ten Lectures on Wavelets", 1992: the symlet of six vanishing moments, orthonormal.
_SYM6 = (
    0.015404109327027373, 0.0034907120842174702, -0.11799011114819057, -0.048311742585633, 0.4910559419267466,
    0.787641141030194, 0.3379294217276218, -0.07263752278646252, -0.021060292512300564, 0.04472490177066578,
    0.0017677118642428036, -0.007800708325034148,
)  # fmt: skip
_BEFORE = 5  # pixels of the enlarged picture that the filter reaches back
_SUPPORT = 6
# The filter's weight lies about its sixth tap: pixels of the enlarged picture stand for places a little later
# than their centres, in pixels of the picture itself.
_LATER = 0.5
_BILINEAR, _ZEROS = 0, 0


def warp(images: Tensor, matrices: Tensor) -> Tensor:
    """Pictures (N, C, H, W), each drawn where `matrices` (N, 3, 3), kept on the CPU, takes its pixels from.

    A matrix maps places of the result to places of the picture, (x, y, 1) in pixels from the centre.
    """
    height, width = images.shape[-2:]
    (left, right), (top, bottom) = _margins(matrices, width, height)
    enlarged = _enlarge(F.pad(images, (left, right, top, bottom), mode="reflect"))
    x = _places(width)[None, :].expand(2 * height + 10, -1)
    y = _places(height)[:, None].expand(-1, 2 * width + 10)
    places = torch.stack([x, y, torch.ones_like(x)], dim=-1)
    found = torch.einsum("nij,hwj->nhwi", matrices[:, :2], places)
    first = torch.tensor([width / 2 + left, height / 2 + top])
    extent = torch.tensor([width + left + right, height + top + bottom])
    grid = (found + first + 0.25 - _LATER) / extent * 2 - 1
    sampled: Tensor = _Sample.apply(enlarged, grid.to(images))
    return _reduce(sampled)


def _places(side: int) -> Tensor:
    """Where the pixels of the enlarged result lie that its reduction reads, in pixels from the centre."""
    return torch.arange(-_BEFORE, 2 * side + _BEFORE) / 2 + _LATER - side / 2


def _margins(matrices: Tensor, width: int, height: int) -> list[tuple[int, int]]:
    """How far beyond its edges each picture is read: ((left, right), (top, bottom)), less than its sides."""
    across, down = width / 2 + _SUPPORT / 2, height / 2 + _SUPPORT / 2
    corners = torch.tensor([[-across, -down, 1], [across, -down, 1], [-across, down, 1], [across, down, 1]])
    reached = (matrices[:, :2] @ corners.T).transpose(0, 1).flatten(1)
    margins = []
    for side, places in zip((width, height), reached, strict=True):
        beyond = torch.stack([-places.min(), places.max()]) - side / 2 + _SUPPORT
        low, high = beyond.ceil().clamp(min(_SUPPORT, side - 1), side - 1).int().tolist()
        margins.append((low, high))
    return margins


def _kernel(like: Tensor, gain: float) -> Tensor:
    return torch.tensor(_SYM6, dtype=like.dtype, device=like.device).view(1, 1, -1, 1) * gain


def _enlarge(images: Tensor) -> Tensor:
    """(N, C, H, W) -> (N, C, 2 H, 2 W)."""
    n, channels, height, width = images.shape
    kernel = _kernel(images, 2**0.5)
    planes = images.reshape(n * channels, 1, height, width)
    planes = F.conv_transpose2d(planes, kernel, stride=(2, 1))[:, :, _BEFORE : _BEFORE + 2 * height]
    planes = F.conv_transpose2d(planes, kernel.mT, stride=(1, 2))[..., _BEFORE : _BEFORE + 2 * width]
    return planes.reshape(n, channels, 2 * height, 2 * width)


def _reduce(images: Tensor) -> Tensor:
    """(N, C, 2 H + 10, 2 W + 10) -> (N, C, H, W)."""
    n, channels, height, width = images.shape
    kernel = _kernel(images, 0.5**0.5)
    planes = images.reshape(n * channels, 1, height, width)
    planes = F.conv2d(F.conv2d(planes, kernel, stride=(2, 1)), kernel.mT, stride=(1, 2))
    return planes.reshape(n, channels, *planes.shape[-2:])


class _Sample(torch.autograd.Function):
    """`grid_sample` by pictures alone. It is linear in them, so torch's own backward pass, which cannot be
    differentiated again, has the sampling itself as its derivative."""

    @staticmethod
    def forward(ctx: Any, images: Tensor, grid: Tensor) -> Tensor:
        ctx.save_for_backward(grid)
        ctx.shape = images.shape
        return F.grid_sample(images, grid, mode="bilinear", padding_mode="zeros", align_corners=False)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None]:
        (grid,) = ctx.saved_tensors
        spread: Tensor = _Spread.apply(gradients[0], grid, ctx.shape)
        return spread, None


class _Spread(torch.autograd.Function):
    """The transposed sampling: each value back to the pixels that it was read from."""

    @staticmethod
    def forward(ctx: Any, values: Tensor, grid: Tensor, shape: torch.Size) -> Tensor:
        ctx.save_for_backward(grid)
        spread, _ = torch.ops.aten.grid_sampler_2d_backward(
            values.contiguous(), values.new_empty(shape), grid, _BILINEAR, _ZEROS, False, (True, False)
        )
        made: Tensor = spread
        return made

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None, None]:
        (grid,) = ctx.saved_tensors
        sampled: Tensor = _Sample.apply(gradients[0], grid)
        return sampled, None, None
