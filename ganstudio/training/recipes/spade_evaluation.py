"""How good a label-map generator of the landscape world is, on scenes that no training run has seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ganstudio.events import Progress
from ganstudio.metrics.diversity import mean_pairwise_l1
from ganstudio.metrics.segmentation import confusion_matrix, intersection_over_union, mean_iou
from ganstudio.networks.segmenter import Segmenter
from ganstudio.networks.spade import prepare_semantics
from ganstudio.networks.style_spade import StyleSpadeGenerator
from ganstudio.worlds.batch import render_jobs
from ganstudio.worlds.landscape import CLASSES, HOURS, SEASONS, STYLES, Scene

HELD_OUT_SEED = 1_000_000
"""Seeds from here on are never trained on."""


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


def held_out_scenes(count: int, size: int, workers: int | None = None) -> Iterator[Scene]:
    """Scenes of held-out seeds, going round all seasons and hours."""
    jobs = [(HELD_OUT_SEED + i, (STYLES[i % len(STYLES)],)) for i in range(count)]
    return render_jobs(jobs, size, workers)


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
    remaining = held_out_scenes(count, size)
    groups = iter(lambda: list(islice(remaining, batch_size)), [])
    for scenes in (progress or Progress()).steps(groups, "evaluating", total=-(-count // batch_size)):
        images, labels, style = _tensors(scenes)
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
    style = torch.stack([_one_hot(season, hour) for season, hour in STYLES])
    return mean_pairwise_l1(draw(generator, labels.expand(len(style), -1, -1, -1), style, randomness))


def _latent_diversity(
    generator: StyleSpadeGenerator, labels: Tensor, style: Tensor, randomness: torch.Generator
) -> float:
    return mean_pairwise_l1(draw(generator, labels.expand(4, -1, -1, -1), style.expand(4, -1), randomness))


def _one_hot(season: str, hour: str) -> Tensor:
    style = torch.zeros(len(SEASONS) + len(HOURS))
    style[SEASONS.index(season)] = style[len(SEASONS) + HOURS.index(hour)] = 1
    return style


def _tensors(scenes: Sequence[Scene]) -> tuple[Tensor, Tensor, Tensor]:
    images = torch.from_numpy(np.stack([scene.image for scene in scenes]))
    labels = torch.from_numpy(np.stack([scene.labels for scene in scenes]))
    style = [_one_hot(scene.season, scene.hour) for scene in scenes]
    return images.permute(0, 3, 1, 2).float() / 127.5 - 1, labels[:, None], torch.stack(style)
