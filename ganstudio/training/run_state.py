"""The states of a training run on disk: written whole or not at all, in parts of a bounded size if wished.

A small manifest names the parts of every state and their digests. It is replaced atomically after the parts
are on disk, and no part that it names is ever written again, so a run that is killed at any moment finds its
last complete state.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any

import torch

from ganstudio import paths
from ganstudio.errors import CheckpointError

MANIFEST = "state.json"
Entry = dict[str, Any]


def save(
    folder: Path,
    state: dict[str, Any],
    *,
    step: int,
    part_bytes: int | None = None,
    keep: int = 1,
    best: Mapping[str, float] | None = None,
) -> None:
    """Write tensors, numbers and strings of `state`.

    Of states, the last `keep` stay, and the last one that was saved as the best, with its figures in `best`.
    Raises SaveError; what was there is then as it was.
    """
    entries = _entries(folder) if exists(folder) else []
    buffer = io.BytesIO()
    torch.save(state, buffer)
    data = buffer.getbuffer()
    size = part_bytes or max(len(data), 1)
    parts: list[dict[str, str]] = []
    prefix = _prefix(step, entries)
    try:
        for index, start in enumerate(range(0, len(data), size)):
            name = f"{prefix}-{index:03d}.pt"
            piece = data[start : start + size]
            with paths.atomic_write(folder / name) as file:
                file.write(piece)
            parts.append({"name": name, "sha256": hashlib.sha256(piece).hexdigest()})
        new: Entry = {"step": step, "parts": parts, **({"best": dict(best)} if best else {})}
        _write_manifest(folder, _kept([*entries, new], keep))
    finally:
        # Also after a failure: on a full disk half a state takes the room that is needed.
        _sweep(folder)


def exists(folder: Path) -> bool:
    return (folder / MANIFEST).is_file()


def steps(folder: Path) -> tuple[int, ...]:
    """The steps whose states can be loaded, oldest first."""
    return tuple(entry["step"] for entry in _entries(folder)) if exists(folder) else ()


def load(folder: Path, *, best: bool = False) -> dict[str, Any]:
    """What was saved last, or as the best, on the CPU.

    A state with a missing or damaged part is passed over for the one before; CheckpointError if none is
    whole.
    """
    reason = "no state was saved"
    for entry in reversed(_entries(folder)):
        if best and "best" not in entry:
            continue
        try:
            data = b"".join(_part(folder, part) for part in entry["parts"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            reason = str(error)
            continue
        return dict(torch.load(io.BytesIO(data), map_location="cpu", weights_only=True))
    raise _incomplete(folder, reason)


def mark_best(folder: Path, figures: Mapping[str, float], *, keep: int = 1) -> None:
    """Make the state that was saved last the best, besides which the last `keep` stay."""
    entries = _entries(folder)
    entries[-1]["best"] = dict(figures)
    _write_manifest(folder, _kept(entries, keep))
    _sweep(folder)


def best_figures(folder: Path) -> dict[str, float]:
    """The figures of the best state; empty if none was saved as such."""
    entries = _entries(folder) if exists(folder) else []
    return next((dict(entry["best"]) for entry in reversed(entries) if "best" in entry), {})


def _kept(entries: list[Entry], keep: int) -> list[Entry]:
    best = [entry for entry in entries if "best" in entry][-1:]
    last = entries[-max(keep, 1) :]
    for entry in entries:
        if entry not in best:
            entry.pop("best", None)
    return [entry for entry in entries if entry in last or entry in best]


def _prefix(step: int, entries: list[Entry]) -> str:
    """Names that no other state has: two of the same step may differ."""
    base = f"state-{step:08d}"
    used = {part["name"].rpartition("-")[0] for entry in entries for part in entry["parts"]}
    return next(name for n in count() if (name := f"{base}.{n}" if n else base) not in used)


def _entries(folder: Path) -> list[Entry]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        entries = manifest["states"]
        if not all(isinstance(entry["step"], int) for entry in entries):
            raise ValueError("steps are numbers")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _incomplete(folder, str(error)) from error
    return list(entries)


def _write_manifest(folder: Path, entries: list[Entry]) -> None:
    with paths.atomic_write(folder / MANIFEST) as file:
        file.write(json.dumps({"states": entries}, indent=1).encode())


def _sweep(folder: Path) -> None:
    """Remove parts that no state names."""
    entries = _entries(folder) if exists(folder) else []
    current = {part["name"] for entry in entries for part in entry["parts"]}
    for old in folder.glob("state-*.pt"):
        if old.name not in current:
            old.unlink(missing_ok=True)


def _part(folder: Path, part: dict[str, str]) -> bytes:
    data = (folder / part["name"]).read_bytes()
    if hashlib.sha256(data).hexdigest() != part["sha256"]:
        raise ValueError(f"{part['name']} is damaged")
    return data


def _incomplete(folder: Path, detail: str) -> CheckpointError:
    return CheckpointError(
        f"The run in {folder} cannot be continued: its saved state is incomplete.", detail=detail
    )
