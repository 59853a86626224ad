"""Where label maps lie: in a folder of their own, or as in ADE20K, COCO-Stuff and Cityscapes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ganstudio.datasets.tree import Tree
from ganstudio.document.palettes import NO_CLASS

_IMAGES = ("images", "image", "imgs", "img", "photos", "train_img", "JPEGImages", "pictures", "input")
_LABELS = (
    "labels", "label", "label_maps", "labelmaps", "annotations", "segmentations", "segmentation", "seg",
    "SegmentationClass", "train_label", "masks", "gt", "semantic",
)  # fmt: skip
_INSTANCES = ("instances", "instance", "train_inst", "inst")


@dataclass(frozen=True)
class Layout:
    """The parts of a set; `table` translates the numbers in its files to classes of `palette`."""

    name: str
    images: Tree
    labels: Tree
    instances: Tree | None = None
    palette: str = ""
    table: tuple[int, ...] = ()


def find_layout(tree: Tree, split: str = "train") -> Layout | None:
    """The first layout that fits, the particular ones first."""
    finders: tuple[Callable[[Tree, str], Layout | None], ...] = (_cityscapes, _ade20k, _coco_stuff, _plain)
    return next((found for find in finders if (found := find(tree, split)) is not None), None)


def _cityscapes(tree: Tree, split: str) -> Layout | None:
    """leftImg8bit/train/CITY/x_leftImg8bit.png and gtFine/train/CITY/x_gtFine_labelIds.png."""
    images, truth = tree.inside("leftImg8bit", split), tree.inside("gtFine", split)
    if not images.pictures or not truth.pictures:
        return None
    labels = _ending(truth, "_labelIds")
    if not labels.pictures:
        return None
    # 34 classes are numbered as the palette has them; the licence plate is -1 there, and nothing here.
    table = tuple(range(34))
    return Layout("Cityscapes", images, labels, _ending(truth, "_instanceIds"), "cityscapes", table)


def _ade20k(tree: Tree, split: str) -> Layout | None:
    """images/training and annotations/training of the scene parsing challenge: 0 is nothing."""
    part = {"train": "training", "val": "validation", "test": "validation"}.get(split, split)
    images, labels = tree.inside("images", part), tree.inside("annotations", part)
    if not images.pictures or not labels.pictures:
        return None
    return Layout("ADE20K", images, labels, None, "ade20k", (NO_CLASS, *range(150)))


def _coco_stuff(tree: Tree, split: str) -> Layout | None:
    """train2017 and its maps of things and stuff, or SPADE's train_img, train_label and train_inst."""
    year = f"{split}2017"
    images = next((t for t in (tree.inside("images", year), tree.inside(year)) if t.pictures), None)
    for name in ("stuffthingmaps", "annotations", "labels", "stuffthingmaps_trainval2017", "pixelmaps"):
        labels = tree.inside(name, year)
        if images is not None and labels.pictures:
            return Layout("COCO-Stuff", images, labels, None, "coco_stuff")
    images, labels = tree.inside(f"{split}_img"), tree.inside(f"{split}_label")
    if not images.pictures or not labels.pictures:
        return None
    instances = tree.inside(f"{split}_inst")
    return Layout("SPADE's folders", images, labels, instances if instances.pictures else None)


def _plain(tree: Tree, split: str) -> Layout | None:
    """A folder of pictures and one of label maps; each may be divided, or both lie in the split."""
    wanted = {name.lower() for name in (*_IMAGES, *_LABELS, *_INSTANCES)}
    for base in (tree, tree.inside(split)):
        if not wanted & {name.lower() for name in base.folders}:
            continue
        images, labels, instances = (_first(base, names, split) for names in (_IMAGES, _LABELS, _INSTANCES))
        if images is not None and labels is not None:
            return Layout("folders of pictures and label maps", images, labels, instances)
    return None


def _first(base: Tree, names: tuple[str, ...], split: str) -> Tree | None:
    found = (base.inside(name).split(split) for name in names)
    return next((tree for tree in found if tree.pictures), None)


def _ending(tree: Tree, ending: str) -> Tree:
    return Tree(tree.root, {name: file for name, file in tree.files.items() if file.stem.endswith(ending)})
