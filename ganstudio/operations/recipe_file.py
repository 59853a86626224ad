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

import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from ganstudio import paths
from ganstudio.document.files import write_image
from ganstudio.document.image import LabelData
from ganstudio.errors import InputError
from ganstudio.operations.chain import as_image
from ganstudio.operations.contract import Data, InputKind, InputSpec
from ganstudio.operations.recipe import ModelNeed, Recipe, Step
from ganstudio.operations.sources import Source, embed, extract, known_kind, label_map_png, read_source
from ganstudio.operations.suggest import did_you_mean
from ganstudio.provenance import InputRecord
from ganstudio.toml import to_toml

SCHEMA = 1
SUFFIX = ".toml"

_NEWER = "was written by a newer GAN Studio"


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Step(_Table):
    id: str
    operation: str
    plugin_version: str = ""
    inputs: dict[str, str] = {}
    params: dict[str, Any] = {}
    unset: tuple[str, ...] = ()
    """Parameters that are None, which TOML cannot say."""


class _Model(_Table):
    sha256: str = ""
    source: str = ""


class _Constant(_Table):
    kind: InputKind
    palette: str = ""
    file: str = ""
    embedded: str = ""


class _File(_Table):
    schema_: Literal[1] = Field(alias="schema")
    name: str
    summary: str = ""
    output: str = ""
    inputs: dict[str, Annotated[str, StringConstraints(pattern=r"^(image|label_map|mask)\??$")]] = {}
    steps: tuple[_Step, ...]
    models: dict[str, _Model] = {}
    constants: dict[str, _Constant] = {}


def is_recipe(path: Path | str) -> bool:
    """Whether a name means a recipe's file, not an operation."""
    return Path(path).suffix.lower() == SUFFIX


def read_recipe(path: Path | str) -> Recipe:
    """Read a recipe; nothing is run, no model looked for. InputError says in a sentence what is wrong."""
    path = Path(path)
    try:
        file = _File(**_values(path))
    except ValidationError as error:
        raise InputError(f"{path.name} is no recipe that can be used: {_complaint(error)}") from None
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


def _values(path: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(f"{path} does not exist.") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}.") from error
    except ValueError as error:  # broken TOML, or no UTF-8
        raise InputError(f"{path.name} is no recipe: {error}.") from error
    schema = values.get("schema")
    if isinstance(schema, int) and schema > SCHEMA:
        raise InputError(f"{path.name} {_NEWER}.", hint="Update to use it.")
    if "steps" not in values:
        raise InputError(f"{path.name} is no recipe: it has no steps.")
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


def _complaint(error: ValidationError) -> str:
    """The first complaint of pydantic in words."""
    errors = error.errors()
    # A mistyped key is both unknown and missing; who wrote it looks for what was written.
    first = next((item for item in errors if item["type"] == "extra_forbidden"), errors[0])
    where = ".".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"])
    if first["type"] == "extra_forbidden":
        known = [name for table in (_File, _Step, _Model, _Constant) for name in table.model_fields]
        return f"there is no key “{where}”. {did_you_mean(str(first['loc'][-1]), known)}".rstrip()
    if first["type"] == "missing":
        return f"the key “{where}” is missing."
    if where.startswith("inputs.") and first["type"] == "string_pattern_mismatch":
        return f"{where} must be image, label_map or mask, not {first['input']!r}."
    return f"{where}: {first['msg'][:1].lower()}{first['msg'][1:]}."
