"""The metrics that can be asked for by name, what each needs, and how it is called."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ganstudio.errors import InputError
from ganstudio.training.evaluation.observers import Observer

Task = Literal["images", "label_maps", "translation", "captions"]
"""What a model draws from: nothing but noise, label maps, pictures or sentences."""
ANY: tuple[Task, ...] = ("images", "label_maps", "translation", "captions")


@dataclass(frozen=True)
class Measure:
    """One metric: what it can be taken of, its names as a figure, and which values are better.

    A figure whose name ends in `_style` is of other features than those that the name stands for.
    """

    name: str
    title: str
    better: Literal["lower", "higher"]
    tasks: tuple[Task, ...]
    keys: tuple[str, ...]


MEASURES = {
    measure.name: measure
    for measure in (
        Measure("fid", "FID", "lower", ANY, ("fid", "fid_style")),
        Measure("kid", "KID", "lower", ANY, ("kid", "kid_style")),
        Measure("precision", "precision", "higher", ANY, ("precision",)),
        Measure("recall", "recall", "higher", ANY, ("recall",)),
        Measure("is", "inception score", "higher", ("images", "captions"), ("is",)),
        Measure("ppl", "perceptual path length", "lower", ("images",), ("ppl_style",)),
        Measure("miou", "mIoU", "higher", ("label_maps",), ("miou", "miou_of_real_pictures")),
        Measure("l1", "L1 (colours from -1 to 1)", "lower", ("translation",), ("l1",)),
        Measure("psnr", "PSNR in dB", "higher", ("translation",), ("psnr",)),
        Measure("ssim", "SSIM", "higher", ("translation",), ("ssim",)),
        Measure("clip-score", "CLIP score", "higher", ("captions",), ("clip_score",)),
        Measure("separability", "linear separability", "lower", ("images",), ("separability",)),
    )
}
_TAKEN_OF = {
    "images": "models that draw from noise",
    "label_maps": "models that paint label maps",
    "translation": "models that translate pictures",
    "captions": "models that draw from sentences",
}


def wanted_measures(names: Sequence[str]) -> tuple[Measure, ...]:
    """By the names on the command line; InputError for one that is not known."""
    for name in names:
        if name not in MEASURES:
            near = difflib.get_close_matches(name, MEASURES, 1)
            hint = f"Did you mean {near[0]}?" if near else f"There is {', '.join(MEASURES)}."
            raise InputError(f"There is no metric “{name}”.", hint=hint)
    return tuple(MEASURES[name] for name in dict.fromkeys(names))


def usual(task: Task) -> tuple[Measure, ...]:
    """Those that make sense of such a model."""
    return tuple(measure for measure in MEASURES.values() if task in measure.tasks)


def missing(measure: Measure, task: Task, *, kind: str, inception: bool, clip: bool, mapped: bool) -> str:
    """Why this metric cannot be had, in one sentence; empty if nothing is in the way.

    kind: of the data set. inception, clip: what looks at the pictures. mapped: whether latents are walked.
    """
    if task not in measure.tasks:
        return f"It is taken of {_listed(_TAKEN_OF[each] for each in measure.tasks)}."
    match measure.name:
        case "is" if not inception:
            return "It needs the FID Inception network: give its file with --features."
        case "clip-score" if not clip:
            return "It needs a CLIP model: give the file of open_clip's weights with --features."
        case "separability":
            return "It needs classifiers of forty attributes of faces, which this program does not have."
        case "l1" | "psnr" | "ssim" if kind != "paired":
            return "It needs pairs of pictures; these belong together only as wholes."
        case "ppl" if not mapped:
            return "This network has no latents that could be walked."
    return ""


def title_of(key: str, observer: Observer) -> str:
    """What a figure is called: by the features that it is of."""
    measure = next(measure for measure in MEASURES.values() if key in measure.keys)
    if key == "miou_of_real_pictures":
        return "mIoU of real pictures"
    if key.endswith("_style"):
        distance = "distance" if measure.name in ("fid", "kid") else "figure"
        return f"{measure.name.upper()}-style {distance}, features of {observer.name}"
    if key in ("precision", "recall"):
        return f"{measure.title}, features of {observer.name}"
    return measure.title


def _listed(parts: Iterable[str]) -> str:
    *most, last = parts
    return f"{', '.join(most)} and {last}" if most else last
