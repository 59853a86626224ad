"""The pool of earlier generated pictures with which CycleGAN shows its discriminators some history.

Shrivastava et al. 2017, arXiv:1612.07828, section 2.3; Zhu et al. 2017, arXiv:1703.10593, section 4.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from ganstudio.engine.randomness import Randomness


class ImagePool:
    """Keeps about `size` pictures and gives old ones for new ones half of the time.

    Each row of the global batch has an equal share of the places for itself. So the pictures live as long as
    in one pool for all, and processes that share a batch keep exactly what one process would keep.
    """

    def __init__(self, size: int, batch_size: int) -> None:
        """size: 0 gives every picture straight back."""
        self._places = -(-size // batch_size)
        self._kept: dict[int, list[Tensor]] = {}

    def exchange(self, images: Tensor, random: Randomness) -> Tensor:
        """Pictures (N, C, H, W) -> N pictures without gradient, some of them from earlier calls.

        N is this process's share of the batch. A row is given back until its places are full; then, with a
        probability of 1/2, it takes the place of one that it has kept, which is given back instead.
        """
        images = images.detach()
        if self._places == 0:
            return images
        n = len(images)
        swapped = (random.rand(n) < 0.5).tolist()
        places = random.randint(self._places, n).tolist()
        given = [self._one(random.rank * n + row, images[row], swapped[row], places[row]) for row in range(n)]
        return torch.stack(given)

    def _one(self, row: int, image: Tensor, swap: bool, place: int) -> Tensor:
        kept = self._kept.setdefault(row, [])
        if len(kept) < self._places:
            kept.append(image.clone())
        elif swap:
            old, kept[place] = kept[place], image.clone()
            return old
        return image

    def state_dict(self) -> dict[str, Any]:
        return {"kept": {row: torch.stack(images) for row, images in self._kept.items()}}

    def load_state_dict(self, state: Mapping[str, Any], device: torch.device | str = "cpu") -> None:
        """Rows of another division of the batch are taken up as far as they fit."""
        self._kept = {
            row: list(images[: self._places].to(device).unbind()) for row, images in state["kept"].items()
        }
