"""StyleCLIP's global directions: a text moves the style channels that it has to do with.

Patashnik, Wu, Shechtman, Cohen-Or and Lischinski, ICCV 2021, arXiv:2103.17249, section 6.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F


def channel_relevance(image_features: Tensor) -> Tensor:
    """What each style channel does in CLIP's eyes: unit vectors (channels, d), float64.

    image_features: (channels, samples, steps, d), CLIP's features of pictures with the channel at its lowest
    (first step) to its highest value (last step); the authors use -5 and +5 standard deviations.
    """
    unit = F.normalize(image_features.double(), dim=-1)
    change = F.normalize(unit[:, :, -1] - unit[:, :, 0], dim=-1)
    return F.normalize(change.mean(dim=1), dim=-1)


def text_direction(target: Tensor, neutral: Tensor) -> Tensor:
    """Unit vector (d,), float64, from CLIP's feature (d,) of a neutral text to that of the target.

    Features of several phrasings of one text are normalised and averaged before.
    """
    difference = F.normalize(target.double(), dim=-1) - F.normalize(neutral.double(), dim=-1)
    return F.normalize(difference, dim=-1)


def channel_weights(relevance: Tensor, direction: Tensor, threshold: float) -> Tensor:
    """How far each channel moves, (channels,) in [-1, 1], the most relevant by 1 in absolute value.

    Channels whose cosine with the text's direction is below the threshold, 0.08 to 0.3 as a rule, stay at 0:
    a higher one edits fewer things at once. All are 0 if none is left.
    """
    cosine = relevance @ direction
    kept = torch.where(cosine.abs() >= threshold, cosine, 0.0)
    return kept / kept.abs().max().clamp(min=torch.finfo(kept.dtype).tiny)


def style_direction(weights: Tensor, deviations: Tensor, to_rgb: Tensor) -> Tensor:
    """The direction (S,) in style space for the weights of its channels; those of ToRGB layers stay.

    deviations (S,): standard deviation of each channel over many latents. to_rgb (S,): bool; `weights` has
    one number for each channel that is not.
    """
    direction = torch.zeros_like(deviations, dtype=torch.float64)
    direction[~to_rgb] = weights.double()
    return direction * deviations
