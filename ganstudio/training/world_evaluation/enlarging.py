"""How well an up-sampler enlarges pictures of both worlds that no run has seen, and how well bicubic does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import chain
from typing import Any

import numpy as np
import torch

from ganstudio.checkpoints.load import LoadedModel
from ganstudio.engine.randomness import Randomness
from ganstudio.errors import InputError
from ganstudio.events import Progress
from ganstudio.networks.gigagan_upsampler import GigaGanUpsampler, bicubic
from ganstudio.training.degraded import degraded, reduced
from ganstudio.training.evaluation.gauges import Distances, Gauge, Likeness
from ganstudio.training.evaluation.observers import observer_of
from ganstudio.training.world_evaluation.scenes import (
    HELD_OUT_SEED,
    as_tensor,
    held_out_scenes,
    in_batches,
    network_of,
)
from ganstudio.training.world_evaluation.tables import Table
from ganstudio.worlds.faces import render_batch

_BATCH = 16
_ROWS = ("model", "bicubic", "model_of_spoilt", "bicubic_of_spoilt")
_TOLD = {"psnr": "PSNR in dB", "ssim": "SSIM", "fid_style": "FID-style distance", "fid": "FID"}


@dataclass(frozen=True)
class Report:
    """Figures by name for each of `_ROWS`; `spoilt`: the small pictures are blurred, noisy or compressed."""

    scenes: int
    size: int
    factor: int
    features: str
    enlarged: dict[str, dict[str, float]]

    @property
    def intro(self) -> str:
        """What stands above the tables on the page beside the model."""
        return (
            f"On {self.scenes} pictures that were never trained on (seeds from {HELD_OUT_SEED:,}), half "
            f"lands, half faces, made {self.factor} times smaller and enlarged to {self.size} px again; "
            f"distances by the features of {self.features}. Spoilt ones are blurred, noisy or compressed:"
        )

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def tables(self) -> list[Table]:
        names = [name for name in _TOLD if name in self.enlarged[_ROWS[0]]]
        rows = tuple(
            (row.replace("_", " "), *(f"{self.enlarged[row][name]:.3f}" for name in names)) for row in _ROWS
        )
        return [Table(("enlarged by", *(_TOLD[name] for name in names)), rows)]

    def lines(self) -> list[str]:
        return [line for table in self.tables() for line in table.lines()]


@torch.no_grad()
def evaluate_model(
    model: LoadedModel, *, count: int, size: int, segmenter: str = "", progress: Progress | None = None
) -> Report:
    """On `count` held-out pictures of both worlds; InputError for a size that cannot be made smaller so."""
    network = network_of(model, GigaGanUpsampler, "up-sampler")
    factor, stride = network.config.factor, network.config.stride
    if size % (factor * stride):
        raise InputError(f"The size must be a multiple of {factor * stride}, not {size}.")
    observer, random = observer_of(), Randomness()
    gauges: dict[str, list[Gauge]] = {row: [Distances(observer), Likeness()] for row in _ROWS}
    for scenes in in_batches(_scenes(count, size), count, _BATCH, progress):
        large = as_tensor(np.stack([scene.image for scene in scenes]))
        for suffix, small in (("", reduced(large, factor)), ("_of_spoilt", degraded(large, factor, random))):
            for name, pictures in (("model", network(small)), ("bicubic", bicubic(small, factor))):
                for gauge in gauges[name + suffix]:
                    gauge.add(None, {"": (large, pictures.float().clamp(-1, 1))})
    found = {
        row: {name: round(value, 4) for gauge in both for name, value in gauge.figures().items()}
        for row, both in gauges.items()
    }
    return Report(count, size, factor, observer.name, found)


def _scenes(count: int, size: int) -> Iterator[Any]:
    lands = count // 2
    faces = range(HELD_OUT_SEED, HELD_OUT_SEED + count - lands)
    return chain(held_out_scenes(lands, size), render_batch(faces, size))
