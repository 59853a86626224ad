"""Inception score."""

from __future__ import annotations

import pytest
import torch

from ganstudio.metrics.inception_score import inception_score


def test_clear_and_even_classes_score_their_number_and_equal_rows_one() -> None:
    assert inception_score(torch.eye(4).repeat(6, 1), splits=3) == pytest.approx((4.0, 0.0))
    assert inception_score(torch.full((6, 4), 0.25), splits=3) == pytest.approx((1.0, 0.0))


def test_the_deviation_is_that_between_the_splits() -> None:
    unequal = torch.cat([torch.eye(2), torch.eye(2), torch.tensor([[1.0, 0.0]]).repeat(4, 1)])
    assert inception_score(unequal, splits=2) == pytest.approx((1.5, 0.5))
