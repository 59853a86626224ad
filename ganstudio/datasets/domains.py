"""Pictures of several domains, a folder each (StarGAN, RaFD; StarGAN v2's AFHQ)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ganstudio.datasets.base import Batch, PictureSet, stored
from ganstudio.datasets.columns import PictureColumn
from ganstudio.datasets.decoding import decode
from ganstudio.datasets.findings import each
from ganstudio.datasets.images import class_folders
from ganstudio.datasets.reading import Fit
from ganstudio.datasets.source import Array, Finding, Kind, Listing, Row, Table
from ganstudio.datasets.tree import Tree
from ganstudio.datasets.views import Indices, pictures
from ganstudio.engine.randomness import Randomness
from ganstudio.errors import InputError
from ganstudio.events import Progress


@dataclass(frozen=True)
class DomainBatch(Batch):
    """images (N, 3, S, S) in [-1, 1]; labels (N, C) float, 1 for the domain or each attribute it has."""

    images: Tensor
    labels: Tensor


class DomainDataset(PictureSet):
    """images (N, S, S, 3) uint8; labels (N, C) of 0 and 1, C names; `exclusive`: one 1 in each row.

    `groups` part the names, in their order, into such as exclude one another; empty where none do.
    """

    def __init__(
        self,
        images: Array,
        labels: Array,
        names: Sequence[str],
        exclusive: bool = True,
        groups: Sequence[Sequence[str]] = (),
        **settings: Any,
    ) -> None:
        super().__init__(**settings)
        self.images = stored(images)
        self.labels = torch.from_numpy(np.asarray(labels, np.float32))
        self.names = tuple(names)
        self.exclusive = exclusive
        self.groups = tuple(tuple(group) for group in groups) or ((self.names,) if exclusive else ())
        self.kind: Kind = "domains" if exclusive else "attributes"

    def __len__(self) -> int:
        return len(self.images)

    @property
    def size(self) -> int:
        return int(self.images.shape[1])

    def batch(self, indices: Indices, size: int, random: Randomness | None = None) -> DomainBatch:
        """Whole pictures, mirrored by chance."""
        images = pictures(self.images, indices, self.views(indices, size, random))
        return DomainBatch(images, self.labels[np.asarray(indices)])


def recognise(tree: Tree) -> tuple[Kind, float]:
    """Folders of classes look the same; which is meant, a person must say."""
    return "domains", 0.4 if len(class_folders(tree.split("train"))) >= 2 else 0.0


def scan(tree: Tree, *, split: str = "train", domains: Sequence[str] = (), fit: Fit = "crop") -> Listing:
    """A folder per domain; `domains` chooses some of them, and their order."""
    part = tree.split(split)
    folders = class_folders(part)
    missing = [name for name in domains if name not in folders]
    if missing:
        raise InputError(f"There is no domain “{missing[0]}”.", hint=f"There are {', '.join(folders)}.")
    names = tuple(domains) or tuple(folders)
    if len(names) < 2:
        raise InputError(f"{tree.root} holds fewer than two domains.", hint="Give each domain a folder.")
    loose = [file for file in part.pictures if "/" not in part.name_of[file]]
    findings = [*each("warning", loose, "lies in no domain's folder; it is left out.")]
    findings += [
        Finding("warning", f"The domain “{name}” has one picture; nothing can be learnt from it.")
        for name in names
        if len(folders[name]) == 1
    ]
    rows = tuple(Row(((file,),), place) for place, name in enumerate(names) for file in folders[name])
    classes = Counter({name: len(folders[name]) for name in names})
    facts = {"source": "a folder for each domain"}
    table = Table((PictureColumn(fit=fit),), rows)
    return Listing("domains", tree.root, {"": table}, tuple(findings), classes, facts, {"names": names})


def prepare(
    listing: Listing,
    size: int,
    cache: Path | None = None,
    *,
    progress: Progress | None = None,
    workers: int | None = None,
    **settings: Any,
) -> DomainDataset:
    """Decode at `size`; `settings` are those of `PictureSet`."""
    made = decode(listing.tables[""], size, cache, progress=progress, workers=workers)
    names = listing.extra["names"]
    exclusive = listing.kind == "domains"
    told = [row.value for row in made.rows]
    labels = np.eye(len(names), dtype=np.float32)[told] if exclusive else np.array(told, np.float32)
    findings = (*listing.findings, *made.findings)
    return DomainDataset(made.arrays["images"], labels, names, exclusive, findings=findings, **settings)
