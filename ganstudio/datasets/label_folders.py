"""Scanning folders of pictures with label maps, in any of the usual layouts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ganstudio.datasets.columns import InstanceColumn, LabelColumn, PictureColumn
from ganstudio.datasets.decoding import decode
from ganstudio.datasets.label_layouts import Layout, find_layout
from ganstudio.datasets.label_maps import LabelMapDataset
from ganstudio.datasets.pairing import match
from ganstudio.datasets.palette_files import Classes, find_classes, named_palette, shipped
from ganstudio.datasets.reading import Fit, read_values
from ganstudio.datasets.source import Column, Finding, Kind, Listing, Row, Table
from ganstudio.datasets.tree import DataFile, Tree
from ganstudio.document.palettes import NO_CLASS, palette_ids
from ganstudio.errors import InputError
from ganstudio.events import Progress

_PROBED = 12
_PROBE_SIDE = 256
_MOST_COLOURS = 64


def recognise(tree: Tree) -> tuple[Kind, float]:
    return "label_maps", 0.95 if find_layout(tree) is not None else 0.0


def scan(
    tree: Tree,
    *,
    split: str = "train",
    palette: str = "",
    classes: int | None = None,
    style_groups: Mapping[str, Sequence[str]] | None = None,
    fit: Fit = "crop",
) -> Listing:
    """Pictures with label maps, and instance maps where there are some.

    `palette` is a palette of the program or a file at the root; without it the layout says which, a palette
    file at the root, or the maps themselves. `classes` is the number of classes where no palette tells it.
    `style_groups` maps keys of metadata.jsonl to their possible values; a picture without one is left out.
    """
    layout = find_layout(tree, split)
    if layout is None:
        raise InputError(
            f"{tree.root} holds no pictures with label maps.", hint="Put them into images/ and labels/."
        )
    pairs, found = match(layout.images, layout.labels, ("picture", "label map"))
    if not pairs:
        raise InputError(f"No picture in {layout.images.root} has a label map in {layout.labels.root}.")
    findings = list(found)
    known = find_classes(tree, palette or layout.palette) or named_palette(pairs[0][1])
    table = layout.table if not palette else ()
    column = _column(known, table, classes, [label for _, label in pairs], fit, findings)
    instances, said = _instances(layout)
    findings += said
    styles = _styles(tree, style_groups or {}, [image for image, _ in pairs], findings)
    columns: tuple[Column, ...] = (
        PictureColumn(fit=fit),
        column,
        *([InstanceColumn(fit=fit)] if instances else []),
    )
    rows = tuple(
        Row(((image,), (label,), *([(instances[label.stem],)] if instances else [])), styles[image])
        for image, label in pairs
        if image in styles and (not instances or label.stem in instances)
    )
    names = known.names if known else tuple(str(number) for number in range(column.count))
    extra = {
        "class_names": names,
        "palette": known.id if known else "",
        "style_groups": tuple(tuple(values) for values in (style_groups or {}).values()),
    }
    facts = {"source": layout.name, "classes": str(column.count)}
    facts |= {"palette": known.id} if known and known.id else {}
    return Listing(
        "label_maps", tree.root, {"": Table(columns, rows)}, tuple(findings), Counter(), facts, extra
    )


def prepare(
    listing: Listing,
    size: int,
    cache: Path | None = None,
    *,
    progress: Progress | None = None,
    workers: int | None = None,
    **settings: Any,
) -> LabelMapDataset:
    """Decode at `size`."""
    made = decode(listing.tables[""], size, cache, progress=progress, workers=workers)
    groups = listing.extra["style_groups"]
    styles = np.array([row.value for row in made.rows], np.int64).reshape(len(made.rows), len(groups))
    return LabelMapDataset(
        made.arrays["images"],
        made.arrays["labels"],
        styles,
        groups,
        instances=made.arrays.get("instances"),
        class_names=listing.extra["class_names"],
        palette=listing.extra["palette"],
        findings=(*listing.findings, *made.findings),
        **settings,
    )


def count_classes(labels: np.ndarray, names: Sequence[str]) -> Counter[str]:
    """Pixels of each class in some label maps."""
    counts = np.bincount(labels.ravel(), minlength=256)
    return Counter({name: int(counts[number]) for number, name in enumerate(names) if counts[number]})


def _column(
    known: Classes | None,
    table: tuple[int, ...],
    classes: int | None,
    files: Sequence[DataFile],
    fit: Fit,
    findings: list[Finding],
) -> LabelColumn:
    """How the maps are read: by the known palette, or by what a few of them hold."""
    if known is not None:
        count = classes or len(known.names)
        return LabelColumn(count=count, table=table, colours=known.colours, fit=fit)
    probed = _probe(files)
    colours = [p for p in probed if p.ndim == 3]
    if colours:
        found = _palette_of(colours, findings)
        return LabelColumn(count=classes or len(found.colours), colours=found.colours, fit=fit)
    if classes is None:
        top = max((int(values[values != NO_CLASS].max(initial=0)) for values in probed), default=0)
        classes = top + 1
        message = f"No palette names the classes; {classes} were counted in a few label maps."
        findings.append(Finding("note", message))
    return LabelColumn(count=min(classes, NO_CLASS), fit=fit)


def _probe(files: Sequence[DataFile]) -> list[np.ndarray]:
    step = max(1, len(files) // _PROBED)
    probed = []
    for file in files[::step][:_PROBED]:
        try:
            probed.append(np.asarray(read_values(file, _PROBE_SIDE)))
        except InputError:
            continue
    return probed


def _palette_of(colours: Sequence[np.ndarray], findings: list[Finding]) -> Classes:
    """The program's palette that has all of these colours, or one made of them if they are few."""
    seen = np.unique(np.concatenate([picture.reshape(-1, 3) for picture in colours]), axis=0)
    used = {(int(r), int(g), int(b)) for r, g, b in seen}
    for id in palette_ids():
        candidate = shipped(id)
        if used <= {*candidate.colours, (0, 0, 0)}:
            return candidate
    if len(used) > _MOST_COLOURS:
        raise InputError(
            f"The label maps are no index pictures: they hold {len(used)} colours or more.",
            hint="Save them without loss (PNG), and add a palette.txt with a name and r g b on each line.",
        )
    message = f"No palette names the classes; {len(used)} were made of the colours in a few label maps."
    findings.append(Finding("warning", message))
    made = tuple(sorted(used))
    return Classes(tuple(f"#{r:02x}{g:02x}{b:02x}" for r, g, b in made), made)


