"""What a weight file holds: family, role and configuration, from its tensors and the files beside it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ganstudio.checkpoints.card import METADATA_KEY, Card, parse_card, read_card
from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.options import options_beside
from ganstudio.checkpoints.registry import Family, Registry, Told
from ganstudio.checkpoints.tensors import StateDict, WeightFile, read_weights
from ganstudio.errors import CheckpointError


@dataclass(frozen=True)
class Detection:
    """`unknown` names what neither tensors nor files beside them told and had to be assumed."""

    family: Family
    config: Any
    card: Card
    unknown: tuple[str, ...] = ()
    options_file: Path | None = None

    @property
    def role(self) -> str:
        return self.family.role


def detect(
    path: Path, overrides: Mapping[str, Any] | None = None, *, registry: Registry = STANDARD
) -> Detection:
    """Recognise a weight file without building its network.

    `overrides` answers what the tensors do not show, by the names in `Family.unknowns`. CheckpointError if
    the file cannot be read, is of no known family, or leaves something open that has no default.
    """
    return identify(read_weights(path), path, overrides, registry=registry)


def identify(
    weights: WeightFile,
    path: Path,
    overrides: Mapping[str, Any] | None = None,
    *,
    registry: Registry = STANDARD,
) -> Detection:
    """`detect` for a file that has been read already."""
    card = _card(weights, path)
    if "family" in card:
        if overrides:
            raise CheckpointError(f"{path} has a model card that tells all; nothing can be told besides.")
        family = registry.named(card["family"], card.get("role", "generator"))
        return Detection(family, config_from_card(family, card, path), card)
    family = registry.recognise(weights.tensors, str(path))
    _refuse_unasked(family, overrides or {})
    if family.infer is None:
        raise CheckpointError(f"{path} looks like {family.title}, but its model card is missing.")
    options, options_file = options_beside(path) if family.unknowns else ({}, None)
    told = Told(str(path), family.unknowns, {**options, **(overrides or {})})
    config = _inferred(family, weights.tensors, told)
    return Detection(family, config, card, tuple(told.assumed), options_file)


def config_from_card(family: Family, card: Card, path: Path) -> Any:
    """The config that `save` wrote; lists become tuples again."""
    try:
        fields = {name: tuple(v) if isinstance(v, list) else v for name, v in card["config"].items()}
        return family.config(**fields)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CheckpointError(
            f"The model card of {path} does not fit its family.", detail=str(error)
        ) from error


def config_to_card(config: Any) -> dict[str, Any]:
    return dataclasses.asdict(config)


def _card(weights: WeightFile, path: Path) -> Card:
    """The header is nearer to the tensors than the file beside them."""
    if METADATA_KEY in weights.metadata:
        return parse_card(weights.metadata[METADATA_KEY], path)
    return read_card(path)


def _inferred(family: Family, tensors: StateDict, told: Told) -> Any:
    assert family.infer is not None
    try:
        return family.infer(tensors, told)
    except (KeyError, ValueError, IndexError, TypeError, ZeroDivisionError) as error:
        raise CheckpointError(
            f"{told.source} looks like {family.title}, but its tensors do not fit together.",
            detail=repr(error),
        ) from error


def _refuse_unasked(family: Family, overrides: Mapping[str, Any]) -> None:
    names = [unknown.name for unknown in family.unknowns]
    strange = next((name for name in overrides if name not in names), None)
    if strange is not None:
        can = ", ".join(names) or "nothing"
        raise CheckpointError(f"{family.title} cannot be told `{strange}`; it can be told {can}.")
