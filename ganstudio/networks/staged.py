"""Synthesis in stages: a slider that touches layer k restarts the generator at layer k.

A network that offers this computes its picture as a chain: `start`, one `run_stage` for each of `stages`, and
`image`. Each stage reads the state that the one before left, its own rows of the style vectors and, where
it has noise, its own noise: whoever keeps the states can restart at the first stage whose input changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from torch import Tensor

State = tuple[Tensor | None, ...]


@dataclass(frozen=True)
class Stage:
    """Reads rows [first_w, first_w + num_ws) of the style vectors and leaves maps of `resolution` pixels.

    `num_noise` of its layers take noise.
    """

    name: str
    first_w: int
    num_ws: int
    resolution: int
    num_noise: int = 0


class StagedSynthesis(Protocol):
    """A synthesis network of `num_ws` style vectors (N, num_ws, w_dim).

    The first tensor of a state holds the feature maps. No stage changes the state that it is given.
    """

    num_ws: int
    stages: tuple[Stage, ...]

    def start(self, ws: Tensor) -> State:
        """The state before the first stage, for a batch like `ws`; it may depend on row 0 alone."""
        ...

    def run_stage(self, index: int, state: State, ws: Tensor, noise: list[Tensor | None]) -> State:
        """One stage, given all rows of `ws`; `noise` has one entry for each of the stage's layers that take
        noise, None for none."""
        ...

    def image(self, state: State) -> Tensor:
        """The last state as images (N, 3, H, W) in about [-1, 1]."""
        ...


Noise = Sequence[Tensor | None]


def run_stages(
    network: StagedSynthesis, ws: Tensor, noise: Noise = (), first: int = 0, state: State | None = None
) -> Iterator[State]:
    """The state after each stage from `first` on, where `state` is the one before it.

    ws: (N, num_ws, w_dim). noise: one entry for each layer of the whole network that takes noise, in order;
    () is none at all.
    """
    given = noise_by_stage(network, noise)
    state = network.start(ws) if state is None else state
    for index in range(first, len(network.stages)):
        state = network.run_stage(index, state, ws, given[index])
        yield state


def noise_by_stage(network: StagedSynthesis, noise: Noise) -> list[list[Tensor | None]]:
    """The noise of all layers, given to the stages; ValueError if there is too little or too much."""
    layers = sum(stage.num_noise for stage in network.stages)
    if noise and len(noise) != layers:
        raise ValueError(f"{len(noise)} noise maps for {layers} layers that take noise")
    rest = iter(noise or [None] * layers)
    return [[next(rest) for _ in range(stage.num_noise)] for stage in network.stages]
