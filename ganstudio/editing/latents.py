"""Steps along a direction, and a sign for directions that have none."""

from __future__ import annotations

import torch
from torch import Tensor


def moved(ws: Tensor, direction: Tensor, distance: float, layers: slice | list[int] | None = None) -> Tensor:
    """Latents ws (N, layers, d) after a step along `direction` (d,), on some of their layers or on all."""
    result = ws.clone()
    chosen = slice(None) if layers is None else layers
    result[:, chosen] += distance * direction.to(ws)
    return result


def oriented(directions: Tensor) -> Tensor:
    """Rows (k, d), each of the sign that makes its largest entry positive; eigenvectors have no own one."""
    largest = directions.abs().argmax(dim=1, keepdim=True)
    turned: Tensor = directions * torch.where(directions.gather(1, largest) < 0, -1.0, 1.0)
    return turned
