"""DiffAugment: real and generated pictures alike are changed before they are judged.

Zhao, Liu, Lin, Zhu and Han 2020, "Differentiable Augmentation for Data-Efficient GAN Training",
arXiv:2006.10738, section 3.2. Every change is drawn anew for each picture, and lets gradients through, also
gradients of gradients.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

import torch
from torch import Tensor
from torch.nn import functional as F

from ganstudio.engine.randomness import Randomness

Policy = Literal["none", "colour", "colour+translation", "colour+translation+cutout", "translation+cutout"]
POLICIES: tuple[Policy, ...] = get_args(Policy)
_SHIFT = 1 / 8
_HOLE = 1 / 2


def diffaugment(images: Tensor, policy: Policy, random: Randomness) -> Tensor:
    """Pictures (N, C, S, S) in about [-1, 1], changed as `policy` says, in its order."""
    for name in policy.split("+"):
        images = _CHANGES[name](images, random)
    return images


def colour(images: Tensor, random: Randomness) -> Tensor:
    """Brightness shifted by up to 0.5, saturation times 0 to 2, contrast times 0.5 to 1.5."""
    brightness, saturation, contrast = _uniform(images, random, 3)
    images = images + (brightness - 0.5)
    grey = images.mean(dim=1, keepdim=True)
    images = grey + (images - grey) * (2 * saturation)
    mean = images.mean(dim=(1, 2, 3), keepdim=True)
    return mean + (images - mean) * (contrast + 0.5)


def translation(images: Tensor, random: Randomness) -> Tensor:
    """Moved by up to an eighth of each side in whole pixels; what comes in is 0."""
    n, _, height, width = images.shape
    down, right = int(height * _SHIFT + 0.5), int(width * _SHIFT + 0.5)
    top = random.randint(2 * down + 1, n)[:, None] + torch.arange(height)
    left = random.randint(2 * right + 1, n)[:, None] + torch.arange(width)
    place = images.device
    padded = F.pad(images, (right, right, down, down))
    rows = top.to(place)[:, None, :, None].expand(-1, images.shape[1], -1, padded.shape[-1])
    columns = left.to(place)[:, None, None, :].expand(-1, images.shape[1], height, -1)
    return padded.gather(2, rows).gather(3, columns)


def cutout(images: Tensor, random: Randomness) -> Tensor:
    """A square of half the side set to 0; its centre is anywhere in the picture."""
    n, _, height, width = images.shape
    inside = _hole(height, random.randint(height + 1, n))[:, None, :, None]
    inside = inside & _hole(width, random.randint(width + 1, n))[:, None, None, :]
    return images * (~inside).to(images)


def _hole(side: int, centre: Tensor) -> Tensor:
    """Where the square lies along one side, (N, side)."""
    length = int(side * _HOLE + 0.5)
    first = (centre - length // 2)[:, None]
    places = torch.arange(side)
    return (places >= first) & (places < first + length)


def _uniform(images: Tensor, random: Randomness, count: int) -> list[Tensor]:
    draws = random.rand(len(images), count).to(images)
    return [draw.view(-1, 1, 1, 1) for draw in draws.unbind(1)]


def _unchanged(images: Tensor, random: Randomness) -> Tensor:
    return images


_CHANGES: dict[str, Callable[[Tensor, Randomness], Tensor]] = {
    "none": _unchanged,
    "colour": colour,
    "translation": translation,
    "cutout": cutout,
}
