"""Presets as files: parameter values of one operation under a name, in TOML that can be read and shared.

schema = 1
name = "Deep winter"
operation = "domain_transfer.transfer"
summary = "Snow, with more of what the model drew."
plugin_version = "0.1.0"

[params]                       # what differs from the defaults, and seeds and models in any case
to = "winter"
keep_detail = 0.5

[models.landscape-summer-winter]
sha256 = "…"
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from ganstudio import paths
from ganstudio.errors import InputError
from ganstudio.operations.contract import ModelSource, Operation, OperationParams
from ganstudio.operations.model_needs import check_needs, named_models, source_of
from ganstudio.operations.recipe import ModelNeed
from ganstudio.operations.schema_file import Table, complaint, read_values
from ganstudio.operations.versions import is_newer, newer_sentence
from ganstudio.params import build, seed_names, specs, under_current_names
from ganstudio.provenance import Provenance
from ganstudio.toml import to_toml

SCHEMA = 1
SUFFIX = ".toml"


class _Model(Table):
    sha256: str = ""
    source: str = ""


class _File(Table):
    schema_: Literal[1] = Field(alias="schema")
    name: str = Field(min_length=1)
    operation: str
    summary: str = ""
    plugin_version: str = ""
    params: dict[str, Any] = {}
    unset: tuple[str, ...] = ()
    """Parameters that are None, which TOML cannot say."""
    models: dict[str, _Model] = {}


@dataclass(frozen=True)
class Preset:
    """Values of an operation's parameters; those that it does not name stay at their defaults.

    Nothing is checked against the operation before `values_for`, so presets of plugins that are gone, or
    have changed, can still be listed.
    """

    name: str
    operation: str
    params: Mapping[str, Any] = field(default_factory=dict)
    summary: str = ""
    plugin_version: str = ""
    models: tuple[ModelNeed, ...] = ()

    def values_for(self, operation: Operation) -> dict[str, Any]:
        """The values under the names of today, checked; InputError says what does not fit.

        All of them or none: one of a newer plugin is refused as soon as a single value is not understood.
        """
        if self.operation != operation.id:
            raise InputError(f"The preset “{self.name}” is for {self.operation}, not for {operation.id}.")
        values = under_current_names(operation.params, self.params)
        try:
            checked = build(operation.params, values).model_dump(mode="json")
        except InputError as error:
            if self.is_newer_than(operation):
                raise InputError(
                    self.newer_sentence(operation), hint="Update the plugin to use it.", detail=str(error)
                ) from None
            raise InputError(
                f"The preset “{self.name}” cannot be used: {error.message}", hint=error.hint
            ) from None
        return {name: checked[name] for name in values}

    def is_newer_than(self, operation: Operation) -> bool:
        """Whether a later version of the plugin wrote it."""
        return is_newer(self.plugin_version, operation.plugin_version)

    def newer_sentence(self, operation: Operation) -> str:
        """What is told of one that a later version of the plugin wrote."""
        plugin = operation.id.partition(".")[0]
        what = f"The preset “{self.name}”"
        return newer_sentence(what, self.plugin_version, plugin, operation.plugin_version)

    def onto(self, operation: Operation, before: Mapping[str, Any]) -> dict[str, Any]:
        """The values in place of those that were there `before`.

        As in a run, what it does not name goes back to its default; only the seed stays, which chooses a
        picture and no look.
        """
        values = self.values_for(operation)
        seeds = {name: before[name] for name in seed_names(operation.params) if name in before}
        return {**seeds, **values}

    def over(self, operation: Operation, given: Mapping[str, Any]) -> dict[str, Any]:
        """The values, of which those that are `given` win."""
        return {**self.values_for(operation), **given}

    def check(self, operation: Operation, models: ModelSource, given: Collection[str] = ()) -> list[str]:
        """What differs from when it was made, of the models that it names for parameters not `given`.

        CheckpointError for a model that is not there, with a word on where it can be had.
        """
        told = list(check_needs(self.needs(operation, given), (), models, "preset"))
        return [self.newer_sentence(operation), *told] if self.is_newer_than(operation) else told

    def needs(self, operation: Operation, given: Collection[str] = ()) -> tuple[ModelNeed, ...]:
        """The models that it names for parameters not `given`; InputError as `values_for`."""
        values = self.values_for(operation)
        named = {
            str(values[spec.name])
            for spec in specs(operation.params)
            if spec.kind == "model" and spec.name not in given and values.get(spec.name)
        }
        known = {need.name: need for need in self.models}
        return tuple(known.get(name, ModelNeed(name)) for name in sorted(named))


def is_preset_file(name: Path | str) -> bool:
    """Whether a word means the file of a preset, not the name of one that is kept."""
    return Path(name).suffix.lower() == SUFFIX


def read_preset(path: Path | str) -> Preset:
    """Read a preset; no plugin is loaded, no model looked for. InputError says what is wrong."""
    path = Path(path)
    values = read_values(path, "preset", SCHEMA)
    if "steps" in values:
        raise InputError(f"{path.name} is a recipe, no preset.", hint=f"Try ganstudio run {path}.")
    try:
        file = _File(**values)
    except ValidationError as error:
        what = complaint(error, (_File, _Model))
        raise InputError(f"{path.name} is no preset that can be used: {what}") from None
    return Preset(
        file.name,
        file.operation,
        {**file.params, **dict.fromkeys(file.unset)},
        file.summary,
        file.plugin_version,
        tuple(ModelNeed(name, need.sha256, need.source) for name, need in file.models.items()),
    )


def write_preset(preset: Preset, path: Path | str) -> None:
    """Write a preset, whole or not at all; SaveError as usual."""
    values = {
        "schema": SCHEMA,
        "name": preset.name,
        "operation": preset.operation,
        "summary": preset.summary or None,
        "plugin_version": preset.plugin_version or None,
        "unset": [name for name, value in preset.params.items() if value is None] or None,
        "params": dict(preset.params),
        "models": {
            need.name: {"sha256": need.sha256, "source": need.source or None} for need in preset.models
        },
    }
    with paths.atomic_write(Path(path)) as file:
        file.write(to_toml(values).encode())


def preset_of(
    operation: Operation,
    params: OperationParams,
    models: ModelSource,
    *,
    name: str,
    summary: str = "",
    digests: Mapping[str, str] | None = None,
) -> Preset:
    """What differs from the defaults, with seeds and models in any case: by default, those may be others
    elsewhere. `digests` are of models that were used and need not be here; CheckpointError for others.
    """
    known = digests or {}
    values = params.model_dump(mode="json")
    plain = {spec.name: spec.default for spec in specs(operation.params)}
    always = {
        spec.name
        for spec in specs(operation.params)
        if spec.required or (spec.kind in ("seed", "model") and values[spec.name] not in (None, ""))
    }
    needs = tuple(
        ModelNeed(model, known.get(model) or models.sha256(model), source_of(model))
        for model in dict.fromkeys(named_models(params))
    )
    return Preset(
        name,
        operation.id,
        {key: value for key, value in values.items() if key in always or getattr(params, key) != plain[key]},
        summary,
        operation.plugin_version,
        needs,
    )


def preset_of_record(
    operation: Operation, record: Provenance, models: ModelSource, *, name: str, summary: str = ""
) -> Preset:
    """What made a picture, for others; InputError where several steps did, or the record is not whole."""
    if record.steps:
        raise InputError(
            "Several steps made the picture, and a preset is of one.", hint="Save them as a recipe instead."
        )
    if record.left_out:
        texts = " and ".join(f"“{text}”" for text in record.left_out)
        raise InputError(f"The record of the picture is private and leaves out the value of {texts}.")
    params = build(operation.params, record.params)
    assert isinstance(params, OperationParams)
    digests = {model.name: model.sha256 for model in record.models}
    return preset_of(operation, params, models, name=name, summary=summary, digests=digests)
