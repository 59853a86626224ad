"""Fréchet distance."""

from __future__ import annotations

import pytest
import torch

from ganstudio.metrics.frechet import Moments, frechet_distance, moments


def features(count: int, seed: int) -> torch.Tensor:
    return torch.randn(count, 5, generator=torch.Generator().manual_seed(seed))


def test_of_gaussians_with_diagonal_covariance_it_is_the_distance_of_means_and_deviations() -> None:
    a = Moments(torch.tensor([1.0, 0.0]).double(), torch.diag(torch.tensor([4.0, 9.0]).double()))
    b = Moments(torch.tensor([0.0, 2.0]).double(), torch.diag(torch.tensor([1.0, 25.0]).double()))
    assert frechet_distance(a, b) == pytest.approx(1 + 4 + (2 - 1) ** 2 + (5 - 3) ** 2, abs=1e-12)


def test_it_is_symmetric_and_shifts_with_the_mean() -> None:
    a, b = moments(features(40, 0)), moments(features(30, 1) * 2)
    assert frechet_distance(a, b) == pytest.approx(frechet_distance(b, a), rel=1e-12)
    shifted = Moments(a.mean + 3, a.covariance)
    assert frechet_distance(a, shifted) == pytest.approx(5 * 9, rel=1e-9)


def test_equal_sets_are_at_distance_zero_though_the_covariance_is_singular() -> None:
    few = moments(features(3, 2))
    assert 0 <= frechet_distance(few, few) < 1e-12


def test_the_covariance_is_that_of_the_sample_or_of_the_population() -> None:
    samples = features(7, 3)
    torch.testing.assert_close(moments(samples, unbiased=True).covariance, samples.double().T.cov())
    torch.testing.assert_close(moments(samples).covariance, samples.double().T.cov(correction=0))


def test_a_large_mean_costs_no_digits() -> None:
    samples = features(50, 4)
    far = moments(samples.double() + 1e6).covariance
    torch.testing.assert_close(far, moments(samples).covariance, atol=1e-8, rtol=0)
