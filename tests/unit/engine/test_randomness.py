"""Shares of several processes make up the draw of one."""

from __future__ import annotations

import pytest
import torch

from ganstudio.engine.randomness import Randomness


def test_two_processes_draw_the_rows_of_one() -> None:
    whole = Randomness(7)
    parts = [Randomness(7, rank, 2) for rank in range(2)]
    for draw in (
        lambda r, n: r.randn(n, 3),
        lambda r, n: r.rand(n, 2, 2, device=True),
        lambda r, n: r.randint(10, n),
    ):
        together = torch.cat([draw(part, 2) for part in parts])
        assert torch.equal(draw(whole, 4), together)
    assert whole.one() == parts[0].one() == parts[1].one()
    assert whole.integer(1000) == parts[0].integer(1000) == parts[1].integer(1000)
    assert torch.equal(whole.permutation(9), parts[1].permutation(9))


def test_a_restored_stream_goes_on_where_it_stood() -> None:
    first = Randomness(1)
    first.randn(5)
    state = first.state_dict()
    expected = first.randn(4, 2)
    second = Randomness(99)
    second.load_state_dict(state)
    assert torch.equal(second.randn(4, 2), expected)


def test_other_seeds_draw_other_numbers_and_the_global_generator_is_left_alone() -> None:
    before = torch.get_rng_state()
    assert not torch.equal(Randomness(1).randn(8), Randomness(2).randn(8))
    assert torch.equal(torch.get_rng_state(), before)


def test_a_process_that_is_not_among_them_is_refused() -> None:
    with pytest.raises(ValueError, match="process 2 of 2"):
        Randomness(0, 2, 2)
