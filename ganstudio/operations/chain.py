"""A recipe made ready: its operations loaded, its values checked; and running it.

A single operation is a chain of one step, so that runs, batches and replays know chains alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from ganstudio.document.frames import FrameData
from ganstudio.document.image import ImageData, LabelData, MaskData
from ganstudio.engine.device import Compute
from ganstudio.engine.together import Gather
from ganstudio.errors import InputError
from ganstudio.events import Progress
from ganstudio.operations.contract import Data, InputSpec, ModelSource, Operation, OperationParams, OutputKind
from ganstudio.operations.model_needs import check_models, named_models
from ganstudio.operations.recipe import Recipe, Step
from ganstudio.operations.recording import FULL, Recording, typed_texts
from ganstudio.operations.run import Result, run
from ganstudio.operations.sources import Source
from ganstudio.operations.suggest import did_you_mean
from ganstudio.operations.versions import is_newer, newer_sentence
from ganstudio.provenance import ModelRecord, Provenance

Memos = dict[str, dict[Any, Any]]
"""What each step keeps between runs, by the step's id."""


@dataclass(frozen=True)
class Link:
    """A step with its operation loaded and its parameters built; `reads` as `Step.inputs`."""

    id: str
    operation: Operation
    params: OperationParams
    reads: Mapping[str, str]

    @cached_property
    def step(self) -> Step:
        """How a record tells of it."""
        params = self.params.model_dump(mode="json")
        return Step(self.id, self.operation.id, params, dict(self.reads), self.operation.plugin_version)


@dataclass(frozen=True)
class Chain:
    """Steps that can be run; `id` and `title` are for sentences.

    `warnings` tell what differs from when the recipe was written: versions of plugins, weights of models.
    """

    id: str
    title: str
    inputs: tuple[InputSpec, ...]
    links: tuple[Link, ...]
    constants: Mapping[str, Source] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    @property
    def output(self) -> OutputKind:
        return self.links[-1].operation.output

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """For the record: nothing for one operation that reads inputs of the same names as its own."""
        (*others, last) = self.links
        plain = not others and all(name == ref for name, ref in last.reads.items())
        return () if plain else tuple(link.step for link in self.links)

    def run(
        self,
        inputs: Mapping[str, Source | Data | None],
        *,
        compute: Compute,
        models: ModelSource,
        progress: Progress | None = None,
        memos: Memos | None = None,
        gather: Gather | None = None,
    ) -> Result:
        """Run the steps one after another; what they make in between stays in memory.

        `gather` may run their networks together with those of other pictures: see `engine.together`.

        Raises as `operations.run.run`, and InputError for inputs that are missing or unknown.
        """
        progress, memos = progress or Progress(), {} if memos is None else memos
        sources = self._sources(inputs)
        made: dict[str, Data] = {name: source.data for name, source in sources.items()}
        used: dict[str, ModelRecord] = {}
        notes: dict[str, None] = {}
        stacks: list[int] = []
        for index, link in enumerate(self.links):
            part = progress.sub(index / len(self.links), (index + 1) / len(self.links))
            if len(self.links) > 1:
                part.set(0.0, link.operation.title)
            result = run(
                link.operation,
                link.params,
                self._read(link, sources, made),
                compute=compute,
                models=models,
                progress=part,
                memo=memos.setdefault(link.id, {}),
                gather=gather,
            )
            used |= {model.name: model for model in result.models}
            notes |= dict.fromkeys(result.notes)
            stacks += result.stacks
            # A film is what the last step makes: no step reads one.
            if not isinstance(result.data, FrameData):
                made[link.id] = result.data
        if not self.steps:
            return result
        return Result(
            result.data,
            result.operation,
            result.params,
            sources,
            tuple(used.values()),
            result.compute,
            self.steps,
            self.typed,
            tuple(notes),
            stacks=tuple(stacks),
        )

    def varied(self, values: Mapping[str, Any]) -> Chain:
        """The same, of one operation, with other values of some parameters; InputError says what is wrong."""
        if not values:
            return self
        (link,) = self.links
        params = link.operation.build({**link.params.model_dump(), **values})
        return replace(self, links=(replace(link, params=params),))

    def typed(self) -> Iterator[str]:
        """The texts that a private record leaves out, named as it names them."""
        for link in self.links:
            before = f"{link.id}." if self.steps else ""
            yield from (before + name for name in typed_texts(link.params))

    def named_models(self) -> Iterator[str]:
        """The models that the parameters of all steps name."""
        for link in self.links:
            yield from named_models(link.params)

    def made(self, record: Provenance, recording: Recording = FULL) -> bool:
        """Whether a record tells of the same steps with the same values; its inputs are not compared."""
        last = self.links[-1].step
        mine = Provenance(last.operation, last.params, plugin_version=last.plugin_version, steps=self.steps)
        if recording.mode == "private":
            mine = mine.without(frozenset(self.typed()), recording.sealing)
        names = ("steps", "operation", "params", "plugin_version", "private", "left_out", "seal")
        return all(getattr(record, name) == getattr(mine, name) for name in names)

    def _sources(self, inputs: Mapping[str, Source | Data | None]) -> dict[str, Source]:
        known = {spec.name: spec for spec in self.inputs}
        for name in inputs:
            if name not in known:
                raise InputError(f"{self.id} takes no input “{name}”.", hint=did_you_mean(name, known))
        found = dict(self.constants)
        for name, spec in known.items():
            given = inputs.get(name)
            if given is not None:
                found[name] = given if isinstance(given, Source) else Source(given)
            elif spec.required:
                raise InputError(f"{self.id} needs the input “{name}”.")
        return found

    def _read(
        self, link: Link, sources: Mapping[str, Source], made: Mapping[str, Data]
    ) -> dict[str, Source | Data | None]:
        """The inputs of a step: with its file where it has one, in the kind that the operation takes."""
        kinds = {spec.name: spec.kind for spec in link.operation.inputs}
        found: dict[str, Source | Data | None] = {}
        for name, ref in link.reads.items():
            if ref in sources:
                found[name] = sources[ref]
            elif ref in made:
                found[name] = as_image(made[ref]) if kinds[name] == "image" else made[ref]
        return found


