"""The adversarial loss of a discriminator that names classes: OASIS, arXiv:2012.04781, equations 1 and 2."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F


def class_weights(labels: Tensor, classes: int) -> Tensor:
    """Weight of each class, inverse to its share of the pixels; 0 for a class that is absent.

    labels: (N, H, W) integers; larger ones than the classes count for nothing. A batch weighs 1 a pixel on
    average.
    """
    counts = torch.bincount(labels.flatten(), minlength=classes)[:classes].float()
    present = counts > 0
    weights = counts.sum() / (counts * present.sum()).clamp(min=1)
    return torch.where(present, weights, torch.zeros_like(weights))


def as_labelled(scores: Tensor, labels: Tensor) -> Tensor:
    """Balanced cross entropy of each pixel's own class: of real pictures for the discriminator (equation 1),
    of generated ones for the generator (equation 2).

    scores: (N, classes + 1, H, W); labels: (N, H, W) integers, pixels of no class (255) count for nothing.
    """
    classes = scores.shape[1] - 1
    weights = class_weights(labels, classes)
    known = labels < classes
    target = torch.where(known, labels, 0)
    losses = F.cross_entropy(scores.float(), target, reduction="none")
    return (losses * weights[target] * known).mean()


def as_generated(scores: Tensor) -> Tensor:
    """Cross entropy of "generated", the last of (N, classes + 1, H, W), in every pixel."""
    target = scores.new_full((len(scores), *scores.shape[2:]), scores.shape[1] - 1, dtype=torch.long)
    return F.cross_entropy(scores.float(), target)
