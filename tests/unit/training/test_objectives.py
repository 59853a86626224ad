"""Objectives against their definitions."""

from __future__ import annotations

import math

import pytest
import torch

from ganstudio.training.objectives import (
    OBJECTIVES,
    feature_matching,
    kl_to_standard_normal,
    over_scales,
)

SCORES = torch.tensor([-2.0, -0.5, 0.0, 0.7, 3.0], dtype=torch.float64)


def test_non_saturating_is_the_logarithm_of_the_sigmoid() -> None:
    objective = OBJECTIVES["non_saturating"]
    p = torch.sigmoid(SCORES)
    assert torch.allclose(objective.d_real(SCORES), -p.log().mean())
    assert torch.allclose(objective.d_fake(SCORES), -(1 - p).log().mean())
    assert torch.allclose(objective.g(SCORES), -p.log().mean())


def test_minimax_generator_loses_what_the_discriminator_wins() -> None:
    objective = OBJECTIVES["minimax"]
    assert torch.allclose(objective.g(SCORES), -objective.d_fake(SCORES))


def test_the_original_game_is_worth_minus_log_4_where_nothing_can_be_told_apart() -> None:
    objective = OBJECTIVES["minimax"]
    undecided = torch.zeros(7)
    assert float(-objective.discriminator(undecided, undecided)) == pytest.approx(-math.log(4))


def test_hinge_ignores_scores_beyond_the_margin() -> None:
    scores = torch.tensor([2.0, 1.0], requires_grad=True)
    OBJECTIVES["hinge"].d_real(scores).backward()
    assert scores.grad is not None
    assert not scores.grad.any()
    assert float(OBJECTIVES["hinge"].d_fake(torch.tensor([1.0, -3.0]))) == 1.0


@pytest.mark.parametrize("name", sorted(OBJECTIVES))
def test_the_players_pull_in_opposite_directions(name: str) -> None:
    scores = torch.zeros(3, requires_grad=True)
    (d_gradient,) = torch.autograd.grad(OBJECTIVES[name].d_fake(scores), scores)
    (g_gradient,) = torch.autograd.grad(OBJECTIVES[name].g(scores), scores)
    assert (d_gradient >= 0).all()
    assert (g_gradient < 0).all()


def test_over_scales_is_a_mean() -> None:
    scales = [torch.full((2, 1, 4, 4), 1.0), torch.full((2, 1, 2, 2), 3.0)]
    assert float(over_scales(OBJECTIVES["wasserstein"].d_fake, scales)) == 2.0


def test_feature_matching_skips_the_score_and_sends_no_gradient_to_the_target() -> None:
    fake = [[torch.zeros(2, 3, requires_grad=True), torch.full((2,), 100.0)]]
    real = [[torch.ones(2, 3, requires_grad=True), torch.zeros(2)]]
    loss = feature_matching(fake, real)
    loss.backward()
    assert float(loss.detach()) == 1.0
    assert real[0][0].grad is None


def test_kl_is_zero_for_the_standard_normal_and_grows_with_the_mean() -> None:
    zero = torch.zeros(2, 4)
    assert float(kl_to_standard_normal(zero, zero)) == 0.0
    assert float(kl_to_standard_normal(zero + 2, zero)) == pytest.approx(2 * 4 * 2.0)
