"""How good a generator of a world's pictures is, and what its latents and its named sliders do.

The world knows what its pictures show, so its classifiers can tell of generated ones how well a plane in
latent space parts an attribute (Karras, Laine and Aila, CVPR 2019, arXiv:1812.04948, section 4.2), and what
else moves when a slider moves its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ganstudio.checkpoints.load import LoadedModel, load
from ganstudio.editing.directions import DirectionFile, beside, read_directions
from ganstudio.editing.generator import LatentGenerator
from ganstudio.editing.linear_svm import linear_svm
from ganstudio.editing.named_directions import STEPS, Samples, Scorer, effects_of, sample
from ganstudio.editing.projection import encoder_beside
from ganstudio.errors import CheckpointError
from ganstudio.events import Progress
from ganstudio.metrics.separability import (
    conditional_entropy,
    joint_distribution,
    most_confident,
    separability,
)
from ganstudio.training.evaluation.evaluate import path_length
from ganstudio.training.evaluation.gauges import Distances
from ganstudio.training.evaluation.observers import Observer, observer_of, resized
from ganstudio.training.world_evaluation.generator_worlds import PictureWorld, world_of
from ganstudio.training.world_evaluation.scenes import as_tensor, groups_of
from ganstudio.training.world_evaluation.tables import Table, plain

ENCODER = "encoder.safetensors"
_BATCH = 32
_SAMPLES = 4
"""Generated pictures whose attributes are read, for each real one that they are compared with."""
_PROBES = 32
_CLEAREST = 0.5
"""Share of the samples that the planes are fitted to: half in the paper."""
_DECIMALS = 4


@dataclass(frozen=True)
class Report:
    """`scenes` real pictures of `size` pixels and as many generated ones; `samples` for the attributes.

    Distances are of `features`. `separability` is in bits for each attribute, 0 where a plane tells all.
    `sliders`: what the whole way to one side moves of each attribute, in its deviations; empty without named
    directions. `encoded_l1` and `average_l1`: how far real pictures are from what the encoder beside the
    generator makes of them, and from the picture of the average style; None without one.
    """

    scenes: int
    size: int
    samples: int
    features: str
    fid_style: float
    kid_style: float
    precision: float
    recall: float
    ppl_style: float
    separability_score: float
    separability: dict[str, float]
    sliders: dict[str, dict[str, float]] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    encoded_l1: float | None = None
    average_l1: float | None = None

    @property
    def intro(self) -> str:
        """What stands above the tables on the page beside the model."""
        return (
            f"Against {self.scenes} pictures of the world that nothing was trained on, at {self.size} px, by "
            f"the features of {self.features}; attributes are those that the world's own networks see in "
            f"{self.samples} generated pictures; the clearer half of them counts for separability (the paper "
            "draws 200,000):"
        )

    def as_dict(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value not in (None, {})}

    def tables(self) -> list[Table]:
        """Figures, separability, and what each slider moves."""
        rows = [
            ("FID-style distance", f"{self.fid_style:.3f}"),
            ("KID-style distance", f"{self.kid_style:.4f}"),
            ("precision", f"{self.precision:.3f}"),
            ("recall", f"{self.recall:.3f}"),
            ("PPL-style path length in W", f"{self.ppl_style:.1f}"),
            (
                f"linear separability in W ({len(self.separability)} attributes)",
                f"{self.separability_score:.2f}",
            ),
        ]
        if self.encoded_l1 is not None:
            rows.append(("L1 of encoded real pictures (colours from -1 to 1)", f"{self.encoded_l1:.3f}"))
            rows.append(("the same of the average picture", f"{self.average_l1:.3f}"))
        tables = [plain(*rows)]
        if self.sliders:
            head = ("slider, whole way", "moves its own by", "others by, in the mean", "most of all others")
            tables.append(Table(head, tuple(self._slider_row(name) for name in self.sliders)))
        bits = tuple((name, f"{value:.3f}") for name, value in self.separability.items())
        tables.append(Table(("attribute", "bits that a plane in W leaves open"), bits))
        return tables

    def _slider_row(self, name: str) -> tuple[str, str, str, str]:
        effects = dict(self.sliders[name])
        own = effects.pop(self.own[name])
        most = max(effects, key=lambda other: abs(effects[other]))
        mean = sum(map(abs, effects.values())) / len(effects)
        return name, f"{own:.2f} σ", f"{mean:.2f} σ", f"{most} {effects[most]:+.2f} σ"

    def lines(self) -> list[str]:
        return [self.intro, *(line for table in self.tables() for line in ("", *table.lines()))]


def suits(model: LoadedModel) -> bool:
    """Whether it draws a world's pictures from styles."""
    return (
        model.role == "generator" and model.family.startswith("stylegan") and world_of(model.card) is not None
    )


