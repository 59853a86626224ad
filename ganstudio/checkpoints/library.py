"""Models by name: the starters that come with the program and the person's own. Imports no torch.

A model is a folder with `model.safetensors` (or its index of parts) and `card.json`; further networks of the
same model lie beside it (`encoder.safetensors`) and are named `<model>/encoder`. A weight file of any format
in the person's folder is a model too, under its stem.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ganstudio import paths
from ganstudio.checkpoints.card import read_card
from ganstudio.errors import CheckpointError, InputError

_SUFFIXES = (".safetensors", ".safetensors.index.json")
_FOREIGN = (".safetensors", ".pth", ".pt", ".ckpt", ".pkl")


@dataclass(frozen=True)
class ModelEntry:
    """One line of the library. `family` is empty for a file without a card; `size` is in bytes."""

    name: str
    path: Path
    title: str
    summary: str
    family: str
    role: str
    size: int
    origin: Literal["starter", "user"]
    problem: str = ""


def find(ref: str) -> Path:
    """The weight file that a name or a path means; InputError with names that come near if there is none."""
    name, _, part = ref.partition("/")
    for folder, _ in _roots():
        weights = _weights(folder / name, part or "model") or _loose(folder, ref)
        if weights is not None:
            return weights
    path = Path(ref).expanduser()
    if path.is_dir():
        weights = _weights(path, "model")
        if weights is None:
            raise InputError(f"{path} is a folder without a model.safetensors.")
        return weights
    if path.exists():
        return path
    names = [entry.name for entry in list_models()]
    near = difflib.get_close_matches(ref, names, n=3, cutoff=0.5) or names
    hint = f"There is {', '.join(near)}." if near else "The library is empty."
    raise InputError(f"There is no model named {ref}, and no such file.", hint=hint)


def list_models() -> tuple[ModelEntry, ...]:
    """Every model in the library, the person's first; of two with one name the first counts."""
    entries: dict[str, ModelEntry] = {}
    for folder, origin in _roots():
        for name, weights in _models_in(folder):
            entries.setdefault(name, _entry(name, weights, origin))
    return tuple(entries.values())


def _roots() -> tuple[tuple[Path, Literal["starter", "user"]], ...]:
    return (paths.user_models_dir(), "user"), (paths.starter_models_dir(), "starter")


def _models_in(folder: Path) -> Iterator[tuple[str, Path]]:
    try:
        items = sorted(folder.iterdir())
    except OSError:
        return
    for item in items:
        if item.is_dir():
            weights = _weights(item, "model")
            if weights is not None:
                yield item.name, weights
        elif item.suffix in _FOREIGN:
            yield item.stem, item


def _weights(folder: Path, stem: str) -> Path | None:
    candidates = (folder / f"{stem}{suffix}" for suffix in _SUFFIXES)
    return next((path for path in candidates if path.is_file()), None)


def _loose(folder: Path, name: str) -> Path | None:
    return next((path for stem, path in _models_in(folder) if stem == name), None)


def _entry(name: str, weights: Path, origin: Literal["starter", "user"]) -> ModelEntry:
    problem = ""
    try:
        card = read_card(weights)
    except CheckpointError as error:
        card, problem = {}, str(error)
    text = {key: str(card.get(key, "")) for key in ("title", "summary", "family", "role")}
    return ModelEntry(
        name=name,
        path=weights,
        title=text["title"] or name,
        summary=text["summary"],
        family=text["family"],
        role=text["role"],
        size=_size(weights),
        origin=origin,
        problem=problem,
    )


def _size(weights: Path) -> int:
    """Bytes of the weights, all parts together."""
    stem = weights.name.partition(".")[0]
    files = [weights, *weights.parent.glob(f"{stem}-*-of-*.safetensors")]
    return sum(file.stat().st_size for file in files if file.is_file())
