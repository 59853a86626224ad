"""Pictures in pairs: two folders, pix2pix's side-by-side pictures, or photos with line drawings of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from torch import Tensor

from ganstudio.datasets.base import Batch, PictureSet, stored
from ganstudio.datasets.columns import PictureColumn
from ganstudio.datasets.decoding import decode
from ganstudio.datasets.pairing import first_pair, match, share_matched
from ganstudio.datasets.reading import Fit, Part, read_header
from ganstudio.datasets.sketches import SketchStyle
from ganstudio.datasets.source import Array, Finding, Kind, Listing, Row, Table
from ganstudio.datasets.tree import Tree
from ganstudio.datasets.views import Indices, pictures
from ganstudio.engine.randomness import Randomness
from ganstudio.errors import InputError
from ganstudio.events import Progress

Direction = Literal["AtoB", "BtoA"]
_FOLDERS = (
    ("A", "B"), ("source", "target"), ("src", "dst"), ("input", "output"), ("input", "target"),
    ("inputs", "targets"), ("before", "after"), ("sketch", "photo"), ("sketches", "photos"),
    ("edges", "photos"), ("edges", "images"), ("sketch", "images"), ("line", "colour"), ("line", "color"),
)  # fmt: skip
_PROBED = 12


@dataclass(frozen=True)
class PairBatch(Batch):
    """source and target, (N, 3, S, S) in [-1, 1], cut and mirrored alike."""

    source: Tensor
    target: Tensor


class PairDataset(PictureSet):
    """source and target (N, S, S, 3) uint8, row by row."""

    kind: Kind = "paired"
    default_crops = 0.5

    def __init__(self, source: Array, target: Array, **settings: Any) -> None:
        super().__init__(**settings)
        self.source, self.target = stored(source), stored(target)

    def __len__(self) -> int:
        return len(self.source)

    @property
    def size(self) -> int:
        return int(self.source.shape[1])

    def batch(self, indices: Indices, size: int, random: Randomness | None = None) -> PairBatch:
        """Half cut out of full resolution and half reduced, if kept larger; half mirrored."""
        views = self.views(indices, size, random)
        return PairBatch(pictures(self.source, indices, views), pictures(self.target, indices, views))


def recognise(tree: Tree) -> tuple[Kind, float]:
    """Two folders of the same names, or nothing but pictures twice as wide as high."""
    sides = _sides(tree, "train")
    if sides is not None and share_matched(*sides) >= 0.9:
        return "paired", 0.85
    return "paired", 0.6 if _side_by_side(tree.split("train")) else 0.0


def scan(
    tree: Tree,
    *,
    split: str = "train",
    source: str = "",
    target: str = "",
    direction: Direction = "AtoB",
    sketch: SketchStyle | None = None,
    fit: Fit = "crop",
) -> Listing:
    """Pairs by name from the folders `source` and `target` or from usual ones, or side-by-side pictures.

    With `sketch` every picture is a target, and its line drawing the source. "BtoA" swaps the two.
    """
    if direction not in ("AtoB", "BtoA"):
        raise InputError(f"A direction is AtoB or BtoA, not “{direction}”.")
    findings: tuple[Finding, ...] = ()
    parts: tuple[Part, Part] = ("whole", "whole")
    if sketch is not None:
        rows = tuple(Row(((file,), (file,))) for file in tree.split(split).pictures)
        facts = {"source": f"drawn from the photos ({sketch})"}
    else:
        sides = (tree.inside(source), tree.inside(target)) if source or target else _sides(tree, split)
        if sides is not None:
            pairs, findings = match(*sides, ("partner", "partner"))
            rows = tuple(Row(((one,), (other,))) for one, other in pairs)
            facts = {"source": f"{sides[0].root.name} and {sides[1].root.name}, by name"}
        else:
            rows = tuple(Row(((file,), (file,))) for file in tree.split(split).pictures)
            parts, facts = ("left", "right"), {"source": "halves of side-by-side pictures"}
            if rows and not _side_by_side(tree.split(split)):
                raise InputError(
                    f"{tree.root} holds no pairs: neither two folders nor pictures twice as wide as high.",
                    hint="To make line drawings from photos, set sketch to edges or lines.",
                )
    if direction == "BtoA" and sketch is None:
        rows = tuple(Row(row.cells[::-1]) for row in rows)
        parts = (parts[1], parts[0])
    if not rows:
        raise InputError(f"{tree.root} holds no pairs of pictures.")
    columns = (
        PictureColumn("source", fit, parts[0], sketch),
        PictureColumn("target", fit, parts[1]),
    )
    return Listing("paired", tree.root, {"": Table(columns, rows)}, findings, facts=facts)


def prepare(
    listing: Listing,
    size: int,
    cache: Path | None = None,
    *,
    progress: Progress | None = None,
    workers: int | None = None,
    **settings: Any,
) -> PairDataset:
    """Decode at `size`; `settings` are those of `PictureSet`."""
    made = decode(listing.tables[""], size, cache, progress=progress, workers=workers)
    findings = (*listing.findings, *made.findings)
    return PairDataset(made.arrays["source"], made.arrays["target"], findings=findings, **settings)


def _sides(tree: Tree, split: str) -> tuple[Tree, Tree] | None:
    """The folders of the two sides, in the ways that people arrange them."""
    inside = [(f"{one}/{split}", f"{other}/{split}") for one, other in _FOLDERS]
    below = [(f"{split}/{one}", f"{split}/{other}") for one, other in _FOLDERS]
    joined = [(f"{split}{one}", f"{split}{other}") for one, other in _FOLDERS[:1]]
    joined += [(f"{split}_{one}", f"{split}_{other}") for one, other in _FOLDERS[:1]]
    return first_pair(tree, (*inside, *below, *joined, *_FOLDERS))


def _side_by_side(tree: Tree) -> bool:
    """Whether a few pictures, taken from all over, are twice as wide as high."""
    step = max(1, len(tree.pictures) // _PROBED)
    probed = 0
    for file in tree.pictures[::step][:_PROBED]:
        try:
            width, height = read_header(file).size
        except InputError:
            continue
        if width != 2 * height:
            return False
        probed += 1
    return probed > 0
