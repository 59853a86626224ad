"""How well a generator makes landscapes of line drawings, on lands that no training run has seen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ganstudio.checkpoints.load import LoadedModel
from ganstudio.datasets.sketches import sketch
from ganstudio.engine.randomness import Randomness
from ganstudio.errors import CheckpointError
from ganstudio.events import Progress
from ganstudio.metrics.colour import colour_error
from ganstudio.metrics.diversity import mean_pairwise_l1
from ganstudio.metrics.frechet import frechet_distance, moments
from ganstudio.metrics.lines import LineMatch
from ganstudio.networks.pix2pix import authors_test_mode
from ganstudio.training.colour_hints import HINT_CHANNELS, no_hints, random_dabs
from ganstudio.training.feature_nets import SegmenterFeatures
from ganstudio.training.world_data import line_drawing
from ganstudio.training.world_evaluation.scenes import (
    HELD_OUT_SEED,
    as_tensor,
    held_out_scenes,
    images_of,
    in_batches,
    segmenter_named,
)
from ganstudio.training.world_evaluation.tables import Table, plain
from ganstudio.worlds.landscape import Scene

_BATCH = 10
_SEEDS = 4
_INK = 0.0  # a line is what is darker than middle grey


@dataclass(frozen=True)
class Report:
    """Figures with hints of the true colours where the model takes hints, else of the drawing alone.

    L1 and diversity are in [0, 2], ΔE in units of CIELAB (1976). None: the model takes no hints.
    """

    scenes: int
    size: int
    l1: float
    l1_without_hints: float | None
    tolerance_pixels: int
    edge_f1: float
    edge_f1_real: float
    features: str
    feature_distance: float
    feature_distance_halves: float
    diversity_seeds: float
    hints: dict[str, float] | None = None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def tables(self) -> list[Table]:
        rows = [("L1 to the true render (colours from -1 to 1)", f"{self.l1:.3f}")]
        if self.l1_without_hints is not None:
            rows.append(("the same without hints", f"{self.l1_without_hints:.3f}"))
        within = f"within {self.tolerance_pixels} px"
        rows += [
            (f"F1 of the result's edges against the drawing's lines, {within}", f"{self.edge_f1:.3f}"),
            ("the same of the true render's edges (the ceiling)", f"{self.edge_f1_real:.3f}"),
            (
                f"FID-style distance to real renders, features of {self.features}",
                f"{self.feature_distance:.2f}",
            ),
            ("the same of one half of the real renders to the other", f"{self.feature_distance_halves:.2f}"),
            (f"mean L1 between {_SEEDS} seeds of one drawing", f"{self.diversity_seeds:.3f}"),
        ]
        return [plain(*rows), *([] if self.hints is None else [_hint_table(self.hints)])]

    def lines(self) -> list[str]:
        return [line for table in self.tables() for line in table.lines()]


def _hint_table(hints: dict[str, float]) -> Table:
    rows = (
        ("with the hints", "obeyed", "foreign_obeyed"),
        ("without them", "ignored", "foreign_ignored"),
        ("the true render", "real", "foreign_real"),
    )
    head = ("mean colour error inside hint dabs, ΔE", "colours of the true render", "of another picture")
    return Table(head, tuple((name, f"{hints[own]:.1f}", f"{hints[other]:.1f}") for name, own, other in rows))


@dataclass
class _Sums:
    """What is gathered over the batches."""

    l1: list[float] = field(default_factory=list)
    l1_without: list[float] = field(default_factory=list)
    diversity: list[float] = field(default_factory=list)
    features: dict[str, list[Tensor]] = field(default_factory=lambda: {"real": [], "made": []})
    hints: dict[str, list[Tensor]] = field(default_factory=dict)


@torch.no_grad()
def evaluate_model(
    model: LoadedModel, *, count: int, size: int, segmenter: str, progress: Progress | None = None
) -> Report:
    """Draw `count` held-out lands from line drawings as training makes them; noise and dabs are seeded.

    Features are those of the segmenter's coarsest maps, their means over a picture. CheckpointError for a
    model that does not fit.
    """
    drawer = Drawer(model)
    drawer.check(size)
    looks = SegmenterFeatures(segmenter_named(segmenter), segmenter)
    tolerance = max(1, round(size / 64))
    found, ceiling = LineMatch(tolerance), LineMatch(tolerance)
    sums, random = _Sums(), Randomness(0)
    batches = in_batches(held_out_scenes(count, size), count, _BATCH, progress)
    for number, scenes in enumerate(batches):
        images, drawings = images_of(scenes), _drawings(scenes, HELD_OUT_SEED + number * _BATCH)
        own, foreign = random_dabs(images, random), random_dabs(images.roll(1, 0), random)
        made = drawer(drawings, own, seed=number)
        sums.l1.append(float((made - images).abs().mean()))
        ink = drawings[:, 0] < _INK
        found.add(_edges(made), ink)
        ceiling.add(_edges(images), ink)
        for name, pictures in (("real", images), ("made", made)):
            sums.features[name].append(looks(pictures)[-1].mean(dim=(2, 3)))
        seeds = [drawer(drawings[:1], own[:1], seed=1000 * number + seed) for seed in range(_SEEDS)]
        sums.diversity.append(mean_pairwise_l1(torch.cat(seeds)))
        if drawer.hints:
            plain_made = drawer(drawings, no_hints(images), seed=number)
            sums.l1_without.append(float((plain_made - images).abs().mean()))
            shown = {"obeyed": made, "ignored": plain_made, "real": images}
            _compare(sums.hints, shown, own, "")
            shown["obeyed"] = drawer(drawings, foreign, seed=number)
            _compare(sums.hints, shown, foreign, "foreign_")
    real, generated = (torch.cat(sums.features[name]) for name in ("real", "made"))
    return Report(
        scenes=count,
        size=size,
        l1=float(np.mean(sums.l1)),
        l1_without_hints=float(np.mean(sums.l1_without)) if drawer.hints else None,
        tolerance_pixels=tolerance,
        edge_f1=found.f1,
        edge_f1_real=ceiling.f1,
        features=looks.name,
        feature_distance=frechet_distance(moments(real), moments(generated)),
        feature_distance_halves=frechet_distance(moments(real[0::2]), moments(real[1::2])),
        diversity_seeds=float(np.mean(sums.diversity)),
        hints={name: float(torch.cat(parts).mean()) for name, parts in sums.hints.items()} or None,
    )


class Drawer:
    """A generator of any number of sketch channels, with or without hints, drawing with its noise.

    Its only noise is dropout, as in pix2pix; batch norm uses the statistics of each picture alone.
    """

    def __init__(self, model: LoadedModel) -> None:
        self.network: nn.Module = model.module
        self.config = model.config
        self.hints = model.card.get("hints") == "colours"
        self.name = model.path.name
        self.sketch_channels = self.config.in_channels - HINT_CHANNELS * self.hints
        if self.sketch_channels not in (1, 3) or self.config.out_channels != 3:
            raise CheckpointError(f"{self.name} makes no coloured pictures of line drawings.")

    def check(self, size: int) -> None:
        """CheckpointError if the network cannot make pictures of this side."""
        if size % self.config.multiple:
            raise CheckpointError(
                f"{self.name} cannot be measured at {size} pixels.",
                hint=f"Choose a multiple of {self.config.multiple}.",
            )

    def __call__(self, drawings: Tensor, hints: Tensor, *, seed: int) -> Tensor:
        """drawings (N, 3, H, W) and hints (N, 4, H, W) -> pictures (N, 3, H, W), all in [-1, 1]."""
        given = drawings[:, : self.sketch_channels]
        if self.hints:
            given = torch.cat([given, hints], dim=1)
        with _seeded(seed), authors_test_mode(self.network):
            parts = given.split(1 if self.config.norm == "batch" else len(given))
            return torch.cat([self.network(part) for part in parts])


@contextmanager
def _seeded(seed: int) -> Iterator[None]:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        yield


def _drawings(scenes: tuple[Scene, ...], seed: int) -> Tensor:
    """(N, 3, H, W): the mixture of pens and kinds that training sees."""
    drawn = [line_drawing(scene.image, scene.labels, "mixed", seed + i) for i, scene in enumerate(scenes)]
    return as_tensor(np.stack(drawn))


def _edges(images: Tensor) -> Tensor:
    """(N, 3, H, W) in [-1, 1] -> (N, H, W) bool: what "edges" line drawings of them would ink."""
    pixels = ((images.clamp(-1, 1) + 1) * 127.5).round().to(torch.uint8).permute(0, 2, 3, 1).numpy()
    return torch.from_numpy(np.stack([sketch(picture, "edges")[..., 0] < 128 for picture in pixels]))


def _compare(errors: dict[str, list[Tensor]], shown: dict[str, Tensor], hints: Tensor, prefix: str) -> None:
    """Note the colour error of every hinted pixel of each picture, softened as the hints' colours are."""
    hinted = hints[:, 0] > 0
    for name, pictures in shown.items():
        soft = F.avg_pool2d(pictures, 5, 1, 2, count_include_pad=False)
        errors.setdefault(prefix + name, []).append(colour_error(soft, hints[:, 1:])[hinted])
