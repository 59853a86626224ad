"""Each gauge is shown batches with what was made of them, and has figures at the end."""

from __future__ import annotations

from typing import Any, Protocol

import torch
from torch import Tensor

from ganstudio.metrics.clip_score import clip_scores
from ganstudio.metrics.frechet import frechet_distance, moments
from ganstudio.metrics.inception_score import inception_score
from ganstudio.metrics.kernel import kernel_distance
from ganstudio.metrics.likeness import l1, psnr, ssim
from ganstudio.metrics.precision_recall import precision_recall
from ganstudio.metrics.segmentation import confusion_matrix, mean_iou
from ganstudio.training.evaluation.comparing import Pairs
from ganstudio.training.evaluation.observers import ClipObserver, InceptionObserver, Observer

Figures = dict[str, float]
_NEIGHBOURS = 3


class Gauge(Protocol):
    def add(self, batch: Any, pairs: Pairs) -> None:
        """Take notice of a batch of the data set and of what was made of it."""

    def figures(self) -> Figures:
        """By name; empty if too little was seen."""


class Distances:
    """How far generated pictures are from real ones as wholes: of features, mean over what they show.

    A Fréchet and a kernel distance, with `coverage` precision and recall, and of the Inception network with
    `scored` the inception score. Only the Inception network's distances are called `fid` and `kid`.
    """

    def __init__(self, observer: Observer, *, coverage: bool = False, scored: bool = False) -> None:
        self.observer = observer
        self.coverage, self.scored = coverage, scored
        self._seen: dict[str, tuple[list[Tensor], list[Tensor]]] = {}

    def add(self, batch: Any, pairs: Pairs) -> None:
        for name, both in pairs.items():
            for known, pictures in zip(self._seen.setdefault(name, ([], [])), both, strict=True):
                known.append(self.observer(pictures))

    def figures(self) -> Figures:
        found = [self._of(torch.cat(real), torch.cat(fake)) for real, fake in self._seen.values()]
        return {name: sum(one[name] for one in found) / len(found) for name in found[0]} if found else {}

    def _of(self, real: Tensor, fake: Tensor) -> Figures:
        random = torch.Generator().manual_seed(0)
        found = {
            fid_name(self.observer): frechet_distance(moments(real), moments(fake)),
            kid_name(self.observer): kernel_distance(real, fake, generator=random),
        }
        if self.coverage and min(len(real), len(fake)) > _NEIGHBOURS:
            found["precision"], found["recall"] = precision_recall(real, fake, neighbours=_NEIGHBOURS)
        if self.scored and isinstance(self.observer, InceptionObserver):
            found["is"], _ = inception_score(self.observer.probabilities(fake))
        return found


class Likeness:
    """Of pictures that belong together one by one."""

    def __init__(self) -> None:
        self._seen: dict[str, list[Tensor]] = {"l1": [], "psnr": [], "ssim": []}

    def add(self, batch: Any, pairs: Pairs) -> None:
        for real, fake in pairs.values():
            real = real.to(fake)
            for name, function in (("l1", l1), ("psnr", psnr), ("ssim", ssim)):
                self._seen[name].append(function(fake, real).cpu())

    def figures(self) -> Figures:
        return {name: float(torch.cat(values).mean()) for name, values in self._seen.items()}


class LabelsKept:
    """Whether a segmenter finds in generated pictures the label maps that they were made of."""

    def __init__(self, segmenter: Any, classes: int) -> None:
        """segmenter: a `Segmenter` that means by its classes what the label maps mean."""
        self.segmenter = segmenter
        self._confusions = {
            name: torch.zeros(classes, classes, dtype=torch.long) for name in ("real", "fake")
        }

    def add(self, batch: Any, pairs: Pairs) -> None:
        (real, fake), *_ = pairs.values()
        for name, pictures in (("real", real), ("fake", fake)):
            place = next(self.segmenter.parameters()).device
            found = self.segmenter(pictures.to(place)).argmax(1).cpu()
            total = self._confusions[name]
            total += confusion_matrix(found, batch.labels[:, 0].cpu(), len(total))

    def figures(self) -> Figures:
        return {
            "miou": mean_iou(self._confusions["fake"]),
            "miou_of_real_pictures": mean_iou(self._confusions["real"]),
        }


class TextFit:
    """Whether generated pictures show what their sentences say, as a CLIP model sees it."""

    def __init__(self, clip: ClipObserver) -> None:
        self.clip = clip
        self._seen: list[Tensor] = []

    def add(self, batch: Any, pairs: Pairs) -> None:
        (_, fake), *_ = pairs.values()
        self._seen.append(clip_scores(self.clip(fake), self.clip.read(batch.captions)))

    def figures(self) -> Figures:
        return {"clip_score": float(torch.cat(self._seen).mean())}


def fid_name(observer: Observer) -> str:
    """Only with Inception's features it is the FID."""
    return "fid" if observer.inception else "fid_style"


def kid_name(observer: Observer) -> str:
    return "kid" if observer.inception else "kid_style"
