"""Carrying label maps from one palette over to another, class by class."""

from __future__ import annotations

import json
from functools import cache

import numpy as np

from ganstudio import paths
from ganstudio.document.image import LabelData
from ganstudio.document.palettes import NO_CLASS, load_palette


def remap(labels: LabelData, to_palette: str) -> LabelData:
    """The label map in the classes of another palette; what has no counterpart becomes no class (255)."""
    table = np.full(256, NO_CLASS, np.uint8)
    for index, target in enumerate(remapping(labels.palette, to_palette)):
        if target is not None:
            table[index] = target
    return LabelData(table[labels.indices], to_palette)


@cache
def remapping(from_palette: str, to_palette: str) -> tuple[int | None, ...]:
    """For each class of a palette the index of its counterpart in another, None where there is none.

    Counterparts stand in `palettes/remap.json`; beyond it, classes of the same name belong together.
    InputError for an unknown palette.
    """
    source, target = load_palette(from_palette), load_palette(to_palette)
    table = _table().get(from_palette, {}).get(to_palette, {})
    indices = {label.name: index for index, label in reversed(list(enumerate(target.classes)))}
    return tuple(indices.get(table.get(label.name, label.name)) for label in source.classes)


@cache
def _table() -> dict[str, dict[str, dict[str, str]]]:
    file = paths.resources_dir() / "palettes" / "remap.json"
    table: dict[str, dict[str, dict[str, str]]] = json.loads(file.read_text(encoding="utf-8"))
    return table
