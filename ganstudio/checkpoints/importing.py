"""Bringing weight files into the library: read safely, converted, with a card and a picture."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import nn

from ganstudio import __version__, paths
from ganstudio.checkpoints import library
from ganstudio.checkpoints.card import SCHEMA, Card, card_in_header, read_card
from ganstudio.checkpoints.contents import StateDict
from ganstudio.checkpoints.detect import (
    Detection,
    answers,
    config_from_card,
    config_to_card,
    identify,
    inferred,
)
from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.library.changes import check_name, free_name, own, write_card
from ganstudio.checkpoints.library.entries import FORMATS, MODEL, THUMBNAIL, ModelEntry, taken, weights_in
from ganstudio.checkpoints.load import build_filled
from ganstudio.checkpoints.options import OPTION_FILES
from ganstudio.checkpoints.registry import Family, Registry, Told, Unknown
from ganstudio.checkpoints.save import save
from ganstudio.checkpoints.tensors import WeightFile, read_weights
from ganstudio.checkpoints.thumbnail import write_thumbnail
from ganstudio.checkpoints.weight_files import (
    INDEX_SUFFIX,
    LINK_SUFFIX,
    link_to,
    read_link,
    sha256_weights,
    size_of,
    write_link,
)
from ganstudio.errors import CheckpointError, InputError, SaveError
from ganstudio.events import Progress

_ARRIVING = ".importing-"
_DAY = 86_400
# Names that training scripts give to every model; the folder tells more.
_NET = re.compile(r"(?:latest|best|final|iter_?\d+|\d+)_net_(?P<net>\w+)", re.IGNORECASE)
_NO_NAME = re.compile(
    r"(?:model|generator|net_?g|checkpoint|ckpt|weights|latest|best|final|pytorch_model|state_dict"
    r"|network-(?:snapshot|final)[-\d]*|\d+)(?:[._-]?(?:final|best|latest|ema|\d+))*",
    re.IGNORECASE,
)
# What the file says of itself and the library must not believe of its own.
_NOT_CARRIED = (
    "schema",
    "program",
    "family",
    "role",
    "config",
    "sha256",
    "original",
    "told",
    "assumed",
    "notes",
)


@dataclass(frozen=True)
class Question:
    """What neither the tensors nor anything beside them showed, and what was assumed instead."""

    name: str
    text: str
    kind: str
    choices: tuple[Any, ...]
    assumed: Any


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
    twin = None if again else _twin(path, digest, found.part)
    if twin is not None:
        entry = library.entry_named(twin.partition("/")[0])
        return Imported(entry, twin, duplicate_of=twin)
    ref = _wished(path, name, found, digest, chosen=part is not None)
    progress.set(0.5, "building")
    module = build_filled(found.family, found.config, found.network.tensors, path)
    card: Card = {
        **{key: value for key, value in found.card.items() if key not in _NOT_CARRIED},
        **_said(licence=licence, source=source, tags=list(dict.fromkeys(tags)), **(details or {})),
        "original": {
            "file": path.name,
            "sha256": digest,
            "size": size_of(path),
            "format": _format(path),
            "part": found.part,
        },
        **_known(found.family, found.told, found.assumed),
    }
    linked = {key: found.told[key] for key in told or {}} if link else None
    model, _, stem = ref.partition("/")
    if stem:
        folder = own(model, "changed").path.parent
        notes = _write(folder, stem, path, found, module, card, linked, progress.sub(0.6, 1.0), registry)
    else:
        with _arriving(model) as folder:
            notes = _write(folder, MODEL, path, found, module, card, linked, progress.sub(0.6, 1.0), registry)
    return Imported(
        entry=library.entry_named(model),
        ref=ref,
        parts=tuple(_offers(weights, path, found, model, registry)),
        questions=_questions(found.family.unknowns, found.assumed),
        notes=notes,
    )


def tell(
    ref: str, values: Mapping[str, Any], *, progress: Progress | None = None, registry: Registry = STANDARD
) -> ModelEntry:
    """Answer afterwards what had to be assumed when a model was imported; text is read as values.

    CheckpointError when an answer is none or does not fit the tensors, or when the converted file no longer
    shows what the answer is about: then the original has to be imported again.
    """
    progress = progress or Progress()
    progress.set(0.0, "reading")
    model, _, part = ref.partition("/")
    path = library.find(ref)
    entry = own(model, "changed")
    card = read_card(path) or card_in_header(path)
    weights = read_weights(path)
    if read_link(path) is not None:
        found = identify(weights, path, values, registry=registry)
    else:
        found = _told_again(path, card, weights, values, registry)
    progress.set(0.4, "building")
    module = build_filled(found.family, found.config, found.network.tensors, path)
    card = {**card, **_known(found.family, found.told, found.assumed)}
    link = read_link(path)
    progress.set(0.6, "writing")
    if link is not None:
        write_link(path, replace(link, told={**link.told, **{key: found.told[key] for key in values}}))
        write_card(path, {**card, "config": config_to_card(found.config)})
    else:
        _save(module, found, path, card, registry)
    if not part:
        write_thumbnail(found.family, found.config, module, path.with_name(THUMBNAIL))
    return library.entry_named(entry.name)


def questions(ref: str, *, registry: Registry = STANDARD) -> tuple[Question, ...]:
    """What had to be assumed of a model in the library, with what was assumed."""
    path = library.find(ref)
    card = read_card(path) or card_in_header(path)
    assumed = card.get("assumed")
    if not isinstance(assumed, dict) or "family" not in card:
        return ()
    return _questions(registry.named(card["family"], card.get("role", "generator")).unknowns, assumed)


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


def suggested_name(path: Path) -> str:
    """What a model is called after its file, or after the folder of a file that is called like all others."""
    stem = path.name.removesuffix(INDEX_SUFFIX) if path.name.endswith(INDEX_SUFFIX) else path.stem
    net = _NET.fullmatch(stem)
    folder = path.resolve().parent.name
    if net is not None:
        stem = folder if net["net"].upper() == "G" else f"{folder}-{net['net']}"
    elif _NO_NAME.fullmatch(stem):
        stem = folder
    cleaned = re.sub(r"[^\w .+=()-]+", "-", stem).strip(" .-_") or "model"
    return free_name(cleaned[:80])


def _is_shard(path: Path, indices: set[str]) -> bool:
    stem = re.sub(r"-\d+-of-\d+$", "", path.stem)
    return stem != path.stem and stem in indices


def _wished(path: Path, name: str | None, found: Detection, digest: str, *, chosen: bool) -> str:
    """The name in the library: as asked for, beside the model of the same file, or after the file."""
    if name is None:
        owner = _owner(digest) if chosen else None
        return f"{owner}/{_free_part(owner, found)}" if owner else suggested_name(path)
    model, slash, stem = name.partition("/")
    if not slash:
        model = check_name(model)
        if taken(model):
            raise InputError(f"There is already a model named {model}.", hint="Choose another name.")
        return model
    entry = own(model, "changed")
    if entry.path.parent == paths.user_models_dir():
        raise InputError(f"{model} is a single file; import it first to add further networks to it.")
    if check_name(stem) == MODEL or weights_in(entry.path.parent, stem) is not None:
        raise InputError(f"{model} has a part {stem} already.", hint="Choose another name.")
    return f"{model}/{stem.strip()}"


def _owner(digest: str) -> str | None:
    """The person's model that was made from the same file."""
    return next(
        (
            entry.name
            for entry in library.list_models()
            if entry.origin == "user" and _original(entry.path).get("sha256") == digest
        ),
        None,
    )


