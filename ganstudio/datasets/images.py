"""Pictures alone, or with a class each: folders, zips, folders of classes, StyleGAN's dataset.json."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from torch import Tensor

from ganstudio.datasets.base import Batch, PictureSet, stored
from ganstudio.datasets.columns import PictureColumn
from ganstudio.datasets.decoding import decode
from ganstudio.datasets.findings import each
from ganstudio.datasets.reading import Fit
from ganstudio.datasets.source import Array, Finding, Kind, Listing, Row, Table
from ganstudio.datasets.tree import DataFile, Tree
from ganstudio.datasets.views import Indices, pictures
from ganstudio.engine.randomness import Randomness
from ganstudio.errors import InputError
from ganstudio.events import Progress

_SPLITS = ("train", "val", "valid", "validation", "test", "images")


@dataclass(frozen=True)
class ImageBatch(Batch):
    """images (N, 3, S, S) in [-1, 1]; labels (N,) long, or None where there are no classes."""

    images: Tensor
    labels: Tensor | None = None


class ImageDataset(PictureSet):
    """images (N, S, S, 3) uint8; labels (N,) indices into `class_names`, or None."""

    kind: Kind = "images"

    def __init__(
        self,
        images: Array,
        labels: Array | None = None,
        class_names: Sequence[str] = (),
        **settings: Any,
    ) -> None:
        super().__init__(**settings)
        self.images = stored(images)
        self.labels = None if labels is None else stored(labels.astype(np.int64))
        count = 0 if labels is None or not len(labels) else int(labels.max()) + 1
        self.class_names = tuple(class_names) or tuple(str(number) for number in range(count))
        if labels is not None:
            self.kind = "labelled_images"

    def __len__(self) -> int:
        return len(self.images)

    @property
    def size(self) -> int:
        return int(self.images.shape[1])

    def batch(self, indices: Indices, size: int, random: Randomness | None = None) -> ImageBatch:
        """Whole pictures, mirrored by chance; cut out where `crops` asks for it."""
        images = pictures(self.images, indices, self.views(indices, size, random))
        return ImageBatch(images, None if self.labels is None else self.labels[np.asarray(indices)])


def recognise(tree: Tree) -> tuple[Kind, float]:
    """Which of the two kinds it is, and how surely, 0 to 1."""
    if _label_file(tree) is not None:
        return "labelled_images", 0.9
    if len(_class_folders(tree.split("train"))) >= 2:
        return "labelled_images", 0.5
    return "images", 0.2 if tree.pictures else 0.0


def scan(tree: Tree, *, kind: Kind = "images", split: str = "train", fit: Fit = "crop") -> Listing:
    """All pictures; with kind "labelled_images" their classes, by dataset.json or by folder."""
    part = tree.split(split)
    if not part.pictures:
        raise InputError(f"{tree.root} holds no pictures.")
    findings: tuple[Finding, ...] = ()
    facts = {"source": "one folder of pictures"}
    names: tuple[str, ...] = ()
    labels: list[int | None] = [None] * len(part.pictures)
    files: Sequence[DataFile] = part.pictures
    if kind == "labelled_images":
        files, labels, names, findings, facts = _labelled(tree, part)
    rows = tuple(Row(((file,),), label) for file, label in zip(files, labels, strict=True))
    classes = Counter(dict.fromkeys(names, 0))
    classes.update(names[label] for label in labels if label is not None)
    column = PictureColumn(fit=fit)
    return Listing(
        kind, tree.root, {"": Table((column,), rows)}, findings, classes, facts, {"class_names": names}
    )


def prepare(
    listing: Listing,
    size: int,
    cache: Path | None = None,
    *,
    progress: Progress | None = None,
    workers: int | None = None,
    **settings: Any,
) -> ImageDataset:
    """Decode at `size`; `settings` are those of `PictureSet`."""
    made = decode(listing.tables[""], size, cache, progress=progress, workers=workers)
    labels = [row.value for row in made.rows]
    return ImageDataset(
        made.arrays["images"],
        None if listing.kind == "images" else np.array(labels),
        listing.extra["class_names"],
        findings=(*listing.findings, *made.findings),
        **settings,
    )


def class_folders(tree: Tree) -> dict[str, tuple[DataFile, ...]]:
    """Pictures by the folder that they lie in, at any depth below it."""
    found: dict[str, list[DataFile]] = {}
    for name, file in tree.files.items():
        if "/" in name and file in tree.picture_set:
            found.setdefault(name.split("/", 1)[0], []).append(file)
    return {name: tuple(files) for name, files in sorted(found.items())}


def _class_folders(tree: Tree) -> dict[str, tuple[DataFile, ...]]:
    folders = class_folders(tree)
    return {} if any(name.lower() in _SPLITS for name in folders) else folders


def _label_file(tree: Tree) -> dict[str, Any] | None:
    """dataset.json of StyleGAN2-ADA and StyleGAN3, if it names classes."""
    file = tree.files.get("dataset.json")
    if file is None or file.size > 1 << 30:
        return None
    try:
        record = json.loads(file.read_text())
        labels = record["labels"]
        return {str(name).replace("\\", "/"): label for name, label in labels} if labels else None
    except (ValueError, KeyError, TypeError, InputError, RecursionError):
        return None


def _labelled(
    tree: Tree, part: Tree
) -> tuple[list[DataFile], list[int | None], tuple[str, ...], tuple[Finding, ...], dict[str, str]]:
    told = _label_file(tree)
    if told is not None:
        return _from_file(tree, told)
    folders = class_folders(part)
    if not folders:
        raise InputError(
            f"{tree.root} names no classes.", hint="Give each class a folder, or a dataset.json with labels."
        )
    loose = [file for file in part.pictures if "/" not in part.name_of[file]]
    findings = each("warning", loose, "lies in no class's folder; it is left out.")
    files = [file for members in folders.values() for file in members]
    labels: list[int | None] = [i for i, members in enumerate(folders.values()) for _ in members]
    return files, labels, tuple(folders), findings, {"source": "a folder for each class"}


def _from_file(
    tree: Tree, told: dict[str, Any]
) -> tuple[list[DataFile], list[int | None], tuple[str, ...], tuple[Finding, ...], dict[str, str]]:
    """Numbers of classes by file name; one-hot or continuous labels are no classes."""
    files, labels, without = [], [], []
    for name, file in tree.files.items():
        if file not in tree.picture_set:
            continue
        label = told.get(name)
        if isinstance(label, int) and not isinstance(label, bool) and 0 <= label < 1 << 20:
            files.append(file)
            labels.append(label)
        else:
            without.append(file)
    if not files:
        raise InputError(f"{tree.root}: dataset.json gives no picture a class number.")
    findings = each("warning", without, "has no class number in dataset.json; it is left out.")
    missing = [name for name in told if name not in tree.files]
    if missing:
        findings = (
            *findings,
            Finding("warning", f"dataset.json names {missing[0]}, which is missing.", count=len(missing)),
        )
    numbers: list[int | None] = list(labels)
    names = tuple(str(number) for number in range(max(labels) + 1))
    return files, numbers, names, findings, {"source": "StyleGAN's dataset.json"}
