"""Kernel distance."""

from __future__ import annotations

import pytest
import torch

from ganstudio.metrics.kernel import kernel_distance, squared_mmd


def test_by_hand_for_two_points_on_each_side() -> None:
    a, b = torch.tensor([[0.0], [1.0]]), torch.tensor([[2.0], [3.0]])
    # Unequal pairs within: k(0, 1) = 1 and k(2, 3) = 7³, twice each; across: 1, 1, 3³, 4³.
    assert squared_mmd(a, b) == pytest.approx(((2 + 2 * 343) / 1 - 2 * (1 + 1 + 27 + 64) / 2) / 2)


def test_one_distribution_gives_about_zero_and_two_give_more() -> None:
    draw = torch.Generator().manual_seed(0)
    real = torch.randn(200, 8, generator=draw)
    same = torch.randn(200, 8, generator=draw)
    near = kernel_distance(real, same, subset_size=50, subsets=10, generator=draw)
    far = kernel_distance(real, same + 1, subset_size=50, subsets=10, generator=draw)
    assert abs(near) < 0.1 < far


def test_a_subset_of_all_is_the_whole_set_and_the_smaller_side_bounds_it() -> None:
    draw = torch.Generator().manual_seed(0)
    real, generated = torch.randn(6, 3, generator=draw), torch.randn(6, 3, generator=draw)
    whole = kernel_distance(real, generated, subset_size=1000, subsets=3, generator=draw)
    assert whole == pytest.approx(squared_mmd(real, generated))
    assert kernel_distance(real, generated[:4], subset_size=6, subsets=2, generator=draw) != whole
