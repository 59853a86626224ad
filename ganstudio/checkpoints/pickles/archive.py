"""A reader of zip files that trusts nothing in them: sizes and places are checked before memory is taken.

Written for torch's archives and numpy's (.npz), which hold few members and do not compress, or little.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from functools import cached_property
from typing import IO

from torch import Tensor

from ganstudio.checkpoints.pickles.legacy import bytes_of, read_numbers
from ganstudio.checkpoints.pickles.limits import Budget

_STORED, _DEFLATED = 0, 8
_TAIL = 22 + 0xFFFF
_FULL = 0xFFFFFFFF
_ENCRYPTED = 1
# Room for well over a hundred thousand members.
_DIRECTORY = 16 << 20
_ENTRY = struct.Struct("<4s6H3L5H2L")


@dataclass(frozen=True)
class Member:
    name: str
    start: int
    size: int
    packed: int
    method: int
    crc: int


class Archive:
    """The members of a zip file by name. ValueError if it is damaged, encrypted, or overlaps itself."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file, self._size = file, size

    @cached_property
    def members(self) -> dict[str, Member]:
        place, length = self._directory()
        if length > min(_DIRECTORY, self._size) or place + length > self._size:
            raise ValueError("a zip file without a directory")
        entries = self._entries(self._at(place, length))
        self._refuse_overlap(entries, place)
        members = {member.name: member for _, member in entries}
        if len(members) != len(entries):
            raise ValueError("a zip file with two members of one name")
        return members

    def read(self, name: str, budget: Budget) -> bytes:
        """A member's bytes; a compressed one may not unfold to far more than the file's size."""
        member = self.members[name]
        packed = self._at(member.start, member.packed)
        if member.method == _STORED:
            data = packed
        elif member.method == _DEFLATED:
            budget.spend(member.size)
            data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, member.size + 1)
        else:
            raise ValueError("a member that is packed in a rare way")
        self._check(member, len(data), zlib.crc32(data))
        return data

    def fill(self, name: str, raw: Tensor) -> None:
        """The bytes of a member that is not compressed, straight into a tensor of uint8 of its size."""
        member = self.members[name]
        if member.method != _STORED or member.size != raw.numel():
            raise ValueError("a storage of another size than it should have")
        self._file.seek(member.start)
        read_numbers(self._file, raw)
        self._check(member, member.size, zlib.crc32(bytes_of(raw)))

    def _check(self, member: Member, size: int, crc: int) -> None:
        # torch can be told to write no sums; it writes 0 then.
        if size != member.size or member.crc not in (0, crc):
            raise ValueError("a member whose bytes have changed")

    def _at(self, place: int, length: int) -> bytes:
        if place < 0 or place + length > self._size:
            raise ValueError("a zip file that ends too early")
        self._file.seek(place)
        data = self._file.read(length)
        if len(data) != length:
            raise ValueError("a zip file that ends too early")
        return data

    def _directory(self) -> tuple[int, int]:
        """Where the list of members starts, and its length."""
        length = min(self._size, _TAIL)
        tail = self._at(self._size - length, length)
        found = tail.rfind(b"PK\x05\x06")
        if found < 0 or found + 22 > len(tail):
            raise ValueError("a zip file without an end")
        size, place = struct.unpack_from("<LL", tail, found + 12)
        if found >= 20 and tail[found - 20 : found - 16] == b"PK\x06\x07":
            (record,) = struct.unpack_from("<Q", tail, found - 12)
            size, place = struct.unpack_from("<QQ", self._at(record, 56), 40)
        return place, size

    def _entries(self, directory: bytes) -> list[tuple[int, Member]]:
        """Each member with the place of its own header."""
        entries = []
        at = 0
        while at < len(directory):
            sign, _, _, flags, method, _, _, crc, packed, size, *lengths, _, _, _, header = (
                _ENTRY.unpack_from(directory, at)
            )
            if sign != b"PK\x01\x02" or flags & _ENCRYPTED:
                raise ValueError("a directory that is damaged or a member that is encrypted")
            at += _ENTRY.size
            name, extra, comment = lengths
            text = directory[at : at + name].decode()
            size, packed, header = _long(directory[at + name : at + name + extra], size, packed, header)
            at += name + extra + comment
            own = self._at(header, 30)
            start = header + 30 + sum(struct.unpack_from("<HH", own, 26))
            if own[:4] != b"PK\x03\x04" or (method == _STORED and size != packed):
                raise ValueError("a member that is not where it should be")
            entries.append((header, Member(text, start, size, packed, method, crc)))
        return entries

    def _refuse_overlap(self, entries: list[tuple[int, Member]], end: int) -> None:
        """Members that share bytes make a small file unfold to a huge one."""
        ordered = sorted(entries, key=lambda entry: entry[0])
        limits = [header for header, _ in ordered[1:]] + [end]
        for (_, member), limit in zip(ordered, limits, strict=True):
            if member.start + member.packed > limit:
                raise ValueError("a zip file whose members overlap")


def _long(extra: bytes, *values: int) -> list[int]:
    """The values, with the 64-bit ones in place of those that are marked as too large for 32 bits."""
    longer = b""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == 1:
            longer = extra[at + 4 : at + 4 + length]
        at += 4 + length
    result = []
    for value in values:
        if value == _FULL:
            value, longer = struct.unpack_from("<Q", longer)[0], longer[8:]
        result.append(value)
    return result