def single(operation: Operation, params: OperationParams) -> Chain:
    """One operation as a chain."""
    reads = {spec.name: spec.name for spec in operation.inputs}
    link = Link(operation.id.rpartition(".")[2], operation, params, reads)
    return Chain(operation.id, operation.title, operation.inputs, (link,))


def prepare(recipe: Recipe, find: Callable[[str], Operation], models: ModelSource | None = None) -> Chain:
    """Load what a recipe names and check that it fits together.

    InputError, in one sentence, for an operation or parameter that is not there, a value that is out of
    range, an input of another kind, and, if `models` are given, for a model that is not there
    (CheckpointError).
    """
    inputs = {spec.name: spec for spec in recipe.inputs}
    kinds: dict[str, str] = {name: spec.kind for name, spec in inputs.items()}
    kinds |= {name: source.kind for name, source in recipe.constants.items()}
    links, warnings = list[Link](), list[str]()
    for step in recipe.needed:
        operation = _found(step, find)
        params = _built(step, operation)
        _check_reads(step, operation, kinds, {link.id for link in links})
        _check_required(step, operation, inputs)
        links.append(Link(step.id, operation, params, step.inputs))
        kinds[step.id] = operation.output
        if step.plugin_version not in ("", operation.plugin_version):
            warnings.append(
                f"Step “{step.id}” was recorded with version {step.plugin_version} of its plugin; "
                f"here is {operation.plugin_version}."
            )
    if models is not None:
        warnings += check_models(recipe, [link.params for link in links], models)
    used = {ref for link in links for ref in link.reads.values()}
    constants = {name: source for name, source in recipe.constants.items() if name in used}
    return Chain(recipe.name, recipe.name, recipe.inputs, tuple(links), constants, tuple(warnings))


def _found(step: Step, find: Callable[[str], Operation]) -> Operation:
    try:
        return find(step.operation)
    except InputError as error:
        raise InputError(f"Step “{step.id}”: {error.message}", hint=error.hint) from None


def _built(step: Step, operation: Operation) -> OperationParams:
    try:
        return operation.build(step.params)
    except InputError as error:
        if is_newer(step.plugin_version, operation.plugin_version):
            plugin = operation.id.partition(".")[0]
            told = newer_sentence(f"Step “{step.id}”", step.plugin_version, plugin, operation.plugin_version)
            raise InputError(told, hint="Update the plugin to use it.", detail=str(error)) from None
        raise InputError(f"Step “{step.id}”: {error.message}", hint=error.hint) from None


def as_image(data: Data) -> ImageData:
    """As a layer shows it: label maps in the colours of their palette, masks as grey."""
    if isinstance(data, LabelData):
        return ImageData.of(data.colourised())
    return ImageData.of(data.alpha) if isinstance(data, MaskData) else data


def _check_reads(step: Step, operation: Operation, kinds: Mapping[str, str], made: Collection[str]) -> None:
    """What earlier steps made becomes a picture where one is wanted; what is given must be of the kind."""
    wanted = {spec.name: spec.kind for spec in operation.inputs}
    for name, ref in step.inputs.items():
        if name not in wanted:
            raise InputError(
                f"Step “{step.id}”: {operation.id} takes no input “{name}”.", hint=did_you_mean(name, wanted)
            )
        shown = wanted[name] == "image" and ref in made and kinds[ref] != "frames"
        if kinds[ref] != wanted[name] and not shown:
            raise InputError(
                f"Step “{step.id}” reads “{ref}” as “{name}”, which must be {_A[wanted[name]]}, "
                f"not {_A[kinds[ref]]}."
            )


def _check_required(step: Step, operation: Operation, inputs: Mapping[str, InputSpec]) -> None:
    for spec in operation.inputs:
        ref = step.inputs.get(spec.name)
        if spec.required and ref is None:
            raise InputError(f"Step “{step.id}” lacks its input “{spec.name}”.")
        given = inputs.get(ref or "")
        if spec.required and given is not None and not given.required:
            raise InputError(f"Step “{step.id}” cannot do without “{ref}”, which the recipe calls optional.")


_A = {"image": "a picture", "label_map": "a label map", "mask": "a mask", "frames": "a film"}
