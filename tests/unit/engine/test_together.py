from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import torch
from torch import Tensor

from ganstudio.engine.together import Gather, Repeated, Together
from ganstudio.errors import CancelledError


class Doubling:
    """A network that remembers how many it was given."""

    def __init__(self, most: int = 100) -> None:
        self.sizes: list[int] = []
        self.most = most

    def __call__(self, x: Tensor) -> Tensor:
        if len(x) > self.most:
            raise RuntimeError("not enough memory")
        self.sizes.append(len(x))
        return x * 2


@pytest.fixture
def hands() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as pool:
        yield pool


def one(value: float, side: int = 4) -> Tensor:
    return torch.full((1, 3, side, side), float(value))


def doubled(network: Callable[[Tensor], Tensor], x: Tensor, times: int = 1) -> Callable[[Gather], Tensor]:
    def work(gather: Gather) -> Tensor:
        y = x
        for _ in range(times):
            y, _ = gather(network, (y,))
        return y

    return work


def test_those_of_one_shape_share_a_pass_and_each_gets_its_own(hands: ThreadPoolExecutor) -> None:
    network = Doubling()
    works = [doubled(network, one(1)), doubled(network, one(2, side=8)), doubled(network, one(3), times=2)]
    made = [future.result() for future in Together(hands, 8).run(works)]
    assert [float(y.mean()) for y in made] == [2, 4, 12]
    assert [tuple(y.shape) for y in made] == [(1, 3, 4, 4), (1, 3, 8, 8), (1, 3, 4, 4)]
    assert sorted(network.sizes) == [1, 1, 2]


def test_never_do_two_run_at_once(hands: ThreadPoolExecutor) -> None:
    inside, most = 0, 0

    def work(gather: Gather) -> None:
        nonlocal inside, most
        for _ in range(20):
            inside += 1
            most = max(most, inside)
            inside -= 1
            gather(torch.neg, (one(1),))

    for future in Together(hands, 8).run([work] * 8):
        future.result()
    assert most == 1


def test_one_that_fails_spoils_no_other(hands: ThreadPoolExecutor) -> None:
    network = Doubling()

    def failing(gather: Gather) -> Tensor:
        gather(network, (one(5),))
        raise ZeroDivisionError

    bad, good = Together(hands, 8).run([failing, doubled(network, one(1), times=2)])
    assert isinstance(bad.exception(), ZeroDivisionError)
    assert float(good.result().mean()) == 4
    assert network.sizes == [2, 1]


def test_a_pass_that_does_not_fit_is_made_smaller(hands: ThreadPoolExecutor) -> None:
    network = Doubling(most=2)
    together = Together(hands, 4)
    made = together.run([doubled(network, one(value)) for value in range(4)])
    assert [float(future.result().mean()) for future in made] == [0, 2, 4, 6]
    assert together.most == 2
    network.sizes.clear()
    together.run([doubled(network, one(value)) for value in range(4)])
    assert network.sizes == [2, 2]


def test_what_a_network_cannot_take_fails_for_that_piece_alone(hands: ThreadPoolExecutor) -> None:
    def picky(x: Tensor) -> Tensor:
        if (x < 0).any():
            raise RuntimeError("no negatives")
        return x

    good, bad = Together(hands, 8).run([doubled(picky, one(1)), doubled(picky, one(-1))])
    assert float(good.result().mean()) == 1
    with pytest.raises(RuntimeError, match="no negatives"):
        bad.result()


def test_an_interruption_lets_all_threads_go(hands: ThreadPoolExecutor) -> None:
    ended: list[type] = []

    def work(gather: Gather) -> None:
        try:
            while True:
                gather(torch.neg, (one(1),))
        except CancelledError as error:
            ended.append(type(error))
            raise

    together = Together(hands, 8)

    def interrupting(gather: Gather) -> None:
        gather(torch.neg, (one(1),))
        together._group = interrupted  # type: ignore[method-assign]

    def interrupted(waiting: Any) -> Any:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        together.run([interrupting, work, work])
    assert ended == [CancelledError] * 2
    # All of them are free again: as many can wait for one another.
    all_here = threading.Barrier(8, timeout=20)
    waits = [hands.submit(all_here.wait) for _ in range(8)]
    assert sorted(wait.result() for wait in waits) == list(range(8))


def test_a_picture_made_again_gets_passes_of_the_same_sizes() -> None:
    network = Doubling()
    gather = Repeated((4, 2))
    x = one(3)
    for size in (4, 2, 2):
        made, told = gather(network, (x,))
        assert (tuple(made.shape), float(made.mean()), told) == ((1, 3, 4, 4), 6, size)
    assert network.sizes == [4, 2, 2]
