"""A synthesis in stages as CUDA graphs: one launch for each stage in place of dozens of small ones.

Small maps keep a GPU waiting for its next order, and a recorded stage gives all orders at once
(https://docs.pytorch.org/docs/stable/notes/cuda.html#cuda-graphs). Each stage has a graph of its own, so that
a slider still restarts where its rows begin.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import torch
from torch import Tensor

from ganstudio.networks.staged import StagedSynthesis, State

Record = Callable[[Callable[[], State]], tuple[State, Callable[[], None]]]
"""Runs what it is given and returns its state, whose tensors another call of the second value renews."""


def graphed(network: StagedSynthesis, ws: Tensor) -> StagedSynthesis:
    """`network`, recorded for batches like `ws`; `network` itself where that is not on a CUDA device.

    Call it without gradients and under the autocast that is to be recorded. It holds one state for each
    stage, which the next synthesis overwrites: one user at a time. Weights may change in place.
    """
    if ws.device.type != "cuda" or torch.is_grad_enabled():
        return network
    with torch.cuda.device(ws.device):
        pool = torch.cuda.graph_pool_handle()
        return GraphedSynthesis(network, ws, lambda run: _record(run, pool))


class GraphedSynthesis:
    """`staged.StagedSynthesis` of recorded stages; other shapes of styles go to the network itself."""

    def __init__(self, network: StagedSynthesis, ws: Tensor, record: Record) -> None:
        self.num_ws, self.stages = network.num_ws, network.stages
        self._network, self._ws = network, ws.clone()
        self._noise = [
            [ws.new_zeros(len(ws), 1, stage.resolution, stage.resolution) for _ in range(stage.num_noise)]
            for stage in network.stages
        ]
        state, renew = record(lambda: network.start(self._ws))
        self._states, self._renew = [state], [renew]
        for index in range(len(network.stages)):
            noise = list[Tensor | None](self._noise[index])
            state, renew = record(partial(network.run_stage, index, state, self._ws, noise))
            self._states.append(state)
            self._renew.append(renew)

    def start(self, ws: Tensor) -> State:
        if ws.shape != self._ws.shape:
            return self._network.start(ws)
        self._ws.copy_(ws)
        self._renew[0]()
        return self._states[0]

    def run_stage(self, index: int, state: State, ws: Tensor, noise: list[Tensor | None]) -> State:
        """As the network does it; the noise of None is zero."""
        if state is not self._states[index]:
            return self._network.run_stage(index, state, ws, noise)
        self._ws.copy_(ws)
        for held, given in zip(self._noise[index], noise, strict=True):
            _ = held.zero_() if given is None else held.copy_(given)
        self._renew[index + 1]()
        return self._states[index + 1]

    def image(self, state: State) -> Tensor:
        """A copy, which the next synthesis leaves alone."""
        return self._network.image(state).clone()


def _record(run: Callable[[], State], pool: Any) -> tuple[State, Callable[[], None]]:
    """Runs it aside first, as recording wants it: libraries choose their kernels then."""
    aside = torch.cuda.Stream()
    aside.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(aside):
        run()
    torch.cuda.current_stream().wait_stream(aside)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph, pool=pool):
        state = run()
    # What was recorded has not run yet.
    graph.replay()
    return state, graph.replay
