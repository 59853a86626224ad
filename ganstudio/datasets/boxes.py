"""Pictures with named boxes, as COCO's JSON tells them, for layouts that become pictures."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ganstudio.datasets.base import Batch, PictureSet, stored
from ganstudio.datasets.columns import PictureColumn
from ganstudio.datasets.decoding import decode
from ganstudio.datasets.findings import shortened
from ganstudio.datasets.source import Array, Finding, Kind, Listing, Row, Table
from ganstudio.datasets.tree import DataFile, Tree
from ganstudio.datasets.views import Indices, pictures
from ganstudio.engine.randomness import Randomness
from ganstudio.errors import InputError
from ganstudio.events import Progress

_LARGEST_JSON = 2 << 30
NOTHING = "(nothing)"
"""Class 0: the places of boxes that a picture does not have."""


@dataclass(frozen=True)
class BoxBatch(Batch):
    """images (N, 3, S, S) in [-1, 1]; boxes (N, O, 4), x y width height as shares of the picture.

    classes (N, O) long; 0 where a picture has fewer than O boxes, whose numbers are then 0 too.
    """

    images: Tensor
    boxes: Tensor
    classes: Tensor


class BoxDataset(PictureSet):
    """images (N, S, S, 3) uint8; boxes (N, O, 4); classes (N, O) indices into `class_names`, 0 is nothing."""

    kind: Kind = "boxes"

    def __init__(
        self, images: Array, boxes: Array, classes: Array, class_names: Sequence[str], **settings: Any
    ) -> None:
        # A cut through boxes would need to cut them too; the papers show whole pictures.
        super().__init__(**{**settings, "crops": 0.0})
        self.images = stored(images)
        self.boxes = torch.from_numpy(np.asarray(boxes, np.float32))
        self.classes = torch.from_numpy(np.asarray(classes, np.int64))
        self.class_names = tuple(class_names)

    def __len__(self) -> int:
        return len(self.images)

    @property
    def size(self) -> int:
        return int(self.images.shape[1])

    def batch(self, indices: Indices, size: int, random: Randomness | None = None) -> BoxBatch:
        """Whole pictures, mirrored by chance together with their boxes."""
        views = self.views(indices, size, random)
        places = np.asarray(indices)
        boxes, classes = self.boxes[places], self.classes[places]
        turned = torch.from_numpy(views.mirrored)[:, None] & (classes > 0)
        x = torch.where(turned, 1 - boxes[..., 0] - boxes[..., 2], boxes[..., 0])
        boxes = torch.cat([x[..., None], boxes[..., 1:]], -1)
        return BoxBatch(pictures(self.images, indices, views), boxes, classes)


def recognise(tree: Tree) -> tuple[Kind, float]:
    return "boxes", 0.9 if tree.pictures and _annotations(tree) is not None else 0.0


def scan(
    tree: Tree,
    *,
    annotations: str = "",
    split: str = "train",
    most_objects: int = 8,
    smallest_share: float = 0.02,
) -> Listing:
    """Pictures with up to `most_objects` boxes, the largest first; pictures are squashed into the square.

    Boxes under `smallest_share` of the picture and crowds are left out, as in LostGAN (ICCV 2019).
    Pictures without a box are left out. `annotations` names the JSON where there are several.
    """
    file = tree.files.get(annotations) if annotations else _annotations(tree, split)
    if file is None:
        raise InputError(f"{tree.root} holds no {annotations or 'JSON with COCO boxes'}.")
    record = _record(file)
    names = {int(c["id"]): str(c["name"]) for c in record["categories"]}
    numbers = {id: number for number, id in enumerate(sorted(names), 1)}
    per_image: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for annotation in record["annotations"]:
        per_image[annotation.get("image_id")].append(annotation)
    by_name = {PurePosixPath(picture.name).name: picture for picture in tree.pictures}
    rows: list[Row] = []
    findings: list[Finding] = []
    classes = Counter({name: 0 for _, name in sorted(names.items())})
    empty = 0
    for image in record["images"]:
        name = str(image["file_name"])
        picture = tree.files.get(name) or by_name.get(PurePosixPath(name).name)
        if picture is None:
            findings.append(
                Finding("warning", f"{name} is named in {file.name}, but is missing.", file.shown)
            )
            continue
        extent = float(image["width"]), float(image["height"])
        found = _boxes(per_image[image["id"]], extent, numbers, picture, smallest_share, findings)
        if not found:
            empty += 1
            continue
        rows.append(Row(((picture,),), found[:most_objects]))
        classes.update(names[sorted(names)[number - 1]] for _, number in found[:most_objects])
    if not rows:
        raise InputError(f"No picture in {tree.root} has a box in {file.name}.")
    if empty:
        message = f"{empty} pictures have no box that is large enough; they are left out."
        findings.append(Finding("note", message, file.shown, empty))
    class_names = (NOTHING, *(names[id] for id in sorted(names)))
    return Listing(
        "boxes",
        tree.root,
        {"": Table((PictureColumn(fit="squash"),), tuple(rows))},
        shortened(findings),
        classes,
        {"source": file.name, "boxes": str(sum(classes.values()))},
        {"class_names": class_names, "most_objects": most_objects},
    )


def prepare(
    listing: Listing,
    size: int,
    cache: Path | None = None,
    *,
    progress: Progress | None = None,
    workers: int | None = None,
    **settings: Any,
) -> BoxDataset:
    """Decode at `size`; `settings` are those of `PictureSet`."""
    made = decode(listing.tables[""], size, cache, progress=progress, workers=workers)
    most = listing.extra["most_objects"]
    boxes = np.zeros((len(made.rows), most, 4), np.float32)
    classes = np.zeros((len(made.rows), most), np.int64)
    for place, row in enumerate(made.rows):
        for slot, (box, number) in enumerate(row.value):
            boxes[place, slot], classes[place, slot] = box, number
    findings = (*listing.findings, *made.findings)
    names = listing.extra["class_names"]
    return BoxDataset(made.arrays["images"], boxes, classes, names, findings=findings, **settings)


Box = tuple[tuple[float, float, float, float], int]


def _boxes(
    annotations: Sequence[dict[str, Any]],
    extent: tuple[float, float],
    numbers: dict[int, int],
    picture: DataFile,
    smallest: float,
    findings: list[Finding],
) -> tuple[Box, ...]:
    """Boxes as shares of the picture with their classes, the largest first."""
    found: list[Box] = []
    width, height = extent
    for annotation in annotations:
        if annotation.get("iscrowd"):
            continue
        number = numbers.get(annotation.get("category_id", -1))
        box = _box(annotation.get("bbox"))
        if number is None or box is None or min(extent) <= 0:
            what = "an unknown class" if number is None else "no four numbers"
            findings.append(Finding("warning", f"{picture.name} has a box with {what}.", picture.shown))
            continue
        x, y, w, h = box
        left, right = (min(max(edge / width, 0.0), 1.0) for edge in (x, x + w))
        top, bottom = (min(max(edge / height, 0.0), 1.0) for edge in (y, y + h))
        if min(x, y) < -1 or x + w > width + 1 or y + h > height + 1:
            findings.append(
                Finding(
                    "warning", f"{picture.name} has a box that leaves the picture; it is cut.", picture.shown
                )
            )
        if (right - left) * (bottom - top) >= max(smallest, 1e-9):
            found.append(((left, top, right - left, bottom - top), number))
    return tuple(sorted(found, key=lambda one: -one[0][2] * one[0][3]))


def _box(told: Any) -> tuple[float, float, float, float] | None:
    """x, y, width and height, if they are that."""
    if not isinstance(told, list) or not all(isinstance(v, int | float) and np.isfinite(v) for v in told):
        return None
    if len(told) != 4 or min(told[2:]) < 0:
        return None
    x, y, width, height = (float(value) for value in told)
    return x, y, width, height


def _annotations(tree: Tree, split: str = "train") -> DataFile | None:
    """The JSON that looks like COCO's; of several, one whose name speaks of the split."""
    candidates = [
        file
        for file in tree.files.values()
        if file.suffix == ".json" and 2 < file.size < _LARGEST_JSON and _looks_right(file)
    ]
    named = [file for file in candidates if split in file.name]
    instances = [file for file in named or candidates if "instances" in file.stem]
    return next(iter(instances or named or candidates), None)


def _looks_right(file: DataFile) -> bool:
    """By name, or by what stands in it where it is small enough to be read for that."""
    if file.stem.startswith("instances_") or file.stem == "_annotations.coco":
        return True
    if file.size > 64 << 20:
        return False
    try:
        text = file.read_text()
    except InputError:
        return False
    return all(f'"{word}"' in text for word in ("images", "annotations", "bbox", "categories"))


def _record(file: DataFile) -> dict[str, Any]:
    try:
        record = json.loads(file.read_text())
        for name, keys in (
            ("images", ("id", "file_name", "width", "height")),
            ("categories", ("id", "name")),
        ):
            if not all(key in item for item in record[name] for key in keys):
                raise KeyError(name)
        if not isinstance(record["annotations"], list):
            raise TypeError("annotations")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(f"{file.name} is damaged, or no COCO file.", detail=repr(error)) from error
    made: dict[str, Any] = record
    return made
