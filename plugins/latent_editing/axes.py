"""Axes of a sheet as short texts: a parameter of `sample`, or a direction, and its values.

    truncation=0,0.5,1    seed=1-4    smile=-2,0,2    edits=smile=2|age=1, hat=2    space=w|z

Numbers stand between commas, whole numbers also as ranges, and texts between `|`.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any

from ganstudio.api import InputError, whole_numbers

from .ops import SampleParams

FORM = "Axes are written like truncation=0,0.5,1 or seed=1-4 or smile=-2,0,2."
MOST_VALUES = 200


@dataclass(frozen=True)
class Axis:
    """A parameter or a direction and its values, each with what stands above or beside its pictures."""

    name: str
    values: tuple[Any, ...]
    labels: tuple[str, ...]
    is_direction: bool = False

    def given_to(self, values: dict[str, Any], value: Any) -> dict[str, Any]:
        """Parameter values with that of this axis; a direction comes on top of the other edits."""
        if not self.name:
            return values
        if not self.is_direction:
            return {**values, self.name: value}
        edits = [part for part in (values.get("edits", ""), f"{self.name}={value:g}") if part.strip()]
        return {**values, "edits": ", ".join(edits)}

    @property
    def title(self) -> str:
        return self.name.replace("_", " ")


NO_AXIS = Axis("", (None,), ("",))
"""Where nothing varies."""


def axis_of(text: str) -> Axis:
    """InputError, in one sentence, for what is no axis; an empty text is one along which nothing varies."""
    if not text.strip():
        return NO_AXIS
    name, equals, rest = (part.strip() for part in text.partition("="))
    if not name or not equals:
        raise InputError(f"“{text.strip()}” is no axis.", hint=FORM)
    parameter = name.lower().replace("-", "_").replace(" ", "_")
    known = SampleParams.model_fields
    if parameter not in known:
        if near := difflib.get_close_matches(parameter, known, 1, cutoff=0.8):
            raise InputError(f"No axis can be called “{name}”.", hint=f"Did you mean {near[0]}?")
        steps = tuple(_number(part.strip(), name) for part in rest.split(","))
        return _checked(Axis(name, steps, tuple(f"{step:g}" for step in steps), is_direction=True))
    name = parameter
    kind = known[name].annotation
    values: list[Any]
    if kind is int:
        values = list(whole_numbers(rest, name))
    elif kind is float:
        values = [_number(part.strip(), name) for part in rest.split(",")]
    else:
        values = [part.strip() for part in rest.split("|")]
    return _checked(Axis(name, tuple(values), tuple(_label(value) for value in values)))


def check_distinct(axes: list[Axis]) -> None:
    """InputError when two axes vary the same parameter."""
    names = [axis.name for axis in axes if axis.name]
    doubled = next((name for name in names if names.count(name) > 1), "")
    if doubled:
        raise InputError(f"Two axes vary {doubled}.", hint="Each takes a parameter of its own.")


def _number(text: str, name: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise InputError(f"The axis {name} has “{text}”, which is no number.", hint=FORM) from None


def _checked(axis: Axis) -> Axis:
    count = len(axis.values)
    if count > MOST_VALUES:
        raise InputError(f"The axis {axis.name} has {count} values; at most {MOST_VALUES} fit on a sheet.")
    return axis


def _label(value: Any) -> str:
    if isinstance(value, str):
        return value or "none"
    return f"{value:g}" if isinstance(value, float) else str(value)
