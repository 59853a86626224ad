"""numpy's own files: one array (.npy), or a zip of several (.npz); numbers and short texts, no objects."""

from __future__ import annotations

import io
import math
import re
from typing import IO, Any

import numpy as np

from ganstudio.checkpoints.pickles.archive import Archive
from ganstudio.checkpoints.pickles.arrays import Array
from ganstudio.checkpoints.pickles.limits import Budget, Refused

NPY_MAGIC = b"\x93NUMPY"
_HEADER = 1 << 16
_HEADER_TEXT = re.compile(
    r"\{'descr': (?P<descr>'[^']{1,20}'|\[.*\]), 'fortran_order': (?P<fortran>True|False), "
    r"'shape': \((?P<shape>[\dL, ]*)\),? *\}\s*",
    re.DOTALL,
)
_TYPES = re.compile(r"[<>|=]?(b1|[iu][1248]|f[248]|c8|c16|[SU]\d{1,4})")


def read_npy(file: IO[bytes], end: int) -> Array:
    """The array in a .npy file; Refused for objects and records."""
    head = file.read(8)
    length = int.from_bytes(file.read(2 if head[6:7] == b"\x01" else 4), "little")
    if head[:6] != NPY_MAGIC or length > _HEADER:
        raise ValueError("no array of numpy")
    header = _HEADER_TEXT.fullmatch(file.read(length).decode("latin1"))
    if header is None:
        raise ValueError("an array of numpy with a strange header")
    descr = header["descr"].strip("'")
    if not _TYPES.fullmatch(descr):
        what = "objects" if "O" in descr else "records"
        raise Refused(f"holds a numpy array of {what}, not numbers")
    shape = tuple(int(part.strip(" L")) for part in header["shape"].split(",") if part.strip())
    dtype = np.dtype(descr)
    if math.prod(shape) * dtype.itemsize != end - file.tell():
        raise ValueError("an array whose bytes are not as many as its shape says")
    flat = np.empty(math.prod(shape), dtype)
    if flat.nbytes and file.readinto(flat.view(np.uint8)) != flat.nbytes:  # type: ignore[attr-defined]
        raise ValueError("the file ends before its numbers")
    return flat.reshape(shape, order="F" if header["fortran"] == "True" else "C")


def read_npz(archive: Archive, budget: Budget) -> dict[str, Any]:
    """The arrays in a .npz file by name."""
    arrays = {}
    for name, member in archive.members.items():
        budget.spend(member.size)
        data = archive.read(name, budget)
        arrays[name.removesuffix(".npy")] = read_npy(io.BytesIO(data), len(data))
    return arrays
