"""What neither tensors nor files beside them tell of a model, and answering it after the import."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from torch import nn

from ganstudio.checkpoints import library
from ganstudio.checkpoints.card import Card, card_in_header, read_card
from ganstudio.checkpoints.contents import Network, StateDict
from ganstudio.checkpoints.detect import (
    Detection,
    answers,
    config_from_card,
    config_to_card,
    identify,
    inferred,
)
from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.library.changes import own, write_card
from ganstudio.checkpoints.library.entries import THUMBNAIL, ModelEntry
from ganstudio.checkpoints.load import build_filled
from ganstudio.checkpoints.origins import original_of
from ganstudio.checkpoints.registry import Family, Registry, Told
from ganstudio.checkpoints.save import export_official, save
from ganstudio.checkpoints.tensors import WeightFile, read_weights
from ganstudio.checkpoints.thumbnail import write_thumbnail
from ganstudio.checkpoints.weight_files import INDEX_SUFFIX, read_link, sha256_weights, write_link
from ganstudio.errors import CheckpointError, SaveError
from ganstudio.events import Progress


@dataclass(frozen=True)
class Question:
    """What was not told, in words for a person, and what was assumed instead."""

    name: str
    text: str
    kind: str
    choices: tuple[Any, ...]
    assumed: Any


def questions(ref: str, *, registry: Registry = STANDARD) -> tuple[Question, ...]:
    """What had to be assumed of a model in the library."""
    path = library.find(ref)
    card = read_card(path) or card_in_header(path)
    if "family" not in card:
        return ()
    return asked(registry.named(card["family"], card.get("role", "generator")), card.get("assumed"))


def asked(family: Family, assumed: Any) -> tuple[Question, ...]:
    """The questions of a family whose answers were assumed; `assumed` maps their names to values."""
    values = assumed if isinstance(assumed, Mapping) else {}
    return tuple(
        Question(each.name, each.question, each.kind.__name__, each.choices, values[each.name])
        for each in family.unknowns
        if each.name in values
    )


def tell(
    ref: str, values: Mapping[str, Any], *, progress: Progress | None = None, registry: Registry = STANDARD
) -> ModelEntry:
    """Answer afterwards what had to be assumed when a model was imported; text is read as values.

    CheckpointError when an answer is none, or does not fit the tensors, or when the converted file no longer
    shows what the answer is about: then the original has to be imported again.
    """
    progress = progress or Progress()
    progress.set(0.0, "reading")
    path = library.find(ref)
    entry = own(ref.partition("/")[0], "changed")
    card, link, weights = read_card(path) or card_in_header(path), read_link(path), read_weights(path)
    if link is not None:
        found = identify(weights, path, values, registry=registry)
    else:
        found = _inferred_again(path, card, weights, values, registry)
    progress.set(0.4, "building")
    module = build_filled(found.family, found.config, found.network.tensors, path)
    progress.set(0.6, "writing")
    card = {**card, **known(found)}
    if link is not None:
        told = {**link.told, **plain({name: found.told[name] for name in values if name in found.told})}
        write_link(path, replace(link, told=told))
        write_card(path, {**card, "config": config_to_card(found.config)})
    else:
        write_weights(module, found, path, card, registry)
    if "/" not in ref:
        write_thumbnail(found.family, found.config, module, path.with_name(THUMBNAIL))
    return library.entry_named(entry.name)


def known(found: Detection) -> Card:
    """What a card says of a detection, beside family, role and config."""
    texts = {"layout": found.family.layout, "paper": found.family.paper}
    record = {name: text for name, text in texts.items() if text}
    return {**record, "told": plain(found.told), "assumed": plain(found.assumed)}


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """What JSON holds."""
    kept = {}
    for name, value in values.items():
        try:
            kept[name] = json.loads(json.dumps(value))
        except (TypeError, ValueError):
            continue
    return kept


def write_weights(module: nn.Module, found: Detection, path: Path, card: Card, registry: Registry) -> Path:
    """Save with card and digest, which can only stand beside the file whose digest it is. Half stays half."""
    card = {name: value for name, value in card.items() if name != "sha256"}
    written = save(module, found.config, path, card, fp16=_is_half(found.network.tensors), registry=registry)
    write_card(written, {**read_card(written), "sha256": sha256_weights(written)})
    return written


def _is_half(tensors: StateDict) -> bool:
    large = [tensor for tensor in tensors.values() if tensor.is_floating_point() and tensor.dim() > 1]
    return bool(large) and all(tensor.itemsize == 2 for tensor in large)


def _inferred_again(
    path: Path, card: Card, weights: WeightFile, values: Mapping[str, Any], registry: Registry
) -> Detection:
    """The config with more answers than before, if what was converted still shows all the rest."""
    if "family" not in card or path.name.endswith(INDEX_SUFFIX):
        raise CheckpointError(f"{path.parent.name} was not imported, so nothing of it was assumed.")
    family = registry.named(card["family"], card.get("role", "generator"))
    config = config_from_card(family, card, path)
    old = card.get("told") if isinstance(card.get("told"), dict) else {}
    network = next(iter(weights.networks.values()))
    for way in (_as_it_is, _as_its_authors_have_it):
        form = way(family, config, network, path, card.get("layout"), registry)
        if form is not None and _or_none(*form, path, old or {}) == config:
            by, shown = form
            told = Told(str(path), by.unknowns, {**(old or {}), **answers(by, values)})
            new = inferred(by, shown.tensors, told)
            return Detection(family, new, card, network=network, told=told.values, assumed=told.defaults)
    given = " ".join(f"--set {name}={value}" for name, value in values.items())
    raise CheckpointError(
        f"The converted file of {path.parent.name} does not show this any more.",
        hint=f"Import {original_of(path).get('file', 'the original')} again with {given}.",
    )


Form = tuple[Family, Network]


def _as_it_is(family: Family, config: Any, network: Network, *_: Any) -> Form | None:
    return family, network


def _as_its_authors_have_it(
    family: Family, config: Any, network: Network, path: Path, layout: str | None, registry: Registry
) -> Form | None:
    """The network in the layout that it was imported from, whose names its questions are about."""
    try:
        module = build_filled(family, config, network.tensors, path)
        official = registry.of_config(config, layout or "")
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "model.pth"
            export_official(module, config, file, layout=official.layout, registry=registry)
            return official, identify(read_weights(file), file, registry=Registry([official])).network
    except (CheckpointError, SaveError, ValueError):
        return None


def _or_none(family: Family, network: Network, path: Path, told: Mapping[str, Any]) -> Any:
    try:
        values = Told(str(path), family.unknowns, told)
        return inferred(family, network.tensors, values) if family.infer is not None else None
    except CheckpointError:
        return None
