"""A recipe: operations with frozen values, each reading given inputs or what an earlier one made."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from ganstudio.errors import InputError
from ganstudio.operations.contract import RESERVED, InputSpec
from ganstudio.operations.sources import Source, known_kind
from ganstudio.operations.suggest import did_you_mean
from ganstudio.provenance import Provenance, Step

__all__ = ["ModelNeed", "Recipe", "Step", "new_id", "recipe_of_record"]

_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class ModelNeed:
    """A model that the steps name: SHA-256 of its weights, and where it can be had, if that is known."""

    name: str
    sha256: str = ""
    source: str = ""


@dataclass(frozen=True)
class Recipe:
    """What was done to one picture, to be done to others.

    `inputs` are to be given with every run; `constants` ride along. Each step's `inputs` name one of those
    or an earlier step. `output` is the step whose result is wanted, by default the last. Making a recipe
    whose names do not fit together raises InputError, so there is none that reads in a circle.
    """

    name: str
    inputs: tuple[InputSpec, ...]
    steps: tuple[Step, ...]
    output: str = ""
    summary: str = ""
    constants: Mapping[str, Source] = field(default_factory=dict)
    models: tuple[ModelNeed, ...] = ()

    def __post_init__(self) -> None:
        if not self.steps:
            raise InputError("The recipe has no steps.")
        if not self.output:
            object.__setattr__(self, "output", self.steps[-1].id)
        known = self._check_inputs()
        for index, step in enumerate(self.steps):
            later = {other.id for other in self.steps[index:]}
            _check_step(step, known, later)
            known.add(step.id)
        ids = [step.id for step in self.steps]
        if self.output not in ids:
            raise InputError(
                f"The output of the recipe is “{self.output}”, which is no step.",
                hint=did_you_mean(self.output, ids),
            )

    @property
    def needed(self) -> tuple[Step, ...]:
        """The steps that lead to the output, in order."""
        wanted, found = {self.output}, list[Step]()
        for step in reversed(self.steps):
            if step.id in wanted:
                wanted.update(step.inputs.values())
                found.append(step)
        return tuple(reversed(found))

    def _check_inputs(self) -> set[str]:
        known = set[str]()
        for name in [*(spec.name for spec in self.inputs), *self.constants]:
            if not _NAME.fullmatch(name):
                raise InputError(
                    f"“{name}” cannot name an input.", hint="Names have small letters, digits and _."
                )
            if name in RESERVED:
                raise InputError(f"An input cannot be called “{name}”: the program uses the word itself.")
            if name in known:
                raise InputError(f"Two inputs of the recipe are called “{name}”.")
            known.add(name)
        return known


def new_id(operation: str, taken: Collection[str]) -> str:
    """A readable name for a step: that of its operation, with a number where it is taken."""
    base = operation.rpartition(".")[2]
    names = (base if count == 1 else f"{base}_{count}" for count in itertools.count(1))
    return next(name for name in names if name not in taken)


def recipe_of_record(record: Provenance) -> Recipe:
    """The chain that made a picture; all that was read is an input of the recipe."""
    inputs = tuple(InputSpec(name, known_kind(item.kind)) for name, item in record.inputs.items())
    models = tuple(ModelNeed(model.name, model.sha256) for model in record.models)
    return Recipe(record.operation, inputs, record.steps or (_only_step(record),), models=models)


def _only_step(record: Provenance) -> Step:
    reads = {name: name for name in record.inputs}
    id = new_id(record.operation, reads)
    return Step(id, record.operation, record.params, reads, record.plugin_version)


def _check_step(step: Step, known: Collection[str], later: Collection[str]) -> None:
    if not _NAME.fullmatch(step.id):
        raise InputError(f"“{step.id}” cannot name a step.", hint="Names have small letters, digits and _.")
    if step.id in known:
        raise InputError(f"Two things in the recipe are called “{step.id}”.")
    for name, ref in step.inputs.items():
        if ref == step.id:
            raise InputError(f"The step “{step.id}” reads itself as “{name}”.")
        if ref in later:
            raise InputError(f"The step “{step.id}” reads “{ref}”, which is made after it.")
        if ref not in known:
            raise InputError(
                f"The step “{step.id}” reads “{ref}”, which is neither an input nor a step.",
                hint=did_you_mean(ref, known),
            )
