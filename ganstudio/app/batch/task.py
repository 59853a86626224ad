"""What one batch is: an operation or a recipe, the folders it reads, and where and how it writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ganstudio.app.studio import AppStudio
from ganstudio.errors import SaveError
from ganstudio.events import Progress
from ganstudio.operations.batch import Batch, Outcome
from ganstudio.operations.chain import Chain, prepare, single
from ganstudio.operations.export import Export
from ganstudio.operations.planning import Item, plan
from ganstudio.operations.recipe import Recipe
from ganstudio.operations.rows import Rows, read_rows

FORMATS = {".png": "PNG", ".jpg": "JPEG", ".webp": "WebP", ".tif": "TIFF"}
LOSSY = (".jpg", ".webp")
PROMPT_SECONDS = 0.5

Work = str | Recipe
"""The id of an operation, or a recipe."""


@dataclass(frozen=True)
class Planned:
    """What a start would do: the files, and the places of those that are there already."""

    items: tuple[Item, ...]
    there: frozenset[int] = frozenset()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Task:
    """Frozen: what runs does not change when the person turns a knob. Its methods are for worker threads."""

    title: str
    work: Work
    inputs: Mapping[str, Path]
    out: Path
    params: Mapping[str, Any] = field(default_factory=dict)
    suffix: str = ".png"
    quality: int = 95
    recursive: bool = False
    table: Path | None = None
    """A CSV or JSON Lines file: each row gives values and files."""

    def plan(self, studio: AppStudio) -> Planned:
        """The files that would be written; what is wrong with all of them is InputError."""
        rows = self._rows(studio)
        chain = self._chain(studio, rows)
        found = plan(chain, self.inputs, self.out, self.suffix, recursive=self.recursive, rows=rows)
        items = tuple(found)
        there = frozenset(place for place, item in enumerate(items) if item.output.is_file())
        return Planned(items, there, chain.warnings)

    def run(self, studio: AppStudio, items: Sequence[Item], progress: Progress) -> Iterator[Outcome]:
        """Make them one after another; the work is done while outcomes are taken."""
        self._make_folder()
        batch = Batch(
            self._chain(studio, self._rows(studio)),
            studio.compute,
            studio.models,
            recording=studio.core.recording,
            export=Export(self.quality),
            prompt_seconds=PROMPT_SECONDS,
        )
        yield from batch.run(items, progress)

    def _rows(self, studio: AppStudio) -> Rows | None:
        if self.table is None:
            return None
        if isinstance(self.work, Recipe):
            return read_rows(self.table, self.work, {})
        return read_rows(self.table, studio.registry.operation(self.work), self.params)

    def _chain(self, studio: AppStudio, rows: Rows | None) -> Chain:
        if isinstance(self.work, Recipe):
            return prepare(self.work, studio.registry.operation, studio.models)
        operation = studio.registry.operation(self.work)
        return single(operation, operation.build(dict(rows.plain if rows else self.params)))

    def _make_folder(self) -> None:
        try:
            self.out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise SaveError(f"The folder {self.out} could not be made: {reason}.") from error
