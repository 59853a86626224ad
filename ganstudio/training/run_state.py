"""The state of a training run on disk: written whole or not at all, in parts of a bounded size if wished.

A small manifest names the parts and their digests. It is replaced atomically after the parts are on disk, so
a run that is killed at any moment finds its last complete state.
"""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import torch

from ganstudio import paths
from ganstudio.errors import CheckpointError

MANIFEST = "state.json"


def save(folder: Path, state: dict[str, Any], *, step: int, part_bytes: int | None = None) -> None:
    """Write tensors, numbers and strings of `state`; parts of earlier steps are removed afterwards."""
    buffer = io.BytesIO()
    torch.save(state, buffer)
    data = buffer.getbuffer()
    size = part_bytes or max(len(data), 1)
    parts = []
    for index, start in enumerate(range(0, len(data), size)):
        name = f"state-{step:08d}-{index:03d}.pt"
        piece = data[start : start + size]
        with paths.atomic_write(folder / name) as file:
            file.write(piece)
        parts.append({"name": name, "sha256": hashlib.sha256(piece).hexdigest()})
    with paths.atomic_write(folder / MANIFEST) as file:
        file.write(json.dumps({"step": step, "parts": parts}, indent=1).encode())
    current = {part["name"] for part in parts}
    for old in folder.glob("state-*.pt"):
        if old.name not in current:
            old.unlink(missing_ok=True)


def exists(folder: Path) -> bool:
    return (folder / MANIFEST).is_file()


def load(folder: Path) -> dict[str, Any]:
    """What was saved last, on the CPU; CheckpointError if a part is missing or damaged."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        data = b"".join(_part(folder, part) for part in manifest["parts"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CheckpointError(
            f"The run in {folder} cannot be continued: its saved state is incomplete.", detail=str(error)
        ) from error
    return dict(torch.load(io.BytesIO(data), map_location="cpu", weights_only=True))


def _part(folder: Path, part: dict[str, str]) -> bytes:
    data = (folder / part["name"]).read_bytes()
    if hashlib.sha256(data).hexdigest() != part["sha256"]:
        raise ValueError(f"{part['name']} is damaged")
    return data
