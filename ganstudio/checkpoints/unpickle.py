"""Reading pickles without running them.

A pickle is a program that names functions to call. Here every name is looked up in a closed table of
constructors, all of them our own or plain containers; any other name ends the reading with a CheckpointError
that tells it. Covers torch's zip and legacy files and the pickled option records beside them.
"""

from __future__ import annotations

import io
import pickle
import pickletools
import sys
import zipfile
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any, NoReturn

import numpy as np
import torch
from torch import Tensor

from ganstudio.errors import CheckpointError

_LEGACY_MAGIC = 0x1950A86A20F9469CFC6C
_LEGACY_PROTOCOL = 1001
_STORAGE_DTYPES = {
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
}
_TORCH_DTYPES = {
    str(dtype).removeprefix("torch."): dtype
    for dtype in (*_STORAGE_DTYPES.values(), torch.complex64, torch.complex128)
}


def read_pickle(path: Path) -> Any:
    """The object in a torch file (zip or legacy) or a plain pickle; tensors lie on the CPU.

    CheckpointError for a file that is damaged, or that names anything outside the table.
    """
    try:
        with path.open("rb") as file:
            is_zip = file.read(4) == b"PK\x03\x04"
            file.seek(0)
            if is_zip:
                return _read_zip(file)
            return _read_stream(file, path.stat().st_size)
    except _Refused as refused:
        raise CheckpointError(
            f"{path} was not opened, because it wants to run {refused}.",
            hint="Only tensors and plain values are read; export the weights alone (a state dict).",
        ) from None
    except OSError as error:
        raise CheckpointError(f"{path} cannot be read: {error.strerror or error}.") from error
    except Exception as error:
        # Damaged or hostile bytes make a pickle machine fail in any way there is.
        raise CheckpointError(f"{path} is damaged or no weight file.", detail=repr(error)) from error


class _Refused(Exception):
    """Carries the name that is not in the table."""


class _Record(SimpleNamespace):
    """An `argparse.Namespace` as inert data."""


@dataclass(frozen=True)
class _StorageType:
    """Stands for torch.FloatStorage and its kin, which are never called."""

    dtype: torch.dtype | None

    def __call__(self, *args: Any) -> NoReturn:
        raise ValueError("a storage class is called")


@dataclass(frozen=True)
class _Storage:
    """The numbers behind one or more tensors, one-dimensional."""

    data: Tensor


def _rebuild_tensor(
    storage: _Storage, offset: int, size: tuple[int, ...], stride: tuple[int, ...], *rest: Any
) -> Tensor:
    # torch itself refuses a view that leaves its storage.
    return torch.as_strided(storage.data, size, stride, offset)


def _rebuild_parameter(data: Tensor, *rest: Any) -> Tensor:
    return data


def _set(items: list[Any] = []) -> set[Any]:  # noqa: B006 - never changed
    return set(items)


def _device(*parts: Any) -> str:
    return ":".join(str(part) for part in parts)


def _encode(text: str, encoding: str) -> bytes:
    """How protocol 2 writes bytes."""
    if encoding != "latin1":
        raise ValueError(f"bytes written as {encoding}")
    return text.encode("latin1")


class _Dtype:
    """A numpy element type under construction; plain numbers only, above all no objects."""

    def __init__(self, code: str, *flags: Any) -> None:
        if np.dtype(code).kind not in "biuf":
            raise ValueError(f"numpy elements of type {code}")
        self.code, self.order = code, "="

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        if any(part is not None for part in state[2:5]):
            raise ValueError("numpy elements with fields")
        self.order = {"<": "<", ">": ">"}.get(state[1], "=")

    @property
    def numpy(self) -> np.dtype[Any]:
        return np.dtype(self.order + self.code)


class _Array(np.ndarray[Any, Any]):
    """A numpy array that takes its state as numbers in bytes and in no other form."""

    def __setstate__(self, state: Any) -> None:
        _, shape, dtype, fortran_order, raw = state
        if not (isinstance(dtype, _Dtype) and isinstance(raw, bytes)):
            raise ValueError("numpy array of objects")
        super().__setstate__((1, shape, dtype.numpy, fortran_order, raw))


class _ArrayType:
    """Stands for numpy.ndarray, which is only ever an argument."""


def _empty_array(kind: Any, shape: Any, code: Any) -> _Array:
    return np.ndarray.__new__(_Array, (0,))


def _scalar(dtype: _Dtype, raw: bytes) -> Any:
    return np.frombuffer(raw, dtype.numpy, count=1)[0].item()


