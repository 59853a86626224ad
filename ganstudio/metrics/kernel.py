"""Kernel distance between two sets of features: the KID, where they come from the Inception network.

Bińkowski, Sutherland, Arbel and Gretton, ICLR 2018, arXiv:1801.01401.
"""

from __future__ import annotations

import torch
from torch import Tensor


def kernel_distance(
    real: Tensor,
    generated: Tensor,
    *,
    subset_size: int = 1000,
    subsets: int = 100,
    generator: torch.Generator | None = None,
) -> float:
    """Mean unbiased distance of random subsets of features (N, d) and (M, d); about 0 is best, and it may
    come out below.

    Subsets are drawn without replacement, the same number from both sides; never more than there are.
    """
    size = min(len(real), len(generated), subset_size)
    pairs = (
        (real[_draw(len(real), size, generator)], generated[_draw(len(generated), size, generator)])
        for _ in range(subsets)
    )
    return sum(squared_mmd(a, b) for a, b in pairs) / subsets


def squared_mmd(a: Tensor, b: Tensor) -> float:
    """Unbiased squared maximum mean discrepancy of two sets (m, d) under the kernel (x·y / d + 1)³."""
    a, b = a.double(), b.double()
    m = len(a)
    within = _kernel(a, a) + _kernel(b, b)
    unequal = within.sum() - within.trace()
    return float((unequal / (m - 1) - 2 * _kernel(a, b).sum() / m) / m)


def _kernel(a: Tensor, b: Tensor) -> Tensor:
    products: Tensor = (a @ b.T / a.shape[1] + 1) ** 3
    return products


def _draw(count: int, size: int, generator: torch.Generator | None) -> Tensor:
    return torch.randperm(count, generator=generator)[:size]
