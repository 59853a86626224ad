"""Synthesis in stages: a slider that touches layer k restarts the generator at layer k.

A network that offers this computes its picture as a chain: `start`, one `run_stage` for each of `stages`, and
`image`. Each stage reads the state that the one before left, its own rows of the style vectors and, where
it has noise, its own noise: whoever keeps the states can restart at the first stage whose input changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from torch import Tensor

State = tuple[Tensor | None, ...]


@dataclass(frozen=True)
class Stage:
    """Reads rows [first_w, first_w + num_ws) of the style vectors and leaves maps of `resolution` pixels."""

    name: str
    first_w: int
    num_ws: int
    resolution: int


class StagedSynthesis(Protocol):
    """A synthesis network of `num_ws` style vectors (N, num_ws, w_dim)."""

    num_ws: int
    stages: tuple[Stage, ...]

    def start(self, ws: Tensor) -> State:
        """The state before the first stage, for a batch like `ws`; it may depend on row 0 alone."""
        ...

    def run_stage(self, index: int, state: State, ws: Tensor, noise: list[Tensor | None]) -> State:
        """One stage; `noise` has one entry for each of its layers that take noise, None for none."""
        ...

    def image(self, state: State) -> Tensor:
        """The last state as images (N, 3, H, W) in about [-1, 1]."""
        ...
