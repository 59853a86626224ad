"""The models that a recipe names: whether they are here, are the same, and where they can be had if not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ganstudio.checkpoints import catalogue, library
from ganstudio.checkpoints.card import read_card
from ganstudio.errors import CheckpointError, InputError
from ganstudio.operations.contract import ModelSource, OperationParams
from ganstudio.operations.recipe import ModelNeed, Recipe
from ganstudio.params import specs

_TRAINED = "trained "
_PREFIX = 12
"""Digits of a digest that tell models apart and can still be read out."""


def needs_of(
    all_params: Iterable[OperationParams], models: ModelSource, digests: Iterable[str] = ()
) -> tuple[ModelNeed, ...]:
    """What a recipe of these parameters needs; CheckpointError when a model is not there.

    `digests` are of models that were used, of which an operation may have chosen some by itself.
    """
    names = dict.fromkeys(name for params in all_params for name in named_models(params))
    found = {name: models.sha256(name) for name in names}
    unnamed = set(digests).difference(found.values())
    if unnamed:
        found |= {name: digest for name, digest in _digests_on_cards() if digest in unnamed}
    return tuple(ModelNeed(name, digest, source_of(name)) for name, digest in found.items())


def named_models(params: OperationParams) -> Iterator[str]:
    """The models that a parameter value names."""
    for spec in specs(type(params)):
        if spec.kind == "model" and getattr(params, spec.name):
            yield str(getattr(params, spec.name))


def check_models(recipe: Recipe, all_params: Iterable[OperationParams], models: ModelSource) -> Iterator[str]:
    """`check_needs` of a recipe."""
    return check_needs(recipe.models, all_params, models)


def check_needs(
    known: Iterable[ModelNeed],
    all_params: Iterable[OperationParams],
    models: ModelSource,
    what: str = "recipe",
) -> Iterator[str]:
    """What differs; CheckpointError for a model that is not there, with a word on where it can be had."""
    needs = {need.name: need for need in known}
    named = (name for params in all_params for name in named_models(params))
    for name in dict.fromkeys([*named, *needs]):
        need = needs.get(name, ModelNeed(name))
        try:
            found = models.sha256(name)
        except CheckpointError as error:
            where = _where(need) or error.hint or "Where it comes from is unknown."
            digest = f" Its SHA-256 begins with {need.sha256[:_PREFIX]}." if len(need.sha256) == 64 else ""
            raise CheckpointError(f"The model {name} is not here.", hint=f"{where}{digest}") from None
        if need.sha256 and found != need.sha256:
            yield f"The model {name} has other weights than when the {what} was made."


def _where(need: ModelNeed) -> str:
    """The same weights under another name, the catalogue, or what the recipe says itself."""
    for entry in library.list_models():
        if need.sha256 and entry.sha256 == need.sha256:
            return f"Your library has the same weights as {entry.name}."
    try:
        return catalogue.entry(need.name).how
    except InputError:
        if need.source.startswith(_TRAINED):
            return f"It was {need.source}."
        return f"It comes from {need.source}." if need.source else ""


def _digests_on_cards() -> Iterator[tuple[str, str]]:
    """The models of the library and their parts by name, with the digests that their cards give."""
    for entry in library.list_models():
        yield entry.name, entry.sha256
        for part in entry.parts:
            name = f"{entry.name}/{part}"
            yield name, str(read_card(library.find(name)).get("sha256", ""))


def source_of(name: str) -> str:
    """Where a model of the library came from, as its card says, or that it was trained here.

    Empty if nobody knows, and for starters, which everybody has.
    """
    try:
        entry = library.entry_named(name.partition("/")[0])
        return entry.source or ("" if entry.origin == "starter" else _trained(read_card(entry.path)))
    except (CheckpointError, InputError):
        return ""


def _trained(card: Mapping[str, Any]) -> str:
    """Who has such a model is whoever trained it: with what, and for how long."""
    told = card.get("training")
    if not isinstance(told, dict):
        return ""
    by = f"by whoever shared this, with {card.get('program') or 'GAN Studio'}"
    recipe = f" ({told['recipe']})" if told.get("recipe") else ""
    return f"{_TRAINED}{by}{recipe}"
