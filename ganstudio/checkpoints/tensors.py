"""Weight files of every format to named tensors."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open
from torch import Tensor

from ganstudio.checkpoints.unpickle import read_pickle
from ganstudio.errors import CheckpointError

StateDict = dict[str, Tensor]
INDEX_SUFFIX = ".safetensors.index.json"
_FORMATS = "safetensors, .pth, .pt, .ckpt and .pkl files can be read"
# Where training scripts put the state dict of the network that draws; the first found counts.
_WRAPPERS = ("state_dict", "g_ema", "params_ema", "ema", "params", "model", "generator", "net", "weights")


@dataclass(frozen=True)
class WeightFile:
    """Named tensors and the strings in the file's header."""

    tensors: StateDict
    metadata: Mapping[str, str]


def read_tensors(path: Path) -> StateDict:
    """The state dict in a weight file, on the CPU, without `module.` and outer wrappers.

    Reads safetensors (one file, or the index of several) and torch files (zip, legacy, plain pickle) by their
    first bytes, not by their names. Raises CheckpointError, in one sentence, for anything else.
    """
    return read_weights(path).tensors


def read_weights(path: Path) -> WeightFile:
    """`read_tensors` with the header's strings."""
    head, size = _look(path)
    if path.name.endswith(INDEX_SUFFIX):
        return _read_parts(path)
    if head[8:9] == b"{" and int.from_bytes(head[:8], "little") <= size - 8:
        weights = _read_safetensors(path)
    elif head.startswith((b"PK\x03\x04", b"\x80")):
        weights = WeightFile(_unnest(read_pickle(path), path), {})
    else:
        raise CheckpointError(f"{path} is no weight file: {_FORMATS}.")
    return WeightFile(_without_prefix(weights.tensors), weights.metadata)


def part_files(path: Path) -> tuple[Path, ...]:
    """The files that hold the tensors of `path`, in order: itself, or those that an index names."""
    if not path.name.endswith(INDEX_SUFFIX):
        return (path,)
    return tuple(path.parent / name for name in sorted(set(_read_index(path)["weight_map"].values())))


def sha256_weights(path: Path) -> str:
    """Hex digest of the bytes of all part files, one after the other."""
    digest = hashlib.sha256()
    for part in part_files(path):
        with part.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def _look(path: Path) -> tuple[bytes, int]:
    """The first bytes and the size, or why there are none."""
    try:
        with path.open("rb") as file:
            head = file.read(16)
        size = path.stat().st_size
    except IsADirectoryError:
        raise CheckpointError(f"{path} is a folder, not a weight file.") from None
    except FileNotFoundError:
        raise CheckpointError(f"{path} does not exist.") from None
    except PermissionError:
        raise CheckpointError(f"{path} may not be read: permission denied.") from None
    except OSError as error:
        raise CheckpointError(f"{path} cannot be read: {error.strerror or error}.") from error
    if not size:
        raise CheckpointError(f"{path} is empty (0 bytes).")
    return head, size


def _read_safetensors(path: Path) -> WeightFile:
    try:
        with safe_open(path, framework="pt", device="cpu") as file:
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - not a mapping
            return WeightFile(tensors, dict(file.metadata() or {}))
    except (SafetensorError, OSError, ValueError) as error:
        raise CheckpointError(f"{path} is a damaged safetensors file.", detail=str(error)) from error


def _read_index(path: Path) -> dict[str, Any]:
    try:
        index = json.loads(path.read_text(encoding="utf-8"))
        names = set(index["weight_map"].values())
        if not names or any(Path(name).name != name for name in names):
            raise ValueError("file names expected")
        return dict(index)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CheckpointError(f"{path} is no index of weight files.", detail=str(error)) from error


def _read_parts(path: Path) -> WeightFile:
    tensors: StateDict = {}
    metadata: dict[str, str] = {}
    expected = set(_read_index(path)["weight_map"])
    for part in part_files(path):
        _look(part)
        weights = _read_safetensors(part)
        tensors.update(weights.tensors)
        metadata.update(weights.metadata)
    if tensors.keys() != expected:
        raise CheckpointError(f"{path} does not belong to the files beside it: their tensors differ.")
    return WeightFile(tensors, metadata)


def _unnest(value: Any, path: Path) -> StateDict:
    """The tensors of a state dict, looking through the wrappers that training scripts put around it."""
    for _ in range(4):
        if not isinstance(value, Mapping):
            break
        tensors = {str(name): item for name, item in value.items() if isinstance(item, Tensor)}
        if tensors:
            return tensors
        inner = [value[name] for name in _WRAPPERS if isinstance(value.get(name), Mapping)]
        value = inner[0] if inner else None
    raise CheckpointError(f"{path} holds no tensors under any of the usual names.")


def _without_prefix(tensors: StateDict, prefix: str = "module.") -> StateDict:
    """DataParallel puts `module.` before every name."""
    while tensors and all(name.startswith(prefix) for name in tensors):
        tensors = {name.removeprefix(prefix): tensor for name, tensor in tensors.items()}
    return tensors
