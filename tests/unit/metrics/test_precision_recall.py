"""Precision and recall."""

from __future__ import annotations

import pytest
import torch

from ganstudio.metrics import precision_recall as module
from ganstudio.metrics.precision_recall import precision_recall, share_within


def test_a_collapsed_generator_is_precise_and_reaches_little() -> None:
    real = torch.linspace(0, 10, 11)[:, None]
    collapsed = torch.tensor([[5.0], [5.01], [5.02], [5.03]])
    assert precision_recall(real, collapsed, neighbours=1) == (1.0, pytest.approx(1 / 11))
    assert precision_recall(collapsed, real, neighbours=1) == (pytest.approx(1 / 11), 1.0)


def test_the_radius_reaches_to_the_kth_neighbour_and_includes_it() -> None:
    points = torch.tensor([[0.0], [1.0], [3.0], [30.0]])
    probe = torch.tensor([[-1.0], [-2.9]])
    assert share_within(probe, points, neighbours=1) == 0.5
    assert share_within(probe, points, neighbours=2) == 1.0


def test_equal_points_lie_within_a_sphere_of_no_size() -> None:
    doubled = torch.full((3, 40), 0.1)
    assert precision_recall(doubled, doubled[:2], neighbours=1) == (1.0, 1.0)


def test_many_rows_are_taken_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = torch.Generator().manual_seed(0)
    real, generated = torch.randn(30, 4, generator=draw), torch.randn(20, 4, generator=draw) + 0.5
    at_once = precision_recall(real, generated)
    monkeypatch.setattr(module, "_ROWS", 7)
    assert precision_recall(real, generated) == at_once
