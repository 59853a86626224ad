"""Segmenters that mean by their classes what label maps mean."""

from __future__ import annotations

from ganstudio.checkpoints.library import find
from ganstudio.checkpoints.load import load
from ganstudio.errors import CheckpointError
from ganstudio.networks.segmenter import Segmenter
from ganstudio.training.feature_nets import OWN


def segmenter_for(palette: str, classes: int, name: str = OWN) -> Segmenter | None:
    """The segmenter of this name if it reads label maps of this palette and so many classes, else None.

    CheckpointError if there is no such model, or it is no segmenter.
    """
    model = load(find(name))
    if not isinstance(model.module, Segmenter):
        raise CheckpointError(f"{name} is no segmenter.")
    fits = model.config.classes == classes and bool(palette) and model.card.get("palette", "") == palette
    return model.module if fits else None
