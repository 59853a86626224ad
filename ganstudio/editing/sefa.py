"""SeFa: "Closed-Form Factorization of Latent Semantics in GANs".

Shen and Zhou, CVPR 2021, arXiv:2007.06600: the directions that the weights behind the latent stretch most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from ganstudio.editing.latents import oriented


@dataclass(frozen=True)
class Factors:
    """Unit directions (d, d) by row and the lengths (d,) that the weights give them.

    float64, the longest first. The eigenvalues that the authors' code shows are the squares of the lengths.
    """

    directions: Tensor
    lengths: Tensor


def factorize(weights: Sequence[Tensor], *, normalized: bool = True) -> Factors:
    """Of the weights (outputs, d) of all layers that take the latent and are to be edited.

    With `normalized`, as in genforce/sefa, each output counts the same; without, as in
    rosinality/stylegan2-pytorch, a layer's strong outputs count for more.
    """
    rows = torch.cat([weight.double() for weight in weights])
    if normalized:
        rows = F.normalize(rows, dim=1)
    values, vectors = torch.linalg.eigh(rows.T @ rows)
    lengths = values.clamp(min=0).sqrt()
    return Factors(oriented(vectors.T.flip(0)), lengths.flip(0))
