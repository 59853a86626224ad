"""Learning rates that change as a run goes on."""

from __future__ import annotations

from collections.abc import Iterable

from torch.optim import Optimizer


def linear_decay(step: int, constant: int, decay: int) -> float:
    """1 for the first `constant` steps, then straight down to 0 over `decay` steps; 1 for ever if decay is 0.

    Zhu et al. 2017 (CycleGAN), arXiv:1703.10593, section 4.
    """
    if decay == 0 or step < constant:
        return 1.0
    return max(0.0, 1.0 - (step - constant) / decay)


def set_rate(optimisers: Iterable[Optimizer], rate: float) -> None:
    """Give every group of these optimisers one learning rate."""
    for optimiser in optimisers:
        for group in optimiser.param_groups:
            group["lr"] = rate
