"""What there is of presets and recipes, read off the UI thread: what each does and what stands in its way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from ganstudio.app.studio import AppStudio
from ganstudio.checkpoints import library
from ganstudio.errors import CheckpointError, GanStudioError, InputError
from ganstudio.operations.chain import prepare
from ganstudio.operations.contract import ModelSource, Operation
from ganstudio.operations.model_needs import check_needs
from ganstudio.operations.preset_library import Broken, Kept
from ganstudio.operations.presets import Preset
from ganstudio.operations.recipe import ModelNeed, Recipe
from ganstudio.operations.recipe_library import KeptRecipe, RecipeLibrary
from ganstudio.params import ParameterSpec, specs

Kind = Literal["preset", "recipe"]


@dataclass(frozen=True)
class Trouble:
    """Why it cannot be used, or only what is to be known before; `model` is one that is not here."""

    text: str
    hint: str = ""
    model: str = ""
    blocks: bool = True


@dataclass(frozen=True)
class Part:
    """One operation with the values that it is given; without specs its plugin is not here."""

    operation: str
    params: Mapping[str, Any]
    specs: tuple[ParameterSpec, ...] = ()
    version: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    """What lists call the models that it names, as far as they are here."""


@dataclass(frozen=True)
class Item:
    """A preset or recipe as the library shows it; `content` is None for a file that cannot be read."""

    kind: Kind
    path: Path
    own: bool
    title: str
    summary: str = ""
    content: Preset | Recipe | None = None
    parts: tuple[Part, ...] = ()
    needs: tuple[ModelNeed, ...] = ()
    troubles: tuple[Trouble, ...] = ()

    @property
    def key(self) -> str:
        return str(self.path)

    @property
    def operation(self) -> str:
        """What a preset is for, and a recipe ends with."""
        return self.parts[-1].operation if self.parts else ""

    @property
    def plugins(self) -> frozenset[str]:
        return frozenset(part.operation.partition(".")[0] for part in self.parts)

    @property
    def usable(self) -> bool:
        return self.content is not None and not any(trouble.blocks for trouble in self.troubles)

    @property
    def kept(self) -> Kept:
        """The preset as its library knows it."""
        assert isinstance(self.content, Preset)
        return Kept(self.content, self.path, self.own)

    @property
    def kept_recipe(self) -> KeptRecipe:
        assert isinstance(self.content, Recipe)
        return KeptRecipe(self.content, self.path)


def read_items(studio: AppStudio) -> tuple[Item, ...]:
    """On a worker, because it loads the plugins and looks for models."""
    presets, broken = studio.core.presets.all()
    recipes, spoilt = RecipeLibrary().all()
    found = [_preset(kept, studio) for kept in presets]
    found += [_recipe(kept, studio) for kept in recipes]
    found += [_broken("preset", file) for file in broken] + [_broken("recipe", file) for file in spoilt]
    return tuple(sorted(found, key=_order))


def _order(item: Item) -> tuple[bool, bool, str, str]:
    """Own ones first, those that cannot be read at the end of theirs."""
    return not item.own, item.content is None, item.title.casefold(), item.key


def _preset(kept: Kept, studio: AppStudio) -> Item:
    preset = kept.preset
    troubles: list[Trouble] = []
    part, needs = Part(preset.operation, preset.params, version=preset.plugin_version), preset.models
    try:
        operation = studio.operation(preset.operation)
        values = preset.values_for(operation)
        part = _part(operation, values, preset.plugin_version)
        needs = preset.needs(operation)
        if preset.is_newer_than(operation):
            troubles.append(Trouble(preset.newer_sentence(operation), blocks=False))
    except GanStudioError as error:
        troubles.append(Trouble(error.message, error.hint))
    troubles += _lacking(needs, studio.models, "preset")
    return Item(
        "preset",
        kept.path,
        kept.own,
        preset.name,
        preset.summary,
        preset,
        (part,),
        needs,
        tuple(troubles),
    )


def _recipe(kept: KeptRecipe, studio: AppStudio) -> Item:
    recipe = kept.recipe
    troubles: list[Trouble] = []
    parts = tuple(Part(step.operation, step.params, version=step.plugin_version) for step in recipe.steps)
    needs = {need.name: need for need in recipe.models}
    try:
        chain = prepare(recipe, studio.operation)
        parts = tuple(
            _part(link.operation, link.step.params, version)
            for link, version in zip(chain.links, _versions(recipe), strict=True)
        )
        needs = {name: ModelNeed(name) for name in chain.named_models()} | needs
        troubles += [Trouble(sentence, blocks=False) for sentence in chain.warnings]
    except GanStudioError as error:
        troubles.append(Trouble(error.message, error.hint))
    troubles += _lacking(needs.values(), studio.models, "recipe")
    return Item(
        "recipe",
        kept.path,
        True,
        recipe.name,
        recipe.summary,
        recipe,
        parts,
        tuple(needs.values()),
        tuple(troubles),
    )


def _part(operation: Operation, params: Mapping[str, Any], version: str) -> Part:
    known = specs(operation.params)
    titles = {}
    for spec in known:
        name = params.get(spec.name)
        if spec.kind == "model" and name:
            with suppress(CheckpointError, InputError):
                titles[name] = library.entry_named(name).title
    return Part(operation.id, params, known, version, titles)


def _versions(recipe: Recipe) -> list[str]:
    return [step.plugin_version for step in recipe.needed]


def _broken(kind: Kind, file: Broken) -> Item:
    return Item(kind, file.path, file.own, file.path.name, troubles=(Trouble(file.sentence),))


def _lacking(needs: Iterable[ModelNeed], models: ModelSource, what: Kind) -> Iterator[Trouble]:
    """Each model by itself, so that all that are missing are told, not the first alone."""
    for need in needs:
        try:
            for sentence in check_needs((need,), (), models, what):
                yield Trouble(sentence, blocks=False)
        except CheckpointError as error:
            yield Trouble(error.message, error.hint, need.name)
