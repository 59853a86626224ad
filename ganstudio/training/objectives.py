"""Adversarial objectives and the losses that go with them.

An objective is three functions of a discriminator's raw outputs (no sigmoid), each a mean over all elements:
what the discriminator minimises on real and on generated images, and what the generator minimises. A
relativistic one takes scores by how far they are from the mean score of the other kind.
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
    """The paper's two players as losses to minimise.

    `d_real`, `d_fake` and `g` take one kind of scores; the methods take both, which a relativistic objective
    needs. Means are those of the rows at hand: in a batch that is worked through in parts, of one part.
    """

    name: str
    d_real: Score
    d_fake: Score
    g: Score
    relativistic: bool = False
    """Whether the other kind's mean is taken off first, and the generator learns from real images too."""

    def discriminator(self, real: Tensor, fake: Tensor) -> Tensor:
        return self.on_real(real, fake) + self.on_fake(fake, real)

    def on_real(self, real: Tensor, fake: Tensor) -> Tensor:
        """What the discriminator minimises on real images."""
        return self.d_real(real - fake.mean() if self.relativistic else real)

    def on_fake(self, fake: Tensor, real: Tensor) -> Tensor:
        """What the discriminator minimises on generated images."""
        return self.d_fake(fake - real.mean() if self.relativistic else fake)

    def generator(self, fake: Tensor, real: Tensor | None = None) -> Tensor:
        """What the generator minimises; only a relativistic objective needs the scores of real images.

        ValueError if it gets none.
        """
        if not self.relativistic:
            return self.g(fake)
        if real is None:
            raise ValueError(f"{self.name} needs the scores of real images as well")
        return self.d_real(fake - real.mean()) + self.d_fake(real - fake.mean())


_PLAIN = {
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


def _relativistic(name: str, real: Score, fake: Score) -> Objective:
    """Both players by the same two losses, the generator with the kinds exchanged."""
    return Objective(name, real, fake, real, relativistic=True)


OBJECTIVES = {
    **_PLAIN,
    **{
        objective.name: objective
        # Jolicoeur-Martineau 2018, arXiv:1807.00734: the average forms RaSGAN, RaLSGAN, whose labels are 1
        # and -1, and RaHingeGAN.
        for objective in (
            _relativistic("relativistic", _PLAIN["non_saturating"].d_real, _PLAIN["non_saturating"].d_fake),
            _relativistic(
                "relativistic_least_squares",
                lambda x: (x - 1).square().mean(),
                lambda x: (x + 1).square().mean(),
            ),
            _relativistic("relativistic_hinge", _PLAIN["hinge"].d_real, _PLAIN["hinge"].d_fake),
        )
    },
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


def over_scales(loss: Callable[..., Tensor], *outputs: Iterable[Tensor]) -> Tensor:
    """The mean of a loss over the outputs of a multi-scale discriminator, on one or several batches."""
    return torch.stack([loss(*scales) for scales in zip(*outputs, strict=True)]).mean()


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
