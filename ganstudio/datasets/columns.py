"""How files of each role become arrays: pictures, sketches of them, label maps, instance maps, masks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ganstudio.datasets.reading import Fit, Part, read_picture, read_values
from ganstudio.datasets.sketches import SketchStyle, sketch
from ganstudio.datasets.source import Array, Tell
from ganstudio.datasets.tree import DataFile
from ganstudio.document.palettes import NO_CLASS
from ganstudio.errors import InputError

_BYTES = np.dtype(np.uint8)


@dataclass(frozen=True)
class PictureColumn:
    """(size, size, 3) RGB. `part` is one half of a side-by-side picture; `sketched`: its line drawing."""

    name: str = "images"
    fit: Fit = "crop"
    part: Part = "whole"
    sketched: SketchStyle | None = None

    @property
    def dtype(self) -> np.dtype[Any]:
        return _BYTES

    def shape(self, size: int) -> tuple[int, ...]:
        return (size, size, 3)

    def read(self, files: Sequence[DataFile], size: int, tell: Tell) -> Array:
        picture = read_picture(files[0], size, fit=self.fit, part=self.part)
        return sketch(picture, self.sketched) if self.sketched else picture

    def show(self, array: Array) -> Array:
        return array


@dataclass(frozen=True)
class LabelColumn:
    """(size, size) class numbers, 255 where there is no class.

    `table` gives the class of each value in the file (as Cityscapes or ADE20K number them; values beyond it
    are no class); `colours` (R, G, B) makes colour-coded maps readable. `count` is the number of classes.
    """

    name: str = "labels"
    count: int = NO_CLASS
    table: tuple[int, ...] = ()
    colours: tuple[tuple[int, int, int], ...] = ()
    fit: Fit = "crop"

    @property
    def dtype(self) -> np.dtype[Any]:
        return _BYTES

    def shape(self, size: int) -> tuple[int, ...]:
        return (size, size)

    def read(self, files: Sequence[DataFile], size: int, tell: Tell) -> Array:
        found = read_values(files[0], size, fit=self.fit)
        return self._by_colour(found, files[0], tell) if found.ndim == 3 else self._by_number(found, tell)

    def show(self, array: Array) -> Array:
        if self.colours:
            lut = np.zeros((256, 3), np.uint8)
            lut[: len(self.colours)] = self.colours
            coloured: Array = lut[array]
            return coloured
        # Far apart for neighbouring numbers, and the same each time.
        spread = np.arange(256)[:, None] * np.array([67, 149, 211]) % 206 + 50
        spread[NO_CLASS] = 0
        shown: Array = spread.astype(np.uint8)[array]
        return shown

    def _by_number(self, found: Array, tell: Tell) -> Array:
        wide = found.astype(np.int64)
        if self.table:
            lut = np.full(max(256, len(self.table)), NO_CLASS)
            lut[: len(self.table)] = self.table
            wide = np.where((wide >= 0) & (wide < len(lut)), lut[np.clip(wide, 0, len(lut) - 1)], -1)
        wrong = (wide != NO_CLASS) & ((wide < 0) | (wide >= self.count))
        if wrong.any():
            which = np.unique(found[wrong])
            tell(f"{_listed(which)} {_outside(len(which))} the {self.count} classes")
            wide = np.where(wrong, NO_CLASS, wide)
        return wide.astype(np.uint8)

    def _by_colour(self, found: Array, file: DataFile, tell: Tell) -> Array:
        if not self.colours:
            raise InputError(f"{file.name} is colour-coded, and no palette says which colour is which class.")
        keys = _codes(np.array(self.colours))
        order = np.argsort(keys, kind="stable")
        codes = _codes(found)
        nearest = order[np.minimum(np.searchsorted(keys, codes, sorter=order), len(keys) - 1)]
        known = keys[nearest] == codes
        unknown = np.unique(codes[~known & (codes != 0)])
        if unknown.size:
            names = ", ".join(f"#{code:06x}" for code in unknown[:3])
            tell(f"{names}{' …' if len(unknown) > 3 else ''} {_outside(len(unknown))} the palette")
        return np.where(known, nearest, NO_CLASS).astype(np.uint8)


@dataclass(frozen=True)
class InstanceColumn:
    """(size, size) numbers that differ from one thing to the next, int32."""

    name: str = "instances"
    fit: Fit = "crop"

    @property
    def dtype(self) -> np.dtype[Any]:
        return np.dtype(np.int32)

    def shape(self, size: int) -> tuple[int, ...]:
        return (size, size)

    def read(self, files: Sequence[DataFile], size: int, tell: Tell) -> Array:
        found = read_values(files[0], size, fit=self.fit)
        return _codes(found).astype(np.int32) if found.ndim == 3 else found.astype(np.int32)

    def show(self, array: Array) -> Array:
        return LabelColumn().show((array % 251).astype(np.uint8))


@dataclass(frozen=True)
class MaskColumn:
    """(size, size, count) masks of single things, 0 out and 255 in; fewer files leave the rest empty."""

    name: str
    count: int
    fit: Fit = "crop"

    @property
    def dtype(self) -> np.dtype[Any]:
        return _BYTES

    def shape(self, size: int) -> tuple[int, ...]:
        return (size, size, self.count)

    def read(self, files: Sequence[DataFile], size: int, tell: Tell) -> Array:
        masks = np.zeros(self.shape(size), np.uint8)
        for place, file in enumerate(files[: self.count]):
            masks[..., place] = read_picture(file, size, fit=self.fit)[..., 0]
        if not masks.any():
            tell("no mask marks anything")
        return masks

    def show(self, array: Array) -> Array:
        return np.repeat(array.max(2)[..., None], 3, axis=2)


def _codes(colours: Array) -> Array:
    """0xRRGGBB of (..., 3)."""
    wide = colours.astype(np.int64)
    codes: Array = wide[..., 0] << 16 | wide[..., 1] << 8 | wide[..., 2]
    return codes


def _listed(found: Array) -> str:
    return ", ".join(str(int(value)) for value in found[:3]) + (" …" if len(found) > 3 else "")


def _outside(count: int) -> str:
    return "is not in" if count == 1 else "are not in"
