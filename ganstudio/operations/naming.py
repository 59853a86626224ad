"""Names of a batch's results from patterns such as `{stem}_{style}_{seed:04}`."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ganstudio.errors import InputError
from ganstudio.operations.chain import Chain
from ganstudio.operations.suggest import did_you_mean

PLAIN = "{stem}"
LONGEST = 60
"""Letters of a text that a name takes: in UTF-8 they fit into any file system's 255 bytes."""

LONGEST_NAME = 240
"""Bytes of a file's name; a record beside the file is called as it is, and a bit more."""

_FORBIDDEN = frozenset('\\:*?"<>|')
_DEVICES = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10))}
)
_UNSAFE = re.compile(r"[^\w.,+=@-]+")


class NamePattern:
    """`{stem}` is the name of the file that is read, `{index}` its place from 1, others are parameters.

    Of several steps with a parameter of the same name the last one counts. A format may follow, as Python
    knows them: `{index:03}`. A pattern may name sub-folders; texts of parameters are made safe and short.
    `more` names what else differs from one result to the next, with an example of each. InputError for a
    pattern that cannot be used.
    """

    def __init__(self, pattern: str, chain: Chain, more: Mapping[str, Any] | None = None) -> None:
        self._pattern = pattern
        self._values: dict[str, Any] = {}
        for link in chain.links:
            self._values |= {name: "" if value is None else value for name, value in link.step.params.items()}
        self._values |= more or {}
        _check_fields(pattern, {*self._values, "stem", "index"})
        # What is empty in the chain may be there in each result, and the other way round.
        filled = {name: value or "x" for name, value in self._values.items() if value == ""}
        found = self.name("stem", 1, filled)
        reason = not_portable(found) or too_long(found)
        if reason:
            raise InputError(f"The name pattern “{_short(pattern)}” cannot be used: {reason}.")

    def name(self, stem: str, index: int, values: Mapping[str, Any] | None = None) -> str:
        """The name without suffix, with `/` between folders; it stays below the folder it is meant for.

        `values` are of parameters that differ from one result to the next.
        """
        folder, _, last = stem.rpartition("/")
        found = {**self._values, **(values or {})}
        safe = {name: safe_text(value) if isinstance(value, str) else value for name, value in found.items()}
        try:
            name = self._pattern.format_map({**safe, "stem": last, "index": index})
        except (ValueError, TypeError) as error:
            raise InputError(f"The name pattern “{self._pattern}” cannot be used: {error}.") from None
        if not is_inside(name):
            raise InputError(
                f"The name pattern “{self._pattern}” gives “{name}”, which is no name inside a folder."
            )
        return f"{folder}/{name}" if folder else name


def is_inside(name: str) -> bool:
    """Whether a name, with `/` between folders, is one inside any folder that it is joined to."""
    path = Path(name)
    outside = path.is_absolute() or path.drive or ".." in path.parts
    return bool(path.name) and not outside and "\0" not in name


def not_portable(name: str) -> str:
    """Why not every system can keep a file of this name, with `/` between folders; empty if all can."""
    for part in name.split("/"):
        if any(ord(mark) < 32 for mark in part):
            return "names cannot hold control characters"
        found = next((mark for mark in part if mark in _FORBIDDEN), "")
        if found:
            return f"names cannot hold “{found}”"
        if not part.strip(" ."):
            return "it names a folder or file without a letter"
        if part.partition(".")[0].strip().upper() in _DEVICES:
            return f"Windows keeps the name “{part}” for itself"
    return ""


def too_long(name: str) -> str:
    """Why a file system refuses a name, with `/` between folders, for its length; empty if it does not."""
    longest = max(len(part.encode("utf-8", "surrogateescape")) for part in name.split("/"))
    fits = longest <= LONGEST_NAME
    return "" if fits else f"the name would have {longest} bytes, of which {LONGEST_NAME} fit"


def _short(text: str) -> str:
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST]}…"


def safe_text(text: str) -> str:
    """Any text as a part of a file's name: letters of all scripts, - for the rest, no dots at its ends."""
    plain = _UNSAFE.sub("-", unicodedata.normalize("NFC", text)).strip("-.")
    return plain[:LONGEST].rstrip("-.")


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
                hint=did_you_mean(name, sorted(known)) or f"There are {', '.join(sorted(known))}.",
            )