def _free_part(model: str, found: Detection) -> str:
    """The role if the model has none of it yet, else what the file calls the network."""
    entry = library.entry_named(model)
    wished = found.role if found.role not in (entry.role, *entry.parts) else found.part
    return re.sub(r"\W+", "-", wished).strip("-_") or found.role


def _twin(path: Path, digest: str, part: str) -> str | None:
    """The name under which the library has this network of this file."""
    size = size_of(path)
    for entry in library.list_models():
        for ref in (entry.name, *(f"{entry.name}/{each}" for each in entry.parts)):
            try:
                weights = library.find(ref)
                original, own_digest = _original(weights), read_card(weights).get("sha256")
                same = (original.get("sha256"), original.get("part")) == (
                    digest,
                    part,
                ) or own_digest == digest
                # Files that were put there by hand, and the starters, have no digest.
                unknown = not original and not own_digest and size_of(weights) == size
                if same or (unknown and not weights.samefile(path) and sha256_weights(weights) == digest):
                    return ref
            except (CheckpointError, OSError):
                continue
    return None


def _original(weights: Path) -> dict[str, Any]:
    try:
        original = read_card(weights).get("original")
    except CheckpointError:
        return {}
    return original if isinstance(original, dict) else {}


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


def _write(
    folder: Path,
    stem: str,
    path: Path,
    found: Detection,
    module: nn.Module,
    card: Card,
    linked: Mapping[str, Any] | None,
    progress: Progress,
    registry: Registry,
) -> tuple[str, ...]:
    """Weights or a link to them, the card, and the picture; returns what a person should be told."""
    progress.set(0.0, "writing")
    note = ""
    if stem == MODEL:
        note = write_thumbnail(found.family, found.config, module, folder / THUMBNAIL)
    progress.set(0.4, "writing")
    notes = (note,) if note else ()
    card = {**card, **_said(notes=list(notes))}
    if linked is None:
        _save(module, found, folder / f"{stem}.safetensors", card, registry)
    else:
        file = folder / f"{stem}{LINK_SUFFIX}"
        write_link(file, link_to(path, found.part, linked))
        head = {"schema": SCHEMA, "program": f"GAN Studio {__version__}"}
        kind = {"family": found.family.id, "role": found.role, "config": config_to_card(found.config)}
        write_card(file, {**head, **card, **kind})
    progress.set(1.0, "writing")
    return notes


