"""The option files that training scripts leave beside weights (`opt.txt`, `opt.pkl`), as plain values."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

from ganstudio.checkpoints.unpickle import read_pickle
from ganstudio.errors import CheckpointError

OPTION_FILES = ("opt.txt", "train_opt.txt", "test_opt.txt", "opt.pkl")


def read_options(path: Path) -> dict[str, Any]:
    """One option file; CheckpointError if it is none."""
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
