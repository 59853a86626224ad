"""Dabs of colour for training."""

from __future__ import annotations

import pytest
import torch

from ganstudio.engine.randomness import Randomness
from ganstudio.training.colour_hints import HINT_CHANNELS, no_hints, random_dabs

MANY = 400


def test_dabs_have_the_colour_of_the_wanted_picture_and_nothing_is_told_elsewhere() -> None:
    target = torch.tensor([0.3, -0.6, 0.9]).view(1, 3, 1, 1).expand(MANY, -1, 32, 32)
    hints = random_dabs(target, Randomness(0))
    assert hints.shape == (MANY, HINT_CHANNELS, 32, 32)
    given, colours = hints[:, :1], hints[:, 1:]
    assert set(given.unique().tolist()) == {0.0, 1.0}
    torch.testing.assert_close(colours, target * given)


def test_most_pictures_get_a_few_dabs_and_some_none() -> None:
    hints = random_dabs(torch.ones(MANY, 3, 64, 64), Randomness(1))
    covered = hints[:, 0].mean((1, 2))
    assert float((covered == 0).float().mean()) == pytest.approx(1 / 8, abs=0.05)
    assert 0 < float(covered.median()) < 0.1
    assert float(covered.max()) < 0.5


def test_a_dab_tells_the_colour_of_its_own_place() -> None:
    target = torch.linspace(-1, 1, 64).expand(MANY, 3, 64, 64)
    hints = random_dabs(target, Randomness(2))
    # Dabs have a radius of 4 pixels at most, so no colour comes from farther away.
    wrong = (hints[:, 1:] - target).abs() * hints[:, :1]
    assert float(wrong.max()) < 2 * 8.5 / 63


def test_pictures_of_several_processes_get_the_same_dabs() -> None:
    target = torch.rand(4, 3, 16, 16) * 2 - 1
    whole = random_dabs(target, Randomness(3))
    parts = [random_dabs(target[2 * rank : 2 * rank + 2], Randomness(3, rank, 2)) for rank in range(2)]
    assert torch.equal(whole, torch.cat(parts))


def test_no_hint_is_all_zero() -> None:
    assert not no_hints(torch.ones(2, 3, 8, 8)).any()
    assert no_hints(torch.ones(2, 3, 8, 8)).shape == (2, 4, 8, 8)