def _save(module: nn.Module, found: Detection, path: Path, card: Card, registry: Registry) -> None:
    """Half precision stays half. The digest can only stand beside the file whose digest it is."""
    card = {key: value for key, value in card.items() if key != "sha256"}
    written = save(module, found.config, path, card, fp16=_is_half(found.network.tensors), registry=registry)
    write_card(written, {**read_card(written), "sha256": sha256_weights(written)})


def _is_half(tensors: StateDict) -> bool:
    large = [tensor for tensor in tensors.values() if tensor.is_floating_point() and tensor.dim() > 1]
    return bool(large) and all(tensor.dtype is torch.float16 for tensor in large)


def _told_again(
    path: Path, card: Card, weights: WeightFile, values: Mapping[str, Any], registry: Registry
) -> Detection:
    """The config with more answers than before, if the converted tensors still show all the rest."""
    if "family" not in card or path.name.endswith(INDEX_SUFFIX):
        raise CheckpointError(f"{path.parent.name} was not imported, so nothing of it was assumed.")
    family = registry.named(card["family"], card.get("role", "generator"))
    new = answers(family, values)
    old = card.get("told")
    old = old if isinstance(old, dict) else {}
    before = config_from_card(family, card, path)
    if family.infer is None or _inferred(family, weights, Told(str(path), family.unknowns, old)) != before:
        named = " ".join(f"--set {key}={value}" for key, value in values.items())
        raise CheckpointError(
            f"The converted file of {path.parent.name} does not show this any more.",
            hint=f"Import the original again with {named}.",
        )
    told = Told(str(path), family.unknowns, {**old, **new})
    config = inferred(family, weights.tensors, told)
    network = next(iter(weights.networks.values()))
    return Detection(family, config, card, network=network, told=told.values, assumed=told.defaults)


def _inferred(family: Family, weights: WeightFile, told: Told) -> Any:
    try:
        return inferred(family, weights.tensors, told)
    except CheckpointError:
        return None


def _offers(
    weights: WeightFile, path: Path, found: Detection, model: str, registry: Registry
) -> Iterator[Offer]:
    """The other networks in the file that some family knows."""
    for part in found.parts:
        if part == found.part:
            continue
        try:
            other = identify(weights, path, part=part, registry=registry)
        except CheckpointError:
            continue
        if _twin_part(model, part) is None:
            yield Offer(part, other.role, other.family.title, f"{model}/{_free_part(model, other)}")


def _twin_part(model: str, part: str) -> str | None:
    """The network of a model that was made from this part of its file."""
    entry = library.entry_named(model)
    refs = (model, *(f"{model}/{each}" for each in entry.parts))
    return next((ref for ref in refs if _original(library.find(ref)).get("part") == part), None)


def _questions(unknowns: Iterable[Unknown], assumed: Mapping[str, Any]) -> tuple[Question, ...]:
    return tuple(
        Question(each.name, each.question, each.kind.__name__, each.choices, assumed[each.name])
        for each in unknowns
        if each.name in assumed
    )


def _known(family: Family, told: Mapping[str, Any], assumed: Mapping[str, Any]) -> Card:
    record = {"layout": family.layout, "paper": family.paper}
    return {**_said(**record), "told": _plain(told), "assumed": _plain(assumed)}


def _said(**values: Any) -> Card:
    """What is not empty."""
    return {key: value for key, value in values.items() if value}


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """What JSON holds."""
    kept = {}
    for name, value in values.items():
        try:
            kept[name] = json.loads(json.dumps(value))
        except (TypeError, ValueError):
            continue
    return kept


def _format(path: Path) -> str:
    if path.name.endswith(INDEX_SUFFIX):
        return "safetensors in parts"
    with path.open("rb") as file:
        head = file.read(9)
    if head[8:9] == b"{":
        return "safetensors"
    return "torch" if head.startswith(b"PK") else "pickle"
