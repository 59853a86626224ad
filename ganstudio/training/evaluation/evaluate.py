"""Measuring a finished model, or what a run has made so far."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch.nn import functional as F

from ganstudio import paths
from ganstudio.checkpoints.card import card_path, read_card
from ganstudio.events import Progress
from ganstudio.metrics.path_length import filtered_mean, latents_on_path, path_distances
from ganstudio.networks.blocks import batch_statistics
from ganstudio.networks.dcgan import DcganGenerator
from ganstudio.networks.stylegan1 import StyleGAN1Generator
from ganstudio.networks.stylegan2 import StyleGan2Generator
from ganstudio.networks.stylegan3 import StyleGAN3Generator
from ganstudio.training.evaluation.comparing import compare
from ganstudio.training.evaluation.drawing import class_count, device_of, latent_size
from ganstudio.training.evaluation.during import spread
from ganstudio.training.evaluation.gauges import Distances, Gauge, LabelsKept, Likeness, TextFit
from ganstudio.training.evaluation.material import Material, with_sentences_read
from ganstudio.training.evaluation.measures import MEASURES, Measure, missing, title_of, usual
from ganstudio.training.evaluation.observers import ClipObserver, Observer
from ganstudio.training.evaluation.segmenters import segmenter_for
from ganstudio.training.evaluation.subject import Subject

_BATCH = 16
_WALKERS = (StyleGAN1Generator, StyleGan2Generator, StyleGAN3Generator, DcganGenerator)
_DISTANCES = {"fid", "kid", "precision", "recall", "is"}


@dataclass(frozen=True)
class Report:
    """Figures by name, of what they are, and why others are not there."""

    model: str
    data: str
    pictures: int
    size: int
    observer: Observer
    figures: dict[str, float]
    not_measured: dict[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return {
            "model": self.model,
            "data": self.data,
            "pictures": self.pictures,
            "size": self.size,
            "features": self.observer.name,
            "metrics": self.figures,
            "not_measured": self.not_measured,
        }

    def on_card(self) -> dict[str, Any]:
        """What a model's card keeps of it."""
        told = {"pictures": self.pictures, "size": self.size, "features": self.observer.name}
        return {**self.figures, "measured_on": {"data": self.data, **told}}

    def lines(self) -> list[str]:
        head = f"{self.model}: {self.pictures} pictures of {self.size} px, compared with {self.data}"
        titles = {key: title_of(key, self.observer) for key in self.figures}
        width = max(map(len, titles.values()), default=0)
        shown = [
            f"{titles[key]:{width}}  {value:.4f}{_direction(key)}" for key, value in self.figures.items()
        ]
        return [head, *shown, *(f"not measured: {name}. {why}" for name, why in self.not_measured.items())]


@torch.no_grad()
def evaluate(
    subject: Subject,
    material: Material,
    observer: Observer,
    asked: Sequence[Measure] = (),
    *,
    count: int = 500,
    size: int = 0,
    segmenter: str = "",
    progress: Progress | None = None,
) -> Report:
    """At most `count` pictures of `size` (0 for the model's own), the same figures for the same arguments.

    asked: what is to be measured; without it what makes sense of this model and can be had. segmenter: names
    what reads label maps off pictures.
    """
    progress = progress or Progress()
    size = size or subject.size
    dataset = material.dataset
    if subject.task == "captions":
        dataset = with_sentences_read(subject, dataset, observer)
    reasons = {
        measure.name: _reason(measure, subject, dataset, observer) for measure in asked or usual(subject.task)
    }
    names = {name for name, reason in reasons.items() if not reason}
    gauges = _gauges(subject, material, observer, names, segmenter, reasons)
    places = spread(len(dataset), count)
    random = torch.Generator().manual_seed(0)
    batches = [places[start : start + _BATCH] for start in range(0, len(places), _BATCH)] if gauges else []
    for chosen in progress.sub(0, 0.8).steps(batches, "measuring"):
        batch = dataset.batch(chosen, size)
        pairs = compare({"generator": subject.network}, batch, random, turned=subject.turned)
        for gauge in gauges:
            gauge.add(batch, pairs)
    found = {name: value for gauge in gauges for name, value in gauge.figures().items()}
    if "ppl" in names:
        found["ppl_style"] = path_length(subject.network, observer, count, progress=progress.sub(0.8, 1))
    kept = [key for name in MEASURES if name in names for key in MEASURES[name].keys if key in found]
    told = {name: reason for name, reason in reasons.items() if reason} if asked else {}
    return Report(
        subject.name, material.words, len(places), size, observer, {key: found[key] for key in kept}, told
    )


