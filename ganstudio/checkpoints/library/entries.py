"""What is in the library, read from folders and cards without opening weights."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ganstudio import paths
from ganstudio.checkpoints.card import Card, card_in_header, read_card
from ganstudio.checkpoints.weight_files import INDEX_SUFFIX, LINK_SUFFIX, part_files, read_link
from ganstudio.errors import CheckpointError, InputError

Origin = Literal["starter", "user"]
MODEL = "model"
_NO_NETWORKS = {"directions"}
"""Stems of files beside a model that hold something else: the directions of its sliders."""
THUMBNAIL = "thumbnail.webp"
FORMATS = (".safetensors", ".pth", ".pt", ".ckpt", ".pkl", ".model")
_TEXTS = ("title", "summary", "family", "role", "licence", "source")
_SUFFIXES = (".safetensors", INDEX_SUFFIX, LINK_SUFFIX)


@dataclass(frozen=True)
class ModelEntry:
    """One line of the library. `family` is empty for a file without a card; `size` is in bytes.

    `parts` are further networks of the model, each usable as `name/part`. `assumed` names what neither the
    tensors nor a person told. `sha256` is that of the weights when they were imported. `link` is the file
    elsewhere that the entry stands for. `problem` says what is wrong with it, as half a sentence.
    """

    name: str
    path: Path
    title: str
    summary: str
    family: str
    role: str
    size: int
    origin: Origin
    problem: str = ""
    tags: tuple[str, ...] = ()
    licence: str = ""
    source: str = ""
    sha256: str = ""
    thumbnail: Path | None = None
    parts: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    link: Path | None = None


def find(ref: str) -> Path:
    """The weight file that a name or a path means; InputError with names that come near if there is none."""
    name, _, part = ref.partition("/")
    for folder, _ in _roots():
        weights = weights_in(folder / name, part or MODEL) or _loose(folder, ref)
        if weights is not None:
            return weights
    path = Path(ref).expanduser()
    if path.is_dir():
        weights = weights_in(path, MODEL)
        if weights is None:
            raise InputError(f"{path} is a folder without a model.safetensors.")
        return weights
    if path.exists():
        return path
    raise InputError(f"There is no model named {ref}, and no such file.", hint=neighbours(ref))


def neighbours(name: str) -> str:
    """Which models there are instead of one that is not."""
    names = [entry.name for entry in list_models()]
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.5) or names
    return f"There is {', '.join(near)}." if near else "The library is empty."


def list_models() -> tuple[ModelEntry, ...]:
    """Every model in the library, the person's first; of two with one name the first counts."""
    entries: dict[str, ModelEntry] = {}
    for folder, origin in _roots():
        for name, weights in _models_in(folder):
            if name not in entries:
                entries[name] = _entry(name, weights, origin)
    return tuple(entries.values())


def entry_named(name: str) -> ModelEntry:
    """The entry of a model; InputError with names that come near if there is none."""
    for entry in list_models():
        if entry.name == name:
            return entry
    raise InputError(f"There is no model named {name}.", hint=neighbours(name))


def taken(name: str) -> bool:
    """Whether the person's folder has something under this name."""
    folder = paths.user_models_dir()
    return (folder / name).exists() or _loose(folder, name) is not None


def weights_in(folder: Path, stem: str) -> Path | None:
    """The file that stands for one network of a model's folder."""
    candidates = (folder / f"{stem}{suffix}" for suffix in _SUFFIXES)
    return next((path for path in candidates if path.is_file()), None)


def parts_in(folder: Path) -> tuple[str, ...]:
    """The further networks in a model's folder."""
    stems = {
        path.name.removesuffix(suffix)
        for suffix in _SUFFIXES
        for path in folder.glob(f"[!.]*{suffix}")
        if "-of-" not in path.name
    }
    return tuple(sorted(stems - {MODEL} - _NO_NETWORKS))


def _roots() -> tuple[tuple[Path, Origin], ...]:
    return (paths.user_models_dir(), "user"), (paths.starter_models_dir(), "starter")


def _models_in(folder: Path) -> Iterator[tuple[str, Path]]:
    try:
        items = sorted(folder.iterdir())
    except OSError:
        return
    for item in items:
        if item.name.startswith("."):  # what is being imported or removed
            continue
        if item.is_dir():
            weights = weights_in(item, MODEL)
            if weights is not None:
                yield item.name, weights
        elif item.suffix in FORMATS:
            yield item.stem, item


def _loose(folder: Path, name: str) -> Path | None:
    return next((path for stem, path in _models_in(folder) if stem == name), None)


def _entry(name: str, weights: Path, origin: Origin) -> ModelEntry:
    problem = ""
    card: Card = {}
    try:
        card = read_card(weights) or card_in_header(weights)
    except CheckpointError as error:
        problem = str(error)
    size, link, trouble = _on_disk(weights)
    in_folder = weights.name.startswith(f"{MODEL}.")
    thumbnail = weights.with_name(THUMBNAIL)
    text = {
        key: str(card.get(key, "")) for key in ("title", "summary", "family", "role", "licence", "source")
    }
    original = card.get("original")
    digest = card.get("sha256") or (original.get("sha256", "") if isinstance(original, dict) else "")
    return ModelEntry(
        name=name,
        path=weights,
        title=text["title"] or name,
        summary=text["summary"],
        family=text["family"],
        role=text["role"],
        size=size,
        origin=origin,
        problem=problem or trouble,
        tags=_names(card.get("tags")),
        licence=text["licence"],
        source=text["source"],
        sha256=str(digest),
        thumbnail=thumbnail if in_folder and thumbnail.is_file() else None,
        parts=parts_in(weights.parent) if in_folder else (),
        assumed=_names(card.get("assumed")),
        link=link,
    )


def _on_disk(weights: Path) -> tuple[int, Path | None, str]:
    """Bytes of the weights, the file elsewhere that is linked, and what is wrong with them."""
    try:
        link = read_link(weights)
        if link is not None and link.problem:
            return link.size, link.path, link.problem
        files = part_files(weights)
        lost = next((file.name for file in files if not file.is_file()), None)
        size = sum(file.stat().st_size for file in files if file.is_file())
        return size, link.path if link else None, f"{lost} is missing" if lost else ""
    except (CheckpointError, OSError) as error:
        return 0, None, str(error)


def _names(value: Any) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, (list, tuple, dict)) else ()
