"""Which pictures of a batch are compared with which that a model makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from ganstudio.datasets.captions import CaptionBatch
from ganstudio.datasets.images import ImageBatch
from ganstudio.datasets.label_maps import LabelMapBatch
from ganstudio.datasets.paired import PairBatch
from ganstudio.datasets.unpaired import UnpairedBatch
from ganstudio.training.evaluation.drawing import new_pictures, painted, translated, written

Pairs = Mapping[str, tuple[Tensor, Tensor]]
"""Real and generated pictures, (N, 3, S, S) in [-1, 1], by what they show; mostly one entry with no name."""


@torch.no_grad()
def compare(
    networks: Mapping[str, Any], batch: Any, random: torch.Generator, *, turned: bool = False
) -> Pairs:
    """What the networks make of a data set's batch, and what they should look like.

    networks: a `generator`, or two of opposite directions, `forward` and `backward`. Only pairs of pictures
    belong together one by one. `turned`: a single translator goes from the second picture to the first.
    """
    match batch:
        case ImageBatch():
            network = _only(networks)
            return {"": (batch.images, new_pictures(network, len(batch.images), random, batch.labels))}
        case LabelMapBatch():
            return {"": (batch.images, painted(_only(networks), batch, random))}
        case PairBatch():
            source, target = (batch.target, batch.source) if turned else (batch.source, batch.target)
            return {"": (target, translated(_only(networks), source, random, target))}
        case UnpairedBatch():
            if "backward" in networks:
                return {
                    "b": (batch.b, translated(networks["forward"], batch.a, random)),
                    "a": (batch.a, translated(networks["backward"], batch.b, random)),
                }
            source, target = (batch.b, batch.a) if turned else (batch.a, batch.b)
            return {"": (target, translated(_only(networks), source, random))}
        case CaptionBatch(features=Tensor()):
            assert batch.features is not None
            return {"": (batch.images, written(_only(networks), batch.features, random))}
    raise TypeError(f"nothing is made of {type(batch).__name__}")


def _only(networks: Mapping[str, Any]) -> Any:
    return networks["generator"] if "generator" in networks else networks["forward"]
