"""The common words of data sets: kinds, what is found in a folder, and what training asks of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol, get_args

import numpy as np
import numpy.typing as npt

from ganstudio.datasets.tree import DataFile
from ganstudio.engine.randomness import Randomness

Kind = Literal[
    "images",
    "labelled_images",
    "paired",
    "unpaired",
    "label_maps",
    "captions",
    "domains",
    "attributes",
    "boxes",
    "masks",
    "audio",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
Level = Literal["error", "warning", "note"]
Tell = Callable[[str], None]
Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Finding:
    """Something about the data that a person should know; `file` is the first of `count` that it concerns."""

    level: Level
    message: str
    file: Path | None = None
    count: int = 1


@dataclass(frozen=True)
class Preview:
    """What a folder holds. `sizes` counts (width, height); thumbnails are (96, any, 3) uint8 RGB, at most 24.

    A thumbnail of a pair, or of a picture with its label map, shows both side by side.
    """

    kind: Kind
    root: Path
    count: int
    sizes: Counter[tuple[int, int]] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)
    thumbnails: tuple[Array, ...] = ()
    findings: tuple[Finding, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def usable(self) -> bool:
        """Whether a model can be trained on it."""
        return self.count > 0 and not any(finding.level == "error" for finding in self.findings)


class Column(Protocol):
    """How the files of one role (picture, label map, spectrogram) become equal arrays."""

    @property
    def name(self) -> str:
        """The name of the array."""

    @property
    def dtype(self) -> np.dtype[Any]:
        """uint8, but for instance numbers."""

    def shape(self, size: int) -> tuple[int, ...]:
        """The shape of one example."""

    def read(self, files: Sequence[DataFile], size: int, tell: Tell) -> Array:
        """One example; InputError if it cannot be read, `tell` for what is wrong but can be lived with."""

    def show(self, array: Array) -> Array:
        """An example as a picture, (size, size, 3) uint8."""


@dataclass(frozen=True)
class Row:
    """One example: the files of each column, and what is told of it besides (a class, a caption, boxes)."""

    cells: tuple[tuple[DataFile, ...], ...]
    value: Any = None


@dataclass(frozen=True)
class Table:
    """Examples whose columns belong together; an unpaired set has two tables."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Listing:
    """What belongs to what in a folder, before any picture is decoded."""

    kind: Kind
    root: Path
    tables: Mapping[str, Table]
    findings: tuple[Finding, ...] = ()
    classes: Counter[str] = field(default_factory=Counter)
    facts: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """Examples in one pass: an unpaired set has as many as the larger of its two sides."""
        return max((len(table.rows) for table in self.tables.values()), default=0)


class Dataset(Protocol):
    """Examples in memory or in mapped files, cut into batches."""

    kind: Kind
    findings: tuple[Finding, ...]

    def __len__(self) -> int: ...

    @property
    def size(self) -> int:
        """The side at which pictures are kept."""

    def batch(self, indices: Sequence[int] | np.ndarray, size: int, random: Randomness | None = None) -> Any:
        """The examples at these places, at `size` pixels; augmented if `random` is given."""
