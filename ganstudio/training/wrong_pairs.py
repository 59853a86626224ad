"""Pictures with sentences that are not theirs, from which a discriminator learns to look at the sentence.

Reed et al. 2016 (GAN-CLS), arXiv:1605.05396, section 4.2.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from ganstudio.datasets.captions import CaptionBatch
from ganstudio.engine.randomness import Randomness
from ganstudio.training.objectives import Score


def other_places(indices: Any, count: int, random: Randomness) -> np.ndarray[Any, np.dtype[np.int64]]:
    """For each of `indices` any place below `count` but its own; its own if there is no other."""
    shift = 1 + random.randint(max(count - 1, 1), len(indices))
    return ((torch.as_tensor(indices) + shift) % count).numpy()


def differing(own: CaptionBatch, other: CaptionBatch) -> Tensor:
    """(N,) true where the sentences are not the same: with an equal one, a picture is not wrong."""
    return torch.tensor([a != b for a, b in zip(own.captions, other.captions, strict=True)])


def mean_where(loss: Score, scores: Tensor, counts: Tensor) -> Tensor:
    """A loss of scores (N, ...) as a mean over all rows, to which rows that do not count (N,) give 0."""
    if not bool(counts.any()):
        return scores.sum() * 0
    return loss(scores[counts]) * counts.float().mean()
