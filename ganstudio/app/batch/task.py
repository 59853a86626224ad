"""What one batch is: an operation or a recipe, the folders it reads, and where and how it writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ganstudio.app.studio import AppStudio
from ganstudio.errors import SaveError
from ganstudio.events import Progress
from ganstudio.operations.batch import Batch, Existing, Outcome
from ganstudio.operations.chain import Chain, prepare, single
from ganstudio.operations.export import AS_IT_IS, Export
from ganstudio.operations.naming import PLAIN
from ganstudio.operations.planning import Item, plan
from ganstudio.operations.recipe import Recipe
from ganstudio.operations.rows import Rows, read_rows
from ganstudio.operations.sweep import Sweeps, add_sweeps, split_sweeps

FORMATS = {".png": "PNG", ".jpg": "JPEG", ".webp": "WebP", ".tif": "TIFF"}
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
    several: tuple[str, ...] = ()
    """Parameters of several values, such as `seed=1-100`; see `operations.sweep`."""
    recursive: bool = False
    table: Path | None = None
    """A CSV or JSON Lines file: each row gives values and files."""
    palette: str | None = None
    """Of label maps that do not tell it themselves."""
    suffix: str = ".png"
    names: str = PLAIN
    export: Export = AS_IT_IS
    existing: Existing = "update"

    def plan(self, studio: AppStudio) -> Planned:
        """The files that would be written; what is wrong with all of them is InputError."""
        plain, sweeps = self._values(studio)
        rows = self._rows(studio, plain, sweeps)
        chain = self._chain(studio, plain, rows)
        self.export.check(chain.output)
        items = tuple(
            plan(
                chain,
                self.inputs,
                self.out,
                self.suffix,
                recursive=self.recursive,
                names=self.names,
                sweeps=sweeps,
                rows=rows,
            )
        )
        there = frozenset(place for place, item in enumerate(items) if item.output.is_file())
        return Planned(items, there, chain.warnings)

    def run(self, studio: AppStudio, items: Sequence[Item], progress: Progress) -> Iterator[Outcome]:
        """Make them one after another; the work is done while outcomes are taken."""
        self._make_folder()
        plain, sweeps = self._values(studio)
        batch = Batch(
            self._chain(studio, plain, self._rows(studio, plain, sweeps)),
            studio.compute,
            studio.models,
            recording=studio.core.recording,
            palette=self.palette,
            export=self.export,
            existing=self.existing,
            prompt_seconds=PROMPT_SECONDS,
        )
        yield from batch.run(items, progress)

    def _values(self, studio: AppStudio) -> tuple[Mapping[str, Any], Sweeps]:
        """Parameters of one value, and those of several."""
        if isinstance(self.work, Recipe):
            return {}, {}
        named = {word.partition("=")[0] for word in self.several}
        plain = {name: value for name, value in self.params.items() if name not in named}
        params = studio.registry.operation(self.work).params
        return split_sweeps(params, add_sweeps(params, plain, self.several))

    def _rows(self, studio: AppStudio, plain: Mapping[str, Any], sweeps: Sweeps) -> Rows | None:
        if self.table is None:
            return None
        work = self.work if isinstance(self.work, Recipe) else studio.registry.operation(self.work)
        return read_rows(self.table, work, plain, sweeps)

    def _chain(self, studio: AppStudio, plain: Mapping[str, Any], rows: Rows | None) -> Chain:
        if isinstance(self.work, Recipe):
            return prepare(self.work, studio.registry.operation, studio.models)
        operation = studio.registry.operation(self.work)
        return single(operation, operation.build(dict(rows.plain if rows else plain)))

    def _make_folder(self) -> None:
        try:
            self.out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise SaveError(f"The folder {self.out} could not be made: {reason}.") from error
