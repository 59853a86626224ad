"""Named classes with colours: what the numbers in a label map mean."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from ganstudio import paths
from ganstudio.errors import InputError

NO_CLASS = 255
"""The index of pixels that belong to no class."""


@dataclass(frozen=True)
class LabelClass:
    """One class: its name in the data set, its title for people, its colour (R, G, B), 0-255."""

    name: str
    title: str
    colour: tuple[int, int, int]


@dataclass(frozen=True)
class Palette:
    """Classes in the order of their indices."""

    id: str
    title: str
    classes: tuple[LabelClass, ...]

    def __len__(self) -> int:
        return len(self.classes)

    def index(self, name: str) -> int:
        """The index of the class of that name; InputError when there is none."""
        for index, label in enumerate(self.classes):
            if label.name == name:
                return index
        raise InputError(f"The palette {self.title} has no class “{name}”.")

    @cached_property
    def lut(self) -> npt.NDArray[np.uint8]:
        """(256, 4) RGBA of every index; what is no class is transparent black."""
        table = np.zeros((256, 4), np.uint8)
        table[: len(self.classes), :3] = [label.colour for label in self.classes]
        table[: len(self.classes), 3] = 255
        return table

    @cached_property
    def by_colour(self) -> dict[tuple[int, int, int], int]:
        """The index of each colour; where classes share one, as in the official tables, the first."""
        found: dict[tuple[int, int, int], int] = {}
        for index, label in enumerate(self.classes):
            found.setdefault(label.colour, index)
        found.setdefault((0, 0, 0), NO_CLASS)
        return found


@cache
def palette_ids() -> tuple[str, ...]:
    """All palettes that the program ships, our own first."""
    folder = paths.resources_dir() / "palettes"
    found = sorted(file.stem for file in folder.glob("*.json") if file.stem != "remap")
    return tuple(sorted(found, key=lambda id: id != "landscape"))


@cache
def load_palette(id: str) -> Palette:
    """The palette of that id; InputError names those that there are."""
    if id not in palette_ids():
        raise InputError(f"There is no palette “{id}”.", hint=f"There are {', '.join(palette_ids())}.")
    data = json.loads((paths.resources_dir() / "palettes" / f"{id}.json").read_text(encoding="utf-8"))
    return Palette(data["id"], data["title"], tuple(_label_class(item) for item in data["classes"]))


def _label_class(item: dict[str, Any]) -> LabelClass:
    red, green, blue = bytes.fromhex(item["colour"].removeprefix("#"))
    return LabelClass(item["name"], item["title"], (red, green, blue))
