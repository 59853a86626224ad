"""Where drawn training data is kept: mapped arrays, and records of what they hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from ganstudio import paths


def mapped(path: Path, shape: tuple[int, ...]) -> np.ndarray:
    """The array (uint8) of a file, which is made where it is not there or of another shape."""
    if path.is_file():
        existing: np.ndarray = np.load(path, mmap_mode="r+")
        if existing.shape == shape:
            return existing
    return np.lib.format.open_memmap(path, mode="w+", dtype=np.uint8, shape=shape)


def records_of(folder: Path, key: dict[str, Any]) -> list[dict[str, Any]]:
    """Records of the pictures that are drawn; none if they belong to other jobs."""
    record = read(folder / "done.json")
    return list(record["records"]) if record.get("key") == key else []


def key_of(folder: Path) -> Any:
    """What the pictures of a folder are of."""
    return read(folder / "done.json").get("key")


def mark_done(folder: Path, key: dict[str, Any], records: list[dict[str, Any]]) -> None:
    """Say what is drawn so far, for a run that goes on."""
    write(folder / "done.json", {"key": key, "records": records})


def read(path: Path) -> dict[str, Any]:
    """A record; empty where there is none."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def write(path: Path, record: dict[str, Any]) -> None:
    """Replace a record."""
    with paths.atomic_write(path) as file:
        file.write(json.dumps(record).encode())
