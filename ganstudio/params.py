"""Parameters of an operation or recipe, declared once.

A subclass of `Parameters` is a frozen pydantic model whose fields carry `Annotated[...]` metadata. Panels,
command line flags, batch rows, presets and provenance are all made from `specs(cls)`; equality of two
values decides whether a preview must be drawn again.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Annotated, Any, Literal, NewType, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from ganstudio.errors import InputError

ModelRef = NewType("ModelRef", str)
"""The name of a model in the library, or the path of a weight file."""


@dataclass(frozen=True)
class Label:
    """What the control is called; by default the field's name with spaces."""

    text: str


@dataclass(frozen=True)
class Help:
    """One sentence, shown as tooltip and in `--help`."""

    text: str


@dataclass(frozen=True)
class Range:
    """Closed interval of a number, with the step of its slider and the unit shown behind it."""

    low: float
    high: float
    step: float | None = None
    unit: str = ""

    def validate_value(self, name: str, value: float) -> None:
        if not self.low <= value <= self.high:
            raise InputError(
                f"{name} must lie between {self.low:.10g} and {self.high:.10g}, not {value:.10g}."
            )


@dataclass(frozen=True)
class Seed:
    """An integer that picks one of many variations: the control gets a die and a lock."""

    high: int = 2**31 - 1


@dataclass(frozen=True)
class Accepts:
    """The model families, as `checkpoints` names them, that a `ModelRef` may belong to.

    `unset` says what naming no model means, where that is allowed; without it, none is used.
    """

    families: tuple[str, ...]
    unset: str = ""


def accepts(*families: str, unset: str = "") -> Accepts:
    return Accepts(families, unset)


@dataclass(frozen=True)
class Gallery:
    """Choices shown as a grid of thumbnails: the value is `f"{row}{separator}{column}"`.

    Pictures are looked for as `<thumbnails>/<value>.webp` in the plugin's folder.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    thumbnails: str = ""
    separator: str = "-"

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(f"{row}{self.separator}{column}" for row in self.rows for column in self.columns)


@dataclass(frozen=True)
class Suggestions:
    """Texts that a control offers for a text; any other may be written all the same.

    They are found when they are wanted, since they may grow: with the models in the library, say. Pictures
    of them are looked for as `<thumbnails>/<text>.webp` in the plugin's folder.
    """

    find: Callable[[], tuple[str, ...]]
    thumbnails: str = ""


@dataclass(frozen=True)
class Formerly:
    """Names that the parameter had in earlier versions: recipes, records and projects that use them go on
    working.
    """

    names: tuple[str, ...]


def formerly(*names: str) -> Formerly:
    return Formerly(names)


@dataclass(frozen=True)
class Advanced:
    """Waits behind "More" in a panel and is set with `--set name=value` on the command line."""


@dataclass(frozen=True)
class Group:
    """Fields of one group stand together under its title, which folds."""

    title: str


Kind = Literal["int", "float", "bool", "choice", "gallery", "seed", "model", "text"]


@dataclass(frozen=True)
class ParameterSpec:
    """One parameter as every face of the program sees it."""

    name: str
    kind: Kind
    default: Any
    required: bool
    label: str
    help: str = ""
    range: Range | None = None
    choices: tuple[str, ...] = ()
    gallery: Gallery | None = None
    families: tuple[str, ...] = ()
    unset: str = ""
    group: str = ""
    advanced: bool = False
    optional: bool = False
    suggest: Callable[[], tuple[str, ...]] | None = field(default=None, compare=False)
    thumbnails: str = ""

    @property
    def suggestions(self) -> tuple[str, ...]:
        """What a text may be, among other things; looked up anew each time."""
        return self.suggest() if self.suggest is not None else ()

    @property
    def flag(self) -> str:
        """The command line flag, in kebab case."""
        return "--" + self.name.replace("_", "-")


class Parameters(BaseModel):
    """Base of all parameter classes: frozen, unknown names refused, ranges checked."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    def model_post_init(self, context: Any, /) -> None:
        for spec in specs(type(self)):
            value = getattr(self, spec.name)
            if value is None:
                continue
            if spec.range is not None:
                spec.range.validate_value(spec.label, value)
            if spec.kind == "gallery" and value not in spec.choices:
                raise InputError(
                    f"{spec.label} has no choice “{value}”.", hint=f"There are {', '.join(spec.choices)}."
                )


