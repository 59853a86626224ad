"""Batches on time."""

from __future__ import annotations

import threading

import pytest

from ganstudio.training.loader import Loader


class Time:
    """Seconds that pass only when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_quick_data_needs_no_thread() -> None:
    time = Time()
    loader = Loader(lambda step: step, time)
    for step in range(10):
        assert loader.take(step) == step
        time.now += 1
    assert not loader.threaded
    assert loader.share() == 0


def test_slow_data_is_loaded_ahead() -> None:
    time = Time()
    threads = []

    def load(step: int) -> int:
        threads.append(threading.current_thread().name)
        time.now += 1
        return step * step

    loader = Loader(load, time)
    assert [loader.take(step) for step in range(8)] == [step * step for step in range(8)]
    assert loader.threaded
    loader.close()
    assert not threads[0].startswith("loader")
    assert threads[-1].startswith("loader")
    # Another place than the one that was loaded ahead.
    assert loader.take(3) == 9


def test_the_share_is_that_since_the_last_question() -> None:
    time = Time()

    def load(step: int) -> int:
        time.now += 1
        return step

    loader = Loader(load, time)
    loader.take(0)
    time.now += 3
    assert loader.share() == pytest.approx(0.25)
    time.now += 3
    assert loader.share() == 0


def test_an_error_of_the_thread_is_raised_where_the_batch_is_taken() -> None:
    time = Time()

    def load(step: int) -> int:
        time.now += 1
        if step == 6:
            raise OSError("gone")
        return step

    loader = Loader(load, time)
    for step in range(6):
        loader.take(step)
    with pytest.raises(OSError, match="gone"):
        loader.take(6)
    loader.close()
