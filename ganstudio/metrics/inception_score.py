"""Inception score: each picture of a clear class, all classes alike.

Salimans, Goodfellow, Zaremba, Cheung, Radford and Chen, NeurIPS 2016, arXiv:1606.03498.
"""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import Tensor


def inception_score(probabilities: Tensor, *, splits: int = 10) -> tuple[float, float]:
    """Mean and (population) standard deviation over consecutive splits of class probabilities (N, classes).

    Between 1, the worst, and the number of classes. Published figures are of 50,000 pictures in 10 splits.
    """
    count = len(probabilities)
    edges = [i * count // splits for i in range(splits + 1)]
    parts = [probabilities.double()[a:b] for a, b in pairwise(edges)]
    scores = torch.stack([_mean_divergence(part) for part in parts]).exp()
    return float(scores.mean()), float(scores.std(correction=0))


def _mean_divergence(part: Tensor) -> Tensor:
    """Mean Kullback-Leibler divergence of the rows from their mean; a probability of 0 adds nothing."""
    entropies = torch.special.xlogy(part, part) - torch.special.xlogy(part, part.mean(dim=0))
    mean: Tensor = entropies.sum(dim=1).mean()
    return mean
