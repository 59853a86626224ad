"""Axes of a sheet as short texts: a parameter of `sample` and its values.

    truncation=0,0.5,1    seed=1-4    edits=smile=-2|smile=2    space=w|z

Numbers stand between commas, whole numbers also as ranges, and texts between `|`.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any

from ganstudio.api import InputError, whole_numbers

from .ops import SampleParams

FORM = "Axes are written like truncation=0,0.5,1 or seed=1-4 or edits=smile=-2|smile=2."
MOST_VALUES = 200


@dataclass(frozen=True)
class Axis:
    """A parameter and its values, each with what stands above or beside its pictures."""

    name: str
    values: tuple[Any, ...]
    labels: tuple[str, ...]

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
    name = name.replace("-", "_")
    if name not in SampleParams.model_fields:
        near = difflib.get_close_matches(name, SampleParams.model_fields, 1)
        hint = f"Did you mean {near[0]}?" if near else f"There are {', '.join(SampleParams.model_fields)}."
        raise InputError(f"No axis can be called “{name}”.", hint=hint if equals else FORM)
    kind = SampleParams.model_fields[name].annotation
    values: list[Any]
    if kind is int:
        values = list(whole_numbers(rest, name))
    elif kind is float:
        values = [_number(part.strip(), name) for part in rest.split(",")]
    else:
        values = [part.strip() for part in rest.split("|")]
    if len(values) > MOST_VALUES:
        raise InputError(f"The axis {name} has {len(values)} values; at most {MOST_VALUES} fit on a sheet.")
    return Axis(name, tuple(values), tuple(_label(name, value) for value in values))


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


def _label(name: str, value: Any) -> str:
    """Edits speak for themselves; a bare number does not."""
    if isinstance(value, str):
        return value or "none"
    return f"{value:g}" if isinstance(value, float) else str(value)
