"""How good a label-map generator of the landscape world is, on scenes that no training run has seen."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ganstudio.checkpoints.load import LoadedModel
from ganstudio.events import Progress
from ganstudio.metrics.diversity import mean_pairwise_l1
from ganstudio.metrics.segmentation import confusion_matrix, intersection_over_union, mean_iou
from ganstudio.networks.segmenter import Segmenter
from ganstudio.networks.spade import prepare_semantics
from ganstudio.networks.style_spade import StyleSpadeGenerator
from ganstudio.training.world_evaluation.scenes import (
    held_out_scenes,
    images_of,
    in_batches,
    labels_of,
    network_of,
    one_hot,
    segmenter_named,
    styles_of,
)
from ganstudio.training.world_evaluation.tables import Table, plain
from ganstudio.worlds.landscape import CLASSES, STYLES


@dataclass(frozen=True)
class Report:
    """mIoU of one segmenter on generated and on real pictures, L1 in [0, 2], and diversity."""

    scenes: int
    size: int
    miou_generated: float
    miou_real: float
    ratio: float
    l1: float
    diversity_styles: float
    diversity_latents: float
    iou_generated: dict[str, float]
    iou_real: dict[str, float]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def tables(self) -> list[Table]:
        rows = (
            ("mIoU on generated pictures", f"{self.miou_generated:.3f}"),
            ("mIoU on real renders (the ceiling)", f"{self.miou_real:.3f}"),
            ("share of the ceiling", f"{self.ratio:.1%}"),
            ("L1 to the real render (colours from -1 to 1)", f"{self.l1:.3f}"),
            ("mean L1 between the 16 styles of one map", f"{self.diversity_styles:.3f}"),
            ("mean L1 between 4 latents of one map and style", f"{self.diversity_latents:.3f}"),
        )
        classes = tuple(
            (name, f"{self.iou_generated[name]:.3f}", f"{real:.3f}") for name, real in self.iou_real.items()
        )
        return [plain(*rows), Table(("class", "IoU generated", "IoU real"), classes)]

    def lines(self) -> list[str]:
        return [
            f"mIoU on generated pictures  {self.miou_generated:.4f}",
            f"mIoU on real renders        {self.miou_real:.4f}",
            f"share of the ceiling        {self.ratio:.1%}",
            f"L1 to the real render       {self.l1:.4f} (colours from -1 to 1)",
            f"L1 between styles           {self.diversity_styles:.4f}",
            f"L1 between variations       {self.diversity_latents:.4f}",
            *(
                f"  {name:12} {self.iou_generated[name]:.3f} of {real:.3f}"
                for name, real in self.iou_real.items()
            ),
        ]


def evaluate_model(
    model: LoadedModel, *, count: int, size: int, segmenter: str, progress: Progress | None = None
) -> Report:
    """As `evaluate`; CheckpointError where a model is of another kind."""
    generator = network_of(model, StyleSpadeGenerator, "painter of the landscape world")
    return evaluate(generator, segmenter_named(segmenter), count=count, size=size, progress=progress)


@torch.no_grad()
def evaluate(
    generator: StyleSpadeGenerator,
    segmenter: Segmenter,
    *,
    count: int = 500,
    size: int = 128,
    batch_size: int = 10,
    progress: Progress | None = None,
) -> Report:
    """Compare generated pictures with renders of the same label map and style; latents are random."""
    totals = {"generated": torch.zeros(len(CLASSES), len(CLASSES), dtype=torch.long)}
    totals["real"] = torch.zeros_like(totals["generated"])
    randomness = torch.Generator().manual_seed(0)
    l1: list[float] = []
    by_style: list[float] = []
    by_latent: list[float] = []
    for scenes in in_batches(held_out_scenes(count, size), count, batch_size, progress):
        images, labels, style = images_of(scenes), labels_of(scenes)[:, None], styles_of(scenes)
        generated = draw(generator, labels, style, randomness)
        for name, pictures in (("generated", generated), ("real", images)):
            found = segmenter(pictures).argmax(1)
            totals[name] += confusion_matrix(found, labels[:, 0], len(CLASSES))
        l1.append(float((generated - images).abs().mean()))
        by_style.append(_style_diversity(generator, labels[:1], randomness))
        by_latent.append(_latent_diversity(generator, labels[:1], style[:1], randomness))
    iou = {name: intersection_over_union(total).tolist() for name, total in totals.items()}
    generated_miou, real_miou = mean_iou(totals["generated"]), mean_iou(totals["real"])
    return Report(
        scenes=count,
        size=size,
        miou_generated=generated_miou,
        miou_real=real_miou,
        ratio=generated_miou / real_miou,
        l1=float(np.mean(l1)),
        diversity_styles=float(np.mean(by_style)),
        diversity_latents=float(np.mean(by_latent)),
        iou_generated=dict(zip(CLASSES, iou["generated"], strict=True)),
        iou_real=dict(zip(CLASSES, iou["real"], strict=True)),
    )


def draw(
    generator: StyleSpadeGenerator, labels: Tensor, style: Tensor, randomness: torch.Generator
) -> Tensor:
    """labels (N, 1, H, W) and style (N, 8) with a random latent -> (N, 3, H, W) in [-1, 1]."""
    n, _, height, width = labels.shape
    config = generator.config
    z = torch.randn(n, config.z_dim, generator=randomness)
    noise = torch.randn(n, config.noise_dim, height, width, generator=randomness)
    picture: Tensor = generator(prepare_semantics(labels, config.semantic_nc), z, style, noise)
    return picture


def _style_diversity(generator: StyleSpadeGenerator, labels: Tensor, randomness: torch.Generator) -> float:
    style = torch.stack([one_hot(season, hour) for season, hour in STYLES])
    return mean_pairwise_l1(draw(generator, labels.expand(len(style), -1, -1, -1), style, randomness))


def _latent_diversity(
    generator: StyleSpadeGenerator, labels: Tensor, style: Tensor, randomness: torch.Generator
) -> float:
    return mean_pairwise_l1(draw(generator, labels.expand(4, -1, -1, -1), style.expand(4, -1), randomness))
