"""TOML files with a schema that people may write by hand: what is wrong with one, in a sentence."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from ganstudio.errors import InputError
from ganstudio.operations.suggest import did_you_mean

_NEWER = "was written by a newer GAN Studio"


class Table(BaseModel):
    """Base of the tables of such a file: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def read_values(path: Path, what: str, schema: int) -> dict[str, Any]:
    """The values of a file that should be a `what`; InputError, also for one of a newer schema."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(f"{path} does not exist.") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}.") from error
    except ValueError as error:  # broken TOML, or no UTF-8
        raise InputError(f"{path.name} is no {what}: {error}.") from error
    written = values.get("schema")
    if isinstance(written, int) and written > schema:
        raise InputError(f"{path.name} {_NEWER}.", hint="Update to use it.")
    return values


def is_recipe_file(path: Path) -> bool:
    """Whether a TOML file lists steps; what cannot be read is taken for a preset, which then says why."""
    try:
        return "steps" in tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False


def complaint(error: ValidationError, tables: Iterable[type[BaseModel]]) -> str:
    """The first complaint of pydantic in words; `tables` are all that the file may have."""
    errors = error.errors()
    # A mistyped key is both unknown and missing; who wrote it looks for what was written.
    first = next((item for item in errors if item["type"] == "extra_forbidden"), errors[0])
    where = ".".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"])
    if first["type"] == "extra_forbidden":
        known = [name for table in tables for name in table.model_fields]
        return f"there is no key “{where}”. {did_you_mean(str(first['loc'][-1]), known)}".rstrip()
    if first["type"] == "missing":
        return f"the key “{where}” is missing."
    if where.startswith("inputs.") and first["type"] == "string_pattern_mismatch":
        return f"{where} must be image, label_map or mask, not {first['input']!r}."
    return f"{where}: {first['msg'][:1].lower()}{first['msg'][1:]}."
