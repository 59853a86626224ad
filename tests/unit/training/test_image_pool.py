"""The pool of earlier pictures."""

from __future__ import annotations

import torch
from torch import Tensor

from ganstudio.engine.randomness import Randomness
from ganstudio.training.image_pool import ImagePool


def numbered(first: int, n: int) -> Tensor:
    """Pictures that tell their number."""
    return torch.arange(first, first + n).float().view(-1, 1, 1, 1).expand(-1, 3, 2, 2)


def test_without_places_everything_comes_straight_back_without_gradient() -> None:
    images = numbered(0, 3).clone().requires_grad_()
    given = ImagePool(0, 3).exchange(images, Randomness())
    assert torch.equal(given, images)
    assert not given.requires_grad


def test_half_of_the_pictures_are_old_ones_once_it_is_full() -> None:
    pool, random = ImagePool(50, 1), Randomness(0)
    filling = [float(pool.exchange(numbered(i, 1), random).mean()) for i in range(50)]
    assert filling == list(range(50))
    later = {i: float(pool.exchange(numbered(i, 1), random).mean()) for i in range(50, 1050)}
    old = sum(given != i for i, given in later.items())
    assert 440 < old < 560
    returned = [given for i, given in later.items() if given != i]
    assert len(set(returned)) == len(returned)


def test_what_is_kept_is_no_view_of_the_batch() -> None:
    pool, images = ImagePool(1, 1), numbered(0, 1).clone()
    pool.exchange(images, Randomness())
    images.fill_(99)
    random = Randomness()
    given = [float(pool.exchange(numbered(5, 1), random).mean()) for _ in range(20)]
    assert 99.0 not in given
    assert 0.0 in given


def test_processes_keep_what_one_process_would_keep() -> None:
    alone, shared = ImagePool(4, 2), [ImagePool(4, 2) for _ in range(2)]
    random, randoms = Randomness(3), [Randomness(3, rank, 2) for rank in range(2)]
    for i in range(20):
        images = numbered(2 * i, 2)
        parts = [pool.exchange(images[rank : rank + 1], randoms[rank]) for rank, pool in enumerate(shared)]
        assert torch.equal(alone.exchange(images, random), torch.cat(parts))


def test_a_saved_pool_goes_on() -> None:
    pool, other, random = ImagePool(3, 1), ImagePool(3, 1), Randomness(1)
    for i in range(6):
        pool.exchange(numbered(i, 1), random)
    other.load_state_dict(pool.state_dict())
    state = random.state_dict()
    first = [pool.exchange(numbered(i, 1), random) for i in range(10, 20)]
    random.load_state_dict(state)
    again = [other.exchange(numbered(i, 1), random) for i in range(10, 20)]
    assert all(torch.equal(one, two) for one, two in zip(first, again, strict=True))
