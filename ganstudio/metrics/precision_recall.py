"""Precision and recall: which pictures look real, and how much of the real ones is reached.

Kynkäänniemi, Karras, Laine, Lehtinen and Aila, NeurIPS 2019, arXiv:1904.06991.
"""

from __future__ import annotations

import torch
from torch import Tensor

_ROWS = 1024


def precision_recall(real: Tensor, generated: Tensor, *, neighbours: int = 3) -> tuple[float, float]:
    """Of features (N, d) and (M, d), each in [0, 1], 1 is best.

    Precision is the share of generated features that lie within the manifold of the real ones, recall the
    other way round. A manifold is made of the spheres around all its points that reach to their k-th nearest
    neighbour.
    """
    real, generated = real.double(), generated.double()
    return (
        share_within(generated, real, neighbours=neighbours),
        share_within(real, generated, neighbours=neighbours),
    )


def share_within(probes: Tensor, manifold: Tensor, *, neighbours: int) -> float:
    """Share of the probes (N, d) that lie within the manifold of the points (M, d); M > neighbours."""
    # The nearest of all is the point itself, at distance 0.
    nearest = [rows.kthvalue(neighbours + 1, dim=1).values for rows in _distances(manifold, manifold)]
    radii = torch.cat(nearest)
    inside = [(rows <= radii).any(dim=1) for rows in _distances(probes, manifold)]
    return float(torch.cat(inside).double().mean())


def _distances(a: Tensor, b: Tensor) -> list[Tensor]:
    """Euclidean distances of all pairs, (at most 1024, len(b)) at a time.

    Not by way of scalar products: equal points must be at distance 0.
    """
    exact = "donot_use_mm_for_euclid_dist"
    return [torch.cdist(rows, b, compute_mode=exact) for rows in a.split(_ROWS)]
