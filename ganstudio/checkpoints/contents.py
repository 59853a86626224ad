"""What a weight file can hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from torch import Tensor

StateDict = dict[str, Tensor]


@dataclass(frozen=True)
class Network:
    """The tensors of one network, and what its file records besides.

    `facts` are plain values: options saved with the weights, tensors that belong to no layer (`latent_avg`).
    A pickled StyleGAN brings `class_name`, `init_kwargs` (nested as in its constructor) and `attributes`
    (module path to the resolved values of that layer).
    """

    tensors: StateDict
    facts: Mapping[str, Any] = field(default_factory=dict)
