"""The linear support vector machine."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from ganstudio.editing.linear_svm import linear_svm


def clouds(count: int, distance: float) -> tuple[Tensor, Tensor]:
    points = torch.randn(count, 3, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    positive = torch.arange(count) < count // 3
    points[positive, 0] += distance
    return points, positive


def primal(points: Tensor, positive: Tensor, normal: Tensor, intercept: float, cost: float) -> Tensor:
    margins = (points @ normal + intercept) * torch.where(positive, 1.0, -1.0)
    return normal @ normal / 2 + cost * (1 - margins).clamp(min=0).sum()


def test_two_points_are_parted_half_way() -> None:
    normal, intercept = linear_svm(torch.tensor([[3.0, 0.0], [1.0, 0.0]]), torch.tensor([True, False]))
    torch.testing.assert_close(normal, torch.tensor([1.0, 0.0]).double())
    assert intercept == pytest.approx(-2)


@pytest.mark.parametrize("distance", [1.0, 9.0])
@pytest.mark.parametrize("cost", [0.1, 1.0])
def test_no_plane_near_it_is_better(distance: float, cost: float) -> None:
    points, positive = clouds(40, distance)
    normal, intercept = linear_svm(points, positive, cost=cost, tolerance=1e-8)
    best = primal(points, positive, normal, intercept, cost)
    for seed in range(20):
        step = 1e-3 * torch.randn(4, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
        assert primal(points, positive, normal + step[:3], intercept + float(step[3]), cost) > best


def test_doubled_points_do_no_harm() -> None:
    points, positive = clouds(20, 1.0)
    once = linear_svm(points, positive, cost=1.0, tolerance=1e-8)[0]
    twice = linear_svm(points.repeat(2, 1), positive.repeat(2), cost=0.5, tolerance=1e-8)[0]
    torch.testing.assert_close(twice, once, atol=1e-6, rtol=0)


def test_one_side_alone_has_no_boundary() -> None:
    with pytest.raises(ValueError, match="both sides"):
        linear_svm(torch.zeros(3, 2), torch.ones(3, dtype=torch.bool))
