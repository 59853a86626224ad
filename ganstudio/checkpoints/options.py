"""The option files that training scripts leave by weights (`opt.txt`, `opt.pkl`, YAML) as plain values."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from ganstudio.checkpoints.unpickle import read_pickle
from ganstudio.errors import CheckpointError

OPTION_FILES = (
    "opt.txt",
    "train_opt.txt",
    "test_opt.txt",
    "opt.pkl",
    "opt.json",
    "training_options.json",
    "args.json",
    "config.yaml",
    "configs.yaml",
    "hparams.yaml",
)


def read_options(path: Path) -> dict[str, Any]:
    """One option file; CheckpointError if it is none. Nested options get dotted names."""
    if path.suffix in (".yaml", ".yml", ".json"):
        return _read_structured(path)
    if path.suffix == ".pkl":
        record = read_pickle(path)
        if not hasattr(record, "__dict__"):
            raise CheckpointError(f"{path} holds no options.")
        return dict(vars(record))
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise CheckpointError(f"{path} cannot be read as a list of options.", detail=str(error)) from error
    pairs = (line.partition(":") for line in lines if ":" in line)
    return {name.strip(): _value(text) for name, _, text in pairs}


def _read_structured(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
        record = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
        if not isinstance(record, dict):
            raise ValueError("a mapping expected")
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise CheckpointError(f"{path} cannot be read as options.", detail=str(error)) from error
    return flatten(record)


def flatten(record: Mapping[Any, Any], prefix: str = "") -> dict[str, Any]:
    """Nested options under dotted names: {"MODEL": {"z_dim": 128}} -> {"MODEL.z_dim": 128}."""
    flat: dict[str, Any] = {}
    for name, value in record.items():
        if isinstance(value, Mapping):
            flat |= flatten(value, f"{prefix}{name}.")
        else:
            flat[f"{prefix}{name}"] = value
    return flat


def options_beside(path: Path) -> tuple[dict[str, Any], Path | None]:
    """The options in the folder of a weight file and the file they come from; empty if there is none."""
    for name in OPTION_FILES:
        candidate = path.parent / name
        if candidate.is_file():
            return read_options(candidate), candidate
    return {}, None


def format_options(options: dict[str, Any]) -> str:
    """The text form, as the authors' scripts print it."""
    rows = "".join(f"{name:>25}: {value!s:<30}\n" for name, value in sorted(options.items()))
    return f"----------------- Options ---------------\n{rows}----------------- End -------------------"


def _value(text: str) -> Any:
    """`2.0   [default: 1.0]` -> 2.0; what is no Python literal stays text."""
    text = text.partition("[default:")[0].strip()
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text
