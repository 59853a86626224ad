"""Fréchet distance between two sets of features: the FID, where they come from the Inception network.

Heusel, Ramsauer, Unterthiner, Nessler and Hochreiter, NeurIPS 2017, arXiv:1706.08500.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Moments:
    """Mean (d,) and covariance (d, d) of features, float64."""

    mean: Tensor
    covariance: Tensor


def moments(features: Tensor, *, unbiased: bool = False) -> Moments:
    """Of features (N, d).

    The covariance is divided by N as in the StyleGAN2-ADA and StyleGAN3 releases, or, if `unbiased`, by
    N - 1 as in pytorch-fid and the TensorFlow releases. The two FIDs of one model differ in the third digit.
    """
    wide = features.double()
    mean = wide.mean(dim=0)
    centred = wide - mean
    return Moments(mean, centred.T @ centred / (len(wide) - unbiased))


def frechet_distance(real: Moments, generated: Moments) -> float:
    """Squared Wasserstein distance of the two Gaussians; at least 0, which is best."""
    difference = real.mean - generated.mean
    # The trace of the root of a product of covariances is the sum of the singular values of the product of
    # their roots. No root of a small negative eigenvalue is met on this way.
    shared = torch.linalg.svdvals(_root(real.covariance).T @ _root(generated.covariance)).sum()
    spread = real.covariance.trace() + generated.covariance.trace() - 2 * shared
    return max(0.0, float(difference @ difference + spread))


def _root(covariance: Tensor) -> Tensor:
    """A with A Aᵀ = covariance; what rounding has made negative counts as 0."""
    values, vectors = torch.linalg.eigh(covariance)
    root: Tensor = vectors * values.clamp(min=0).sqrt()
    return root
