"""The containers that torch has had for an object and its storages: zip, and tar before version 0.1.10."""

from __future__ import annotations

import io
import struct
import sys
from typing import IO, Any

import torch
from torch import Tensor

from ganstudio.checkpoints.pickles.allowed import EVERYTHING, STORAGES_AND_TENSORS
from ganstudio.checkpoints.pickles.archive import Archive
from ganstudio.checkpoints.pickles.legacy import check_little_endian, part_of, read_numbers, storage_id, typed
from ganstudio.checkpoints.pickles.limits import Budget
from ganstudio.checkpoints.pickles.machine import Machine
from ganstudio.checkpoints.pickles.storages import view
from ganstudio.checkpoints.pickles.values import Storage, StorageType

_BLOCK = 512
_TAR_MEMBERS = ("sys_info", "pickle", "storages", "tensors")
_MOST_MEMBERS = 64
_DIMENSIONS = 64


def read_zip(archive: Archive, root: str, budget: Budget) -> Any:
    """The object of torch.save; `root` is the name of its pickle, beside which each storage is a member."""
    folder = root.removesuffix("data.pkl")
    order = folder + "byteorder"
    if order in archive.members and archive.read(order, budget) != sys.byteorder.encode():
        raise ValueError("written on a machine with the other byte order")
    raws: dict[str, Tensor] = {}

    def storage(key: Any) -> Storage:
        kind, name, count, _ = storage_id(key)
        member = archive.members[f"{folder}data/{name}"]
        if member.size != count * kind.itemsize:
            raise ValueError("a storage of another size than it should have")
        if name not in raws:
            raws[name] = torch.empty(member.size, dtype=torch.uint8)
            archive.fill(member.name, raws[name])
        return typed(raws[name], kind)

    pickle = archive.read(root, budget)
    return Machine(io.BytesIO(pickle), len(pickle), EVERYTHING, budget, storage).load()


def read_tar(file: IO[bytes], size: int, budget: Budget) -> Any:
    """The object in one of torch's first files: a tar archive of its pickle, its storages and its tensors."""
    members = tar_members(file, size)
    place, end = members["sys_info"]
    file.seek(place)
    check_little_endian(Machine(file, end, STORAGES_AND_TENSORS, budget).load())
    tensors = _tar_tensors(
        file, *members["tensors"], _tar_storages(file, *members["storages"], budget), budget
    )

    def tensor(key: Any) -> Any:
        if type(key) is not str or len(key) > 30:
            raise ValueError("a persistent id that is no number")
        return tensors[int(key)]

    place, end = members["pickle"]
    file.seek(place)
    return Machine(file, end, EVERYTHING, budget, tensor).load()


def tar_members(file: IO[bytes], size: int) -> dict[str, tuple[int, int]]:
    """Where the first members of a tar archive begin and end, by name."""
    members: dict[str, tuple[int, int]] = {}
    place = 0
    while place + _BLOCK <= size and len(members) < _MOST_MEMBERS:
        file.seek(place)
        header = file.read(_BLOCK)
        if not header.strip(b"\0"):
            break
        name = header[:100].partition(b"\0")[0].decode("latin1").removeprefix("./")
        length = int(header[124:136].strip(b" \0") or b"0", 8)
        start = place + _BLOCK
        if length < 0 or start + length > size:
            raise ValueError("a tar file that ends too early")
        members[name] = (start, start + length)
        place = start + -(-length // _BLOCK) * _BLOCK
    return members


def is_torch_tar(members: dict[str, tuple[int, int]]) -> bool:
    return all(name in members for name in _TAR_MEMBERS)


def _tar_storages(file: IO[bytes], place: int, end: int, budget: Budget) -> dict[int, Storage]:
    """Each storage as (number, location, type), a count in 8 bytes and its numbers; then parts of them."""

    def load() -> Any:
        return Machine(file, end, STORAGES_AND_TENSORS, budget).load()

    file.seek(place)
    storages: dict[int, Storage] = {}
    for _ in range(_count(load())):
        number, _, kind = load()
        count = int.from_bytes(file.read(8), "little")
        if type(number) is not int or type(kind) is not StorageType:
            raise ValueError("a storage without a type")
        if count * kind.itemsize > end - file.tell():
            raise ValueError("the file is shorter than its tensors")
        raw = torch.empty(count * kind.itemsize, dtype=torch.uint8)
        read_numbers(file, raw)
        storages[number] = typed(raw, kind)
    parts = load()
    for number, root, offset, count in parts:
        if type(number) is not int or type(root) is not int:
            raise ValueError("a part of a storage that is not there")
        storages[number] = part_of(storages[root], offset, count)
    return storages


def _tar_tensors(
    file: IO[bytes], place: int, end: int, storages: dict[int, Storage], budget: Budget
) -> dict[int, Storage | Tensor]:
    """Each tensor as (number, its storage's number, type), then dimensions, sizes, strides and offset."""
    file.seek(place)
    objects: dict[int, Storage | Tensor] = {**storages}
    for _ in range(_count(Machine(file, end, STORAGES_AND_TENSORS, budget).load())):
        number, storage, _ = Machine(file, end, STORAGES_AND_TENSORS, budget).load()
        (dimensions,) = struct.unpack("<i4x", file.read(8))
        if type(number) is not int or type(storage) is not int or not 0 <= dimensions <= _DIMENSIONS:
            raise ValueError("a tensor that is not there")
        numbers = struct.unpack(f"<{2 * dimensions + 1}q", file.read(16 * dimensions + 8))
        size, stride = numbers[:dimensions], numbers[dimensions:-1]
        objects[number] = view(budget, storages[storage], numbers[-1], size, stride)
    return objects


def _count(value: Any) -> int:
    if type(value) is not int:
        raise ValueError("a count that is no number")
    return value
