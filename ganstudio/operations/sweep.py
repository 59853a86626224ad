"""Several values of parameters in one batch: `1-100`, `1,5,9`, `0-1:0.25`, `winter,summer`."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from ganstudio.errors import InputError
from ganstudio.operations.contract import OperationParams
from ganstudio.operations.suggest import did_you_mean
from ganstudio.params import ParameterSpec, specs

Sweeps = Mapping[str, Sequence[Any]]
"""The values of each parameter that has several, by its name."""

MOST = 100_000
"""So many pictures one batch makes at most: their list lies in memory."""

_SPAN = re.compile(r"(-?\d+)(?:\s*-\s*(-?\d+)\s*(?::\s*(\d+))?)?")
_FORMS = "Write 1-100, 1,5,9 or 1-100:10."
_NUMBER = r"-?(?:\d+\.?\d*|\.\d+)"
_STEPS = re.compile(rf"({_NUMBER})\s*-\s*({_NUMBER})\s*:\s*({_NUMBER})")
_BOOLS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def whole_numbers(text: str, name: str = "") -> tuple[int, ...]:
    """The numbers that a text lists, each once, in its order. InputError; `name` is who wants them."""
    who = f"{name}: " if name else ""
    spans = [_span(part.strip(), who) for part in text.split(",")]
    if sum(map(len, spans)) > MOST:
        raise InputError(f"{who}“{text}” are more than {MOST} values.")
    return tuple(dict.fromkeys(itertools.chain.from_iterable(spans)))


def numbers(text: str, name: str = "") -> tuple[float, ...]:
    """As `whole_numbers`; a range needs its step, such as 0-1:0.25, and may end before its last value."""
    who = f"{name}: " if name else ""
    found = [value for part in text.split(",") for value in _steps(part.strip(), who)]
    return tuple(dict.fromkeys(found))


def split_sweeps(
    params: type[OperationParams], values: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, tuple[Any, ...]]]:
    """Plain values, and those of parameters that have several: texts as above, ranges or lists.

    Commas separate numbers and choices; what is free text has several only in a list. Among the plain ones
    the first of several stands for all. InputError.
    """
    plain, sweeps = dict(values), dict[str, tuple[Any, ...]]()
    for spec in specs(params):
        given: Any = values.get(spec.name)
        if not is_several(given, spec):
            continue
        found = tuple(dict.fromkeys(_several(given, spec)))
        if not found:
            raise InputError(f"{spec.flag} has no values.")
        sweeps[spec.name], plain[spec.name] = found, found[0]
    return plain, sweeps


def add_sweeps(
    params: type[OperationParams], values: Mapping[str, Any], words: Sequence[str]
) -> dict[str, Any]:
    """The values with those of words such as `prompt=a lake|a wood`, which name parameters of any kind.

    InputError for a word that is none, or a parameter that has a value already.
    """
    known = {spec.name: spec for spec in specs(params)}
    found = dict(values)
    for word in words:
        name, equals, text = word.partition("=")
        name = name.strip().replace("-", "_")
        if not equals or not text.strip():
            raise InputError(f"“{word}” names no values.", hint="Write --sweep name=one|another.")
        if name not in known:
            raise InputError(f"There is no parameter “{name}”.", hint=did_you_mean(name, known))
        if name in found:
            raise InputError(f"“{name}” has values twice.", hint="Leave out one of the flags.")
        listed = "|" in text or known[name].kind in ("text", "model", "bool")
        found[name] = [part.strip() for part in text.split("|")] if listed else text
    return found


def combinations(sweeps: Sweeps) -> Iterator[dict[str, Any]]:
    """Each value of each with each of the others, the last changing fastest; one of nothing without any."""
    return (dict(zip(sweeps, values, strict=True)) for values in itertools.product(*sweeps.values()))


def extremes(values: Sequence[Any]) -> Sequence[Any]:
    """Those that must be tried to know whether all lie in a parameter's range."""
    if all(isinstance(value, int | float) for value in values):
        return min(values), max(values)
    return values


