"""The closed list of names that a pickle may use; each stands for a function of ours."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePosixPath
from typing import Any

import numpy as np

from ganstudio.checkpoints.pickles.arrays import ElementType, fill, numpy_names, set_order
from ganstudio.checkpoints.pickles.legacy import read_nested
from ganstudio.checkpoints.pickles.limits import Budget, Refused, check_key
from ganstudio.checkpoints.pickles.machine import Table
from ganstudio.checkpoints.pickles.storages import STORAGE_TYPES, TENSOR_TYPES, by_parts, torch_names
from ganstudio.checkpoints.pickles.values import Name, Persistent, Record, Storage, TfNetwork, name_of

_ENTRY = 100
_PATHS = ("PosixPath", "WindowsPath", "PurePosixPath", "PureWindowsPath")
_BUILT_IN = ("object", "int", "float", "str", "bool", "list", "dict", "tuple")
# Dicts whose entries can be asked for as attributes.
_ATTRIBUTE_DICTS = (
    "dnnlib.util.EasyDict",
    "easydict.EasyDict",
    "pytorch_lightning.utilities.parsing.AttributeDict",
    "lightning.pytorch.utilities.parsing.AttributeDict",
    "lightning_fabric.utilities.data.AttributeDict",
    "lightning.fabric.utilities.data.AttributeDict",
)
# Early versions of Lightning use classes of callbacks as keys, and write a default for a missing option.
_MENTIONED = (
    "pytorch_lightning.callbacks.model_checkpoint.ModelCheckpoint",
    "pytorch_lightning.callbacks.early_stopping.EarlyStopping",
    "pytorch_lightning.callbacks.lr_monitor.LearningRateMonitor",
    "pytorch_lightning.utilities.argparse._gpus_arg_default",
    "pytorch_lightning.utilities.argparse_utils._gpus_arg_default",
)


def _dict(budget: Budget, items: Any = ()) -> dict[Any, Any]:
    """From nothing, from another dict, or (Python 2) from a list of pairs."""
    pairs = items.items() if type(items) is dict else _items(budget, items)
    budget.spend(_ENTRY * len(pairs))
    for key, _ in pairs:
        check_key(key)
    return dict(pairs)


def _items(budget: Budget, items: Any) -> Collection[Any]:
    """What a container is made from, paid for: one list may be used over and over."""
    if type(items) not in (list, tuple, set):
        raise ValueError("a container made of what is none")
    budget.spend(_ENTRY * len(items))
    return items  # type: ignore[no-any-return]


def _default_dict(budget: Budget, factory: Any = None, items: Any = ()) -> dict[Any, Any]:
    return _dict(budget, items)


def _empty_dict(budget: Budget) -> dict[Any, Any]:
    return {}


def _set(budget: Budget, items: Any = ()) -> set[Any]:
    for item in _items(budget, items):
        check_key(item)
    return set(items)


def _record(budget: Budget) -> Record:
    return Record()


def _path(budget: Budget, *parts: Any) -> str:
    if any(type(part) is not str for part in parts):
        raise ValueError("a path that is no text")
    budget.spend(sum(len(part) for part in parts))
    return str(PurePosixPath(*parts))


def _bytes(budget: Budget, text: Any, encoding: Any = "") -> bytes:
    """How protocol 2 writes bytes."""
    if type(text) is not str or encoding != "latin1":
        raise ValueError("bytes that are not written as Latin 1")
    budget.spend(len(text))
    return text.encode("latin1")


def _no_bytes(budget: Budget, content: Any = b"") -> bytes:
    """How protocol 2 writes empty bytes, and how any writes a bytearray."""
    if type(content) is not bytes:
        raise ValueError("bytes that are none")
    return content


def _reconstructed(budget: Budget, kind: Any, base: Any, state: Any) -> Record:
    """How protocols 0 and 1 write an object without content of its own."""
    if kind is not _NAMESPACE or state is not None:
        raise Refused(f"wants to run {name_of(kind)} by copyreg")
    return Record()


def _storage(budget: Budget, raw: Any) -> Storage:
    """A whole torch file as bytes, which torch itself reads with an unrestricted loader."""
    return read_nested(budget, raw, STORAGES)


def _persistent(budget: Budget, meta: Any) -> Persistent:
    """A module of StyleGAN2-ADA or StyleGAN3; `module_src`, which their loader executes, is not looked at."""
    if meta["type"] != "class" or type(meta["state"]) is not dict:
        raise ValueError("a persistent object without a state")
    return Persistent(meta["class_name"], meta["version"], meta["state"])


def _tf_network(budget: Budget) -> TfNetwork:
    return TfNetwork()


_NAMESPACE = Name("argparse.Namespace", new=_record)


def _names() -> dict[tuple[str, str], Any]:
    called = (
        Name("collections.OrderedDict", _dict),
        Name("collections.Counter", _dict),
        Name("collections.defaultdict", _default_dict),
        Name("builtins.set", _set),
        Name("builtins.frozenset", _set),
        Name("builtins.bytes", _no_bytes),
        Name("builtins.bytearray", _no_bytes),
        Name("_codecs.encode", _bytes),
        Name("copyreg._reconstructor", _reconstructed),
        _NAMESPACE,
        Name("torch.storage._load_from_bytes", _storage),
        Name("torch_utils.persistence._reconstruct_persistent_obj", _persistent),
        Name("dnnlib.tflib.network.Network", new=_tf_network),
        *(Name(name, _dict, _empty_dict) for name in _ATTRIBUTE_DICTS),
        *(Name(f"{module}.{kind}", _path) for module in ("pathlib", "pathlib._local") for kind in _PATHS),
        *(Name(f"builtins.{kind}") for kind in _BUILT_IN),
        *(Name(name) for name in _MENTIONED),
    )
    return {**by_parts(called), **torch_names(), **numpy_names()}


def _build(budget: Budget, target: Any, state: Any) -> None:
    """What a state does to the objects that may have one."""
    kind = type(target)
    if kind is ElementType:
        set_order(target, state)
    elif kind is np.ndarray:
        fill(budget, target, state)
    elif kind in (Record, TfNetwork, dict):
        budget.spend(_ENTRY * len(state))
        attributes = _attributes(state)
        # What hangs on a dict as attributes is no entry of it: torch's state dicts have `_metadata` there.
        if kind is Record:
            vars(target).update(attributes)
        elif kind is TfNetwork:
            target.state.update(attributes)
    else:
        raise Refused(f"wants to change {name_of(target)}")


def _attributes(state: Any) -> dict[str, Any]:
    if type(state) is not dict or any(type(name) is not str for name in state):
        raise ValueError("attributes without names")
    own = next((name for name in state if name.startswith("__")), None)
    if own is not None:
        raise Refused(f"wants to replace {own}")
    return state


def _nothing(budget: Budget, target: Any, state: Any) -> None:
    raise Refused(f"wants to change a {type(target).__name__}")


EVERYTHING = Table(_names(), _build)
# For the parts of torch's old formats that hold numbers and keys.
STORAGES = Table(STORAGE_TYPES, _nothing)
STORAGES_AND_TENSORS = Table({**STORAGE_TYPES, **TENSOR_TYPES}, _nothing)
