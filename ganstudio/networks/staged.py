"""Synthesis in stages: a slider that touches layer k restarts the generator at layer k.

A network that offers this computes its picture as a chain: `start`, one `run_stage` for each of `stages`, and
`image`. Each stage reads the state that the one before left, its own rows of the style vectors and, where
it has noise, its own noise: whoever keeps the states can restart at the first stage whose input changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

import torch
from torch import Tensor

State = tuple[Tensor | None, ...]


@dataclass(frozen=True)
class Stage:
    """Reads rows [first_w, first_w + num_ws) of the style vectors and leaves maps of `resolution` pixels.

    `num_noise` of its layers take noise. `shows`: `image` also takes the state that this stage leaves, and
    gives the colours so far, in its resolution.
    """

    name: str
    first_w: int
    num_ws: int
    resolution: int
    num_noise: int = 0
    shows: bool = False


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


class StageCache:
    """The states of the last synthesis, so that the next one runs only the stages whose input changed.

    It keeps one state for each stage: about 0.5 GB for one image of StyleGAN2 at 1024 pixels. It notices
    other styles, other noise and another network, but not that a network's weights were changed: call
    `clear` then.
    """

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget everything; the next synthesis is a full one."""
        self.stages_run = 0
        self._network: StagedSynthesis | None = None
        self._ws: Tensor | None = None
        self._noise: list[list[Tensor | None]] = []
        self._states: list[State] = []

    @property
    def network(self) -> StagedSynthesis | None:
        """The one whose states are kept."""
        return self._network

    @torch.no_grad()
    def synthesise(
        self, network: StagedSynthesis, ws: Tensor, noise: Noise = (), upto: int | None = None
    ) -> Tensor:
        """The images (N, 3, H, W) of style vectors ws (N, num_ws, w_dim); `stages_run` says what they cost.

        noise: one entry for each layer that takes noise, () for none at all. Interrupted by an exception, it
        keeps the stages that were done.

        upto: stop at this many pixels a side and give the colours so far, smaller images, for a draft that
        follows the hand; the next call goes on from there. What changed behind that point would not be seen
        and is drawn whole. So is all of a network that does not add up the colours of all resolutions, as
        StyleGAN2's "skip" does: it has none before the end.
        """
        given = noise_by_stage(network, noise)
        first = self._first_changed(network, ws, given)
        if first == 0:
            self._states = [network.start(ws)]
        del self._states[first + 1 :]
        self._network, self._ws = network, ws.clone()
        self._noise[first:] = [[None if n is None else n.clone() for n in maps] for maps in given[first:]]
        self.stages_run = 0
        stop = _stop(network, upto)
        if first >= stop:
            stop = len(network.stages)
        for state in islice(run_stages(network, ws, noise, first, self._states[first]), stop - first):
            self._states.append(state)
            self.stages_run += 1
        return network.image(self._states[stop])

    def _first_changed(
        self, network: StagedSynthesis, ws: Tensor, noise: Sequence[Sequence[Tensor | None]]
    ) -> int:
        """The first stage that must run, at most that behind the last state there is."""
        if network is not self._network or not _comparable(ws, self._ws):
            return 0
        assert self._ws is not None
        changed = (ws != self._ws).any(dim=2).any(dim=0).tolist()
        if changed[0]:
            return 0
        done = len(self._states) - 1
        for index, stage in enumerate(network.stages[:done]):
            rows = changed[stage.first_w : stage.first_w + stage.num_ws]
            if any(rows) or not all(map(_same, noise[index], self._noise[index])):
                return index
        return done


def _stop(network: StagedSynthesis, upto: int | None) -> int:
    """How many stages to run for an image of at most `upto` pixels a side, or for the whole one."""
    most = 0 if upto is None else upto
    shown = (i for i, stage in enumerate(network.stages, 1) if stage.shows and stage.resolution <= most)
    return max(shown, default=len(network.stages))


def _comparable(a: Tensor, b: Tensor | None) -> bool:
    return b is not None and (a.shape, a.dtype, a.device) == (b.shape, b.dtype, b.device)


def _same(a: Tensor | None, b: Tensor | None) -> bool:
    if a is None or b is None:
        return a is b
    return _comparable(a, b) and torch.equal(a, b)
