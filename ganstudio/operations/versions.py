"""Versions of plugins in files of others: whether one is newer than what is here."""

from __future__ import annotations

import re


def is_newer(written: str, here: str) -> bool:
    """Whether a file was written with a later version; not, where either is none that can be compared."""
    first, second = _numbers(written), _numbers(here)
    return bool(first and second) and first > second


def newer_sentence(what: str, written: str, plugin: str, here: str) -> str:
    """Why such a file cannot be used whole, and so is not used at all."""
    return f"{what} was written with version {written} of the plugin {plugin}; here is {here}."


def _numbers(version: str) -> tuple[int, ...]:
    """The numbers at the beginning, without zeros at the end: 1.2.0rc1 counts as 1.2."""
    found = re.match(r"\d+(\.\d+)*", version)
    numbers = [int(part) for part in found[0].split(".")] if found else []
    while numbers and numbers[-1] == 0 and len(numbers) > 1:
        numbers.pop()
    return tuple(numbers)
