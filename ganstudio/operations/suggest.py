"""A word for people who mistype one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """“Did you mean x?” for the nearest of the known words; where none is near, all of a few."""
    names = list(known)
    near = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if near:
        return f"Did you mean {near[0]}?"
    if not names:
        return ""
    if len(names) == 1:
        return f"There is only {names[0]}."
    return f"There are {', '.join(names)}." if len(names) <= 24 else ""
