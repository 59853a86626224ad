"""What a weight file holds: family, role and configuration, from its tensors and the files beside it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, get_args, get_type_hints

from torch import Tensor

from ganstudio.checkpoints.card import METADATA_KEY, Card, parse_card, read_card
from ganstudio.checkpoints.contents import Network, StateDict
from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.options import options_beside
from ganstudio.checkpoints.registry import Family, Registry, Told
from ganstudio.checkpoints.tensors import WeightFile, read_weights, split_by_part
from ganstudio.checkpoints.weight_files import read_link
from ganstudio.errors import CheckpointError

# What comes of options and tensors that nobody's code would have written.
_NO_FIT = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RuntimeError)


@dataclass(frozen=True)
class Detection:
    """`unknown` names what neither tensors nor files beside them told and had to be assumed,
    `assumed` the values taken for them, `told` the answers that were there.

    `part` is the network's name inside the file ("" if it is the only one), `parts` are the names of all.
    """

    family: Family
    config: Any
    card: Card
    unknown: tuple[str, ...] = ()
    options_file: Path | None = None
    part: str = ""
    parts: tuple[str, ...] = ("",)
    network: Network = field(default_factory=lambda: Network({}), repr=False, compare=False)
    told: Mapping[str, Any] = field(default_factory=dict, compare=False)
    assumed: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def role(self) -> str:
        return self.family.role


def detect(
    path: Path,
    overrides: Mapping[str, Any] | None = None,
    *,
    part: str | None = None,
    registry: Registry = STANDARD,
) -> Detection:
    """Recognise a weight file without building its network.

    `overrides` answers what the tensors do not show, by the names in `Family.unknowns`. `part` chooses one of
    several networks in the file (`D` of a StyleGAN pickle). CheckpointError if the file cannot be read, is of
    no known family, or leaves something open that has no default.
    """
    return identify(read_weights(path), path, overrides, part=part, registry=registry)


def identify(
    weights: WeightFile,
    path: Path,
    overrides: Mapping[str, Any] | None = None,
    *,
    part: str | None = None,
    registry: Registry = STANDARD,
) -> Detection:
    """`detect` for a file that has been read already."""
    link = read_link(path)
    if link is not None:
        known = {**link.told, **(overrides or {})}
        found = identify(
            weights, link.path, known, part=link.part if part is None else part, registry=registry
        )
        return replace(found, card={**found.card, **read_card(path)})
    card = _card(weights, path)
    if "family" in card:
        if overrides:
            raise CheckpointError(f"{path} has a model card that tells all; nothing can be told besides.")
        family = registry.named(card["family"], card.get("role", "generator"))
        network = next(iter(weights.networks.values()))
        return Detection(family, config_from_card(family, card, path), card, network=network)
    name, network, family, parts = _recognised(weights, path, part, registry, overrides or {})
    network = _with_loose(network, family.loose)
    given = answers(family, overrides or {})
    if family.infer is None:
        raise CheckpointError(f"{path} looks like {family.title}, but its model card is missing.")
    options, options_file = options_beside(path) if family.unknowns else ({}, None)
    values = {**_options_for(family, {**options, **network.facts}, path), **given}
    told = Told(str(path), family.unknowns, values)
    config = inferred(family, network.tensors, told)
    known = {each.name: values[each.name] for each in family.unknowns if values.get(each.name) is not None}
    return Detection(
        family=family,
        config=config,
        card=card,
        unknown=tuple(told.assumed),
        options_file=options_file,
        part=name,
        parts=parts,
        network=network,
        told=known,
        assumed=told.defaults,
    )


def _recognised(
    weights: WeightFile, path: Path, part: str | None, registry: Registry, overrides: Mapping[str, Any]
) -> tuple[str, Network, Family, tuple[str, ...]]:
    """The first network of a known family, as it is or as one of several under one roof."""
    whole = dict(weights.networks)
    split = {
        f"{name}.{head}" if name else head: inner
        for name, network in whole.items()
        for head, inner in split_by_part(network).items()
    }
    for networks in (whole, split):
        for name, network in networks.items():
            if part not in (None, name):
                continue
            beside = partial(_beside, path, network.facts, overrides)
            family = registry.match(network.tensors, beside)
            if family is not None:
                return name, network, family, tuple(networks)
    chosen = whole.get(part or "") or split.get(part or "") or next(iter(whole.values()))
    if part is not None and part not in whole and part not in split:
        there = ", ".join(name or "one without a name" for name in whole)
        raise CheckpointError(f"{path} has no part {part}; it has {there}.")
    raise registry.refuse(chosen.tensors, str(path))


def _with_loose(network: Network, names: tuple[str, ...]) -> Network:
    found = {name: network.facts[name] for name in names if isinstance(network.facts.get(name), Tensor)}
    return replace(network, tensors={**network.tensors, **found})


def _beside(path: Path, facts: Mapping[str, Any], overrides: Mapping[str, Any]) -> dict[str, Any]:
    return {**options_beside(path)[0], **facts, **overrides}


def config_from_card(family: Family, card: Card, path: Path) -> Any:
    """The config that `save` wrote; lists become tuples again, and nested configs what they were."""
    try:
        return _config(family.config, card["config"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CheckpointError(
            f"The model card of {path} does not fit its family.", detail=str(error)
        ) from error


def _config(kind: type, values: Mapping[str, Any]) -> Any:
    hints = get_type_hints(kind)
    return kind(**{name: _value(hints.get(name), value) for name, value in values.items()})


def _value(hint: Any, value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_value(None, item) for item in value)
    if isinstance(value, dict):
        kinds = [kind for kind in (hint, *get_args(hint)) if dataclasses.is_dataclass(kind)]
        return _config(kinds[0], value) if kinds else value  # type: ignore[arg-type]
    return value


def config_to_card(config: Any) -> dict[str, Any]:
    return dataclasses.asdict(config)


def _card(weights: WeightFile, path: Path) -> Card:
    """The header tells what the tensors are; of the rest, what was written beside them later counts."""
    if METADATA_KEY not in weights.metadata:
        return read_card(path)
    header = parse_card(weights.metadata[METADATA_KEY], path)
    try:
        beside = read_card(path)
    except CheckpointError:
        return header
    kind: Card = {name: header[name] for name in ("schema", "family", "role", "config") if name in header}
    same = all(beside.get(name) == header.get(name) for name in ("family", "role"))
    return {**header, **beside, **kind} if same else header


def _options_for(family: Family, facts: Mapping[str, Any], path: Path) -> Mapping[str, Any]:
    """What a family reads from options, which anybody may have written into a file."""
    try:
        return family.reads(facts)
    except _NO_FIT as error:
        raise CheckpointError(
            f"{path} looks like {family.title}, but the options in or beside it make no sense.",
            detail=repr(error)[:300],
        ) from error


def inferred(family: Family, tensors: StateDict, told: Told) -> Any:
    assert family.infer is not None
    try:
        return family.infer(tensors, told)
    except _NO_FIT as error:
        raise CheckpointError(
            f"{told.source} looks like {family.title}, but its tensors do not fit together.",
            detail=repr(error)[:300],
        ) from error


def answers(family: Family, overrides: Mapping[str, Any]) -> dict[str, Any]:
    """What a person said, as values; CheckpointError for what was not asked."""
    unknowns = {unknown.name: unknown for unknown in family.unknowns}
    strange = next((name for name in overrides if name not in unknowns), None)
    if strange is not None:
        can = ", ".join(unknowns) or "nothing"
        raise CheckpointError(f"{family.title} cannot be told `{strange}`; it can be told {can}.")
    return {name: unknowns[name].answer(value) for name, value in overrides.items()}
