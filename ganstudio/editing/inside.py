"""What a layer of a generator gives: its channels as pictures, and figures of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from ganstudio.editing.bending import Bend, Bent
from ganstudio.editing.generator import LatentGenerator
from ganstudio.errors import InputError
from ganstudio.networks.staged import Noise, run_stages

_SPREAD = 2.5
"""Standard deviations from the mean that are black and white, as in the official visualizer."""


@dataclass(frozen=True)
class Activations:
    """The maps (C, h, w), float32, of one layer, before they are shown."""

    layer: str
    maps: Tensor

    @property
    def figures(self) -> dict[str, float]:
        """Of all channels together."""
        values = self.maps
        return {
            "channels": float(len(values)),
            "side": float(values.shape[-1]),
            "mean": float(values.mean()),
            "deviation": float(values.std()),
            "lowest": float(values.min()),
            "highest": float(values.max()),
            "zero": float((values == 0).float().mean()),
        }

    def shown(self, first: int = 0, count: int = 64) -> Tensor:
        """Channels (n, h, w) from `first` on, in [0, 1], each around its own mean; InputError."""
        chosen = self.maps[first : first + count]
        if not len(chosen):
            raise InputError(f"The layer {self.layer} has {len(self.maps)} channels, none from {first} on.")
        mean = chosen.mean(dim=(1, 2), keepdim=True)
        deviation = chosen.std(dim=(1, 2), keepdim=True).clamp(min=1e-8)
        return ((chosen - mean) / (2 * _SPREAD * deviation) + 0.5).clamp(0, 1)


@torch.no_grad()
def activations(
    generator: LatentGenerator,
    ws: Tensor,
    layer: str = "",
    noise: Noise = (),
    *,
    bends: Sequence[Bend] = (),
    transform: Tensor | None = None,
) -> Activations:
    """What the layer of that name gives for ws (1, num_ws, w_dim); "" is the one in the middle.

    InputError for a name that no layer has, with those that there are.
    """
    names = [stage.name for stage in generator.stages]
    if not names:
        raise InputError("The layers of this generator cannot be looked at one by one.")
    name = layer or names[len(names) // 2]
    if name not in names:
        raise InputError(f"There is no layer called “{name}”.", hint=f"There are {', '.join(names)}.")
    network = Bent(generator.synthesis, tuple(bends), transform)
    states = run_stages(network, ws, list(noise))
    for stage, state in zip(names, states, strict=False):
        if stage == name:
            assert state[0] is not None
            return Activations(name, state[0][0].float())
    raise AssertionError("every stage leaves a state")
