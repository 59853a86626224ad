"""Weight files of every format to named tensors."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open
from torch import Tensor

from ganstudio.checkpoints.contents import Network, StateDict
from ganstudio.checkpoints.unpickle import read_pickle
from ganstudio.checkpoints.weight_files import INDEX_SUFFIX, follow, part_files, read_index, sha256_weights
from ganstudio.errors import CheckpointError

__all__ = [
    "INDEX_SUFFIX",
    "Network",
    "StateDict",
    "WeightFile",
    "part_files",
    "read_tensors",
    "read_weights",
    "sha256_weights",
]

_FORMATS = "safetensors, .pth, .pt, .ckpt and .pkl files can be read"
# Where training scripts put the network that draws, the averaged one first. Other names follow.
_BEST = ("G_ema", "g_ema", "g_running", "generator_ema", "params_ema", "ema", "Gs")
_GOOD = ("state_dict", "params", "model", "generator", "G", "g", "netG", "net", "weights")
_OPTIONS = ("opt", "opts", "args", "hparams", "hyper_parameters", "config", "cfg")
# An optimiser's moments are tensors too, but no network.
_NO_NETWORK = re.compile(r"(?i)optim|(^|_)opt(_|$)|scaler|sched|lr_|ada_|callbacks|loops|rng|random_state")


@dataclass(frozen=True)
class WeightFile:
    """The networks in a file, by their names there, the one to use first; and the strings in its header.

    A plain state dict is one network with the name "".
    """

    networks: Mapping[str, Network]
    metadata: Mapping[str, str]

    @property
    def tensors(self) -> StateDict:
        """Those of the network to use first."""
        return next(iter(self.networks.values())).tensors


def read_tensors(path: Path) -> StateDict:
    """The state dict in a weight file, on the CPU, without `module.` and outer wrappers.

    Reads safetensors (one file, or the index of several) and torch files (zip, legacy, plain pickle) by their
    first bytes, not by their names. Raises CheckpointError, in one sentence, for anything else.
    """
    return read_weights(path).tensors


def read_weights(path: Path) -> WeightFile:
    """All networks of a file, with the header's strings; a link of the library is followed."""
    path = follow(path)
    head, size = _look(path)
    if path.name.endswith(INDEX_SUFFIX):
        return _read_parts(path)
    if head[8:9] == b"{" and int.from_bytes(head[:8], "little") <= size - 8:
        weights = _read_safetensors(path)
    elif head.startswith((b"PK\x03\x04", b"\x80")):
        weights = WeightFile(_networks(read_pickle(path), path), {})
    else:
        raise CheckpointError(f"{path} is no weight file: {_FORMATS}.")
    return weights


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
            network = Network(_without_prefix(tensors))
            return WeightFile({"": network}, dict(file.metadata() or {}))
    except (SafetensorError, OSError, ValueError) as error:
        raise CheckpointError(f"{path} is a damaged safetensors file.", detail=str(error)) from error


def _read_parts(path: Path) -> WeightFile:
    tensors: StateDict = {}
    metadata: dict[str, str] = {}
    expected = set(read_index(path)["weight_map"])
    for part in part_files(path):
        _look(part)
        weights = _read_safetensors(part)
        tensors.update(weights.tensors)
        metadata.update(weights.metadata)
    if tensors.keys() != expected:
        raise CheckpointError(f"{path} does not belong to the files beside it: their tensors differ.")
    return WeightFile({"": Network(tensors)}, metadata)


def _networks(value: Any, path: Path) -> dict[str, Network]:
    """The networks in what a file held, looking through the wrappers of training scripts."""
    if isinstance(value, Network):
        return {"": value}
    found = _nested(value, {}, depth=4)
    if not found:
        raise CheckpointError(f"{path} holds no tensors under any of the usual names.")
    return dict(sorted(found.items(), key=lambda item: _rank(item[0])))


def _nested(value: Any, facts: Mapping[str, Any], depth: int) -> dict[str, Network]:
    if isinstance(value, Network):
        return {"": Network(value.tensors, {**facts, **value.facts})}
    if not isinstance(value, Mapping) or depth == 0:
        return {}
    facts = {**facts, **_facts(value)}
    found: dict[str, Network] = {}
    for name, item in value.items():
        if not _NO_NETWORK.search(str(name)):
            for inner, network in _nested(item, facts, depth - 1).items():
                found[f"{name}.{inner}" if inner else str(name)] = network
    tensors = {str(name): item for name, item in value.items() if isinstance(item, Tensor)}
    if not found and tensors:
        return {"": Network(_without_prefix(tensors), facts)}
    return found


def _facts(record: Mapping[Any, Any]) -> dict[str, Any]:
    """Saved options and loose values of a training record; tensors only where they are few."""
    facts: dict[str, Any] = {}
    for name, item in record.items():
        if name in _OPTIONS:
            options = vars(item) if hasattr(item, "__dict__") else item
            facts |= dict(options) if isinstance(options, Mapping) else {}
        elif isinstance(item, (str, int, float)):
            facts[str(name)] = item
    loose = {str(name): item for name, item in record.items() if isinstance(item, Tensor)}
    return facts | (loose if len(loose) < len(record) else {})


def _rank(name: str) -> int:
    """Averaged weights first, then generators; the file's own order else."""
    last = name.rpartition(".")[2]
    for order in (_BEST, _GOOD):
        if name in order or last in order:
            return 0 if order is _BEST else 1
    return 2


def _without_prefix(tensors: StateDict, prefix: str = "module.") -> StateDict:
    """DataParallel and DDP put `module.` before every name."""
    while tensors and all(name.startswith(prefix) for name in tensors):
        tensors = {name.removeprefix(prefix): tensor for name, tensor in tensors.items()}
    return tensors


def split_by_part(network: Network) -> dict[str, Network]:
    """One network for each first part of the names, as Lightning saves several under one roof."""
    groups: dict[str, StateDict] = {}
    for name, tensor in network.tensors.items():
        head, dot, rest = name.partition(".")
        if not dot:
            return {}
        groups.setdefault(head, {})[rest] = tensor
    parts = {head: Network(_without_prefix(tensors), network.facts) for head, tensors in groups.items()}
    return dict(sorted(parts.items(), key=lambda item: _rank(item[0])))
