"""torch's files before the zip format: several pickles one after the other, then the numbers.

A file has the magic number, the protocol, facts about the machine, the object, the keys of its storages, and
each storage as a count (8 bytes) and its numbers. StyleGAN's pickles hold such files as bytes.
"""

from __future__ import annotations

import io
from typing import IO, Any

import torch
from torch import Tensor

from ganstudio.checkpoints.pickles.limits import Budget
from ganstudio.checkpoints.pickles.machine import Machine, Table
from ganstudio.checkpoints.pickles.values import Storage, StorageType

MAGIC = 0x1950A86A20F9469CFC6C
_PROTOCOL = 1001
_NESTED_STEPS = 200


def read_legacy(file: IO[bytes], end: int, budget: Budget, table: Table) -> Any:
    """The object in a legacy file that stands behind its magic number."""
    if Machine(file, end, table, budget).load() != _PROTOCOL:
        raise ValueError("a torch file of an unknown version")
    check_little_endian(Machine(file, end, table, budget).load())
    storages = _Storages(end - file.tell())
    result = Machine(file, end, table, budget, storages.claim).load()
    storages.fill(file, Machine(file, end, table, budget).load())
    return result


def read_nested(budget: Budget, raw: Any, table: Table) -> Storage:
    """The storage in a legacy file that is a value of a pickle; nothing else may be there."""
    if type(raw) is not bytes:
        raise ValueError("a storage that is no bytes")
    budget.spend(2 * len(raw))
    budget.step(_NESTED_STEPS)
    file, end = io.BytesIO(raw), len(raw)
    magic = Machine(file, end, table, budget).load()
    storage = read_legacy(file, end, budget, table) if is_magic(magic) else None
    if type(storage) is not Storage or file.tell() != end:
        raise ValueError("a nested file that is not one storage")
    return storage


def is_magic(value: Any) -> bool:
    return type(value) is int and value == MAGIC


def check_little_endian(facts: Any) -> None:
    if type(facts) is not dict or facts.get("little_endian") is not True:
        raise ValueError("written on a machine with the other byte order")


def read_numbers(file: IO[bytes], raw: Tensor) -> None:
    """The next bytes of a file, straight into the memory of a tensor of uint8."""
    if raw.numel() and file.readinto(bytes_of(raw)) != raw.numel():  # type: ignore[attr-defined]
        raise ValueError("the file ends before its numbers")


def bytes_of(raw: Tensor) -> memoryview:
    array: Any = raw.numpy()
    return memoryview(array)


def typed(raw: Tensor, kind: StorageType) -> Storage:
    return Storage(raw if kind.dtype is None else raw.view(kind.dtype))


def storage_id(key: Any) -> tuple[StorageType, str, int, Any]:
    """Type, key, count and the rest of a persistent id: ("storage", type, key, device, count, rest)."""
    what, kind, name, _, count, *rest = key
    if not (type(what) is type(name) is str and type(kind) is StorageType and type(count) is int):
        raise ValueError("a persistent id that is no storage")
    return kind, name, count, rest[0] if rest else None


class _Storages:
    """The storages that the object asks for, which come after it: reserved first, filled later."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._raw: dict[str, Tensor] = {}
        self._made: dict[str, Storage] = {}

    def claim(self, key: Any) -> Storage:
        """The storage of a persistent id, which may end with the part of it that is meant."""
        kind, name, count, part = storage_id(key)
        if name not in self._made:
            self._room -= count * kind.itemsize
            if count < 0 or self._room < 0:
                raise ValueError("the file is shorter than its tensors")
            self._raw[name] = torch.empty(count * kind.itemsize, dtype=torch.uint8)
            self._made[name] = typed(self._raw[name], kind)
        return self._made[name] if part is None else part_of(self._made[name], *part[1:])

    def fill(self, file: IO[bytes], keys: Any) -> None:
        if type(keys) is not list or any(type(key) is not str for key in keys) or len(keys) != len(self._raw):
            raise ValueError("a list of storages that is none")
        if set(keys) != set(self._raw):
            raise ValueError("storages that are not there")
        for key in keys:
            count = int.from_bytes(file.read(8), "little")
            if count != self._made[key].data.numel():
                raise ValueError("a storage of another size than it should have")
            read_numbers(file, self._raw[key])


def part_of(storage: Storage, offset: int, count: int) -> Storage:
    """Files of torch 0.3 and before may name a stretch of a storage as a storage of its own."""
    if type(offset) is not int or type(count) is not int:
        raise ValueError("a part of a storage without a place")
    if not 0 <= offset <= offset + count <= storage.data.numel():
        raise ValueError("a part that reaches beyond its storage")
    return Storage(storage.data[offset : offset + count])
