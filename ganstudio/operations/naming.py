"""Names of a batch's results from patterns such as `{stem}_{style}_{seed:04}`."""

from __future__ import annotations

import string
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ganstudio.errors import InputError
from ganstudio.operations.chain import Chain
from ganstudio.operations.suggest import did_you_mean

PLAIN = "{stem}"


class NamePattern:
    """`{stem}` is the name of the file that is read, `{index}` its place from 1, others are parameters.

    Of several steps with a parameter of the same name the last one counts. A format may follow, as Python
    knows them: `{index:03}`. A pattern may name sub-folders. InputError for one that cannot be used.
    """

    def __init__(self, pattern: str, chain: Chain) -> None:
        self._pattern = pattern
        self._values: dict[str, Any] = {}
        for link in chain.links:
            self._values |= {name: "" if value is None else value for name, value in link.step.params.items()}
        _check_fields(pattern, {*self._values, "stem", "index"})
        self.name("stem", 1)

    def name(self, stem: str, index: int, values: Mapping[str, Any] | None = None) -> str:
        """The name without suffix, with `/` between folders; it stays below the folder it is meant for.

        `values` are of parameters that differ from one result to the next.
        """
        folder, _, last = stem.rpartition("/")
        try:
            name = self._pattern.format_map(_with({**self._values, **(values or {})}, last, index))
        except ValueError as error:
            raise InputError(f"The name pattern “{self._pattern}” cannot be used: {error}.") from None
        path = Path(name)
        if path.is_absolute() or path.drive or ".." in path.parts or not path.name or "\0" in name:
            raise InputError(
                f"The name pattern “{self._pattern}” gives “{name}”, which is no name inside a folder."
            )
        return f"{folder}/{name}" if folder else name


def _with(values: Mapping[str, Any], stem: str, index: int) -> dict[str, Any]:
    return {**values, "stem": stem, "index": index}


def _check_fields(pattern: str, known: set[str]) -> None:
    try:
        fields = [name for _, name, _, _ in string.Formatter().parse(pattern) if name is not None]
    except ValueError as error:
        raise InputError(f"The name pattern “{pattern}” cannot be used: {error}.") from None
    for name in fields:
        # Also keeps out `{stem.__class__}`, which would show more than names.
        if name not in known:
            raise InputError(
                f"The name pattern knows no “{{{name}}}”.",
                hint=did_you_mean(name, known) or f"There are {', '.join(sorted(known))}.",
            )
