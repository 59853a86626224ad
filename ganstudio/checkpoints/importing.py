"""Bringing weight files into the library: read safely, converted, with a card and a picture."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torch import nn

from ganstudio import __version__, paths
from ganstudio.checkpoints import library
from ganstudio.checkpoints.card import SCHEMA, Card
from ganstudio.checkpoints.detect import Detection, config_to_card, identify
from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.library.changes import own, write_card
from ganstudio.checkpoints.library.entries import FORMATS, MODEL, THUMBNAIL, ModelEntry
from ganstudio.checkpoints.load import build_filled
from ganstudio.checkpoints.options import OPTION_FILES
from ganstudio.checkpoints.origins import (
    checked,
    made_from,
    parts_made,
    suggested_name,
    suggested_part,
    twin_of,
)
from ganstudio.checkpoints.questions import Question, asked, known, plain, questions, tell, write_weights
from ganstudio.checkpoints.registry import Registry
from ganstudio.checkpoints.tensors import WeightFile, read_weights
from ganstudio.checkpoints.thumbnail import write_thumbnail
from ganstudio.checkpoints.weight_files import (
    INDEX_SUFFIX,
    LINK_SUFFIX,
    link_to,
    sha256_weights,
    size_of,
    write_link,
)
from ganstudio.errors import CheckpointError, SaveError
from ganstudio.events import Progress

__all__ = [
    "Imported",
    "Offer",
    "Question",
    "import_file",
    "others_in",
    "questions",
    "suggested_name",
    "tell",
    "weight_files_in",
]

_ARRIVING = ".importing-"
_DAY = 86_400
# What a file's own card says, and the library must not believe of its copy.
_OWN = ("schema", "program", "family", "role", "config", "sha256", "original", "told", "assumed", "notes")


@dataclass(frozen=True)
class Offer:
    """Another network in the same file: import it with `part=` under `name`."""

    part: str
    role: str
    title: str
    name: str


@dataclass(frozen=True)
class Imported:
    """What came of it. `ref` is the name to use; `duplicate_of` the model that has this file already."""

    entry: ModelEntry
    ref: str
    duplicate_of: str = ""
    parts: tuple[Offer, ...] = ()
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()


def import_file(
    path: Path,
    *,
    name: str | None = None,
    part: str | None = None,
    told: Mapping[str, Any] | None = None,
    link: bool = False,
    licence: str = "",
    source: str = "",
    tags: Iterable[str] = (),
    details: Mapping[str, Any] | None = None,
    again: bool = False,
    progress: Progress | None = None,
    registry: Registry = STANDARD,
) -> Imported:
    """Read a weight file, convert it to safetensors with a card, and put it into the library.

    `name` may be `model/part` for a further network of a model that is there. `part` chooses a network of the
    file, `told` answers what tensors do not show (text is read). With `link` the file stays where it is.
    `details` goes into the card as it is: title, summary, palette, classes, captions. A file that the library
    has is not imported twice, unless `again`. What stays open is assumed and told in `questions`.

    A model appears under its name when all of it is there. Raises CheckpointError, InputError, SaveError, and
    CancelledError when `progress` is cancelled.
    """
    progress = progress or Progress()
    progress.set(0.0, "reading")
    path = path.expanduser()
    weights = read_weights(path)
    digest = sha256_weights(path, progress.sub(0.2, 0.5))
    found = identify(weights, path, told, part=part, registry=registry)
    twin = None if again else twin_of(path, digest, found.part)
    if twin is not None:
        model = twin.partition("/")[0]
        offers = tuple(_offers(weights, path, found, model, registry))
        return Imported(library.entry_named(model), twin, duplicate_of=twin, parts=offers)
    ref = _ref(path, name, found, digest, chosen=part is not None)
    progress.set(0.5, "building")
    module = build_filled(found.family, found.config, found.network.tensors, path)
    given = {"licence": licence, "source": source, "tags": list(dict.fromkeys(tags)), **(details or {})}
    card: Card = {
        **{key: value for key, value in found.card.items() if key not in _OWN},
        **{key: value for key, value in given.items() if value},
        "original": _original(path, digest, found.part),
        **known(found),
    }
    linked = plain({key: found.told[key] for key in told or {} if key in found.told}) if link else None
    writing = _Writing(path, found, module, card, linked, registry)
    model, _, stem = ref.partition("/")
    if stem:
        notes = writing.into(own(model, "changed").path.parent, stem, progress.sub(0.6, 1.0))
    else:
        with _arriving(model) as folder:
            notes = writing.into(folder, MODEL, progress.sub(0.6, 1.0))
    return Imported(
        entry=library.entry_named(model),
        ref=ref,
        parts=tuple(_offers(weights, path, found, model, registry)),
        questions=asked(found.family, found.assumed),
        notes=notes,
    )


def weight_files_in(folder: Path) -> tuple[Path, ...]:
    """Every weight file in a folder and the folders in it; options, and the parts of an index, are none."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    indices = {path.name.removesuffix(INDEX_SUFFIX) for path in files if path.name.endswith(INDEX_SUFFIX)}
    return tuple(
        path
        for path in files
        if not any(step.startswith(".") for step in path.relative_to(folder).parts)
        and path.name not in OPTION_FILES
        and (path.name.endswith(INDEX_SUFFIX) or (path.suffix in FORMATS and not _is_shard(path, indices)))
    )


