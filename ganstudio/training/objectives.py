"""Adversarial objectives and the losses that go with them.

An objective is three functions of a discriminator's raw outputs (no sigmoid), each a mean over all elements:
what the discriminator minimises on real and on generated images, and what the generator minimises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

Score = Callable[[Tensor], Tensor]


@dataclass(frozen=True)
class Objective:
    """The paper's two players as losses to minimise."""

    name: str
    d_real: Score
    d_fake: Score
    g: Score

    def discriminator(self, real: Tensor, fake: Tensor) -> Tensor:
        return self.d_real(real) + self.d_fake(fake)


OBJECTIVES = {
    objective.name: objective
    for objective in (
        # Goodfellow et al. 2014, arXiv:1406.2661: the game of section 3, and the generator's loss that
        # section 3 recommends in practice because it does not saturate.
        Objective(
            "minimax",
            lambda x: F.softplus(-x).mean(),
            lambda x: F.softplus(x).mean(),
            lambda x: -F.softplus(x).mean(),
        ),
        Objective(
            "non_saturating",
            lambda x: F.softplus(-x).mean(),
            lambda x: F.softplus(x).mean(),
            lambda x: F.softplus(-x).mean(),
        ),
        # Mao et al. 2017, arXiv:1611.04076, labels 1 and 0, without the factor 1/2.
        Objective(
            "least_squares",
            lambda x: (x - 1).square().mean(),
            lambda x: x.square().mean(),
            lambda x: (x - 1).square().mean(),
        ),
        # The same with the factor 1/2, as in the paper's equation 2 and in PyTorch-StudioGAN.
        Objective(
            "half_least_squares",
            lambda x: 0.5 * (x - 1).square().mean(),
            lambda x: 0.5 * x.square().mean(),
            lambda x: 0.5 * (x - 1).square().mean(),
        ),
        # Lim and Ye 2017, arXiv:1705.02894; Miyato et al. 2018, arXiv:1802.05957, equations 16 and 17.
        Objective(
            "hinge",
            lambda x: F.relu(1 - x).mean(),
            lambda x: F.relu(1 + x).mean(),
            lambda x: -x.mean(),
        ),
        # Arjovsky et al. 2017, arXiv:1701.07875; the Lipschitz condition is somebody else's work.
        Objective("wasserstein", lambda x: -x.mean(), lambda x: x.mean(), lambda x: -x.mean()),
    )
}


def with_labels(name: str, real: float, fake: float) -> Objective:
    """An objective that aims at these labels instead of 1 and 0, the generator at the real one.

    For "non_saturating" the binary cross entropy -t log s(x) - (1 - t) log(1 - s(x)) with the sigmoid s, for
    "least_squares" (x - t)^2; others have no labels (ValueError). One-sided smoothing, say 0.9 and 0:
    Salimans et al. 2016, arXiv:1606.03498, section 3.4.
    """
    losses: dict[str, Callable[[Tensor, float], Tensor]] = {
        "non_saturating": lambda x, label: (F.softplus(x) - label * x).mean(),
        "least_squares": lambda x, label: (x - label).square().mean(),
    }
    if name not in losses:
        raise ValueError(f"the objective {name} has no labels")
    loss = losses[name]
    return Objective(
        f"{name}_{real:g}_{fake:g}",
        lambda x: loss(x, real),
        lambda x: loss(x, fake),
        lambda x: loss(x, real),
    )


def over_scales(loss: Score, scales: Iterable[Tensor]) -> Tensor:
    """The mean of a loss over the outputs of a multi-scale discriminator."""
    return torch.stack([loss(scale) for scale in scales]).mean()


def sum_over_scales(loss: Score, scales: Iterable[Tensor]) -> Tensor:
    """The sum, with which BicycleGAN trains (Zhu et al. 2017, arXiv:1711.11586)."""
    return torch.stack([loss(scale) for scale in scales]).sum()


def mean_feature_matching(fake: Tensor, real: Tensor, *, squared: bool = False) -> Tensor:
    """Mean |.| or (.)^2 of the difference between the batches' mean features.

    Salimans et al. 2016, arXiv:1606.03498, section 3.1. fake and real (N, ...), each with its own N; the real
    features are targets and get no gradient.
    """
    distance = F.mse_loss if squared else F.l1_loss
    return distance(fake.mean(dim=0), real.mean(dim=0).detach())


def feature_matching(fake: Sequence[Sequence[Tensor]], real: Sequence[Sequence[Tensor]]) -> Tensor:
    """L1 between the inner features of each scale, summed over layers, averaged over scales.

    Wang et al. 2018 (pix2pixHD), arXiv:1711.11585, section 3.2. The last entry of each scale is its score
    and is left out; the real features are targets and get no gradient.
    """
    terms = [
        F.l1_loss(f, r.detach())
        for fakes, reals in zip(fake, real, strict=True)
        for f, r in zip(fakes[:-1], reals[:-1], strict=True)
    ]
    return torch.stack(terms).sum() / len(fake)


def kl_to_standard_normal(mean: Tensor, log_variance: Tensor) -> Tensor:
    """KL(N(mean, exp(log_variance)) || N(0, 1)), summed over batch and dimensions as SPADE does.

    Kingma and Welling 2014, arXiv:1312.6114, appendix B.
    """
    return -0.5 * (1 + log_variance - mean.square() - log_variance.exp()).sum()
