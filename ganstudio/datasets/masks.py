"""Unpaired pictures with a mask for each thing in them, in InstaGAN's layout (Mo et al., ICLR 2019).

trainA/NAME.png  trainA_seg/NAME_0.png, NAME_1.png, …    and the same for B
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
from torch import Tensor

from ganstudio.datasets.base import Batch, PictureSet, chosen, stored
from ganstudio.datasets.columns import MaskColumn, PictureColumn
from ganstudio.datasets.decoding import decode
from ganstudio.datasets.findings import each
from ganstudio.datasets.reading import Fit
from ganstudio.datasets.source import Array, Finding, Kind, Listing, Row, Table
from ganstudio.datasets.tree import DataFile, Tree
from ganstudio.datasets.views import Indices, pictures
from ganstudio.engine.randomness import Randomness
from ganstudio.errors import InputError
from ganstudio.events import Progress

_NUMBERED = re.compile(r"^(.*?)_(\d+)$")


@dataclass(frozen=True)
class MaskBatch(Batch):
    """a and b (N, 3, S, S); their masks (N, O, S, S), -1 out and 1 in; places without a thing are all -1."""

    a: Tensor
    a_masks: Tensor
    b: Tensor
    b_masks: Tensor


class MaskDataset(PictureSet):
    """Pictures (M, S, S, 3) and masks (M, S, S, O), uint8 0-255, of two domains that are not paired."""

    kind: Kind = "masks"
    default_crops = 0.5

    def __init__(self, a: Array, a_masks: Array, b: Array, b_masks: Array, **settings: Any) -> None:
        super().__init__(**settings)
        self.a, self.a_masks, self.b, self.b_masks = (stored(each) for each in (a, a_masks, b, b_masks))

    def __len__(self) -> int:
        return max(len(self.a), len(self.b))

    @property
    def size(self) -> int:
        return int(self.a.shape[1])

    def batch(self, indices: Indices, size: int, random: Randomness | None = None) -> MaskBatch:
        """The index chooses from A, chance from B; masks are cut and mirrored with their pictures."""
        ours = np.asarray(indices) % len(self.a)
        theirs = chosen(random, indices, len(self.b))
        first, second = (self.views(indices, size, random) for _ in range(2))
        return MaskBatch(
            pictures(self.a, ours, first),
            pictures(self.a_masks, ours, first),
            pictures(self.b, theirs, second),
            pictures(self.b_masks, theirs, second),
        )


def recognise(tree: Tree) -> tuple[Kind, float]:
    there = all(tree.has(name) for name in ("trainA", "trainA_seg", "trainB", "trainB_seg"))
    return "masks", 1.0 if there else 0.0


def scan(tree: Tree, *, split: str = "train", most_masks: int = 4, fit: Fit = "crop") -> Listing:
    """Each side's pictures with up to `most_masks` masks; a picture without one is left out."""
    if most_masks < 1:
        raise InputError(f"A picture has at least one mask, not {most_masks}.")
    tables: dict[str, Table] = {}
    findings: list[Finding] = []
    for side in ("a", "b"):
        name = f"{split}{side.upper()}"
        images, masks = tree.inside(name), tree.inside(f"{name}_seg")
        if not images.pictures:
            raise InputError(f"{tree.root / name} holds no pictures.")
        of = _by_picture(masks)
        rows = [Row(((file,), tuple(of[file.stem]))) for file in images.pictures if of.get(file.stem)]
        without = [file for file in images.pictures if not of.get(file.stem)]
        stems = {file.stem for file in images.pictures}
        lonely = [file for stem, files in of.items() if stem not in stems for file in files]
        findings += each("warning", without, f"has no mask in {name}_seg; it is left out.")
        findings += each("warning", lonely, "is a mask without a picture.")
        findings += each(
            "note",
            (row.cells[0][0] for row in rows if len(row.cells[1]) > most_masks),
            f"has more than {most_masks} masks; the rest is not used.",
        )
        if not rows:
            raise InputError(f"No picture in {tree.root / name} has a mask in {name}_seg.")
        columns = (PictureColumn(side, fit), MaskColumn(f"{side}_masks", most_masks, fit))
        tables[side] = Table(columns, tuple(rows))
    facts = {"source": f"{split}A and {split}B with masks", "masks at most": str(most_masks)}
    return Listing("masks", tree.root, tables, tuple(findings), facts=facts)


def prepare(
    listing: Listing,
    size: int,
    cache: Path | None = None,
    *,
    progress: Progress | None = None,
    workers: int | None = None,
    **settings: Any,
) -> MaskDataset:
    """Decode at `size`; `settings` are those of `PictureSet`."""
    progress = progress or Progress()
    one, other = (
        decode(listing.tables[name], size, cache, progress=progress.sub(start, start + 0.5), workers=workers)
        for name, start in (("a", 0.0), ("b", 0.5))
    )
    findings = (*listing.findings, *one.findings, *other.findings)
    return MaskDataset(**one.arrays, **other.arrays, findings=findings, **settings)


def _by_picture(masks: Tree) -> dict[str, list[DataFile]]:
    """Masks by the stem of their picture, in the order of their numbers."""
    found: dict[str, list[tuple[int, DataFile]]] = {}
    for file in masks.pictures:
        numbered = _NUMBERED.match(PurePosixPath(file.name).stem)
        stem, number = (numbered[1], int(numbered[2])) if numbered else (file.stem, 0)
        found.setdefault(stem, []).append((number, file))
    return {
        stem: [file for _, file in sorted(files, key=lambda one: (one[0], one[1].name))]
        for stem, files in found.items()
    }
