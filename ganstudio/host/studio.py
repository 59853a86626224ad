"""Operations by name, with everything that they need: what scripts, the command line and the window use."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from ganstudio import settings as stored
from ganstudio.document.document import Document
from ganstudio.document.layers import GeneratedLayer
from ganstudio.engine import device
from ganstudio.engine.device import Compute
from ganstudio.errors import InputError
from ganstudio.events import Progress
from ganstudio.host.registry import Registry
from ganstudio.operations.batch import Batch, Existing, Outcome
from ganstudio.operations.chain import Chain, prepare, single
from ganstudio.operations.contract import Data, InputSpec, ModelSource, Operation, Quality
from ganstudio.operations.export import AS_IT_IS, Export
from ganstudio.operations.from_document import recipe_of
from ganstudio.operations.models import Library
from ganstudio.operations.naming import PLAIN
from ganstudio.operations.places import Place, place_of, run_at
from ganstudio.operations.planning import Item, plan
from ganstudio.operations.preset_library import PresetLibrary
from ganstudio.operations.presets import Preset, is_preset_file, read_preset
from ganstudio.operations.recipe import Recipe
from ganstudio.operations.recipe_file import read_recipe
from ganstudio.operations.recording import Recording
from ganstudio.operations.replay import Replay, replay
from ganstudio.operations.rounds import check_at_once
from ganstudio.operations.rows import Rows, read_rows
from ganstudio.operations.run import Result, run, save_result
from ganstudio.operations.signing import Signature
from ganstudio.operations.sources import Source, read_source
from ganstudio.operations.suggest import did_you_mean
from ganstudio.operations.sweep import Sweeps, split_sweeps
from ganstudio.provenance import Provenance
from ganstudio.settings import Settings

_PRECISION_SETTINGS = {"float32": "fp32", "bfloat16": "bf16"}
_MOST_THREADS = 256
"""More than this a record cannot make the program start."""


class Studio:
    """Settings, plugins, models and a device. Making one costs nothing; torch is imported by the first run.

    >>> studio = Studio()
    >>> result = studio.run("semantic_painting.render", label_map="lake.png", style="winter-night")
    >>> studio.save(result, "lake-in-winter.png")
    """

    def __init__(
        self,
        settings: Settings | None = None,
        registry: Registry | None = None,
        models: ModelSource | None = None,
        signature: Signature | None = None,
    ) -> None:
        self.settings = settings or stored.load()
        self.registry = registry or Registry.standard()
        self.models: ModelSource = models or Library(self.settings.model_cache_megabytes << 20)
        self.signature = signature

    @cached_property
    def compute(self) -> Compute:
        """The device and precision that the settings ask for, or the best there are."""
        return device.choose(self.settings)

    @property
    def recording(self) -> Recording:
        """What files that are written tell of how they were made."""
        return Recording(self.settings.record, self.settings.sidecar, self.signature)

    @property
    def presets(self) -> PresetLibrary:
        """The presets of the person and of the plugins."""
        return PresetLibrary(plugin.folder for plugin in self.registry.plugins)

    def preset(self, name: Preset | Path | str, operation: str = "") -> Preset:
        """A preset by its name or file; InputError for none, or several that `operation` could tell apart."""
        if isinstance(name, Preset):
            return name
        if is_preset_file(name):
            return read_preset(name)
        return self.presets.find(str(name), operation).preset

    def run(
        self,
        id: str,
        /,
        *,
        progress: Progress | None = None,
        quality: Quality = "full",
        memo: dict[Any, Any] | None = None,
        label_palette: str | None = None,
        preset: Preset | Path | str | None = None,
        **values: Any,
    ) -> Result:
        """Run an operation. `values` are its inputs (paths or data) and its parameters, by name.

        Parameters that are not given are those of the `preset` (its name or file), if there is one.
        `label_palette` names the palette of label map files that do not tell it themselves.
        """
        operation = self.registry.operation(id)
        given, rest = _split(operation, values)
        params = operation.build(self.with_preset(operation, preset, rest))
        sources = _read(operation.inputs, given, label_palette)
        return run(
            operation,
            params,
            sources,
            compute=self.compute,
            models=self.models,
            progress=progress,
            quality=quality,
            memo=memo,
        )

    def batch(
        self,
        id: str,
        out: Path | str,
        /,
        *,
        suffix: str = ".png",
        recursive: bool = False,
        names: str = PLAIN,
        export: Export = AS_IT_IS,
        existing: Existing = "update",
        progress: Progress | None = None,
        label_palette: str | None = None,
        rows: Path | str | None = None,
        preset: Preset | Path | str | None = None,
        **values: Any,
    ) -> Iterator[Outcome]:
        """Run an operation on folders; see `operations.batch`. The work is done while outcomes are taken.

        `out` is a folder, or the URL of one: see `operations.places`; `export` is how it is written,
        `existing` (update, keep or replace) what happens to files that are there. A parameter may have
        several values, as `seed="1-100"` or `style=["winter", "summer"]`: see `operations.sweep`. `rows` is a
        table whose rows give values and files: see `operations.rows`.
        """
        operation = self.registry.operation(id)
        given, rest = _split(operation, values)
        rest, sweeps = split_sweeps(operation.params, self.with_preset(operation, preset, rest))
        table = read_rows(Path(rows), operation, rest, sweeps) if rows is not None else None
        chain = single(operation, operation.build(dict(table.plain) if table else rest))
        folder, place = place_of(out)
        items = self.plan_batch(
            chain, folder, suffix=suffix, recursive=recursive, names=names, sweeps=sweeps, rows=table, **given
        )
        return self.run_items(
            chain,
            items,
            export=export,
            existing=existing,
            progress=progress,
            label_palette=label_palette,
            place=place,
        )

    def with_preset(
        self, operation: Operation, preset: Preset | Path | str | None, given: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Values of parameters: those of a preset, if there is one, and over them those that are given.

        InputError for a preset that does not fit, CheckpointError for one whose model is not here.
        """
        if preset is None:
            return dict(given)
        found = self.preset(preset, operation.id)
        found.check(operation, self.models, given)
        return found.over(operation, given)

    def prepare(self, recipe: Recipe | Path | str) -> Chain:
        """Load what a recipe (or the file of one) names; a sentence for all that would hinder it.

        The chain's `inputs` are what is to be given, its `warnings` what differs from when it was recorded.
        """
        found = recipe if isinstance(recipe, Recipe) else read_recipe(recipe)
        return prepare(found, self.registry.operation, self.models)

    def run_recipe(
        self,
        recipe: Recipe | Chain | Path | str,
        /,
        *,
        progress: Progress | None = None,
        label_palette: str | None = None,
        **inputs: Any,
    ) -> Result:
        """Run a recipe once. `inputs` are paths or data, by the recipe's names.

        >>> studio.save(studio.run_recipe("winter-night.toml", image="lake.jpg"), "lake-in-winter.jpg")
        """
        chain = recipe if isinstance(recipe, Chain) else self.prepare(recipe)
        sources = _read(chain.inputs, inputs, label_palette)
        return chain.run(sources, compute=self.compute, models=self.models, progress=progress)

    def batch_recipe(
        self,
        recipe: Recipe | Chain | Path | str,
        out: Path | str,
        /,
        *,
        suffix: str = ".png",
        recursive: bool = False,
        names: str = PLAIN,
        export: Export = AS_IT_IS,
        existing: Existing = "update",
        progress: Progress | None = None,
        label_palette: str | None = None,
        **inputs: Path | str,
    ) -> Iterator[Outcome]:
        """Run a recipe on folders, as `batch` runs an operation: `plan_batch` and `run_items` in one."""
        chain = recipe if isinstance(recipe, Chain) else self.prepare(recipe)
        folder, place = place_of(out)
        items = self.plan_batch(
            chain,
            folder,
            suffix=suffix,
            recursive=recursive,
            names=names,
            sweeps=None,
            rows=None,
            **inputs,
        )
        return self.run_items(
            chain,
            items,
            export=export,
            existing=existing,
            progress=progress,
            label_palette=label_palette,
            place=place,
        )

    def plan_batch(
        self,
        recipe: Recipe | Chain | Path | str,
        out: Path | str,
        /,
        *,
        suffix: str = ".png",
        recursive: bool = False,
        names: str = PLAIN,
        sweeps: Sweeps | None = None,
        rows: Rows | None = None,
        **inputs: Path | str,
    ) -> list[Item]:
        """What a batch would write, and from which files; nothing is read or written yet.

        `names` is a pattern: see `operations.naming`; `sweeps` are parameters of several values, `rows` those
        of a table.
        """
        chain = recipe if isinstance(recipe, Chain) else self.prepare(recipe)
        return plan(
            chain,
            _paths(inputs),
            Path(out),
            suffix,
            recursive=recursive,
            names=names,
            sweeps=sweeps,
            rows=rows,
        )

    def run_items(
        self,
        chain: Chain,
        items: Sequence[Item],
        *,
        export: Export = AS_IT_IS,
        existing: Existing = "update",
        progress: Progress | None = None,
        label_palette: str | None = None,
        place: Place | None = None,
        at_once: int = 0,
    ) -> Iterator[Outcome]:
        """Make planned items; the work is done while outcomes are taken, so not to take them is to pause.

        With a `place` they are moved there, instead of lying where they were planned. InputError when they
        cannot be written as `export` says. `at_once` pictures of one size are computed together, 0 is what
        suits the device.
        """
        check_at_once(at_once)
        export.check(chain.output)
        batch = Batch(
            chain,
            self.compute,
            self.models,
            recording=self.recording,
            palette=label_palette,
            export=export,
            existing=existing,
            at_once=at_once,
        )
        if place is None:
            return batch.run(items, progress)
        place.check()
        return run_at(place, items, batch.run)

    def chain(self, id: str, /, **values: Any) -> Chain:
        """An operation with these parameters as a chain, for `plan_batch` and `run_items`."""
        operation = self.registry.operation(id)
        return single(operation, operation.build(values))

    def recipe_of(
        self,
        document: Document,
        layer: GeneratedLayer,
        *,
        name: str = "",
        open_layers: Collection[str] | None = None,
    ) -> Recipe:
        """What was done on the canvas as a recipe; see `operations.from_document`. Not for the UI thread."""
        return recipe_of(
            document, layer, self.registry.operation, self.models, name=name, open_layers=open_layers
        )

    def replay(self, picture: Path | str, *, progress: Progress | None = None) -> Replay:
        """Make a picture again from the record inside it, in the precision and by the threads of then."""
        return replay(
            Path(picture),
            self.registry.operation,
            compute=self._compute_of,
            models=self.models,
            progress=progress,
        )

    def save(self, result: Result, path: Path | str, *, progress: Progress | None = None) -> None:
        """Write a result, with its record unless the settings say otherwise.

        A film is drawn only now, frame by frame, of which `progress` tells; see `operations.run.save_result`.
        """
        save_result(result, Path(path), recording=self.recording, progress=progress)

    def _compute_of(self, record: Provenance) -> Compute:
        """What the record names; another device where that one is not."""
        changes: dict[str, Any] = {"precision": _PRECISION_SETTINGS.get(record.precision, "auto")}
        if self.settings.device == "auto" and record.device in device.available():
            changes["device"] = record.device
        found = device.choose(self.settings.model_copy(update=changes))
        same = found.threads and isinstance(record.threads, int) and 0 < record.threads <= _MOST_THREADS
        return replace(found, threads=record.threads) if same else found


def _split(operation: Operation, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """(inputs, parameters); InputError for a name that is neither."""
    inputs = {spec.name for spec in operation.inputs}
    known = [*inputs, *operation.params.model_fields]
    for name in values:
        if name not in known:
            raise InputError(f"{operation.id} has no “{name}”.", hint=did_you_mean(name, known))
    given = {name: value for name, value in values.items() if name in inputs and value is not None}
    return given, {name: value for name, value in values.items() if name not in inputs}


def _read(
    inputs: Sequence[InputSpec], given: Mapping[str, Any], palette: str | None
) -> dict[str, Source | Data | None]:
    """Inputs with files read; names that are unknown are left for the run to refuse."""
    kinds = {spec.name: spec.kind for spec in inputs}
    return {
        name: read_source(kinds[name], Path(value), palette)
        if isinstance(value, str | Path) and name in kinds
        else value
        for name, value in given.items()
    }


def _paths(given: Mapping[str, Path | str]) -> dict[str, Path]:
    return {name: Path(path) for name, path in given.items()}
