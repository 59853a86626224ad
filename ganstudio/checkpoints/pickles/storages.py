"""What torch's pickles name: storages, tensors as views of them, and small values."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor

from ganstudio.checkpoints.pickles.limits import Budget, Refused
from ganstudio.checkpoints.pickles.values import Name, Storage, StorageType, name_of

_STORAGES = {
    "Double": torch.float64,
    "Float": torch.float32,
    "Half": torch.float16,
    "BFloat16": torch.bfloat16,
    "Long": torch.int64,
    "Int": torch.int32,
    "Short": torch.int16,
    "Char": torch.int8,
    "Byte": torch.uint8,
    "Bool": torch.bool,
    "ComplexFloat": torch.complex64,
    "ComplexDouble": torch.complex128,
}
_LATER_DTYPES = ("uint16", "uint32", "uint64", "float8_e4m3fn", "float8_e5m2")
_DIMENSIONS = 64
# A tensor costs its own record, and some of its numbers: views of one storage are copied one by one later.
_RECORD, _SHARE = 512, 4

STORAGE_TYPES: dict[tuple[str, str], Any] = {
    (package, f"{name}Storage"): StorageType(dtype)
    for name, dtype in _STORAGES.items()
    for package in ("torch", "torch.cuda")
}
TENSOR_TYPES: dict[tuple[str, str], Any] = {
    (package, f"{name}Tensor"): Name(f"{package}.{name}Tensor")
    for name in _STORAGES
    for package in ("torch", "torch.cuda")
}


def view(
    budget: Budget, storage: Storage, offset: int, size: tuple[int, ...], stride: tuple[int, ...]
) -> Tensor:
    """A tensor on a storage; ValueError if it would reach beyond it or claim more numbers than it has."""
    if not (type(storage) is Storage and type(size) is type(stride) is tuple and len(size) == len(stride)):
        raise ValueError("a tensor without a storage")
    if len(size) > _DIMENSIONS or any(type(item) is not int or item < 0 for item in (offset, *size, *stride)):
        raise ValueError("a tensor of no possible shape")
    count, there = math.prod(size), storage.data.numel()
    last = offset + sum((length - 1) * step for length, step in zip(size, stride, strict=True))
    if count > there or (count and last >= there) or offset > there:
        raise ValueError("a tensor that reaches beyond its storage")
    budget.spend(_RECORD + count * storage.data.element_size() // _SHARE)
    if not count:
        return storage.data.new_empty(size)
    # A storage may itself be a part of another, and torch counts from the beginning of that one.
    return storage.data.as_strided(size, stride, storage.data.storage_offset() + offset)


def _tensor(budget: Budget, storage: Any, offset: Any, size: Any, stride: Any, *rest: Any) -> Tensor:
    return view(budget, storage, offset, size, stride)


def _tensor_of_dtype(budget: Budget, storage: Any, offset: Any, size: Any, stride: Any, *rest: Any) -> Tensor:
    _, _, dtype, *_ = rest
    if type(storage) is not Storage or type(dtype) is not torch.dtype:
        raise ValueError("a tensor of no type")
    return view(budget, Storage(storage.data.view(dtype)), offset, size, stride)


def _parameter(budget: Budget, data: Any, *rest: Any) -> Tensor:
    if not isinstance(data, Tensor):
        raise ValueError("a parameter that is no tensor")
    return data


def _tensor_with_attributes(budget: Budget, function: Any, kind: Any, arguments: Any, state: Any) -> Tensor:
    """torch writes a tensor so when Python code has hung attributes on it, which are dropped."""
    if not any(function is item for item in _REBUILD):
        raise Refused(f"wants to run {name_of(function)} for a tensor")
    tensor: Tensor = function.reduce(budget, *arguments)
    return tensor


def _size(budget: Budget, items: Any = ()) -> tuple[Any, ...]:
    if type(items) is not tuple:
        raise ValueError("a size that is no tuple")
    return items


def _device(budget: Budget, kind: Any, index: Any = None) -> str:
    if type(kind) is not str or len(kind) > 100:
        raise ValueError("a device without a name")
    return kind if type(index) is not int else f"{kind}:{index}"


def _text(budget: Budget, text: Any) -> str:
    if type(text) is not str:
        raise ValueError("a version that is no text")
    return text


_REBUILD = (
    Name("torch._utils._rebuild_tensor", _tensor),
    Name("torch._utils._rebuild_tensor_v2", _tensor),
    Name("torch._utils._rebuild_tensor_v3", _tensor_of_dtype),
)


def torch_names() -> dict[tuple[str, str], Any]:
    called = (
        *_REBUILD,
        Name("torch._utils._rebuild_parameter", _parameter),
        Name("torch._utils._rebuild_parameter_with_state", _parameter),
        Name("torch.nn.parameter.Parameter", _parameter),
        Name("torch._tensor._rebuild_from_type_v2", _tensor_with_attributes),
        Name("torch.Tensor"),
        Name("torch.Size", _size),
        Name("torch.device", _device),
        Name("torch.torch_version.TorchVersion", _text, _text),
    )
    dtypes = [*_STORAGES.values(), *(getattr(torch, name) for name in _LATER_DTYPES)]
    return {
        **by_parts(called),
        **STORAGE_TYPES,
        ("torch.storage", "UntypedStorage"): StorageType(None),
        **{("torch", str(dtype).removeprefix("torch.")): dtype for dtype in dtypes},
    }


def by_parts(names: tuple[Name, ...]) -> dict[tuple[str, str], Any]:
    """The names under module and last part, as pickles ask for them."""
    return {(item.name.rpartition(".")[0], item.name.rpartition(".")[2]): item for item in names}
