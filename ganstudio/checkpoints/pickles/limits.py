"""What a file may cost: memory in proportion to its size, a number of steps, and no knots."""

from __future__ import annotations

from collections.abc import Collection
from types import NoneType
from typing import Any

from ganstudio.checkpoints.pickles.values import Name, Persistent, Record, TfNetwork

# A file of weights takes two to three times its size while it is read; lists of small values take more.
_FREE_BYTES = 64 << 20
_BYTES_PER_BYTE = 16
_STEPS = 4_000_000
# What is long takes long to compare or to hash each time, and the hashes of long numbers can be made equal.
_KEY_RANGE = range(-(2**63), 2**63)
_KEY_LENGTH = 4096
_KEY_KINDS = (float, bool, NoneType, Name)
_DEPTH = 200
_FREE_ENTRIES, _ENTRIES_PER_STEP = 100_000, 4


class Refused(Exception):
    """What a file is or wants and may not have: the rest of a sentence that begins with "it"."""


class Budget:
    """The memory and the steps that are left to one file."""

    def __init__(self, size: int) -> None:
        self._bytes = _FREE_BYTES + _BYTES_PER_BYTE * size
        self._steps = self._all_steps = _STEPS

    @property
    def steps_taken(self) -> int:
        return self._all_steps - self._steps

    def spend(self, amount: int) -> None:
        """Before memory is taken; Refused if the file unfolds to far more than its size."""
        self._bytes -= amount
        if self._bytes < 0:
            raise Refused("unfolds to far more than its size")

    def step(self, count: int = 1) -> None:
        """Before work that takes as long as so many opcodes."""
        self._steps -= count
        if self._steps < 0:
            raise Refused("takes more steps than any weight file")


def check_key(key: Any) -> None:
    """Only what hashes in a moment may be a key of a dict or be in a set."""
    kind = type(key)
    if kind is str or kind is bytes:
        fits = len(key) <= _KEY_LENGTH
    else:
        fits = key in _KEY_RANGE if kind is int else kind in _KEY_KINDS
    if not fits:
        raise Refused(f"has a key that no weight file has (a {kind.__name__})")


def check_tree(root: Any, budget: Budget) -> None:
    """Refused if values contain themselves, are nested very deep, or are many more than the steps to them.

    Each list may hold the one before it twice: thirty such lines would keep every later walk busy for ever.
    """
    most = _FREE_ENTRIES + _ENTRIES_PER_STEP * budget.steps_taken
    entries: dict[int, int | None] = {}
    path = [(id(root), 1, iter(_inside(root)))]
    while path:
        number, count, rest = path.pop()
        for value in rest:
            inside = _inside(value)
            if not inside:
                count += 1
            elif id(value) not in entries:
                if len(path) >= _DEPTH:
                    raise Refused("is nested deeper than any weight file")
                # Come back to this one when all that it holds has been counted.
                entries[id(value)] = None
                path += [(number, count, rest), (id(value), 1, iter(inside))]
                break
            else:
                count += _known(entries[id(value)])
            if count > most:
                raise Refused("unfolds to far more than its size")
        else:
            entries[number] = count
            if path:
                outer, before, others = path.pop()
                path.append((outer, before + count, others))


def _known(count: int | None) -> int:
    if count is None:
        raise Refused("holds a list or record that contains itself")
    return count


def _inside(value: Any) -> Collection[Any]:
    """The values that a container holds; keys are plain."""
    if isinstance(value, (list, tuple)):
        return value
    if isinstance(value, dict):
        return value.values()
    if isinstance(value, Record):
        return vars(value).values()
    if isinstance(value, (Persistent, TfNetwork)):
        return (value.state,)
    return ()
