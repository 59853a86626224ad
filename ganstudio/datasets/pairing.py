"""Files that belong together because their names say so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from pathlib import PurePosixPath

from ganstudio.datasets.findings import each
from ganstudio.datasets.source import Finding
from ganstudio.datasets.tree import DataFile, Tree

Matched = list[tuple[DataFile, DataFile]]
_ENDINGS = (
    "_leftImg8bit", "_gtFine_labelIds", "_gtFine_labelTrainIds", "_gtFine_instanceIds", "_gtCoarse_labelIds",
    "_labelIds", "_labelmap", "_labels", "_label", "_instance", "_inst", "_seg", "_segmentation", "_mask",
    "_masks", "_gt", "_image", "_img", "_photo", "_L", "_A", "_B", "_AB", "_edges", "_sketch", "_real_A",
    "_real_B",
)  # fmt: skip


def keys_of(files: Iterable[DataFile], below: Tree) -> dict[str, DataFile]:
    """Files by their path without suffix below the tree's folder; of two alike, the first."""
    found: dict[str, DataFile] = {}
    for file in files:
        found.setdefault(str(PurePosixPath(below.name_of[file]).with_suffix("")), file)
    return found


def short_key(key: str) -> str:
    """The last part of a key without the endings that data sets give to one side."""
    stem = key.rsplit("/", 1)[-1]
    for ending in sorted(_ENDINGS, key=len, reverse=True):
        if stem.endswith(ending) and stem != ending:
            return stem[: -len(ending)]
    return stem


def match(first: Tree, second: Tree, words: tuple[str, str]) -> tuple[Matched, tuple[Finding, ...]]:
    """Pictures of two folders that have the same path and stem, else the same stem but for usual endings.

    `words` name what the partner is ("label map"); those without one are findings, and left out.
    """
    ours, theirs = keys_of(first.pictures, first), keys_of(second.pictures, second)
    by_short = _by_short(theirs)
    partner = {
        key: key if key in theirs else by_short.get(_short_path(key)) or by_short.get(short_key(key), "")
        for key in ours
    }
    pairs = [(ours[key], theirs[other]) for key, other in partner.items() if other]
    used = set(partner.values())
    findings = (
        *each(
            "warning", (ours[k] for k, o in partner.items() if not o), f"has no {words[1]}; it is left out."
        ),
        *each("warning", (theirs[k] for k in theirs if k not in used), f"has no {words[0]}; it is left out."),
    )
    return pairs, findings


def _by_short(keys: Collection[str]) -> dict[str, str]:
    """Keys by folder and shortened stem, and by the stem alone where only one has it."""
    found: dict[str, str] = {}
    alone = Counter(short_key(key) for key in keys)
    for key in keys:
        found.setdefault(_short_path(key), key)
        if alone[short_key(key)] == 1:
            found.setdefault(short_key(key), key)
    return found


def _short_path(key: str) -> str:
    folder, slash, _ = key.rpartition("/")
    return f"{folder}{slash}{short_key(key)}"


def share_matched(first: Tree, second: Tree) -> float:
    """How many pictures of the smaller folder have a namesake in the other, 0 to 1."""
    ours, theirs = (set(keys_of(tree.pictures, tree)) for tree in (first, second))
    smaller = min(len(ours), len(theirs))
    return len(ours & theirs) / smaller if smaller else 0.0


def first_pair(tree: Tree, names: Sequence[tuple[str, str]]) -> tuple[Tree, Tree] | None:
    """The first of these pairs of folders of which both hold pictures."""
    for one, other in names:
        sides = tree.inside(*one.split("/")), tree.inside(*other.split("/"))
        if sides[0].pictures and sides[1].pictures:
            return sides
    return None
