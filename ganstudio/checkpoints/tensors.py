"""Weight files of every format to named tensors."""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import safe_open
from torch import Tensor

from ganstudio.checkpoints.contents import Network, StateDict
from ganstudio.checkpoints.file_kinds import kind_of_file
from ganstudio.checkpoints.pickles.limits import Refused
from ganstudio.checkpoints.pickles.stylegan import is_network, tensorflow_name, to_network, to_tensor
from ganstudio.checkpoints.pickles.values import Record, TfNetwork
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
_PICKLES = (b"PK\x03\x04", b"\x80", b"\x93NUMPY", b"(", b"c", b"}", b"]")
_HEAD, _TAR_NAME = 512, slice(257, 262)
# Where training scripts put the network that draws, the averaged one first.
_AVERAGED = re.compile(r"(?i)(^|[._])(ema|gs|running|shadow|avg|averaged?)([._]|$)")
_GENERATORS = ("state_dict", "params", "model", "generator", "G", "g", "netG", "net", "weights")
_JUDGES = re.compile(r"(?i)(^|[._])(net_?)?(d|dis|disc|discriminator|critic)(_\w+)?([.]|$)")
_OPTIONS = ("opt", "opts", "args", "hparams", "hyper_parameters", "config", "cfg")
# An optimiser's moments are tensors too, but no network.
_NO_NETWORK = re.compile(r"(?i)optim|(^|_)opt(_|$)|scaler|sched|lr_|ada_|callbacks|loops|rng|random_state")
_OPTIMISER = {"state", "param_groups"}
# DataParallel and DDP put the first before every name, torch.compile the second.
_WRAPPERS = ("module.", "_orig_mod.")
_DEPTH, _MOST_NETWORKS, _MOST_PARTS = 4, 256, 64
# The largest networks have some thousand; what comes later looks at each name for each family.
_MOST_TENSORS = 100_000
_TOO_MANY = "holds more tensors than any network does"


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

    Reads safetensors (one file, or the index of several), torch files (zip, legacy, tar, plain pickle),
    StyleGAN's pickles and .npz by their first bytes, not by their names. Raises CheckpointError, in one
    sentence, for anything else.
    """
    return read_weights(path).tensors


def read_weights(path: Path) -> WeightFile:
    """All networks of a file, with the header's strings; a link of the library is followed."""
    path = follow(path)
    head, tail, size = _look(path)
    if path.name.endswith(INDEX_SUFFIX):
        return _read_parts(path)
    # Lengths below 4 GB have these zeros; a pickle or a zip file has none there.
    if head[4:9] == bytes(4) + b"{":
        if int.from_bytes(head[:4], "little") > size - 8:
            raise CheckpointError(f"{path} is a safetensors file that is not complete.")
        return _read_safetensors(path)
    if head.startswith(_PICKLES) or head[_TAR_NAME] == b"ustar":
        return WeightFile(_networks(read_pickle(path), path), {})
    kind = kind_of_file(head, tail)
    raise CheckpointError(f"{path} is no weight file{f' but {kind}.' if kind else f': {_FORMATS}.'}")


def _look(path: Path) -> tuple[bytes, bytes, int]:
    """The first bytes, the last eight and the size, or why there are none."""
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise CheckpointError(f"{path} is no ordinary file.")
        with path.open("rb") as file:
            head = file.read(_HEAD)
            size = path.stat().st_size
            file.seek(max(0, size - 8))
            tail = file.read(8)
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
    return head, tail, size


def _read_safetensors(path: Path) -> WeightFile:
    try:
        with safe_open(path, framework="pt", device="cpu") as file:
            names = file.keys()
            if len(names) > _MOST_TENSORS:
                raise ValueError(_TOO_MANY)
            tensors = {name: file.get_tensor(name) for name in names}
            network = Network(_without_prefix(tensors))
            return WeightFile({"": network}, dict(file.metadata() or {}))
    except Exception as error:
        # The library checks all sizes itself, but fails in many ways, by a type of number torch lacks too.
        detail = str(error)[:200]
        raise CheckpointError(f"{path} is a damaged safetensors file.", detail=detail) from error


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
    if isinstance(value, (np.ndarray, Tensor)):
        raise CheckpointError(f"{path} holds one array of numbers, no network.")
    try:
        found = dict(_nested(value, ChainMap(), _DEPTH))
    except Refused as refused:
        raise CheckpointError(f"{path} was not opened, because it {refused}.") from None
    except (ValueError, TypeError, KeyError) as error:
        detail = str(error)[:200]
        raise CheckpointError(f"{path} holds networks that are damaged.", detail=detail) from error
    if not found:
        raise CheckpointError(f"{path} holds no tensors under any of the usual names.")
    return dict(sorted(found.items(), key=lambda item: _rank(item[0])))


