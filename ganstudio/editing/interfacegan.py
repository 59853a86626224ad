"""InterFaceGAN: "Interpreting the Latent Space of GANs for Semantic Face Editing".

Shen, Gu, Tang and Zhou, CVPR 2020, arXiv:1907.10786: the normal of the plane that parts latents with an
attribute from those without.
"""

from __future__ import annotations

import torch
from torch import Tensor

from ganstudio.editing.linear_svm import linear_svm


def train_boundary(codes: Tensor, scores: Tensor, *, ratio: float = 0.02) -> Tensor:
    """Unit normal (1, d) from latents (N, d) and the attribute's scores (N,) of their pictures.

    The plane parts the `ratio` of all with the highest scores from as many with the lowest, and the normal
    points to the highest. At most half of all are taken on either side. The authors train on 70 % of them.
    """
    order = scores.flatten().argsort(descending=True, stable=True)
    count = min(int(len(order) * ratio), len(order) // 2)
    chosen = torch.cat([order[:count], order[len(order) - count :]])
    normal, _ = linear_svm(codes[chosen], torch.arange(2 * count) < count)
    unit: Tensor = normal / normal.norm()
    return unit.to(codes.dtype)[None]


def project_boundary(primal: Tensor, *conditions: Tensor) -> Tensor:
    """What is left of a normal (1, d) when it must not change the attributes of other normals (1, d).

    A unit vector at right angles to all conditions, by which one attribute is edited and the others stay
    (section 3.3). ValueError if nothing is left.
    """
    if not conditions:
        return primal
    others = torch.cat(conditions).double()
    # Least squares: conditions may depend on each other.
    weights = torch.linalg.pinv(others.T) @ primal.double().T
    rest: Tensor = primal.double() - weights.T @ others
    length: Tensor = rest.norm()
    if length < 1e-6 * primal.norm():
        raise ValueError("The conditions leave no direction for this attribute.")
    unit: Tensor = rest / length
    return unit.to(primal.dtype)


def interpolate(code: Tensor, boundary: Tensor, start: float, end: float, steps: int) -> Tensor:
    """Codes at even distances from a plane, on the line through `code` along the unit normal (1, d).

    A code (1, d) gives (steps, d), at distances from `start` to `end` from the plane. A code (1, L, d) gives
    (steps, L, d), at these distances from itself on every layer.
    """
    distances = torch.linspace(start, end, steps, dtype=torch.float64)[:, None]
    normal = boundary.double()
    if code.dim() == 2:
        distances = distances - code.double() @ normal.T
    steps_away = distances * normal
    return (code.double() + (steps_away if code.dim() == 2 else steps_away[:, None])).to(code.dtype)
