"""How well the networks that read pictures of the world do: label maps, seasons and hours."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import torch

from ganstudio.checkpoints.load import LoadedModel
from ganstudio.events import Progress
from ganstudio.metrics.segmentation import confusion_matrix, intersection_over_union, mean_iou
from ganstudio.networks.segmenter import Segmenter
from ganstudio.training.world_evaluation.scenes import (
    classifier_of,
    held_out_scenes,
    images_of,
    in_batches,
    labels_of,
    network_of,
    styles_of,
)
from ganstudio.training.world_evaluation.tables import Table, plain
from ganstudio.worlds.landscape import CLASSES, HOURS, SEASONS

_BATCH = 10


@dataclass(frozen=True)
class SegmenterReport:
    """mIoU and IoU of each class, in [0, 1]."""

    scenes: int
    size: int
    miou: float
    iou: dict[str, float]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def tables(self) -> list[Table]:
        classes = tuple((name, f"{value:.3f}") for name, value in self.iou.items())
        return [plain(("mIoU on renders", f"{self.miou:.3f}")), Table(("class", "IoU"), classes)]

    def lines(self) -> list[str]:
        return [line for table in self.tables() for line in table.lines()]


@torch.no_grad()
def evaluate_segmenter(
    model: LoadedModel, *, count: int, size: int, segmenter: str = "", progress: Progress | None = None
) -> SegmenterReport:
    """Read the label maps of `count` held-out renders; CheckpointError for a model of another kind."""
    network = network_of(model, Segmenter, "segmenter")
    total = torch.zeros(len(CLASSES), len(CLASSES), dtype=torch.long)
    for scenes in in_batches(held_out_scenes(count, size), count, _BATCH, progress):
        total += confusion_matrix(network(images_of(scenes)).argmax(1), labels_of(scenes), len(CLASSES))
    iou = intersection_over_union(total).tolist()
    return SegmenterReport(count, size, mean_iou(total), dict(zip(CLASSES, iou, strict=True)))


@dataclass(frozen=True)
class ClassifierReport:
    """The share of held-out renders whose season, hour and both are named right; and of each class."""

    scenes: int
    size: int
    season: float
    hour: float
    both: float
    recall: dict[str, float]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def tables(self) -> list[Table]:
        rows = (("season", self.season), ("hour", self.hour), ("both", self.both))
        classes = tuple((name, f"{value:.1%}") for name, value in self.recall.items())
        named = plain(*((f"renders whose {name} is named right", f"{value:.1%}") for name, value in rows))
        return [named, Table(("renders of", "named right"), classes)]

    def lines(self) -> list[str]:
        return [line for table in self.tables() for line in table.lines()]


@torch.no_grad()
def evaluate_classifier(
    model: LoadedModel, *, count: int, size: int, segmenter: str = "", progress: Progress | None = None
) -> ClassifierReport:
    """Name season and hour of `count` held-out renders; CheckpointError for a model of another kind."""
    network = classifier_of(model, (SEASONS, HOURS))
    hits, true = [], []
    for scenes in in_batches(held_out_scenes(count, size), count, _BATCH, progress):
        season, hour = styles_of(scenes).split([len(SEASONS), len(HOURS)], dim=1)
        wanted = torch.stack([season.argmax(1), hour.argmax(1)], dim=1)
        hits.append(network.classify(images_of(scenes)) == wanted)
        true.append(wanted)
    hit, classes = torch.cat(hits), torch.cat(true)
    recall = {
        name: float(hit[classes[:, group] == place, group].float().mean())
        for group, names in enumerate((SEASONS, HOURS))
        for place, name in enumerate(names)
    }
    season_hits, hour_hits = hit.float().mean(0).tolist()
    return ClassifierReport(count, size, season_hits, hour_hits, float(hit.all(1).float().mean()), recall)
