"""Linear separability: how well a plane in latent space parts pictures that have an attribute from others.

Karras, Laine and Aila, CVPR 2019, arXiv:1812.04948, section 4.2; the steps are those of the authors' release.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor


def most_confident(predictions: Tensor, count: int) -> Tensor:
    """Indices (count,) of the samples whose class is clearest, the clearest first.

    predictions: probabilities (N, 2) of a classifier of one attribute. The official run keeps 100,000 of
    200,000.
    """
    confidence = predictions.max(dim=1).values
    return confidence.argsort(descending=True, stable=True)[:count]


def joint_distribution(outputs: Tensor, targets: Tensor) -> Tensor:
    """Probabilities (2, 2), float64: row by the side of the plane, column by the classifier's class.

    outputs, targets: integers 0 or 1, (N,). Outputs are those of a linear support vector machine that was
    fitted to latents and targets.
    """
    pairs = outputs.long() * 2 + targets.long()
    return torch.bincount(pairs, minlength=4).view(2, 2).double() / len(pairs)


def conditional_entropy(joint: Tensor) -> float:
    """H(column | row) of a joint distribution, in bits; in [0, 1] for two columns, 0 where rows tell all."""
    return max(0.0, float(_entropy(joint) - _entropy(joint.sum(dim=1))))


def separability(entropies: Tensor) -> float:
    """The score of conditional entropies (attributes,) in bits: from 1, the best, to 2 ** attributes.

    The paper's exp of natural entropies is the same number. Published scores are of 40 attributes of faces.
    """
    return float(torch.exp2(entropies.double().sum()))


def _entropy(probabilities: Tensor) -> Tensor:
    nats: Tensor = -torch.special.xlogy(probabilities, probabilities).sum()
    return nats / math.log(2)
