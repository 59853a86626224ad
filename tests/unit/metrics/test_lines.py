from __future__ import annotations

import torch

from ganstudio.metrics.lines import LineMatch


def line(*columns: int) -> torch.Tensor:
    """Upright lines in a picture (1, 8, 20)."""
    drawn = torch.zeros(1, 8, 20, dtype=torch.bool)
    drawn[..., list(columns)] = True
    return drawn


def test_a_line_may_lie_a_little_beside() -> None:
    near, far = LineMatch(2), LineMatch(2)
    near.add(line(7), line(5))
    far.add(line(8), line(5))
    assert (near.f1, far.f1) == (1, 0)


def test_what_is_missing_costs_recall_and_what_is_too_much_precision() -> None:
    match = LineMatch(0)
    match.add(line(2, 4, 6), line(2, 10))
    assert (match.precision, match.recall) == (1 / 3, 1 / 2)
    assert match.f1 == 0.4
    match.add(line(10), line(10))
    assert match.recall == 2 / 3


def test_nothing_matches_nothing_without_falling_over() -> None:
    assert LineMatch(1).f1 == 0
