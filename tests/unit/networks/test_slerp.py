from __future__ import annotations

import math

import torch

from ganstudio.networks.slerp import slerp, slerp_of_any_length


def test_slerp_walks_an_arc_of_unit_length_at_even_speed() -> None:
    a, b = torch.tensor([[2.0, 0.0]]), torch.tensor([[0.0, 5.0]])
    for t in (0.0, 0.25, 1.0, 1.5):
        angle = t * math.pi / 2
        expected = torch.tensor([[math.cos(angle), math.sin(angle)]])
        torch.testing.assert_close(slerp(a, b, torch.tensor([[t]])), expected, atol=1e-6, rtol=0)


def test_lengths_are_kept_at_the_ends_and_change_evenly_between() -> None:
    a, b = torch.tensor([[2.0, 0.0]]), torch.tensor([[0.0, 5.0]])
    for t in (0.0, 0.5, 1.0):
        found = slerp_of_any_length(a, b, torch.tensor([[t]]))
        torch.testing.assert_close(found.norm(), torch.tensor(2 + 3 * t))
    torch.testing.assert_close(slerp_of_any_length(a, b, torch.tensor([[1.0]])), b, atol=1e-6, rtol=0)


def test_between_equal_points_nothing_moves() -> None:
    a = torch.tensor([[0.0, 3.0], [0.3, 0.4]])
    found = slerp_of_any_length(a, a, torch.tensor([[0.3], [0.9]]))
    torch.testing.assert_close(found, a, atol=1e-3, rtol=0)