def _is_shard(path: Path, indices: set[str]) -> bool:
    stem = re.sub(r"-\d+-of-\d+$", "", path.stem)
    return stem != path.stem and stem in indices


def _ref(path: Path, name: str | None, found: Detection, digest: str, *, chosen: bool) -> str:
    """The name in the library: as asked for, else beside the model of the same file, else after the file."""
    if name is not None:
        return checked(name)
    owner = made_from(digest) if chosen else None
    if owner is None:
        return suggested_name(path)
    return checked(f"{owner}/{suggested_part(owner, found.role, found.part)}")


def _original(path: Path, digest: str, part: str) -> dict[str, Any]:
    record = {"file": path.name, "sha256": digest, "size": size_of(path)}
    return {**record, "format": _format(path), "part": part}


def _format(path: Path) -> str:
    if path.name.endswith(INDEX_SUFFIX):
        return "safetensors in parts"
    with path.open("rb") as file:
        head = file.read(9)
    if head[8:9] == b"{":
        return "safetensors"
    return "torch" if head.startswith(b"PK") else "pickle"


@contextmanager
def _arriving(name: str) -> Iterator[Path]:
    """A hidden folder that gets the model's name when all of it is there, and goes otherwise."""
    home = paths.user_models_dir()
    folder: Path | None = None
    try:
        home.mkdir(parents=True, exist_ok=True)
        _sweep(home)
        folder = Path(tempfile.mkdtemp(prefix=_ARRIVING, dir=home))
        yield folder
        # A temporary folder is private to its owner; a model is what the umask makes of it.
        umask = os.umask(0)
        os.umask(umask)
        folder.chmod(0o777 & ~umask)
        folder.rename(home / name)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SaveError(f"{name} could not be put into {home}: {reason}.") from error
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def _sweep(home: Path) -> None:
    """What a killed import left behind; a younger one may still be at work."""
    for folder in home.glob(f"{_ARRIVING}*"):
        if folder.stat().st_mtime < time.time() - _DAY:
            shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class _Writing:
    """All that is needed to write a network; `linked` are the answers that a link keeps, None for a copy."""

    file: Path
    found: Detection
    module: nn.Module
    card: Card
    linked: Mapping[str, Any] | None
    registry: Registry

    def into(self, folder: Path, stem: str, progress: Progress) -> tuple[str, ...]:
        """Weights or a link to them, the card, and the picture; returns what a person should be told."""
        progress.set(0.0, "drawing a sample")
        family, config = self.found.family, self.found.config
        note = write_thumbnail(family, config, self.module, folder / THUMBNAIL) if stem == MODEL else ""
        progress.set(0.4, "writing")
        card = {**self.card, "notes": [note]} if note else self.card
        if self.linked is None:
            write_weights(self.module, self.found, folder / f"{stem}.safetensors", card, self.registry)
        else:
            self._link(folder / f"{stem}{LINK_SUFFIX}", card, self.linked)
        progress.set(1.0, "writing")
        return (note,) if note else ()

    def _link(self, path: Path, card: Card, told: Mapping[str, Any]) -> None:
        write_link(path, link_to(self.file, self.found.part, told))
        head = {"schema": SCHEMA, "program": f"GAN Studio {__version__}"}
        kind = {"family": self.found.family.id, "role": self.found.role}
        write_card(path, {**head, **card, **kind, "config": config_to_card(self.found.config)})


def others_in(
    weights: WeightFile, path: Path, found: Detection, registry: Registry = STANDARD
) -> Iterator[Detection]:
    """The other networks in a file that some family knows."""
    for part in found.parts:
        if part == found.part:
            continue
        try:
            yield identify(weights, path, part=part, registry=registry)
        except CheckpointError:
            continue


def _offers(
    weights: WeightFile, path: Path, found: Detection, model: str, registry: Registry
) -> Iterator[Offer]:
    there = parts_made(model)
    for other in others_in(weights, path, found, registry):
        if other.part not in there:
            name = suggested_part(model, other.role, other.part)
            yield Offer(other.part, other.role, other.family.title, f"{model}/{name}")
