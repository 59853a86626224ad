"""Reading pickles without running them.

A pickle is a program that names functions to call. Here every name is looked up in a closed table of our
own functions; any other name ends the reading with a CheckpointError that tells it. Covers torch's zip,
legacy and tar files, plain pickles with StyleGAN's networks in them, and numpy's files.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO, Any

from ganstudio.checkpoints.file_kinds import kind_of_file, kind_of_zip
from ganstudio.checkpoints.pickles.allowed import EVERYTHING
from ganstudio.checkpoints.pickles.archive import Archive
from ganstudio.checkpoints.pickles.legacy import is_magic, read_legacy
from ganstudio.checkpoints.pickles.limits import Budget, Refused, check_tree
from ganstudio.checkpoints.pickles.machine import Machine
from ganstudio.checkpoints.pickles.numpy_files import NPY_MAGIC, read_npy, read_npz
from ganstudio.checkpoints.pickles.torch_files import is_torch_tar, read_tar, read_zip, tar_members
from ganstudio.errors import CheckpointError

_HEAD = 512
_HINT = "Only tensors and plain values are read; export the weights alone (a state dict)."


def read_pickle(path: Path) -> Any:
    """The object in a torch file (zip, legacy, tar), a plain pickle, or a file of numpy.

    Tensors lie on the CPU; a .npy gives an array, a .npz a dict of arrays. The result is a tree of plain
    values, tensors, arrays and the records of `pickles.values`: without cycles, and small when written out.
    Takes memory in proportion to the file's size. CheckpointError for a file that is damaged, that is
    something else, or that names anything outside the table.
    """
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            budget = Budget(size)
            value = _read(file, size, budget)
        check_tree(value, budget)
        return value
    except _OtherKind as other:
        problem = CheckpointError(f"{path} is no weight file but {other}.")
    except Refused as refused:
        problem = CheckpointError(f"{path} was not opened, because it {refused}.", hint=_HINT)
    except OSError as error:
        problem = CheckpointError(f"{path} cannot be read: {error.strerror or error}.")
    except Exception as error:
        # Damaged or hostile bytes make a reader fail in any way there is.
        detail = f"{type(error).__name__}: {str(error)[:200]}"
        problem = CheckpointError(f"{path} is damaged or no weight file.", detail=detail)
    # Out here the half-read file is not kept alive by the traceback of what went wrong.
    raise problem


class _OtherKind(Exception):
    """What the file is instead."""


def _read(file: IO[bytes], size: int, budget: Budget) -> Any:
    head = file.read(_HEAD)
    file.seek(0)
    if head.startswith(b"PK\x03\x04"):
        return _read_archive(Archive(file, size), budget)
    if head.startswith(NPY_MAGIC):
        return read_npy(file, size)
    if head[257:262] == b"ustar" and is_torch_tar(tar_members(file, size)):
        return read_tar(file, size, budget)
    kind = kind_of_file(head)
    if kind:
        raise _OtherKind(kind)
    first = Machine(file, size, EVERYTHING, budget).load()
    return read_legacy(file, size, budget, EVERYTHING) if is_magic(first) else first


def _read_archive(archive: Archive, budget: Budget) -> Any:
    names = archive.members
    roots = [name for name in names if name.split("/")[-1] == "data.pkl"]
    if names and all(name.endswith(".npy") for name in names):
        return read_npz(archive, budget)
    if len(roots) != 1 or roots[0].removesuffix("data.pkl") + "constants.pkl" in names:
        raise _OtherKind(kind_of_zip(names))
    return read_zip(archive, roots[0], budget)
