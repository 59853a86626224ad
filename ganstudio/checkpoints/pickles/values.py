"""The inert things that stand for what a pickle names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import torch
from torch import Tensor


@dataclass(frozen=True, eq=False)
class Name:
    """A name that a pickle may use, and what our own functions make when it is called.

    `reduce` takes the budget and the arguments, `new` likewise for an object that is filled afterwards; a
    name without them may be mentioned, not called. Nothing of the library that it comes from is used.
    """

    name: str
    reduce: Callable[..., Any] | None = None
    new: Callable[..., Any] | None = None


def name_of(value: Any) -> str:
    """What a sentence may call a value; its own `name` might be anything, of any length."""
    return value.name if type(value) is Name else f"a value of the type {type(value).__name__}"


class Record(SimpleNamespace):
    """An `argparse.Namespace` as data: its attributes are set by their names, and none of Python's own."""


@dataclass(frozen=True, eq=False)
class Persistent:
    """A module in a StyleGAN pickle: the name of its class and its attributes; its source text is dropped."""

    class_name: str
    version: int
    state: dict[str, Any]


@dataclass(eq=False)
class TfNetwork:
    """A network in a TensorFlow StyleGAN pickle; its source text is dropped."""

    state: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class StorageType:
    """Stands for torch.FloatStorage and its kin; without a dtype, for plain bytes."""

    dtype: torch.dtype | None

    @property
    def itemsize(self) -> int:
        return 1 if self.dtype is None else self.dtype.itemsize


@dataclass(frozen=True, eq=False)
class Storage:
    """The numbers behind one or more tensors, one-dimensional."""

    data: Tensor