def _nested(value: Any, facts: ChainMap[str, Any], depth: int) -> Iterator[tuple[str, Network]]:
    """Each network with its name; the facts of outer records count for inner ones too."""
    if is_network(value):
        network = to_network(value)
        yield "", Network(network.tensors, facts.new_child(dict(network.facts)))
    elif isinstance(value, (tuple, list)) and value and all(isinstance(item, TfNetwork) for item in value):
        yield from _nested({tensorflow_name(item): item for item in value}, facts, depth)
    elif isinstance(value, dict) and depth and not value.keys() >= _OPTIMISER:
        yield from _in_record(value, facts, depth)


def _in_record(
    record: dict[Any, Any], facts: ChainMap[str, Any], depth: int
) -> Iterator[tuple[str, Network]]:
    facts = facts.new_child(_facts(record))
    count = 0
    for name, item in record.items():
        if not _NO_NETWORK.search(str(name)):
            for inner, network in _nested(item, facts, depth - 1):
                count += 1
                if count > _MOST_NETWORKS:
                    raise Refused("holds more networks than any checkpoint does")
                yield f"{name}.{inner}" if inner else str(name), network
    tensors = _tensors(record)
    if tensors and not count:
        yield "", Network(_without_prefix(tensors), facts)


def _tensors(record: Mapping[Any, Any]) -> StateDict:
    """The tensors of a record under their names, numpy's arrays among them."""
    if sum(isinstance(item, (Tensor, np.ndarray)) for item in record.values()) > _MOST_TENSORS:
        raise Refused(_TOO_MANY)
    arrays = {
        str(name): to_tensor(item)
        for name, item in record.items()
        if isinstance(item, np.ndarray) and item.dtype.kind in "biufc"
    }
    return {str(name): item for name, item in record.items() if isinstance(item, Tensor)} | arrays


def _facts(record: Mapping[Any, Any]) -> dict[str, Any]:
    """Saved options and loose values of a training record; tensors only where networks are beside them."""
    facts: dict[str, Any] = {}
    for name, item in record.items():
        if name in _OPTIONS:
            options = vars(item) if isinstance(item, Record) else item
            facts |= dict(options) if isinstance(options, Mapping) else {}
        elif isinstance(item, (str, int, float)) or name == "training_set_kwargs":
            facts[str(name)] = item
    if any(isinstance(item, dict) for item in record.values()):
        facts |= _tensors(record)
    return facts


def _rank(name: str) -> tuple[bool, bool, bool]:
    """Averaged weights first, then generators, discriminators last; the file's own order else."""
    good = name in _GENERATORS or name.rpartition(".")[2] in _GENERATORS
    return bool(_JUDGES.search(name)), not _AVERAGED.search(name), not good


def _without_prefix(tensors: StateDict) -> StateDict:
    """Names without the prefixes of wrappers, and without the count that torch's averaging keeps."""
    for prefix in 3 * _WRAPPERS:
        inside = {name: tensor for name, tensor in tensors.items() if name != "n_averaged"}
        if inside and all(name.startswith(prefix) for name in inside):
            tensors = {name.removeprefix(prefix): tensor for name, tensor in inside.items()}
    return tensors


def split_by_part(network: Network) -> dict[str, Network]:
    """One network for each first part of the names, as Lightning saves several under one roof."""
    groups: dict[str, StateDict] = {}
    for name, tensor in network.tensors.items():
        head, dot, rest = name.partition(".")
        if not dot or len(groups) > _MOST_PARTS:
            return {}
        groups.setdefault(head, {})[rest] = tensor
    parts = {head: Network(_without_prefix(tensors), network.facts) for head, tensors in groups.items()}
    return dict(sorted(parts.items(), key=lambda item: _rank(item[0])))
