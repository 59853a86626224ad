"""GANSpace: "Discovering Interpretable GAN Controls".

Härkönen, Hertzmann, Lehtinen and Paris, NeurIPS 2020, arXiv:2004.02546: principal components of many latents.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from ganstudio.editing.latents import oriented


@dataclass(frozen=True)
class Components:
    """The first k of latents with d numbers, the widest first, float64.

    mean (d,), unit directions (k, d), standard deviations (k,) along them, shares (k,) of all variance.
    A step of sigma along component i is `sigma * deviations[i] * directions[i]`.
    """

    mean: Tensor
    directions: Tensor
    deviations: Tensor
    shares: Tensor


def principal_components(latents: Tensor, count: int, *, unbiased: bool = True) -> Components:
    """Of mapped latents (N, d), of which the paper takes a million.

    Deviations are divided by N - 1, as the authors' incremental estimator does, or else by N. Their published
    components come from batches of 2,000 or more, an approximation: those of this function are exact.
    """
    wide = latents.double()
    mean = wide.mean(dim=0)
    centred = wide - mean
    values, vectors = torch.linalg.eigh(centred.T @ centred)
    values = values.clamp(min=0).flip(0)
    return Components(
        mean=mean,
        directions=oriented(vectors.T.flip(0)[:count]),
        deviations=(values[:count] / (len(wide) - unbiased)).sqrt(),
        shares=values[:count] / values.sum(),
    )
