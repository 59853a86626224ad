"""The figures of a run while it goes on: cheap, the same each time, and without a trace in the run.

Both work on the part of the data that the run is not trained on (`held_out`); the trainer calls them where
nothing that they draw changes what the run draws.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from ganstudio.events import Progress
from ganstudio.training.evaluation.comparing import compare
from ganstudio.training.evaluation.gauges import Distances, Gauge, LabelsKept, Likeness, TextFit
from ganstudio.training.evaluation.observers import ClipObserver, observer_of
from ganstudio.training.evaluation.segmenters import segmenter_for

_BATCH = 16
_PIXELS, _FEWEST, _MOST = 1 << 22, 32, 256
"""Pictures to measure: as many as have 4 million pixels together, within these bounds."""
_JUDGED = 16


def measured(recipe: Any, averages: Mapping[str, nn.Module], progress: Progress) -> dict[str, float]:
    """How generated pictures differ from held-out ones, and what else there is to say of this kind of data.

    Empty if nothing was held out.
    """
    held_out = getattr(recipe.dataset, "held_out", None)
    if held_out is None:
        return {}
    size = recipe.params.size
    gauges = _gauges(recipe)
    random = torch.Generator().manual_seed(0)
    places = spread(len(held_out), count_for(size))
    batches = [places[start : start + _BATCH] for start in range(0, len(places), _BATCH)]
    turned = getattr(recipe.params, "direction", "AtoB") == "BtoA"
    for chosen in progress.steps(batches, "measuring"):
        batch = held_out.batch(chosen, size)
        pairs = compare(averages, batch, random, turned=turned)
        for gauge in gauges:
            gauge.add(batch, pairs)
    return {name: value for gauge in gauges for name, value in gauge.figures().items()}


def _gauges(recipe: Any) -> list[Gauge]:
    observer = observer_of(recipe.features, getattr(recipe.params, "clip_model", "")).to(recipe.device)
    gauges: list[Gauge] = [Distances(observer)]
    kind = recipe.dataset.kind
    if kind == "paired":
        gauges.append(Likeness())
    if kind == "captions" and isinstance(observer, ClipObserver):
        gauges.append(TextFit(observer))
    segmenter = segmenter_for(recipe.palette, recipe.classes) if kind == "label_maps" else None
    if segmenter is not None:
        gauges.append(LabelsKept(segmenter.to(recipe.device), recipe.classes))
    return gauges


def held_out_score(recipe: Any, held_out: Any) -> dict[str, Tensor]:
    """`score_held_out` of a recipe: what its discriminator gives pictures that it has never seen, on average.

    Its buffers (running means, singular vectors) are as before afterwards. Empty if it gives no score.
    """
    elsewhere = recipe.on(held_out)
    size = min(recipe.batch_size, len(held_out))
    places = spread(len(held_out), max(_JUDGED // size, 1) * size)
    with undisturbed(recipe.modules.values()):
        found = [
            recipe.score_of(elsewhere.batch(places[start : start + size]))
            for start in range(0, len(places) - size + 1, size)
        ]
    scores = [score for score in found if score is not None]
    return {"score_held_out": torch.stack(scores).mean()} if scores else {}


@contextmanager
def undisturbed(modules: Iterable[nn.Module]) -> Iterator[None]:
    """Afterwards all buffers are what they were."""
    buffers = [buffer for module in modules for buffer in module.buffers()]
    before = [buffer.clone() for buffer in buffers]
    try:
        yield
    finally:
        with torch.no_grad():
            for buffer, value in zip(buffers, before, strict=True):
                buffer.copy_(value)


def count_for(size: int) -> int:
    """How many pictures of this side are measured."""
    return min(max(_PIXELS // size**2, _FEWEST), _MOST)


def spread(items: int, count: int) -> np.ndarray:
    """So many of the items, or all, evenly over them."""
    return np.linspace(0, items - 1, min(items, count)).round().astype(int)
