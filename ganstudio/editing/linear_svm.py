"""A support vector machine with a plane: Cortes and Vapnik, Machine Learning 20, 1995.

Solved exactly, by sequential minimal optimisation with second-order choice of the pair: Fan, Chen and Lin,
Journal of Machine Learning Research 6, 2005.
"""

from __future__ import annotations

import torch
from torch import Tensor

_FLAT = 1e-12


def linear_svm(
    points: Tensor, positive: Tensor, *, cost: float = 1.0, tolerance: float = 1e-3
) -> tuple[Tensor, float]:
    """Normal (d,), float64, and intercept of the plane `normal @ x + intercept = 0`.

    points (N, d); positive (N,), bool, with both kinds among them (ValueError). Minimises |normal|² / 2 plus
    `cost` times the sum of hinge losses; no point is further than `tolerance` from the optimum's conditions.
    """
    if positive.all() or not positive.any():
        raise ValueError("A boundary needs points on both sides.")
    x = points.double()
    signs = torch.where(positive, 1.0, -1.0).double()
    squares = x.square().sum(dim=1)
    # Signed weights of the points: of positive ones between 0 and cost, of others between -cost and 0.
    low, high = (signs - 1) * (cost / 2), (signs + 1) * (cost / 2)
    weights = torch.zeros_like(signs)
    # By how much the plane's value at each point would have to rise to be that of its margin.
    lacks = signs.clone()
    while True:
        i = int(torch.where(weights < high, lacks, -torch.inf).argmax())
        falling = weights > low
        lowest = torch.where(falling, lacks, torch.inf).min()
        if lacks[i] - lowest <= tolerance:
            break
        with_i = x @ x[i]
        gaps = lacks[i] - lacks
        curvatures = (squares[i] + squares - 2 * with_i).clamp(min=_FLAT)
        gains = torch.where(falling & (gaps > 0), gaps.square() / curvatures, -torch.inf)
        j = int(gains.argmax())
        step = torch.stack((gaps[j] / curvatures[j], high[i] - weights[i], weights[j] - low[j])).min()
        # What takes all the room goes to the bound itself: rounding would leave it short of it for ever.
        weights[i] = high[i] if step == high[i] - weights[i] else weights[i] + step
        weights[j] = low[j] if step == weights[j] - low[j] else weights[j] - step
        lacks -= step * (with_i - x @ x[j])
    free = (weights > low) & (weights < high)
    intercept = lacks[free].mean() if free.any() else (lacks[i] + lowest) / 2
    return weights @ x, float(intercept)