@torch.no_grad()
def evaluate_model(
    model: LoadedModel, *, count: int, size: int, segmenter: str = "", progress: Progress | None = None
) -> Report:
    """Pictures are of the generator's own size. CheckpointError for a model of no world."""
    world = world_of(model.card)
    if world is None:
        raise CheckpointError(f"{model.path} draws the pictures of no world that is known here.")
    progress = progress or Progress()
    generator, observer, score = LatentGenerator.of(model), observer_of(), world.scorer()
    distances = _distances(generator, world, observer, count, progress.sub(0, 0.25))
    ppl = path_length(generator.module, observer, count, progress=progress.sub(0.25, 0.4))
    samples = sample(
        generator, score, world.attributes, count * _SAMPLES, seed=2, progress=progress.sub(0.4, 0.65)
    )
    bits = separabilities(samples, world.told, progress.sub(0.65, 0.75))
    sliders, own = _sliders(model, generator, score, samples, world, progress.sub(0.75, 0.95))
    encoded, average = _encoded(model, generator, world, min(count, 128), progress.sub(0.95, 1))
    return Report(
        scenes=count,
        size=generator.resolution,
        samples=len(samples.styles),
        features=observer.name,
        fid_style=distances.get("fid_style", distances.get("fid", 0.0)),
        kid_style=distances.get("kid_style", distances.get("kid", 0.0)),
        precision=distances["precision"],
        recall=distances["recall"],
        ppl_style=ppl,
        separability_score=separability(torch.tensor(list(bits.values()))),
        separability=bits,
        sliders=sliders,
        own=own,
        encoded_l1=encoded,
        average_l1=average,
    )


def _real(world: PictureWorld, count: int, size: int) -> Iterator[Tensor]:
    """Batches (n, 3, size, size) in [-1, 1] of renders that nothing was trained on."""
    for pictures in groups_of(world.held_out(count, size), _BATCH):
        yield resized(as_tensor(np.stack(pictures)), size)


def _distances(
    generator: LatentGenerator, world: PictureWorld, observer: Observer, count: int, progress: Progress
) -> dict[str, float]:
    gauge = Distances(observer, coverage=True)
    random = torch.Generator().manual_seed(0)
    batches = _real(world, count, generator.resolution)
    for real in progress.steps(batches, "comparing", total=-(-count // _BATCH)):
        z = torch.randn(len(real), generator.z_dim, generator=random).to(generator.device)
        kind = (
            int(torch.randint(generator.class_count, (), generator=random)) if generator.class_count else None
        )
        noise = generator.noise("random", int(torch.randint(1 << 31, (), generator=random)))
        gauge.add(None, {"": (real, generator.draw(generator.styles(z, kind), noise).cpu())})
    return gauge.figures()


def separabilities(
    samples: Samples, told: tuple[str, ...], progress: Progress | None = None
) -> dict[str, float]:
    """Bits that the side of a plane in W leaves open of each attribute, on the clearest half of the samples.

    The scores of the attributes in `told` are log odds. An attribute that all or none of them have is 0.
    """
    found = {}
    styles = samples.styles
    for name in (progress or Progress()).steps(told, "separating"):
        odds = samples.scores[:, samples.attributes.index(name)]
        share = odds.sigmoid()
        chosen = most_confident(torch.stack([1 - share, share], dim=1), int(len(odds) * _CLEAREST))
        has = odds[chosen] > 0
        if bool(has.all()) or not bool(has.any()):
            found[name] = 0.0
            continue
        normal, intercept = linear_svm(styles[chosen], has)
        side = (styles[chosen].double() @ normal + intercept > 0).long()
        found[name] = round(conditional_entropy(joint_distribution(side, has.long())), _DECIMALS)
    return found


def _sliders(
    model: LoadedModel,
    generator: LatentGenerator,
    score: Scorer,
    samples: Samples,
    world: PictureWorld,
    progress: Progress,
) -> tuple[dict[str, dict[str, float]], dict[str, str]]:
    """What each named direction beside the model moves, and which attribute is its own."""
    path = beside(model.path)
    file = read_directions(path) if path.is_file() else DirectionFile(())
    own = {slider.name: slider.attribute for slider in world.sliders}
    named = [each for each in file.directions if each.name in own]
    moved = {}
    for direction in progress.steps(named, "moving sliders"):
        effects = effects_of(generator, score, samples, direction, STEPS, probes=_PROBES, seed=3)
        moved[direction.name] = {name: round(value, _DECIMALS) for name, value in effects.items()}
    return moved, {name: own[name] for name in moved}


def _encoded(
    model: LoadedModel, generator: LatentGenerator, world: PictureWorld, count: int, progress: Progress
) -> tuple[float | None, float | None]:
    path = model.path.with_name(ENCODER)
    if not path.is_file():
        return None, None
    encoder = encoder_beside(load(path), generator)
    noise = generator.noise()
    average = generator.draw(generator.average().expand(1, generator.num_ws, -1), noise)
    sums = np.zeros(2)
    for real in progress.steps(
        _real(world, count, generator.resolution), "encoding", total=-(-count // _BATCH)
    ):
        drawn = generator.draw(encoder(real), noise)
        sums += [float((each - real).abs().mean()) * len(real) for each in (drawn, average)]
    encoded, plainly = (sums / count).tolist()
    return encoded, plainly