def check_count(sweeps: Sweeps, files: int) -> None:
    """InputError when too many pictures would come of it."""
    count = files * math.prod(len(values) for values in sweeps.values())
    if count > MOST:
        raise InputError(f"These are {count} pictures; a batch makes at most {MOST}.")


def name_pattern(sweeps: Sweeps, *, first: str = "") -> str:
    """Such as `{stem}_seed{seed:04}`: as many digits as the longest value has, so that names sort."""
    parts = [_part(name, values) for name, values in sweeps.items()]
    return "_".join([first, *parts] if first else parts)


def is_several(value: Any, spec: ParameterSpec | None = None) -> bool:
    """Whether more than one value is meant; `split_sweeps` says whether they make sense."""
    if not isinstance(value, str):
        return isinstance(value, Sequence)
    kind = spec.kind if spec is not None else "int"
    if kind in ("int", "seed"):
        return re.fullmatch(r"\s*[+-]?\d+\s*", value) is None and any(mark in value for mark in "-,:")
    if kind == "float":
        return "," in value or _STEPS.fullmatch(value.strip()) is not None
    if spec is not None and kind in ("choice", "gallery"):
        return "," in value and value not in spec.choices
    return False


def _several(given: str | Sequence[Any], spec: ParameterSpec) -> Sequence[Any]:
    """The values that are listed, of the parameter's own type where they are text."""
    if isinstance(given, str):
        if spec.kind == "float":
            return numbers(given, spec.flag)
        if spec.kind in ("int", "seed"):
            return whole_numbers(given, spec.flag)
        given = [part.strip() for part in given.split(",")]
    return [value for each in given for value in (_typed(each, spec) if isinstance(each, str) else (each,))]


def _typed(text: str, spec: ParameterSpec) -> Sequence[Any]:
    if spec.kind in ("int", "seed"):
        return whole_numbers(text, spec.flag)
    if spec.kind == "float":
        return numbers(text, spec.flag)
    if spec.kind == "bool":
        if text.lower() not in _BOOLS:
            raise InputError(f"{spec.flag}: “{text}” is neither yes nor no.")
        return (_BOOLS[text.lower()],)
    if spec.choices and text not in spec.choices:
        raise InputError(f"{spec.flag} has no choice “{text}”.", hint=did_you_mean(text, spec.choices))
    return (text,)


def _part(name: str, values: Sequence[Any]) -> str:
    """Words speak for themselves; a number says of what it is."""
    if all(isinstance(value, int) and not isinstance(value, bool) for value in values):
        return f"{name}{{{name}:0{max(len(str(value)) for value in values)}}}"
    if all(isinstance(value, str) for value in values):
        return f"{{{name}}}"
    return f"{name}{{{name}:g}}" if all(isinstance(value, int | float) for value in values) else f"{{{name}}}"


def _span(part: str, who: str) -> range:
    match = _SPAN.fullmatch(part)
    if match is None:
        raise InputError(f"{who}“{part}” is no whole number and no range of them.", hint=_FORMS)
    first, last, step = int(match[1]), int(match[2] or match[1]), int(match[3] or 1)
    if last < first:
        raise InputError(f"{who}the range “{part}” ends before it begins.")
    if step < 1:
        raise InputError(f"{who}the range “{part}” takes steps of 0.")
    return range(first, last + 1, step)


def _steps(part: str, who: str) -> list[float]:
    match = _STEPS.fullmatch(part)
    if match is None:
        try:
            return [float(part)]
        except ValueError:
            raise InputError(
                f"{who}“{part}” is no number and no range of them.", hint="Write 0,0.5,1 or 0-1:0.25."
            ) from None
    # As decimals, since three steps of 0.1 are not 0.3 in binary.
    first, last, step = (Decimal(each) for each in match.groups())
    if last < first:
        raise InputError(f"{who}the range “{part}” ends before it begins.")
    if step <= 0:
        raise InputError(f"{who}the range “{part}” takes steps of 0.")
    count = int((last - first) / step) + 1
    if count > MOST:
        raise InputError(f"{who}“{part}” are more than {MOST} values.")
    return [float(first + step * place) for place in range(count)]
