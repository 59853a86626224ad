"""Agreement of two label maps: confusion matrix and mean intersection over union."""

from __future__ import annotations

import torch
from torch import Tensor


def confusion_matrix(predicted: Tensor, target: Tensor, classes: int) -> Tensor:
    """Pixel counts (classes, classes), target by row; targets outside [0, classes) are left out.

    predicted and target: integer tensors of one shape.
    """
    known = (target >= 0) & (target < classes)
    pairs = target[known].long() * classes + predicted[known].long()
    return torch.bincount(pairs, minlength=classes * classes).view(classes, classes)


def intersection_over_union(confusion: Tensor) -> Tensor:
    """Per class, (classes,), in [0, 1]; NaN for a class that occurs in neither map."""
    confusion = confusion.double()
    hit = confusion.diagonal()
    return hit / (confusion.sum(0) + confusion.sum(1) - hit)


def mean_iou(confusion: Tensor) -> float:
    """Mean over the classes that occur (Long et al. 2015, arXiv:1411.4038, section 5)."""
    return float(intersection_over_union(confusion).nanmean())
