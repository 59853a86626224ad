"""The way between two latents in z, where all of them lie near one sphere.

The StyleGAN2-ADA release walks it for the path length; Shoemake, SIGGRAPH 1985, found it for rotations.
"""

from __future__ import annotations

from torch import Tensor


def slerp(a: Tensor, b: Tensor, t: Tensor) -> Tensor:
    """The points at `t` (N, 1) on the great circles from a to b, (N, d) each, which are normalised first.

    Between equal points all of them are that point.
    """
    a, b = _unit(a), _unit(b)
    cosine = (a * b).sum(dim=-1, keepdim=True)
    angle = t * cosine.clamp(-1, 1).acos()
    return _unit(a * angle.cos() + _unit(b - cosine * a) * angle.sin())


def slerp_of_any_length(a: Tensor, b: Tensor, t: Tensor) -> Tensor:
    """The same for latents that keep their lengths, between which the length changes evenly."""
    length = a.norm(dim=-1, keepdim=True).lerp(b.norm(dim=-1, keepdim=True), t)
    point: Tensor = slerp(a, b, t) * length
    return point


def _unit(vectors: Tensor) -> Tensor:
    unit: Tensor = vectors / vectors.norm(dim=-1, keepdim=True).clamp_min(1e-30)
    return unit
