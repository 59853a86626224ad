"""Diversity of a batch."""

from __future__ import annotations

import pytest
import torch

from ganstudio.metrics.diversity import mean_pairwise_l1


def test_equal_pictures_have_none_and_opposite_ones_the_most() -> None:
    assert mean_pairwise_l1(torch.zeros(3, 3, 2, 2)) == 0
    opposite = torch.stack([torch.ones(3, 2, 2), -torch.ones(3, 2, 2), torch.ones(3, 2, 2)])
    assert mean_pairwise_l1(opposite) == pytest.approx(4 / 3)
