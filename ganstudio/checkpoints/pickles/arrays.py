"""What numpy's pickles name, with numbers alone: element types, arrays and single values."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ganstudio.checkpoints.pickles.limits import Budget, Refused
from ganstudio.checkpoints.pickles.storages import by_parts
from ganstudio.checkpoints.pickles.values import Name

Array = np.ndarray[Any, np.dtype[Any]]
_CODES = ("b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16")
_ORDERS = {"<": "<", ">": ">", "=": "=", "|": "="}
_DIMENSIONS = 32
_NDARRAY = Name("numpy.ndarray")


@dataclass(eq=False)
class ElementType:
    """A numpy dtype under construction: a kind of number, then its byte order."""

    code: str
    order: str = "="

    @property
    def numpy(self) -> np.dtype[Any]:
        return np.dtype(self.order + self.code)


def numpy_names() -> dict[tuple[str, str], Any]:
    called: list[Name] = [Name("numpy.dtype", _element_type), _NDARRAY]
    for core in ("numpy.core", "numpy._core"):
        called += [
            Name(f"{core}.multiarray.scalar", _scalar),
            Name(f"{core}.multiarray._reconstruct", _unfilled),
            Name(f"{core}.numeric._frombuffer", _from_buffer),
        ]
    return by_parts(tuple(called))


def set_order(target: ElementType, state: Any) -> None:
    """The state of a dtype: (version, order, subarray, names, fields, size, alignment, flags)."""
    _, order, *inside, _, _, _ = state
    if len(inside) != 3 or any(item is not None for item in inside):
        raise Refused("holds numpy records, not numbers")
    if type(order) is not str:
        raise ValueError("an element type without an order")
    target.order = _ORDERS[order]


def fill(budget: Budget, target: Array, state: Any) -> None:
    """The state of an array: (version, shape, dtype, whether in Fortran's order, raw bytes)."""
    _, shape, dtype, fortran, raw = state
    raw = _checked(budget, shape, dtype, raw)
    # numpy's own method, which is safe with nothing but bytes and a type of number.
    target.__setstate__((1, shape, dtype.numpy, bool(fortran), raw))  # type: ignore[arg-type]


def _checked(budget: Budget, shape: Any, dtype: Any, raw: Any) -> bytes:
    if type(dtype) is not ElementType:
        raise ValueError("an array of no type")
    if type(raw) is str:
        # Python 2 had one kind of string.
        raw = raw.encode("latin1")
    if type(raw) is not bytes:
        raise Refused("holds a numpy array of objects, which could be anything")
    whole = type(shape) is tuple and all(type(length) is int and length >= 0 for length in shape)
    if not whole or len(shape) > _DIMENSIONS:
        raise ValueError("an array of no possible shape")
    if math.prod(shape) * dtype.numpy.itemsize != len(raw):
        raise ValueError("an array whose bytes are not as many as its shape says")
    budget.spend(len(raw))
    return raw


def _element_type(budget: Budget, code: Any, *flags: Any) -> ElementType:
    if type(code) is not str or code not in _CODES:
        shown = code if type(code) is str and len(code) < 20 and code.isprintable() else "unknown"
        raise Refused(f"holds numpy values of the type {shown}, not numbers")
    return ElementType(code)


def _scalar(budget: Budget, dtype: Any, raw: Any) -> Any:
    return np.frombuffer(_checked(budget, (), dtype, raw), dtype.numpy)[0].item()


def _unfilled(budget: Budget, kind: Any, shape: Any, code: Any) -> Array:
    if kind is not _NDARRAY:
        raise ValueError("an array of no kind")
    return np.empty(0, np.uint8)


def _from_buffer(budget: Budget, raw: Any, dtype: Any, shape: Any, order: Any) -> Array:
    array = np.frombuffer(_checked(budget, shape, dtype, raw), dtype.numpy)
    return array.reshape(shape, order="F" if order == "F" else "C").copy()
