"""3 x 3 convolutions with a quarter of the multiplications.

Winograd's minimal filtering F(4 x 4, 3 x 3): Lavin and Gray, "Fast Algorithms for Convolutional Neural
Networks", CVPR 2016, arXiv:1509.09308. Tiles of 6 x 6 pixels and the kernels are taken to a basis in which
the convolution is 36 matrix products; 4 x 4 pixels come back. It pays on a CPU, in float32, where there are
many channels; rounding errors are some ten times those of the direct sum.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional as F

_TILE = 4
_KERNEL = (
    (1 / 4, 0, 0),
    (-1 / 6, -1 / 6, -1 / 6),
    (-1 / 6, 1 / 6, -1 / 6),
    (1 / 24, 1 / 12, 1 / 6),
    (1 / 24, -1 / 12, 1 / 6),
    (0, 0, 1),
)
_FORWARD = (
    (4, 0, -5, 0, 1, 0),
    (0, -4, -4, 1, 1, 0),
    (0, 4, -4, -1, 1, 0),
    (0, -2, -1, 2, 1, 0),
    (0, 2, -1, -2, 1, 0),
    (0, 4, 0, -5, 0, 1),
)
_BACKWARD = (
    (1, 1, 1, 1, 1, 0),
    (0, 1, -1, 2, -2, 0),
    (0, 1, 1, 4, 4, 0),
    (0, 1, -1, 8, -8, 1),
)
# Numbers of one strip in the new basis: those of a few strips are in the cache together.
_STRIP = 1 << 21
_LEAST_CHANNELS = 128
_LEAST_PIXELS = 32 * 32


def pays(x: Tensor, weight: Tensor) -> bool:
    """Whether `convolve` takes these and is likely the faster way, as measured on a CPU."""
    return (
        x.device.type == "cpu"
        and x.dtype == torch.float32
        and len(x) == 1
        and weight.shape[2:] == (3, 3)
        and min(weight.shape[:2]) >= _LEAST_CHANNELS
        and x.shape[2] * x.shape[3] >= _LEAST_PIXELS
        and not any(side % _TILE for side in x.shape[2:])
    )


def convolve(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """`F.conv2d(x, weight, bias, padding=1)` of one image, without gradients.

    x: (1, I, H, W), H and W multiples of 4. weight: (O, I, 3, 3). Returns (1, O, H, W) in channels_last.
    """
    _, inputs, height, width = x.shape
    outputs, down, across = len(weight), height // _TILE, width // _TILE
    forward, backward = _squared(weight.new_tensor(_FORWARD)), _squared(weight.new_tensor(_BACKWARD))
    kernels = _squared(weight.new_tensor(_KERNEL)) @ weight.reshape(-1, 9).T
    kernels = kernels.view(36, outputs, inputs).transpose(1, 2)
    tiles = _tiles(F.pad(x, (1, 1, 1, 1)), down, across)
    result = x.new_empty(1, height, width, outputs)
    pixels = result.view(down, _TILE, across, _TILE, outputs).permute(1, 3, 0, 2, 4)
    strips = math.ceil(36 * down * across * max(inputs, outputs) / _STRIP)
    for part, target in zip(tiles.chunk(strips, 2), pixels.chunk(strips, 2), strict=True):
        maps = (forward @ part.reshape(36, -1)).view(36, -1, inputs)
        maps = backward @ torch.bmm(maps, kernels).view(36, -1)
        torch.add(maps.view(target.shape), bias, out=target)
    return result.permute(0, 3, 1, 2)


def _tiles(padded: Tensor, down: int, across: int) -> Tensor:
    """(1, C, 4 down + 2, 4 across + 2) -> the tiles, which overlap, as a view (6, 6, down, across, C)."""
    _, channel, row, column = padded.stride()
    size = (6, 6, down, across, padded.shape[1])
    return padded.as_strided(size, (row, column, _TILE * row, _TILE * column, channel))


def _squared(matrix: Tensor) -> Tensor:
    """(a, b) for a row of pixels -> (a * a, b * b) for a square of them."""
    return torch.kron(matrix, matrix)
