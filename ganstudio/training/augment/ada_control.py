"""How often ADA changes pictures: as often as keeps the discriminator from learning them by heart.

Karras et al. 2020, "Training Generative Adversarial Networks with Limited Data", arXiv:2006.06676, section 3.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from ganstudio.training.part_means import PartMeans
from ganstudio.training.recipe import Sync


class AdaControl:
    """Moves the probability `p` so that r_t = E[sign(D(real))] comes to the target.

    r_t is 0 for no overfitting and 1 for complete overfitting (equation 1). Every `interval` steps p goes one
    step up or down, of a size by which it would come from 0 to 1 within `kilo_images` thousand pictures.
    """

    def __init__(
        self,
        batch_size: int,
        device: torch.device,
        *,
        target: float = 0.6,
        kilo_images: float = 500.0,
        interval: int = 4,
        start: float = 0.0,
    ) -> None:
        """batch_size: of the global batch. The defaults are the paper's; for fine-tuning it takes 100."""
        self.p = torch.tensor(start)
        self.r = torch.zeros(())
        self._target = target
        self._interval = interval
        self._rate = batch_size * interval / (kilo_images * 1000)
        self._means = PartMeans(1, device)
        self._sum, self._count = torch.zeros((), device=device), 0

    def observe(self, real_scores: Tensor, sync: Sync, scale: float = 1.0) -> None:
        """Take note of the raw scores of this step's real pictures, changed as they were; once per step.

        `sync` and `scale` are the recipe's `sync` and `loss_scale`: all parts of a batch count.
        """
        mean = self._means.of(real_scores.detach().float().sign().mean().reshape(1), sync, scale)
        if mean is None:
            return
        self._sum += mean[0]
        self._count += 1
        if self._count == self._interval:
            self.r = (self._sum / self._count).cpu()
            self.p = (self.p + self._rate * torch.sign(self.r - self._target)).clamp(0, 1)
            self._sum, self._count = torch.zeros_like(self._sum), 0

    def told(self) -> dict[str, Tensor]:
        """For the log, on the run's device: the probability, and the last r_t."""
        return {"ada_p": self.p.to(self._sum.device), "ada_r": self.r.to(self._sum.device)}

    def state_dict(self) -> dict[str, Any]:
        return {"p": self.p, "r": self.r, "sum": self._sum.cpu(), "count": self._count}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        self.p, self.r, self._count = state["p"], state["r"], state["count"]
        self._sum = state["sum"].to(self._sum.device)
