"""Dabs of colour that tell a generator what colour something shall have, as a person would paint them.

A hint is four planes beside the picture to translate: where colour is given (0 or 1), then the colour in
[-1, 1], which is 0 where none is given. Training takes the colours from the wanted picture at random places:
Zhang et al. 2017, "Real-Time User-Guided Image Colorization with Learned Deep Priors", arXiv:1705.02999.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional as F

from ganstudio.engine.randomness import Randomness

HINT_CHANNELS = 4
_STOP = 1 / 8  # their geometric distribution of the number of dabs
_MOST = 24
_BLUR = 5  # pixels whose mean is the colour of a dab


def no_hints(images: Tensor) -> Tensor:
    """Planes (N, 4, H, W) without a hint."""
    n, _, height, width = images.shape
    return images.new_zeros(n, HINT_CHANNELS, height, width)


def random_dabs(target: Tensor, random: Randomness) -> Tensor:
    """Hints (N, 4, H, W) from pictures (N, 3, H, W) in [-1, 1]: often a few round dabs, seldom many or none.

    Dabs have a radius of 1 pixel to a sixteenth of the side; later ones lie on earlier ones.
    """
    n, _, height, width = target.shape
    draws = random.rand(n, _MOST, 3)
    count = (random.rand(n).clamp(min=1e-9).log() / math.log(1 - _STOP)).long()
    centres = draws[..., :2] * torch.tensor([height, width])
    radii = 1 + draws[..., 2] * max(height / 16 - 1, 0)
    rows, columns = torch.arange(height) + 0.5, torch.arange(width) + 0.5
    up = (rows - centres[..., 0, None]).square()[..., :, None]
    along = (columns - centres[..., 1, None]).square()[..., None, :]
    inside = up + along <= radii.square()[..., None, None]
    inside &= (torch.arange(_MOST) < count[:, None])[..., None, None]
    # Which dab lies on top, counted from 1; 0 where there is none.
    order = torch.arange(1, _MOST + 1, dtype=torch.uint8).view(1, -1, 1, 1)
    top = (inside * order).amax(dim=1)
    painted = F.pad(_colours_at(target, centres), (1, 0))
    planes = torch.stack([colours[index.long()] for colours, index in zip(painted.mT, top, strict=True)])
    return torch.cat([(top > 0)[:, None].to(target), planes.permute(0, 3, 1, 2)], dim=1)


def _colours_at(images: Tensor, centres: Tensor) -> Tensor:
    """The colours (N, 3, dabs) of a softened picture at these places, given in pixels."""
    soft = F.avg_pool2d(images, _BLUR, 1, _BLUR // 2, count_include_pad=False)
    places = centres.long()
    flat = places[..., 0] * images.shape[-1] + places[..., 1]
    return soft.flatten(2).gather(2, flat[:, None].expand(-1, 3, -1))
