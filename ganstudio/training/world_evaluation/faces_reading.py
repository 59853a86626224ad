"""How well a classifier reads the traits of faces off held-out renders."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import torch

from ganstudio.checkpoints.load import LoadedModel
from ganstudio.events import Progress
from ganstudio.training.world_evaluation.scenes import (
    HELD_OUT_SEED,
    as_tensor,
    classifier_of,
    in_batches,
)
from ganstudio.training.world_evaluation.tables import Table, plain
from ganstudio.worlds.faces import TRAITS, render_batch, traits

GROUPS = [[f"not {name}", name] for name in TRAITS]
_BATCH = 20


@dataclass(frozen=True)
class TraitsReport:
    """Shares of held-out faces, in [0, 1]: whose traits are named right, all together and one by one.

    `recall` is of the faces that have a trait, `specificity` of those that do not.
    """

    scenes: int
    size: int
    accuracy: float
    recall: dict[str, float]
    specificity: dict[str, float]

    @property
    def intro(self) -> str:
        """What stands above the tables on the page beside the model."""
        return (
            f"On {self.scenes} faces that were never trained on (seeds from {HELD_OUT_SEED:,}), "
            f"at {self.size} px:"
        )

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def tables(self) -> list[Table]:
        rows = tuple((name, f"{self.recall[name]:.1%}", f"{self.specificity[name]:.1%}") for name in TRAITS)
        return [
            plain(("traits named right", f"{self.accuracy:.1%}")),
            Table(("trait", "found where it is", "not found where it is not"), rows),
        ]

    def lines(self) -> list[str]:
        return [line for table in self.tables() for line in table.lines()]


@torch.no_grad()
def evaluate_classifier(
    model: LoadedModel, *, count: int, size: int, segmenter: str = "", progress: Progress | None = None
) -> TraitsReport:
    """Read the traits of `count` held-out renders; CheckpointError for a model of another kind."""
    network = classifier_of(model, GROUPS)
    hits, truth = [], []
    faces = render_batch(range(HELD_OUT_SEED, HELD_OUT_SEED + count), size)
    for batch in in_batches(faces, count, _BATCH, progress):
        found = network.classify(as_tensor(np.stack([face.image for face in batch]))).bool()
        known = torch.from_numpy(np.stack([traits(face.attributes) for face in batch]))
        hits.append(found == known)
        truth.append(known)
    right, has = torch.cat(hits).float(), torch.cat(truth).float()
    recall = (right * has).sum(0) / has.sum(0).clamp(min=1)
    specificity = (right * (1 - has)).sum(0) / (1 - has).sum(0).clamp(min=1)
    return TraitsReport(
        scenes=count,
        size=size,
        accuracy=round(float(right.mean()), 4),
        recall=_by_trait(recall),
        specificity=_by_trait(specificity),
    )


def _by_trait(values: torch.Tensor) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in zip(TRAITS, values, strict=True)}
