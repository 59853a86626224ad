"""Two collections that correspond only as wholes: CycleGAN's trainA and trainB, or any two folders."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from torch import Tensor

from ganstudio.datasets.base import Batch, PictureSet, chosen, stored
from ganstudio.datasets.columns import PictureColumn
from ganstudio.datasets.decoding import decode
from ganstudio.datasets.pairing import first_pair
from ganstudio.datasets.reading import Fit
from ganstudio.datasets.source import Array, Finding, Kind, Listing, Row, Table
from ganstudio.datasets.tree import Tree
from ganstudio.datasets.views import Indices, pictures
from ganstudio.engine.randomness import Randomness
from ganstudio.errors import InputError
from ganstudio.events import Progress


@dataclass(frozen=True)
class UnpairedBatch(Batch):
    """a and b, (N, 3, S, S) in [-1, 1], that do not belong together."""

    a: Tensor
    b: Tensor


class UnpairedDataset(PictureSet):
    """a (M, S, S, 3) and b (N, S, S, 3) uint8; as long as the larger, as in CycleGAN's code."""

    kind: Kind = "unpaired"
    default_crops = 0.5

    def __init__(self, a: Array, b: Array, names: tuple[str, str] = ("A", "B"), **settings: Any) -> None:
        super().__init__(**settings)
        self.a, self.b = stored(a), stored(b)
        self.names = names

    def __len__(self) -> int:
        return max(len(self.a), len(self.b))

    @property
    def size(self) -> int:
        return int(self.a.shape[1])

    def batch(self, indices: Indices, size: int, random: Randomness | None = None) -> UnpairedBatch:
        """The index chooses from A (from its beginning again where A is shorter), chance from B."""
        ours = np.asarray(indices) % len(self.a)
        theirs = chosen(random, indices, len(self.b))
        first, second = (self.views(indices, size, random) for _ in range(2))
        return UnpairedBatch(pictures(self.a, ours, first), pictures(self.b, theirs, second))


def recognise(tree: Tree) -> tuple[Kind, float]:
    return "unpaired", 0.8 if _sides(tree, "train") is not None else 0.0


def scan(tree: Tree, *, split: str = "train", a: str = "", b: str = "", fit: Fit = "crop") -> Listing:
    """Folders `a` and `b` below the root, or trainA and trainB, or A and B, or the only two folders there."""
    sides = (tree.inside(a), tree.inside(b)) if a and b else _sides(tree, split) or _only_two(tree)
    if sides is None:
        raise InputError(
            f"{tree.root} has no folders {split}A and {split}B.", hint="Name the two folders as a and b."
        )
    findings: list[Finding] = []
    for side in sides:
        if not side.pictures:
            raise InputError(f"{side.root} holds no pictures.")
        if len(side.pictures) == 1:
            message = f"{side.root.name} holds one picture; a model would learn it by heart."
            findings.append(Finding("warning", message, side.root))
    tables = {
        name: Table((PictureColumn(name, fit),), tuple(Row(((file,),)) for file in side.pictures))
        for name, side in zip(("a", "b"), sides, strict=True)
    }
    counts = {side.root.name: len(side.pictures) for side in sides}
    facts = {"source": " and ".join(f"{name} ({count})" for name, count in counts.items())}
    names = (a or sides[0].root.name, b or sides[1].root.name)
    return Listing("unpaired", tree.root, tables, tuple(findings), facts=facts, extra={"names": names})


def prepare(
    listing: Listing,
    size: int,
    cache: Path | None = None,
    *,
    progress: Progress | None = None,
    workers: int | None = None,
    **settings: Any,
) -> UnpairedDataset:
    """Decode at `size`; `settings` are those of `PictureSet`."""
    progress = progress or Progress()
    one, other = (
        decode(listing.tables[name], size, cache, progress=progress.sub(start, start + 0.5), workers=workers)
        for name, start in (("a", 0.0), ("b", 0.5))
    )
    findings = (*listing.findings, *one.findings, *other.findings)
    names = listing.extra["names"]
    return UnpairedDataset(one.arrays["a"], other.arrays["b"], names, findings=findings, **settings)


def _sides(tree: Tree, split: str) -> tuple[Tree, Tree] | None:
    names = [f"{split}{{}}", f"{split}_{{}}", f"{split}/{{}}", f"{{}}/{split}", "{}"]
    return first_pair(tree, [(name.format("A"), name.format("B")) for name in names])


def _only_two(tree: Tree) -> tuple[Tree, Tree] | None:
    sides = [tree.inside(name) for name in tree.folders]
    full = [side for side in sides if side.pictures]
    return (full[0], full[1]) if len(full) == 2 else None
