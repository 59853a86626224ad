"""What a model family is, as data: how to recognise it, to read its config off the tensors, to build it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from torch import nn

from ganstudio.checkpoints.tensors import StateDict
from ganstudio.errors import CheckpointError

Role = Literal["generator", "discriminator", "encoder", "segmenter"]


@dataclass(frozen=True)
class Unknown:
    """A fact that the tensors do not show, under the name it has in the authors' options."""

    name: str
    question: str
    kind: type = str
    choices: tuple[Any, ...] = ()

    def check(self, value: Any) -> Any:
        """The value as `kind`; CheckpointError if it is none or not among the choices."""
        try:
            value = float(value) if self.kind is float and isinstance(value, int) else value
            if not isinstance(value, self.kind) or (isinstance(value, bool) and self.kind is not bool):
                raise ValueError(f"{self.kind.__name__} expected")
            if self.choices and value not in self.choices:
                raise ValueError(f"one of {self.choices} expected")
        except ValueError as error:
            raise CheckpointError(
                f"{value!r} is no answer to: {self.question}",
                hint=f"It was given as `{self.name}`.",
                detail=str(error),
            ) from None
        return value


_REQUIRED = object()


@dataclass
class Told:
    """What is known from elsewhere: a card, an options file, the person. Remembers what had to be assumed."""

    source: str
    unknowns: tuple[Unknown, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    assumed: list[str] = field(default_factory=list)

    def get(self, name: str, default: Any = _REQUIRED) -> Any:
        """What was told under this name, else the default, which is noted down as an assumption."""
        unknown = next(item for item in self.unknowns if item.name == name)
        if self.values.get(name) is not None:
            return unknown.check(self.values[name])
        if default is _REQUIRED:
            raise CheckpointError(
                f"{self.source} does not show by itself: {unknown.question}",
                hint=f"Write it into a file opt.txt beside it, as `{name}: value`.",
            )
        self.assumed.append(name)
        return default


@dataclass(frozen=True)
class Family:
    """One network of one paper.

    A checkpoint belongs to it when it has all `keys` (`a|b` means one of both) and none of `without`. `infer`
    makes the config from tensors and from what was told; a family without it is known by its card alone.
    `options` turns a config into the options file that the authors' code reads, for export.
    """

    id: str
    role: Role
    title: str
    config: type
    keys: tuple[str, ...]
    build: Callable[[Any], nn.Module]
    infer: Callable[[StateDict, Told], Any] | None = None
    without: tuple[str, ...] = ()
    unknowns: tuple[Unknown, ...] = ()
    options: Callable[[Any], dict[str, Any]] | None = None

    def missing(self, names: Iterable[str]) -> list[str]:
        """The keys that a checkpoint with these tensor names lacks, or has and must not have."""
        present = set(names)
        lacking = [key for key in self.keys if not present.intersection(key.split("|"))]
        return lacking + [key for key in self.without if key in present]


class Registry:
    """Families in their order of precedence: where two would take a checkpoint, the first does."""

    def __init__(self, families: Iterable[Family]) -> None:
        self._families = tuple(families)
        for what in (lambda item: (item.id, item.role), lambda item: item.config):
            seen = [what(family) for family in self._families]
            doubled = next((item for item in seen if seen.count(item) > 1), None)
            if doubled is not None:
                raise ValueError(f"two model families are registered as {doubled}")

    def __iter__(self) -> Iterator[Family]:
        return iter(self._families)

    def with_families(self, families: Iterable[Family]) -> Registry:
        """A registry that asks these before its own."""
        return Registry((*families, *self._families))

    def named(self, id: str, role: str) -> Family:
        for family in self._families:
            if (family.id, family.role) == (id, role):
                return family
        raise CheckpointError(
            f"The model family {id} ({role}) is not known here.", hint="A plugin may be missing."
        )

    def of_config(self, config: object) -> Family:
        """The family whose networks have such a config; ValueError if there is none."""
        for family in self._families:
            if type(config) is family.config:
                return family
        raise ValueError(f"no model family has the config {type(config).__name__}")

    def recognise(self, tensors: StateDict, source: str) -> Family:
        """The family of a state dict, or a CheckpointError that names the nearest one and what it lacks."""
        if not self._families:
            raise CheckpointError(f"{source} cannot be recognised: no model family is registered.")
        gaps = [(family, family.missing(tensors)) for family in self._families]
        for family, gap in gaps:
            if not gap:
                return family
        family, gap = min(gaps, key=lambda item: len(item[1]) / len(item[0].keys))
        first = gap[0].partition("|")[0]
        raise CheckpointError(
            f"{source} is no model that is known here: it comes nearest to {family.title}, but for {first}."
        )
