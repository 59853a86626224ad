"""Objectives against their definitions."""

from __future__ import annotations

import math

import pytest
import torch

from ganstudio.training.objectives import (
    OBJECTIVES,
    feature_matching,
    kl_to_standard_normal,
    mean_feature_matching,
    over_scales,
    sum_over_scales,
    with_labels,
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


RELATIVISTIC = sorted(name for name, objective in OBJECTIVES.items() if objective.relativistic)


def test_relativistic_scores_are_compared_with_the_mean_of_the_others() -> None:
    real, fake = SCORES, SCORES.flip(0) * 0.3 - 1
    towards = torch.sigmoid(real - fake.mean()), torch.sigmoid(fake - real.mean())
    objective = OBJECTIVES["relativistic"]
    expected = -towards[0].log().mean() - (1 - towards[1]).log().mean()
    torch.testing.assert_close(objective.discriminator(real, fake), expected)
    swapped = -towards[1].log().mean() - (1 - towards[0]).log().mean()
    torch.testing.assert_close(objective.generator(fake, real), swapped)


def test_a_relativistic_game_is_worth_minus_log_4_where_nothing_can_be_told_apart() -> None:
    alike = torch.full((5,), 3.0)
    assert float(-OBJECTIVES["relativistic"].discriminator(alike, alike)) == pytest.approx(-math.log(4))


@pytest.mark.parametrize("name", RELATIVISTIC)
def test_relativistic_objectives_do_not_care_for_the_level_of_all_scores(name: str) -> None:
    objective, fake = OBJECTIVES[name], SCORES * 0.5
    torch.testing.assert_close(
        objective.discriminator(SCORES + 7, fake + 7), objective.discriminator(SCORES, fake)
    )
    torch.testing.assert_close(objective.generator(fake + 7, SCORES + 7), objective.generator(fake, SCORES))
    torch.testing.assert_close(objective.generator(fake, SCORES), objective.discriminator(fake, SCORES))


def test_a_relativistic_generator_needs_real_scores_and_others_do_not() -> None:
    with pytest.raises(ValueError, match="scores of real images"):
        OBJECTIVES["relativistic"].generator(SCORES)
    assert OBJECTIVES["hinge"].generator(SCORES) == OBJECTIVES["hinge"].g(SCORES)


def test_over_scales_is_a_mean() -> None:
    scales = [torch.full((2, 1, 4, 4), 1.0), torch.full((2, 1, 2, 2), 3.0)]
    assert float(over_scales(OBJECTIVES["wasserstein"].d_fake, scales)) == 2.0


def test_sum_over_scales_is_a_sum() -> None:
    scales = [torch.full((2, 1, 4, 4), 1.0), torch.full((2, 1, 2, 2), 3.0)]
    assert float(sum_over_scales(OBJECTIVES["wasserstein"].d_fake, scales)) == 4.0


def test_least_squares_of_the_paper_are_half_of_the_usual_ones() -> None:
    half, whole = OBJECTIVES["half_least_squares"], OBJECTIVES["least_squares"]
    assert torch.allclose(2 * half.discriminator(SCORES, -SCORES), whole.discriminator(SCORES, -SCORES))
    assert torch.allclose(2 * half.g(SCORES), whole.g(SCORES))


@pytest.mark.parametrize("name", ["non_saturating", "least_squares"])
def test_labels_of_1_and_0_change_nothing(name: str) -> None:
    usual, labelled = OBJECTIVES[name], with_labels(name, 1.0, 0.0)
    for part in ("d_real", "d_fake", "g"):
        assert torch.allclose(getattr(labelled, part)(SCORES), getattr(usual, part)(SCORES))


def test_a_smoothed_label_is_best_met_by_its_own_probability() -> None:
    scores = torch.tensor([math.log(0.9 / 0.1)], requires_grad=True)
    with_labels("non_saturating", 0.9, 0.0).d_real(scores).backward()
    torch.testing.assert_close(scores.grad, torch.zeros(1))
    assert float(with_labels("least_squares", 0.9, 0.1).d_fake(torch.tensor([0.1]))) == 0.0


def test_the_hinge_has_no_labels() -> None:
    with pytest.raises(ValueError, match="hinge has no labels"):
        with_labels("hinge", 0.9, 0.0)


def test_mean_features_are_compared_and_targets_get_no_gradient() -> None:
    fake = torch.tensor([[0.0], [2.0]], requires_grad=True)
    real = torch.tensor([[4.0]], requires_grad=True)
    assert float(mean_feature_matching(fake, real).detach()) == 3.0
    loss = mean_feature_matching(fake, real, squared=True)
    loss.backward()
    assert float(loss.detach()) == 9.0
    assert real.grad is None


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
