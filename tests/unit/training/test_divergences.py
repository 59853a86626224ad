"""f-GAN: the bounds against the divergences themselves, where these are known."""

from __future__ import annotations

import math

import pytest
import torch

from ganstudio.training.divergences import DIVERGENCES

# Real and generated samples are drawn from three outcomes with these probabilities.
P = torch.tensor([0.5, 0.3, 0.2], dtype=torch.float64)
Q = torch.tensor([0.2, 0.2, 0.6], dtype=torch.float64)
RATIO = P / Q
# What the divergence is, and the raw output v at which its bound is met: g_f(v) = f'(p/q).
KNOWN = {
    "Kullback-Leibler": ((P * RATIO.log()).sum(), 1 + RATIO.log()),
    "Reverse-KL": ((Q * (Q / P).log()).sum(), RATIO.log()),
    "Pearson-X2": (((Q - P).square() / Q).sum(), 2 * (RATIO - 1)),
    "Squared-Hellinger": ((P.sqrt() - Q.sqrt()).square().sum(), 0.5 * RATIO.log()),
    # As in the paper's table, f is twice the usual one.
    "Jensen-Shannon": (
        (P * (2 * P / (P + Q)).log()).sum() + (Q * (2 * Q / (P + Q)).log()).sum(),
        RATIO.log(),
    ),
    "GAN": (
        (P * (2 * P / (P + Q)).log()).sum() + (Q * (2 * Q / (P + Q)).log()).sum() - 2 * math.log(2),
        RATIO.log(),
    ),
}


def bound(name: str, v: torch.Tensor) -> torch.Tensor:
    divergence = DIVERGENCES[name]
    activated = divergence.activation(v)
    return (P * activated).sum() - (Q * divergence.conjugate(activated)).sum()


def test_all_are_known() -> None:
    assert KNOWN.keys() == DIVERGENCES.keys()


@pytest.mark.parametrize("name", KNOWN)
def test_the_bound_is_met_by_the_best_discriminator_and_by_no_other(name: str) -> None:
    divergence, best = KNOWN[name]
    torch.testing.assert_close(bound(name, best), divergence)
    assert bound(name, best + 0.1) < divergence
    assert bound(name, best - torch.tensor([0.1, 0.0, 0.0])) < divergence


@pytest.mark.parametrize("name", KNOWN)
def test_the_players_lose_what_the_other_wins(name: str) -> None:
    divergence = DIVERGENCES[name]
    real, fake = torch.tensor([0.5, -0.2]), torch.tensor([0.1, -0.4, 0.3])
    loss = divergence.discriminator(real, fake)
    torch.testing.assert_close(loss, -divergence.activation(real).mean() - divergence.generator(fake))
    torch.testing.assert_close(divergence.generator_heuristic(fake), -divergence.activation(fake).mean())
    assert divergence.objective(direct=True).g(fake) == divergence.generator(fake)


@pytest.mark.parametrize("name", KNOWN)
def test_certain_scores_stay_finite(name: str) -> None:
    v = torch.tensor([-9.0, 9.0], requires_grad=True)
    DIVERGENCES[name].discriminator(v, v).backward()
    assert v.grad is not None
    assert v.grad.isfinite().all()
