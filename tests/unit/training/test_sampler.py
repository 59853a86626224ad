"""The order of the data."""

from __future__ import annotations

import numpy as np
import pytest

from ganstudio.training.sampler import ShuffledBatches


def test_every_item_comes_once_per_epoch_even_when_batches_straddle() -> None:
    batches = ShuffledBatches(count=10, batch_size=4, seed=1)
    drawn = np.concatenate([next(batches) for _ in range(5)])
    assert sorted(drawn[:10]) == list(range(10)) == sorted(drawn[10:])
    assert list(drawn[:10]) != list(drawn[10:])


def test_a_saved_place_is_found_again() -> None:
    batches = ShuffledBatches(7, 3, seed=2)
    next(batches)
    state = batches.state_dict()
    expected = [next(batches).tolist() for _ in range(4)]
    again = ShuffledBatches(7, 3, seed=99)
    again.load_state_dict(state)
    assert [next(again).tolist() for _ in range(4)] == expected


def test_a_changed_data_set_is_refused() -> None:
    state = ShuffledBatches(7, 3, seed=2).state_dict()
    with pytest.raises(ValueError, match="7 items"):
        ShuffledBatches(8, 3, seed=2).load_state_dict(state)
