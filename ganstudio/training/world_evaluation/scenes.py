"""Scenes that are kept from training, as tensors, and the models that look at them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor, nn

from ganstudio.checkpoints.library import find
from ganstudio.checkpoints.load import LoadedModel, load
from ganstudio.errors import CheckpointError
from ganstudio.events import Progress
from ganstudio.networks.classifier import Classifier
from ganstudio.networks.segmenter import Segmenter
from ganstudio.worlds.batch import render_jobs
from ganstudio.worlds.landscape import HOURS, SEASONS, STYLES, Scene

HELD_OUT_SEED = 1_000_000
"""Seeds from here on are never trained on."""
Style = tuple[str, str]
Item = TypeVar("Item")
Network = TypeVar("Network", bound=nn.Module)


def held_out_scenes(count: int, size: int, workers: int | None = None) -> Iterator[Scene]:
    """Scenes of held-out seeds, going round all seasons and hours."""
    jobs = [(HELD_OUT_SEED + i, (STYLES[i % len(STYLES)],)) for i in range(count)]
    return render_jobs(jobs, size, workers)


def held_out_lands(
    count: int, size: int, styles: Callable[[int], tuple[Style, ...]], workers: int | None = None
) -> Iterator[tuple[Scene, ...]]:
    """Held-out lands, each in the styles that its seed is given: pictures that are aligned pixel by pixel."""
    jobs = [(seed, styles(seed)) for seed in range(HELD_OUT_SEED, HELD_OUT_SEED + count)]
    return groups_of(render_jobs(jobs, size, workers), len(styles(HELD_OUT_SEED)))


def groups_of(items: Iterator[Item], size: int) -> Iterator[tuple[Item, ...]]:
    """Consecutive items, `size` at a time; the last group may be smaller."""
    return iter(lambda: tuple(islice(items, size)), ())


def in_batches(
    items: Iterator[Item], count: int, size: int, progress: Progress | None
) -> Iterator[tuple[Item, ...]]:
    """`count` items in groups, told to `progress`."""
    return (progress or Progress()).steps(groups_of(items, size), "evaluating", total=-(-count // size))


def images_of(scenes: Sequence[Scene]) -> Tensor:
    """(N, 3, H, W) in [-1, 1]."""
    return as_tensor(np.stack([scene.image for scene in scenes]))


def as_tensor(pictures: np.ndarray) -> Tensor:
    """(N, H, W, 3) of bytes -> (N, 3, H, W) in [-1, 1]."""
    return torch.from_numpy(pictures).permute(0, 3, 1, 2).float() / 127.5 - 1


def labels_of(scenes: Sequence[Scene]) -> Tensor:
    """(N, H, W) of bytes, indices into CLASSES."""
    return torch.from_numpy(np.stack([scene.labels for scene in scenes]))


def styles_of(scenes: Sequence[Scene]) -> Tensor:
    """(N, 8) of 0 and 1: four seasons, four hours."""
    return torch.stack([one_hot(scene.season, scene.hour) for scene in scenes])


def one_hot(season: str, hour: str) -> Tensor:
    style = torch.zeros(len(SEASONS) + len(HOURS))
    style[SEASONS.index(season)] = style[len(SEASONS) + HOURS.index(hour)] = 1
    return style


def network_of(model: LoadedModel, kind: type[Network], says: str) -> Network:
    """The model's network; CheckpointError that it `says` where it is of another kind."""
    if not isinstance(model.module, kind):
        raise CheckpointError(f"{model.path.name} is no {says}.")
    return model.module


def segmenter_named(name: str) -> Segmenter:
    """Reads label maps off pictures; CheckpointError if the model is none."""
    model = load(find(name))
    if not isinstance(model.module, Segmenter):
        raise CheckpointError(f"{name} is no segmenter.")
    return model.module


def classifier_named(name: str, groups: Sequence[Sequence[str]]) -> Classifier:
    """Names these groups of classes; CheckpointError if the model does not."""
    return classifier_of(load(find(name)), groups)


def classifier_of(model: LoadedModel, groups: Sequence[Sequence[str]]) -> Classifier:
    """The model's network; CheckpointError if it tells anything else apart."""
    if not isinstance(model.module, Classifier) or model.card.get("class_groups") != [*map(list, groups)]:
        raise CheckpointError(f"{model.path} does not tell {', '.join(groups[0])} apart.")
    return model.module
