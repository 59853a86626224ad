"""What a model family is, as data: how to recognise it, to read its config off the tensors, to build it."""

from __future__ import annotations

import ast
import reprlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, Literal

from torch import Tensor, nn

from ganstudio.checkpoints.contents import StateDict
from ganstudio.errors import CheckpointError

Role = Literal["generator", "discriminator", "encoder", "segmenter", "hypernetwork", "classifier"]
Shape = tuple[int | None, ...]
# Filters and lists of names are far shorter; what a file tells may be of any length.
_LONGEST_ANSWER = 1000


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
            if isinstance(value, (str, tuple)) and len(value) > _LONGEST_ANSWER:
                raise ValueError("a short answer expected")
            if self.choices and value not in self.choices:
                raise ValueError(f"one of {self.choices} expected")
        except (ValueError, OverflowError) as error:
            raise CheckpointError(
                f"{reprlib.repr(value)} is no answer to: {self.question}",
                hint=f"It was given as `{self.name}`.",
                detail=str(error),
            ) from None
        return value

    def answer(self, value: Any) -> Any:
        """What a person wrote on a command line or into a field, as a value for `check`."""
        if not isinstance(value, str) or self.kind is str:
            return value
        word = value.strip().lower()
        if self.kind is bool and word in _YES | _NO:
            return word in _YES
        try:
            return ast.literal_eval(word)
        except (SyntaxError, ValueError):
            return value


_YES = frozenset({"yes", "true", "1"})
_NO = frozenset({"no", "false", "0"})
_REQUIRED = object()


@dataclass
class Told:
    """What is known from elsewhere: a card, an options file, the person. Remembers what had to be assumed.

    `defaults` are the values that were taken for what was not told.
    """

    source: str
    unknowns: tuple[Unknown, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    defaults: dict[str, Any] = field(default_factory=dict)

    @property
    def assumed(self) -> list[str]:
        """The names of what was not told."""
        return list(self.defaults)

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
        self.defaults[name] = default
        return default


def _as_they_are(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    return facts


@dataclass(frozen=True)
class Family:
    """One network of one paper, in one layout of tensor names.

    A checkpoint belongs to it when it has all `keys` (`a|b` means one of both, `*` any characters), none of
    `without`, and `shapes` fit (None is any number; a name that is absent fits).

    Where another family has the same keys and shapes, `claims` says from the tensors and from the options and
    facts beside them whether this one takes the checkpoint; the one that claims stands before the other.

    `infer` makes the config from tensors and from what was told; a family without it is known by its card
    alone. `reads` picks, from the options beside the weights and the facts inside their file, values for
    `unknowns`. Where the file's names differ from the network's, or some entries are stale, `convert` makes
    the state dict that the network takes. `loose` names tensors that lie beside the state dict in the file
    and belong to the network all the same (`latent_avg`): `infer` and `convert` find them among its tensors.

    For export, `export` makes what the authors' code expects to find in the file, and `options` the options
    file beside it. `sample` shows what the network does: from a seed, an image (3, H, W) in [-1, 1].

    Several layouts of one network share id, role and config; the first registered is the one we save.
    """

    id: str
    role: Role
    title: str
    config: type
    keys: tuple[str, ...]
    build: Callable[[Any], nn.Module]
    infer: Callable[[StateDict, Told], Any] | None = None
    without: tuple[str, ...] = ()
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    claims: Callable[[StateDict, Mapping[str, Any]], bool] | None = None
    loose: tuple[str, ...] = ()
    unknowns: tuple[Unknown, ...] = ()
    reads: Callable[[Mapping[str, Any]], Mapping[str, Any]] = _as_they_are
    convert: Callable[[StateDict, Any], StateDict] | None = None
    export: Callable[[StateDict, Any], Any] | None = None
    options: Callable[[Any], dict[str, Any]] | None = None
    sample: Callable[[Any, Any, int], Tensor] | None = None
    layout: str = ""
    paper: str = ""

    def gaps(self, tensors: StateDict) -> list[str]:
        """What a checkpoint lacks, or has and must not have, as half sentences; empty if it belongs here."""
        lacking = [key for key in self.keys if not any(_present(one, tensors) for one in key.split("|"))]
        return [
            *(f"{key.partition('|')[0]} is missing" for key in lacking),
            *(f"{key} is there" for key in self.without if _present(key, tensors)),
            *(
                f"{name} has the shape {_text(tensors[name].shape)} instead of {_text(shape)}"
                for name, shape in self.shapes.items()
                if name in tensors and not _fits(tensors[name], shape)
            ),
        ]


def _present(pattern: str, names: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for name in names) if "*" in pattern else pattern in names


def _fits(tensor: Tensor, shape: Shape) -> bool:
    return tensor.dim() == len(shape) and all(
        wanted in (None, size) for size, wanted in zip(tensor.shape, shape, strict=True)
    )


def _text(shape: Iterable[int | None]) -> str:
    return f"({', '.join('any' if size is None else str(size) for size in shape)})"


class Registry:
    """Families in their order of precedence: where two would take a checkpoint, the first does."""

    def __init__(self, families: Iterable[Family]) -> None:
        self._families = tuple(families)
        names = [(family.id, family.role, family.layout) for family in self._families]
        configs = [(family.config.__name__, family.layout) for family in self._families]
        for seen in (Counter(names), Counter(configs)):
            doubled = next((item for item, count in seen.items() if count > 1), None)
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

    def of_config(self, config: object, layout: str | None = None) -> Family:
        """The family whose networks have such a config, in its first layout if none is named; ValueError."""
        for family in self._families:
            if type(config) is family.config and layout in (None, family.layout):
                return family
        raise ValueError(f"no model family has the config {type(config).__name__} {layout or ''}".rstrip())

    def match(self, tensors: StateDict, beside: Callable[[], Mapping[str, Any]] = dict) -> Family | None:
        """The first family that takes these tensors; `beside` reads the options, if one has to know them."""
        for family in self._families:
            if not family.gaps(tensors) and (family.claims is None or family.claims(tensors, beside())):
                return family
        return None

    def refuse(self, tensors: StateDict, source: str) -> CheckpointError:
        """Why no family takes them: the nearest one and the first thing that does not fit."""
        unfit = [family for family in self._families if family.gaps(tensors)]
        near = max(unfit, key=lambda family: _nearness(family, tensors), default=None)
        if near is None or _nearness(near, tensors) == 0:
            first = next(iter(tensors), "none")
            return CheckpointError(
                f"{source} is no model that is known here: no family has its tensors.",
                hint=f"It has {len(tensors)} of them; the first is {first}.",
            )
        return CheckpointError(
            f"{source} is no model that is known here: it comes nearest to {near.title}, "
            f"but {near.gaps(tensors)[0]}."
        )

    def recognise(self, tensors: StateDict, source: str) -> Family:
        """The family of a state dict, or a CheckpointError that names the nearest one and what it lacks."""
        family = self.match(tensors)
        if family is None:
            raise self.refuse(tensors, source)
        return family


def _nearness(family: Family, tensors: StateDict) -> float:
    """The share of a family's conditions that hold; nothing without a key."""
    lacking = sum(not any(_present(one, tensors) for one in key.split("|")) for key in family.keys)
    if lacking == len(family.keys):
        return 0.0
    conditions = len(family.keys) + len(family.without) + len(family.shapes)
    return 1 - len(family.gaps(tensors)) / conditions
