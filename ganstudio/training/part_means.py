"""Means over a whole batch that several processes or parts work through, for what a recipe remembers."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from ganstudio.training.recipe import Sync


class PartMeans:
    """Takes the mean of a few numbers over all parts, by the way that gradients are averaged.

    A moving average that each part kept of its own rows would differ between one process and several.
    """

    def __init__(self, count: int, device: torch.device) -> None:
        self._carrier = nn.Parameter(torch.zeros(count, device=device))

    def of(self, values: Tensor, sync: Sync, scale: float = 1.0) -> Tensor | None:
        """The mean of `values` (count,), each a mean over this part's rows; every part must ask.

        None in all parts but one, which is to remember the result, and where a number is not finite. `scale`
        is the recipe's `loss_scale`, which `sync` takes out.
        """
        self._carrier.grad = values.detach().float() * scale
        sync([self._carrier])
        mean, self._carrier.grad = self._carrier.grad, None
        return mean