def build(cls: type[Parameters], values: dict[str, Any]) -> Parameters:
    """Make the value from plain (typed or JSON) values; InputError says in one sentence what is wrong."""
    try:
        return cls(**under_current_names(cls, values))
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or cls.__name__
        if first["type"] == "extra_forbidden":
            known = ", ".join(spec.name for spec in specs(cls))
            raise InputError(f"There is no parameter “{name}”.", hint=f"There are {known}.") from None
        if first["type"] == "missing":
            raise InputError(f"The parameter “{name}” is needed.") from None
        reason = first["msg"]
        raise InputError(f"{name}: {reason[:1].lower()}{reason[1:]}, not {first['input']!r}.") from None


def under_current_names(cls: type[Parameters], values: Mapping[str, Any]) -> dict[str, Any]:
    """Values under the names of today, which count where the old ones are given, too."""
    renamed = {
        old: name
        for name, field in cls.model_fields.items()
        for item in field.metadata
        if isinstance(item, Formerly)
        for old in item.names
    }
    found = {renamed[name]: value for name, value in values.items() if name in renamed}
    return found | {name: value for name, value in values.items() if name not in renamed}


def specs(cls: type[Parameters]) -> tuple[ParameterSpec, ...]:
    """All parameters of a class, in the order in which they were declared."""
    return tuple(_spec(name, field) for name, field in cls.model_fields.items())


def seed_names(cls: type[Parameters]) -> list[str]:
    """Parameters that a seed for the whole stands for; one that may be absent means something by that."""
    return [spec.name for spec in specs(cls) if spec.kind == "seed" and not spec.optional]


def _spec(name: str, field: FieldInfo) -> ParameterSpec:
    found = {type(item): item for item in field.metadata}
    kind, choices, optional = _kind(field, found)
    gallery = found.get(Gallery)
    label = found[Label].text if Label in found else name.replace("_", " ").capitalize()
    required = field.default is PydanticUndefined and field.default_factory is None
    span = found.get(Range)
    if Seed in found and span is None:
        span = Range(0, found[Seed].high, 1)
    return ParameterSpec(
        name=name,
        kind=kind,
        default=None if required else field.get_default(call_default_factory=True),
        required=required,
        label=label,
        help=found[Help].text if Help in found else "",
        range=span,
        choices=choices,
        gallery=gallery,
        families=found[Accepts].families if Accepts in found else (),
        unset=found[Accepts].unset if Accepts in found else "",
        group=found[Group].title if Group in found else "",
        advanced=Advanced in found,
        optional=optional,
        suggest=found[Suggestions].find if Suggestions in found else None,
        thumbnails=found[Suggestions].thumbnails if Suggestions in found else "",
    )


def _kind(field: FieldInfo, found: dict[type, Any]) -> tuple[Kind, tuple[str, ...], bool]:
    annotation, optional = _strip_optional(field.annotation)
    if Gallery in found:
        return "gallery", found[Gallery].values, optional
    if Seed in found:
        return "seed", (), optional
    if annotation is ModelRef or Accepts in found:
        return "model", (), optional
    if get_origin(annotation) is Literal:
        return "choice", tuple(str(value) for value in get_args(annotation)), optional
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return "choice", tuple(str(item.value) for item in annotation), optional
    plain: dict[Any, Kind] = {bool: "bool", int: "int", float: "float", str: "text"}
    if annotation in plain:
        return plain[annotation], (), optional
    raise TypeError(f"parameters of type {annotation} are not supported")


def _strip_optional(annotation: Any) -> tuple[Any, bool]:
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in (Union, types.UnionType):
        rest = [arg for arg in get_args(annotation) if arg is not type(None)]
        if len(rest) == 1:
            return _strip_optional(rest[0])[0], True
    return annotation, False
