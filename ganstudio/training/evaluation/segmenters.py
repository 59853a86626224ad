"""Segmenters that mean by their classes what label maps mean."""

from __future__ import annotations

from ganstudio.checkpoints.library import find
from ganstudio.checkpoints.load import load
from ganstudio.errors import CheckpointError
from ganstudio.networks.segmenter import Segmenter
from ganstudio.training.feature_nets import OWN


def segmenter_for(palette: str, classes: int, name: str = OWN) -> Segmenter | None:
    """The segmenter of this name if it reads label maps of this palette and so many classes, else None.

    Of classes that no palette names the person must know whether a segmenter means the same by them: one that
    was named is taken at its word. CheckpointError if there is no such model, or it is no segmenter.
    """
    model = load(find(name))
    if not isinstance(model.module, Segmenter):
        raise CheckpointError(f"{name} is no segmenter.")
    known = model.card.get("palette", "")
    same = palette == known if palette and known else name != OWN
    return model.module if same and model.config.classes == classes else None
