"""The change of a small picture as a local affine function of its colours, to be applied to the large one.

He, Sun and Tang, "Guided Image Filtering" (ECCV 2010, TPAMI 2013), with a colour guide; its coefficients are
found on the small picture and enlarged, as in He and Sun, "Fast Guided Filter" (arXiv:1505.00996). What is
filtered is the change, not the result: where a window is flat, its regression tends to a constant, and a
constant change leaves the large picture all of its texture.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

SMOOTHNESS = 1e-4
"""Added to the variances of the guide, in squares of Oklab's units: what varies less counts as flat.

Ten times as much, or windows four times as wide, leave red trunks and green rims in the snow.
"""


def affine(guide: Tensor, change: Tensor, radius: int, smoothness: float = SMOOTHNESS) -> Tensor:
    """Coefficients (12, h, w): per pixel a 3 × 3 matrix, row by row, and an offset.

    guide, change: (3, h, w). With x the guide's colour at a pixel, matrix @ x + offset is the change there.
    Windows have sides of 2 · radius + 1 pixels and are cut off at the border.
    """
    mean_x, mean_y = _box(guide, radius), _box(change, radius)
    products = torch.cat([(guide[:, None] * other[None]).flatten(0, 1) for other in (guide, change)])
    means = _box(products, radius).unflatten(0, (2, 3, 3))
    covariance = means[0] - mean_x[:, None] * mean_x[None]
    shared = means[1] - mean_x[:, None] * mean_y[None]
    covariance = covariance.permute(2, 3, 0, 1) + smoothness * torch.eye(3)
    matrix = torch.linalg.solve(covariance, shared.permute(2, 3, 0, 1)).permute(3, 2, 0, 1)
    offset = mean_y - (matrix * mean_x[None]).sum(1)
    return _box(torch.cat([matrix.flatten(0, 1), offset]), radius)


def applied(coefficients: Tensor, guide: Tensor) -> Tensor:
    """The change (3, ...) that coefficients (12, ...) make of a guide (3, ...)."""
    x, y, z = guide
    rows = [coefficients[3 * row : 3 * row + 3] for row in range(3)]
    return torch.stack([a * x + b * y + c * z + coefficients[9 + row] for row, (a, b, c) in enumerate(rows)])


def _box(planes: Tensor, radius: int) -> Tensor:
    """Means over windows, which count only what lies inside of the picture."""
    if radius == 0:
        return planes
    side = 2 * radius + 1
    for size, pad in (((side, 1), (radius, 0)), ((1, side), (0, radius))):
        planes = F.avg_pool2d(planes[None], size, 1, pad, count_include_pad=False)[0]
    return planes
