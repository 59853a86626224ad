"""Recipes as files: TOML that a person can read, change and share.

schema = 1
name = "Winter night"
output = "night"

[inputs]
image = "image"                # a name, and image, label_map or mask; "mask?" may be left out

[[steps]]
id = "winter"
operation = "domain_transfer.transfer"
plugin_version = "0.1.0"
[steps.inputs]
image = "image"                # what the operation reads: an input, a constant or an earlier step
[steps.params]
to = "winter"

[models.landscape-summer-winter]
sha256 = "…"

[constants.mask]               # what rides along: as base64 PNG, or as a file beside the recipe
kind = "mask"
file = "winter-mask.png"
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, ValidationError

from ganstudio import paths
from ganstudio.document.files import write_image
from ganstudio.document.image import LabelData
from ganstudio.errors import InputError
from ganstudio.operations.chain import as_image
from ganstudio.operations.contract import Data, InputKind, InputSpec
from ganstudio.operations.recipe import ModelNeed, Recipe, Step
from ganstudio.operations.schema_file import Table, complaint, read_values
from ganstudio.operations.sources import Source, embed, extract, known_kind, label_map_png, read_source
from ganstudio.provenance import InputRecord
from ganstudio.toml import to_toml

SCHEMA = 1
SUFFIX = ".toml"


class _Step(Table):
    id: str
    operation: str
    plugin_version: str = ""
    inputs: dict[str, str] = {}
    params: dict[str, Any] = {}
    unset: tuple[str, ...] = ()
    """Parameters that are None, which TOML cannot say."""


class _Model(Table):
    sha256: str = ""
    source: str = ""


class _Constant(Table):
    kind: InputKind
    palette: str = ""
    file: str = ""
    embedded: str = ""


class _File(Table):
    schema_: Literal[1] = Field(alias="schema")
    name: str
    summary: str = ""
    output: str = ""
    inputs: dict[str, Annotated[str, StringConstraints(pattern=r"^(image|label_map|mask)\??$")]] = {}
    steps: tuple[_Step, ...]
    models: dict[str, _Model] = {}
    constants: dict[str, _Constant] = {}


_TABLES = (_File, _Step, _Model, _Constant)


def is_recipe(path: Path | str) -> bool:
    """Whether a name means a recipe's file, not an operation."""
    return Path(path).suffix.lower() == SUFFIX


def read_recipe(path: Path | str) -> Recipe:
    """Read a recipe; nothing is run, no model looked for. InputError says in a sentence what is wrong."""
    path = Path(path)
    try:
        file = _File(**_values(path))
    except ValidationError as error:
        raise InputError(f"{path.name} is no recipe that can be used: {complaint(error, _TABLES)}") from None
    try:
        return Recipe(
            file.name,
            tuple(InputSpec(name, _kind(text), not text.endswith("?")) for name, text in file.inputs.items()),
            tuple(_step(step) for step in file.steps),
            file.output,
            file.summary,
            {name: _constant(name, item, path) for name, item in file.constants.items()},
            tuple(ModelNeed(name, need.sha256, need.source) for name, need in file.models.items()),
        )
    except InputError as error:
        raise InputError(f"{path.name}: {error.message}", hint=error.hint, detail=error.detail) from None


def write_recipe(recipe: Recipe, path: Path | str) -> None:
    """Write a recipe, larger constants as pictures beside it (`NAME-CONSTANT.png`); SaveError as usual."""
    path = Path(path)
    constants = {name: _kept(name, source.data, path) for name, source in recipe.constants.items()}
    values = {
        "schema": SCHEMA,
        "name": recipe.name,
        "summary": recipe.summary or None,
        "output": recipe.output,
        "inputs": {spec.name: spec.kind + ("" if spec.required else "?") for spec in recipe.inputs},
        "steps": [_plain(step) for step in recipe.steps],
        "models": {
            need.name: {"sha256": need.sha256, "source": need.source or None} for need in recipe.models
        },
        "constants": constants,
    }
    with paths.atomic_write(path) as file:
        file.write(to_toml(values).encode())


def companions(path: Path) -> list[Path]:
    """The pictures beside a recipe that were written with it, by their names; none of a broken recipe."""
    try:
        file = _File(**_values(path))
    except (InputError, ValidationError):
        return []
    written = (path.with_name(f"{path.stem}-{name}.png") for name in file.constants)
    named = {path.parent / item.file for item in file.constants.values() if item.file}
    return [each for each in written if each in named]


def _values(path: Path) -> dict[str, Any]:
    values = read_values(path, "recipe", SCHEMA)
    if "steps" not in values:
        preset = "operation" in values and "params" in values
        hint = "It is a preset: ganstudio run OPERATION --preset FILE." if preset else ""
        raise InputError(f"{path.name} is no recipe: it has no steps.", hint=hint)
    return values


def _step(step: _Step) -> Step:
    params = {**step.params, **dict.fromkeys(step.unset)}
    return Step(step.id, step.operation, params, step.inputs, step.plugin_version)


def _plain(step: Step) -> dict[str, Any]:
    return {
        "id": step.id,
        "operation": step.operation,
        "plugin_version": step.plugin_version or None,
        "unset": [name for name, value in step.params.items() if value is None] or None,
        "inputs": step.inputs,
        "params": step.params,
    }


def _kind(text: str) -> InputKind:
    return known_kind(text.removesuffix("?"))


def _constant(name: str, item: _Constant, recipe: Path) -> Source:
    if item.file:
        return read_source(item.kind, recipe.parent / item.file, item.palette or None)
    try:
        return Source(extract(InputRecord(item.kind, embedded=item.embedded, palette=item.palette)))
    except ValueError as error:
        raise InputError(f"The constant “{name}” is damaged.", detail=str(error)) from None


def _kept(name: str, data: Data, recipe: Path) -> dict[str, str]:
    """The table of a constant, which is written beside the recipe where it is large."""
    source = Source(data)
    table: dict[str, str] = {"kind": source.kind}
    if isinstance(data, LabelData):
        table["palette"] = data.palette
    text = embed(data)
    if text:
        return {**table, "embedded": text}
    file = recipe.with_name(f"{recipe.stem}-{name}.png")
    if isinstance(data, LabelData):
        with paths.atomic_write(file) as out:
            out.write(label_map_png(data, {}))
    else:
        write_image(file, as_image(data), text={})
    return {**table, "file": file.name}
