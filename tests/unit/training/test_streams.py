"""Several streams of random numbers in one run."""

from __future__ import annotations

import threading

import torch

from ganstudio.engine.randomness import Randomness
from ganstudio.training.streams import Streams, stream_of_step


def test_a_thread_draws_from_the_stream_it_chose() -> None:
    streams = Streams(Randomness(1))
    found: list[torch.Tensor] = []

    def draw() -> None:
        with streams.use(Randomness(2)):
            found.append(streams.randn(3))

    thread = threading.Thread(target=draw)
    with streams.use(Randomness(3)):
        thread.start()
        thread.join()
        assert torch.equal(streams.randn(3), Randomness(3).randn(3))
    assert torch.equal(found[0], Randomness(2).randn(3))
    assert torch.equal(streams.randn(3), Randomness(1).randn(3))


def test_streams_within_streams_go_back_to_the_one_before() -> None:
    streams = Streams(Randomness(1))
    inner = Randomness(2)
    with streams.use(inner):
        with streams.use(Randomness(3)):
            pass
        assert streams.current is inner


def test_each_step_has_its_own_stream_shared_by_all_processes() -> None:
    whole = stream_of_step(5, 7).rand(4)
    parts = [stream_of_step(5, 7, rank, 2).rand(2) for rank in range(2)]
    assert torch.equal(torch.cat(parts), whole)
    others = (stream_of_step(5, 8).rand(4), stream_of_step(6, 7).rand(4))
    assert not any(torch.equal(whole, other) for other in others)