def _table() -> Mapping[tuple[str, str], Any]:
    table: dict[tuple[str, str], Any] = {
        ("collections", "OrderedDict"): OrderedDict,
        ("builtins", "set"): _set,
        ("__builtin__", "set"): _set,
        ("argparse", "Namespace"): _Record,
        ("torch._utils", "_rebuild_tensor"): _rebuild_tensor,
        ("torch._utils", "_rebuild_tensor_v2"): _rebuild_tensor,
        ("torch._utils", "_rebuild_parameter"): _rebuild_parameter,
        ("torch._utils", "_rebuild_parameter_with_state"): _rebuild_parameter,
        ("torch.storage", "UntypedStorage"): _StorageType(None),
        ("torch", "Size"): tuple,
        ("torch", "device"): _device,
        ("_codecs", "encode"): _encode,
        ("numpy", "dtype"): _Dtype,
        ("numpy", "ndarray"): _ArrayType,
    }
    for package in ("numpy.core.multiarray", "numpy._core.multiarray"):
        table[package, "scalar"] = _scalar
        table[package, "_reconstruct"] = _empty_array
    for name, dtype in _STORAGE_DTYPES.items():
        for package in ("torch", "torch.cuda"):
            table[package, f"{name}Storage"] = _StorageType(dtype)
    for name, dtype in _TORCH_DTYPES.items():
        table["torch", name] = dtype
    return table


_ALLOWED = _table()


class _Unpickler(pickle.Unpickler):
    """The standard machine with the table in place of `import`."""

    def __init__(self, file: IO[bytes], storage: Callable[[tuple[Any, ...]], _Storage] | None = None) -> None:
        super().__init__(file, encoding="latin1")
        self._storage = storage

    def find_class(self, module: str, name: str) -> Any:
        try:
            return _ALLOWED[module, name]
        except KeyError:
            raise _Refused(f"{module}.{name}") from None

    def persistent_load(self, pid: Any) -> _Storage:
        if self._storage is None or not isinstance(pid, tuple) or pid[0] != "storage":
            raise ValueError(f"persistent id {pid!r}")
        return self._storage(pid)


# Ways to make objects that no torch file uses: by instance, by extension code, from outside buffers.
_UNUSED = {"INST", "OBJ", "EXT1", "EXT2", "EXT4", "BYTEARRAY8", "NEXT_BUFFER", "READONLY_BUFFER"}
_MEMO = {"PUT", "BINPUT", "LONG_BINPUT"}


def _run(file: IO[bytes], storage: Callable[[tuple[Any, ...]], _Storage] | None = None) -> Any:
    """One pickle from where the file stands, read through before it is obeyed."""
    start = file.tell()
    for count, (code, argument, _) in enumerate(pickletools.genops(file)):
        # The machine reserves memory for all numbers up to this one: one wrong byte could ask for 64 GB.
        oversized = code.name in _MEMO and isinstance(argument, int) and argument > count
        if oversized or code.name in _UNUSED:
            raise ValueError(f"{code.name} {argument!r}")
    file.seek(start)
    return _Unpickler(file, storage).load()


def _typed(raw: Tensor, kind: _StorageType) -> _Storage:
    return _Storage(raw if kind.dtype is None else raw.view(kind.dtype))


def _bytes_of(kind: _StorageType, count: int) -> int:
    return count * (1 if kind.dtype is None else kind.dtype.itemsize)


def _read_zip(file: IO[bytes]) -> Any:
    with zipfile.ZipFile(file) as archive:
        root = next(name for name in archive.namelist() if name.split("/")[-1] == "data.pkl")
        folder = root.removesuffix("data.pkl")
        order = folder + "byteorder"
        if order in archive.namelist() and _member(archive, order) != sys.byteorder.encode():
            raise ValueError("written on a machine with the other byte order")
        storages: dict[str, _Storage] = {}

        def storage(pid: tuple[Any, ...]) -> _Storage:
            _, kind, key, _, count = pid
            if key not in storages:
                data = _member(archive, f"{folder}data/{key}")
                if len(data) != _bytes_of(kind, count):
                    raise ValueError(f"storage {key} has the wrong size")
                storages[key] = _typed(_raw(data), kind)
            return storages[key]

        return _run(io.BytesIO(_member(archive, root)), storage)


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    info = archive.getinfo(name)
    # torch never compresses; a small file must not unfold into a huge one.
    if info.compress_type != zipfile.ZIP_STORED:
        raise ValueError(f"{name} is compressed")
    return archive.read(info)


def _raw(data: bytes) -> Tensor:
    return torch.frombuffer(bytearray(data), dtype=torch.uint8) if data else torch.empty(0, dtype=torch.uint8)


def _read_stream(file: IO[bytes], size: int) -> Any:
    first = _run(file)
    if first != _LEGACY_MAGIC:
        return first
    if _run(file) != _LEGACY_PROTOCOL or not _run(file)["little_endian"]:
        raise ValueError("an unknown kind of legacy torch file")
    raws: dict[str, Tensor] = {}
    storages: dict[str, _Storage] = {}

    def storage(pid: tuple[Any, ...]) -> _Storage:
        _, kind, key, _, count, *view = pid
        if any(view):
            raise ValueError("a storage that is a view of another")
        if key not in storages:
            if _bytes_of(kind, count) > size:
                raise ValueError("the file is shorter than its tensors")
            # Storages come after the objects that use them: reserve now, fill below.
            raws[key] = torch.empty(_bytes_of(kind, count), dtype=torch.uint8)
            storages[key] = _typed(raws[key], kind)
        return storages[key]

    result = _run(file, storage)
    for key in _run(file):
        count = int.from_bytes(file.read(8), "little")
        if count != storages[key].data.numel():
            raise ValueError(f"storage {key} has the wrong size")
        raws[key].copy_(_raw(file.read(raws[key].numel())))
    return result
