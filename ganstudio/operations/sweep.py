"""Several values of whole-number parameters in one batch: `1-100`, `1,5,9`, `1-100:10`."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ganstudio.errors import InputError
from ganstudio.operations.contract import OperationParams
from ganstudio.params import specs

Sweeps = Mapping[str, Sequence[int]]
"""The values of each parameter that has several, by its name."""

MOST = 100_000
"""So many pictures one batch makes at most: their list lies in memory."""

_SPAN = re.compile(r"(-?\d+)(?:\s*-\s*(-?\d+)\s*(?::\s*(\d+))?)?")
_FORMS = "Write 1-100, 1,5,9 or 1-100:10."


def whole_numbers(text: str, name: str = "") -> tuple[int, ...]:
    """The numbers that a text lists, each once, in its order. InputError; `name` is who wants them."""
    who = f"{name}: " if name else ""
    spans = [_span(part.strip(), who) for part in text.split(",")]
    if sum(map(len, spans)) > MOST:
        raise InputError(f"{who}“{text}” are more than {MOST} values.")
    return tuple(dict.fromkeys(itertools.chain.from_iterable(spans)))


def split_sweeps(
    params: type[OperationParams], values: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, tuple[int, ...]]]:
    """Plain values, and those of parameters that have several: texts as above, ranges or lists.

    Among the plain ones the first of several stands for all. InputError.
    """
    plain, sweeps = dict(values), dict[str, tuple[int, ...]]()
    for spec in specs(params):
        given: Any = values.get(spec.name)
        if spec.kind not in ("int", "seed") or not is_several(given):
            continue
        found = whole_numbers(given, spec.flag) if isinstance(given, str) else tuple(dict.fromkeys(given))
        if not found:
            raise InputError(f"{spec.flag} has no values.")
        sweeps[spec.name], plain[spec.name] = found, found[0]
    return plain, sweeps


def combinations(sweeps: Sweeps) -> Iterator[dict[str, int]]:
    """Each value of each with each of the others, the last changing fastest; one of nothing without any."""
    return (dict(zip(sweeps, values, strict=True)) for values in itertools.product(*sweeps.values()))


def check_count(sweeps: Sweeps, files: int) -> None:
    """InputError when too many pictures would come of it."""
    count = files * math.prod(len(values) for values in sweeps.values())
    if count > MOST:
        raise InputError(f"These are {count} pictures; a batch makes at most {MOST}.")


def name_pattern(sweeps: Sweeps, *, stem: bool) -> str:
    """Such as `{stem}_seed{seed:04}`: as many digits as the longest value has, so that names sort."""
    digits = {name: max(len(str(value)) for value in values) for name, values in sweeps.items()}
    parts = [f"{name}{{{name}:0{width}}}" for name, width in digits.items()]
    return "_".join(["{stem}", *parts] if stem else parts)


def is_several(value: Any) -> bool:
    """Whether more than one whole number is meant; `whole_numbers` says whether they make sense."""
    if isinstance(value, str):
        return re.fullmatch(r"\s*[+-]?\d+\s*", value) is None and any(mark in value for mark in "-,:")
    return isinstance(value, Sequence)


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
