"""Perceptual path length: how much a picture changes for a small step in latent space.

Karras, Laine and Aila, CVPR 2019, arXiv:1812.04948, section 4.1; the steps are those of the StyleGAN2-ADA
release. A run joins the parts: `latents_on_path`, the generator with the same noise for both pictures of a
pair, `prepare`, the features of LPIPS, `path_distances`, and over many pairs `filtered_mean`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal

import torch
from torch import Tensor
from torch.nn import functional as F

from ganstudio.networks.slerp import slerp

EPSILON = 1e-4
_FEATURE_SIZE = 256


def latents_on_path(
    mapping: Callable[[Tensor], Tensor],
    z0: Tensor,
    z1: Tensor,
    t: Tensor,
    *,
    space: Literal["z", "w"],
    epsilon: float = EPSILON,
) -> tuple[Tensor, Tensor]:
    """Mapped latents at `t` and a step further, for N paths from z0 to z1, both (N, d).

    t: (N,) in [0, 1], at random for "full" and 0 for "end" figures. The path is an arc in z or a straight
    line in w, as `mapping` gives it without truncation.
    """
    if space == "z":
        return mapping(slerp(z0, z1, t[:, None])), mapping(slerp(z0, z1, t[:, None] + epsilon))
    w0, w1 = mapping(z0), mapping(z1)
    position = t.view(-1, *(1,) * (w0.dim() - 1))
    return torch.lerp(w0, w1, position), torch.lerp(w0, w1, position + epsilon)


def prepare(images: Tensor, *, crop: bool) -> Tensor:
    """Pictures (N, 1 or 3, S, S) in [-1, 1] as LPIPS is fed: (N, 3, s, s) in [0, 255], s at most 256 or so.

    `crop` keeps the middle, where the faces of FFHQ are: half of each side. The factor of the reduction
    follows the size before the crop, so a cropped 1024 comes out as 128; in the TensorFlow release as 256.
    """
    side = images.shape[-1]
    if crop:
        part = side // 8
        images = images[..., 3 * part : 7 * part, 2 * part : 6 * part]
    if (factor := side // _FEATURE_SIZE) > 1:
        images = F.avg_pool2d(images, factor)
    return ((images + 1) * 127.5).expand(-1, 3, -1, -1)


def path_distances(before: Tensor, after: Tensor, *, epsilon: float = EPSILON) -> Tensor:
    """(N,): squared distances of the features (N, d) before and after the step, over the step squared."""
    return (before - after).square().sum(dim=1) / epsilon**2


def percentiles(distances: Tensor) -> tuple[float, float]:
    """The first and the last percentile, each the next value outwards that occurs."""
    ordered = distances.flatten().sort().values
    last = len(ordered) - 1
    return float(ordered[math.floor(last * 0.01)]), float(ordered[math.ceil(last * 0.99)])


def filtered_mean(distances: Tensor) -> float:
    """The path length, least is best: mean of the distances within the percentiles, bounds included."""
    wide = distances.double()
    low, high = percentiles(wide)
    return float(wide[(wide >= low) & (wide <= high)].mean())
