"""How well a generator changes the season or the hour, against the true picture of the same land.

Photos of one place in two seasons are never aligned; the world draws them so. So an unpaired model
(CycleGAN, arXiv:1703.10593) is held here against what it should have made, against doing nothing, and against
a model that was trained on pairs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from ganstudio.checkpoints.load import LoadedModel, load
from ganstudio.errors import CheckpointError
from ganstudio.events import Progress
from ganstudio.metrics.segmentation import confusion_matrix, mean_iou
from ganstudio.networks.classifier import Classifier
from ganstudio.networks.segmenter import Segmenter
from ganstudio.training.world_data import Sides, sides_of
from ganstudio.training.world_evaluation.scenes import (
    classifier_named,
    held_out_lands,
    images_of,
    in_batches,
    labels_of,
    segmenter_named,
)
from ganstudio.training.world_evaluation.tables import Table, plain
from ganstudio.worlds.landscape import CLASSES, HOURS, SEASONS, Scene

_BATCH = 10
_BACKWARD = "backward.safetensors"
_COLUMNS = ("model", "pairs", "nothing", "true")
_WORDS = {
    "l1": "L1 to the true picture",
    "gradient_l1": "L1 of its slopes",
    "miou": "mIoU of the label map read off",
    "miou_share": "share of the ceiling",
    "fooled": "taken for the wanted one",
    "cycle_l1": "L1 after the way back",
}
_SHARES = ("miou_share", "fooled")


@dataclass(frozen=True)
class Report:
    """`directions`: by "summer to winter" and by column the figures of `_WORDS`.

    Columns are the `model`, a model trained on `pairs` if there is one, `nothing` (the picture as it was) and
    the `true` picture. `pairs` tells by direction how the second was trained. L1 is in [0, 2], the others
    are in [0, 1]; `miou_share` is of the true picture's mIoU.
    """

    scenes: int
    size: int
    segmenter: str
    classifier: str
    directions: dict[str, dict[str, dict[str, float]]]
    pairs: dict[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def tables(self) -> list[Table]:
        readers = plain(
            ("label maps are read by", self.segmenter),
            ("seasons and hours are told by", self.classifier),
            *((f"trained on pairs, {name}", trained) for name, trained in self.pairs.items()),
        )
        return [*(_direction_table(name, found) for name, found in self.directions.items()), readers]

    def lines(self) -> list[str]:
        return [line for table in self.tables() for line in ("", *table.lines())][1:]


def _direction_table(name: str, columns: Mapping[str, Mapping[str, float]]) -> Table:
    titles = {"model": "this model", "pairs": "trained on pairs", "nothing": "doing nothing", "true": "true"}
    shown = [column for column in _COLUMNS if column in columns]
    rows = tuple(
        (words, *(_written(figure, columns[column].get(figure)) for column in shown))
        for figure, words in _WORDS.items()
        if any(figure in columns[column] for column in shown)
    )
    return Table((name, *(titles[column] for column in shown)), rows)


def _written(figure: str, value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.1%}" if figure in _SHARES else f"{value:.3f}"


@dataclass(frozen=True)
class Translator:
    """One direction of a model: the network from `source` to `target`, and one that leads back or None."""

    sides: Sides
    there: nn.Module
    back: nn.Module | None
    multiple: int

    @property
    def name(self) -> str:
        return f"{self.sides.names[0]} to {self.sides.names[1]}"

    def check(self, size: int) -> None:
        """CheckpointError if the network cannot make pictures of this side."""
        if size % self.multiple:
            raise CheckpointError(
                f"{self.name} cannot be measured at {size} pixels.",
                hint=f"Choose a multiple of {self.multiple}.",
            )


def sides_of_model(model: LoadedModel) -> Sides | None:
    """From what to what a model leads, by the domains on its card or the view that it was trained on.

    None if that is nothing that the world draws.
    """
    training = model.card.get("training") or {}
    world, _, view = str((training.get("data") or {}).get("world", "")).partition(":")
    trained = sides_of(view) if world == "landscape" else None
    domains = model.card.get("domains") or {}
    if domains:
        named = sides_of(f"{domains.get('source')}-{domains.get('target')}")
        return named and Sides(named.names, any=trained is not None and trained.any)
    if trained is not None and (training.get("params") or {}).get("direction") == "BtoA":
        return Sides((trained.names[1], trained.names[0]), trained.any)
    return trained


def translators(model: LoadedModel) -> list[Translator]:
    """Both directions of a CycleGAN, the one direction of any other, without the noise of dropout.

    CheckpointError for what leads nowhere.
    """
    sides = sides_of_model(model)
    if sides is None or model.config.in_channels != 3 or model.config.out_channels != 3:
        raise CheckpointError(f"{model.path.name} leads from no season or hour of the landscape to another.")
    other = model.path.with_name(_BACKWARD)
    multiple = model.config.multiple
    if other == model.path or not model.card.get("domains") or not other.is_file():
        return [Translator(sides, model.module, None, multiple)]
    turned = Sides((sides.names[1], sides.names[0]), sides.any)
    back = load(other).module
    return [
        Translator(sides, model.module, back, multiple),
        Translator(turned, back, model.module, multiple),
    ]


@torch.no_grad()
def evaluate_model(
    model: LoadedModel,
    *,
    count: int,
    size: int,
    segmenter: str,
    classifier: str = "landscape-classifier",
    pairs: Sequence[LoadedModel] = (),
    progress: Progress | None = None,
) -> Report:
    """Translate `count` held-out lands each way; `pairs` are models trained on pairs, to see the gap.

    CheckpointError for models that do not fit, or pairs of other sides.
    """
    ways = translators(model)
    bounds = {way.name: way for other in pairs for way in translators(other)}
    told = {way.name: _training_of(other) for other in pairs for way in translators(other)}
    unfit = sorted(set(bounds) - {way.name for way in ways})
    if unfit:
        raise CheckpointError(f"{model.path.name} does not lead from {unfit[0]}.")
    for way in (*ways, *bounds.values()):
        way.check(size)
    judges = Judges(segmenter_named(segmenter), classifier_named(classifier, (SEASONS, HOURS)))
    sums = {way.name: {name: Sums() for name in _COLUMNS} for way in ways}
    sides = ways[0].sides
    lands = held_out_lands(count, size, sides.styles)
    for batch in in_batches(lands, count, _BATCH, progress):
        for way in ways:
            ordered = [land if way.sides.names == sides.names else land[::-1] for land in batch]
            _measure(way, bounds.get(way.name), ordered, judges, sums[way.name])
    return Report(
        scenes=count,
        size=size,
        segmenter=segmenter,
        classifier=classifier,
        directions={name: _figures(columns) for name, columns in sums.items()},
        pairs=told,
    )


def _training_of(model: LoadedModel) -> str:
    """How a model was trained, as its card tells: pix2pix, 5,000 steps, 20,000 pictures seen."""
    training = model.card.get("training") or {}
    numbers = {"steps": "steps", "images_seen": "pictures seen"}
    told = [
        f"{training[key]:,} {word}" for key, word in numbers.items() if isinstance(training.get(key), int)
    ]
    return ", ".join([str(training.get("recipe") or model.family), *told])


@dataclass(frozen=True)
class Judges:
    """The networks that look at pictures."""

    segmenter: Segmenter
    classifier: Classifier


@dataclass
class Sums:
    """What is gathered of one column over the batches."""

    means: dict[str, list[float]] = field(default_factory=dict)
    confusion: Tensor | None = None

    def note(self, **figures: float) -> None:
        for name, value in figures.items():
            self.means.setdefault(name, []).append(value)


def _measure(
    way: Translator,
    bound: Translator | None,
    lands: Sequence[tuple[Scene, ...]],
    judges: Judges,
    columns: Mapping[str, Sums],
) -> None:
    """One batch of lands, each before and after."""
    before, after = (images_of([land[side] for land in lands]) for side in (0, 1))
    labels = labels_of([land[0] for land in lands])
    made = way.there(before)
    shown = {"model": made, "nothing": before, "true": after}
    if bound is not None:
        shown["pairs"] = bound.there(before)
    wanted = way.sides.names[1]
    group, place = (0, SEASONS.index(wanted)) if wanted in SEASONS else (1, HOURS.index(wanted))
    for name, pictures in shown.items():
        sums = columns[name]
        seen = confusion_matrix(judges.segmenter(pictures).argmax(1), labels, len(CLASSES))
        sums.confusion = seen if sums.confusion is None else sums.confusion + seen
        sums.note(fooled=float((judges.classifier.classify(pictures)[:, group] == place).float().mean()))
        if name != "true":
            sums.note(l1=float((pictures - after).abs().mean()), gradient_l1=slope_error(pictures, after))
    if way.back is not None:
        columns["model"].note(cycle_l1=float((way.back(made) - before).abs().mean()))


def slope_error(first: Tensor, second: Tensor) -> float:
    """Mean absolute difference of the steps between neighbouring pixels, of (N, C, H, W).

    It sees edges that are lost, blurred or elsewhere, and is blind to a change of the light on everything.
    """
    steps = [(first.diff(dim=axis) - second.diff(dim=axis)).abs().mean() for axis in (2, 3)]
    return float(torch.stack(steps).mean())


def _figures(columns: Mapping[str, Sums]) -> dict[str, dict[str, float]]:
    """The means of each column that has something."""
    seen = {name: sums.confusion for name, sums in columns.items() if sums.confusion is not None}
    miou = {name: mean_iou(confusion) for name, confusion in seen.items()}
    return {
        name: {
            **{figure: float(np.mean(values)) for figure, values in columns[name].means.items()},
            "miou": value,
            "miou_share": value / miou["true"],
        }
        for name, value in miou.items()
    }