def _instances(layout: Layout) -> tuple[dict[str, DataFile], tuple[Finding, ...]]:
    """Instance maps by the stem of their label map; pictures without one are left out."""
    if layout.instances is None:
        return {}, ()
    pairs, findings = match(layout.labels, layout.instances, ("label map", "instance map"))
    return {label.stem: instance for label, instance in pairs}, findings


def _styles(
    tree: Tree, groups: Mapping[str, Sequence[str]], images: Sequence[DataFile], findings: list[Finding]
) -> dict[DataFile, tuple[int, ...]]:
    if not groups:
        return dict.fromkeys(images, ())
    file = tree.files.get("metadata.jsonl")
    if file is None:
        raise InputError(f"{tree.root} has no metadata.jsonl that names the styles.")
    told: dict[str, dict[str, Any]] = {}
    for line in file.read_text().splitlines():
        try:
            record = json.loads(line)
            told[Path(record["image"]).stem] = record
        except (ValueError, KeyError, TypeError):
            findings.append(Finding("warning", "metadata.jsonl has a line that cannot be read.", file.shown))
    found: dict[DataFile, tuple[int, ...]] = {}
    for image in images:
        record = told.get(image.stem, {})
        if all(record.get(key) in values for key, values in groups.items()):
            found[image] = tuple(list(values).index(record[key]) for key, values in groups.items())
        else:
            message = f"metadata.jsonl gives {image.name} no known {' and '.join(groups)}; it is left out."
            findings.append(Finding("warning", message, image.shown))
    return found
