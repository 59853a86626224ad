"""f-GAN: Nowozin, Cseke and Tomioka 2016, arXiv:1606.00709: train by any f-divergence.

A network's raw output v becomes t = g_f(v), which the conjugate f* takes. The discriminator makes the bound
E_real[t] - E_fake[f*(t)] of the divergence as large as it can (tables 2 and 6).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from ganstudio.training.objectives import Objective


@dataclass(frozen=True)
class Divergence:
    """An f-divergence by its output activation g_f and the convex conjugate f*, both elementwise."""

    name: str
    activation: Callable[[Tensor], Tensor]
    conjugate: Callable[[Tensor], Tensor]

    def discriminator(self, real: Tensor, fake: Tensor) -> Tensor:
        """-mean g_f(real) + mean f*(g_f(fake)); its negative estimates the divergence."""
        return self.objective().discriminator(real, fake)

    def generator(self, fake: Tensor) -> Tensor:
        """-mean f*(g_f(fake)): what the discriminator wins, the generator loses."""
        return self.objective(direct=True).g(fake)

    def generator_heuristic(self, fake: Tensor) -> Tensor:
        """-mean g_f(fake): section 3.2's change, which gives a gradient where images are recognised."""
        return self.objective().g(fake)

    def objective(self, *, direct: bool = False) -> Objective:
        """As an adversarial objective; `direct` takes the generator's own loss, not the heuristic one."""

        def d_fake(v: Tensor) -> Tensor:
            return self.conjugate(self.activation(v)).mean()

        return Objective(
            self.name,
            lambda v: -self.activation(v).mean(),
            d_fake,
            (lambda v: -d_fake(v)) if direct else (lambda v: -self.activation(v).mean()),
        )


DIVERGENCES = {
    divergence.name: divergence
    for divergence in (
        Divergence("Kullback-Leibler", lambda v: v, lambda t: torch.exp(t - 1)),
        Divergence("Reverse-KL", lambda v: -torch.exp(-v), lambda t: -1 - torch.log(-t)),
        Divergence("Pearson-X2", lambda v: v, lambda t: 0.25 * t.square() + t),
        Divergence("Squared-Hellinger", lambda v: 1 - torch.exp(-v), lambda t: t / (1 - t)),
        Divergence(
            "Jensen-Shannon", lambda v: math.log(2) - F.softplus(-v), lambda t: -torch.log(2 - torch.exp(t))
        ),
        # Goodfellow et al. 2014, arXiv:1406.2661, as one of them.
        Divergence("GAN", lambda v: -F.softplus(-v), lambda t: -torch.log(-torch.expm1(t))),
    )
}