def _reason(measure: Measure, subject: Subject, dataset: Any, observer: Observer) -> str:
    return missing(
        measure,
        subject.task,
        kind=dataset.kind,
        inception=observer.inception,
        clip=isinstance(observer, ClipObserver),
        mapped=isinstance(subject.network, _WALKERS),
    )


def _gauges(
    subject: Subject,
    material: Material,
    observer: Observer,
    names: set[str],
    segmenter: str,
    reasons: dict[str, str],
) -> list[Gauge]:
    gauges: list[Gauge] = []
    if names & _DISTANCES:
        gauges.append(
            Distances(observer, coverage=bool(names & {"precision", "recall"}), scored="is" in names)
        )
    if names & {"l1", "psnr", "ssim"}:
        gauges.append(Likeness())
    if "clip-score" in names and isinstance(observer, ClipObserver):
        gauges.append(TextFit(observer))
    if "miou" in names:
        given = {"name": segmenter} if segmenter else {}
        reader = segmenter_for(material.palette, material.classes, **given)
        if reader is None:
            names.discard("miou")
            reasons["miou"] = "There is no segmenter that knows these classes: name one with --segmenter."
        else:
            gauges.append(LabelsKept(reader.to(device_of(subject.network)), material.classes))
    return gauges


def path_length(network: Any, observer: Observer, count: int, *, progress: Progress | None = None) -> float:
    """The mean change of the observer's features for a step on paths in w, or in z where there is no w.

    As the perceptual path length (see `metrics.path_length`), whose features are those of LPIPS.
    """
    random = torch.Generator().manual_seed(0)
    place = device_of(network)
    found = []
    for start in (progress or Progress()).steps(range(0, count, _BATCH), "walking in latent space"):
        n = min(_BATCH, count - start)
        z0, z1 = (torch.randn(n, latent_size(network), generator=random).to(place) for _ in range(2))
        t = torch.rand(n, generator=random).to(place)
        classes = class_count(network)
        c = None
        if classes:
            c = F.one_hot(torch.randint(classes, (n,), generator=random), classes).float().to(place)
        found.append(_steps(network, observer, z0, z1, t, c))
    return filtered_mean(torch.cat(found))


def _steps(network: Any, observer: Observer, z0: Any, z1: Any, t: Any, c: Any) -> torch.Tensor:
    if isinstance(network, DcganGenerator):
        ends = latents_on_path(lambda z: z, z0, z1, t, space="z")
        with batch_statistics(network):
            # As long as latents of the training are.
            pictures = network(torch.cat(ends) * z0.shape[1] ** 0.5)
    else:
        ends = latents_on_path(lambda z: network.mapping(z, c), z0, z1, t, space="w")
        pictures = torch.cat([network.synthesis(ws) for ws in ends])
    before, after = observer(pictures.expand(-1, 3, -1, -1)).chunk(2)
    return path_distances(before, after)


def _direction(key: str) -> str:
    measure = next(measure for measure in MEASURES.values() if key in measure.keys)
    return f"  ({measure.better} is better)"


def write_card(weights: Path, report: Report) -> None:
    """The card keeps these figures beside those that it has."""
    card = read_card(weights)
    card["metrics"] = {**(card.get("metrics") or {}), **report.on_card()}
    with paths.atomic_write(card_path(weights)) as file:
        file.write((json.dumps(card, indent=2, ensure_ascii=False) + "\n").encode())
