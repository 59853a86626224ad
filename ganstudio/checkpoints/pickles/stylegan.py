"""The networks in StyleGAN's pickles: their tensors by name, and what their constructors were told.

PyTorch (NVlabs/stylegan2-ada-pytorch and stylegan3): a module is a record of its class's name and its
attributes, the modules inside it being attributes of attributes. TensorFlow (NVlabs/stylegan, stylegan2 and
stylegan2-ada): a network is a list of variables and holds its parts as networks. Both embed the source text
that made them, which their own loaders execute. Here nobody reads it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ganstudio.checkpoints.contents import Network, StateDict
from ganstudio.checkpoints.pickles.limits import Refused
from ganstudio.checkpoints.pickles.values import Persistent, TfNetwork

_VERSION = 6
_TF_VERSIONS = (2, 3, 4, 5)
_CLASSES = {
    "Generator",
    "MappingNetwork",
    "SynthesisNetwork",
    "SynthesisBlock",
    "SynthesisLayer",
    "SynthesisInput",
    "ToRGBLayer",
    "FullyConnectedLayer",
    "Conv2dLayer",
    "Discriminator",
    "DiscriminatorBlock",
    "DiscriminatorEpilogue",
    "MinibatchStdLayer",
    "AugmentPipe",
}
_AUGMENTATION = "AugmentPipe"
_LONGEST_PATH = 300
# Arrays among the attributes are sizes, paddings and the like.
_FEW = 64


def is_network(value: Any) -> bool:
    """Whether a value of a pickle is such a network; the augmentation of a training run is none."""
    return isinstance(value, TfNetwork) or (
        isinstance(value, Persistent) and value.class_name != _AUGMENTATION
    )


def to_network(value: Persistent | TfNetwork) -> Network:
    """Tensors and facts of one network. Refused for a class that is not known, ValueError for damage.

    The facts of PyTorch's: `class_name`, `init_args`, `init_kwargs`, and for each module path (the network's
    own is "") its `classes` and `attributes`, where the values are the resolved ones. TensorFlow's:
    `class_name` and `build_func_name` (the function that builds it), `static_kwargs`, also as `init_kwargs`,
    `version`, and the same of its `components`.
    """
    return _from_persistent(value) if isinstance(value, Persistent) else _from_tensorflow(value)


def tensorflow_name(value: TfNetwork) -> str:
    """G, D or Gs, as its authors call it."""
    return _text(value.state.get("name"))


def _from_persistent(root: Persistent) -> Network:
    tensors: StateDict = {}
    attributes: dict[str, dict[str, Any]] = {}
    classes: dict[str, str] = {}
    for path, module in _modules(root, ""):
        tensors |= _own_tensors(f"{path}." if path else "", module.state)
        attributes[path] = _attributes(module.state)
        classes[path] = module.class_name
    facts = {
        "class_name": root.class_name,
        "version": root.version,
        "init_args": _plain(list(root.state.get("_init_args", ()))),
        "init_kwargs": _plain(_dict(root.state.get("_init_kwargs", {}))),
        "attributes": attributes,
        "classes": classes,
    }
    return Network(tensors, facts)


def _modules(module: Any, path: str) -> Iterator[tuple[str, Persistent]]:
    """A module and those inside it, by their paths."""
    if not isinstance(module, Persistent) or module.version != _VERSION:
        raise ValueError("a module of an unknown version")
    if len(path) > _LONGEST_PATH:
        raise ValueError("modules in modules without an end")
    name = _text(module.class_name)
    if name not in _CLASSES:
        raise Refused(f"holds a network of the class {name}, which is not known here")
    yield path, module
    for child, inner in _dict(module.state.get("_modules", {})).items():
        if inner is not None:
            yield from _modules(inner, f"{path}.{_part(child)}" if path else _part(child))


def _own_tensors(prefix: str, state: dict[str, Any]) -> StateDict:
    hidden = state.get("_non_persistent_buffers_set", set())
    tensors: StateDict = {}
    for kind in ("_parameters", "_buffers"):
        for name, tensor in _dict(state.get(kind, {})).items():
            if tensor is not None and not (kind == "_buffers" and name in hidden):
                if not isinstance(tensor, Tensor):
                    raise ValueError(f"a {type(tensor).__name__} in place of a tensor")
                tensors[prefix + _part(name)] = tensor
    return tensors


def _attributes(state: dict[str, Any]) -> dict[str, Any]:
    """What a module knows about itself besides tensors and inner modules."""
    return {
        name: _plain(value)
        for name, value in state.items()
        if isinstance(name, str) and not name.startswith("_") and not isinstance(value, Tensor)
    }


def _from_tensorflow(root: TfNetwork) -> Network:
    facts = _described(root)
    facts["init_kwargs"] = facts["static_kwargs"]
    facts["class_name"] = facts["build_func_name"]
    facts["components"] = {
        _text(key): _described(part) for key, part in _dict(root.state.get("components", {})).items()
    }
    return Network(dict(_variables(root, "")), facts)


def _described(network: Any) -> dict[str, Any]:
    if not isinstance(network, TfNetwork) or network.state.get("version") not in _TF_VERSIONS:
        raise ValueError("a network of an unknown version")
    return {
        "name": tensorflow_name(network),
        "version": network.state["version"],
        "build_func_name": _text(network.state.get("build_func_name")),
        "static_kwargs": _plain(_dict(network.state.get("static_kwargs", {}))),
    }


def _variables(network: Any, prefix: str) -> Iterator[tuple[str, Tensor]]:
    """A network's own variables, then those of its parts after the parts' names."""
    if not isinstance(network, TfNetwork):
        raise ValueError("a part that is no network")
    for name, value in network.state.get("variables", ()):
        yield prefix + _text(name), _tensor(value)
    for part in _dict(network.state.get("components", {})).values():
        yield from _variables(part, f"{prefix}{tensorflow_name(part)}/")


def _tensor(value: Any) -> Tensor:
    """TensorFlow's variables are all float32, single ones plain numbers."""
    if isinstance(value, np.ndarray):
        return to_tensor(value)
    if type(value) not in (int, float):
        raise ValueError(f"a {type(value).__name__} in place of an array")
    return torch.tensor(value, dtype=torch.float32)


def to_tensor(array: np.ndarray[Any, np.dtype[Any]]) -> Tensor:
    """An array of numbers as a tensor, in the byte order of this machine."""
    return torch.from_numpy(np.ascontiguousarray(array, array.dtype.newbyteorder("=")).reshape(array.shape))


def _plain(value: Any) -> Any:
    """Options as plain values; what else was among them is told by its type."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_plain(item) for item in value)
    if isinstance(value, np.ndarray) and value.size <= _FEW:
        return value.tolist()
    if value is None or isinstance(value, (str, bytes, int, float, bool)):
        return value
    return f"<{type(value).__name__}>"


def _dict(value: Any) -> dict[Any, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"a {type(value).__name__} in place of a dict")
    return value


def _text(value: Any) -> str:
    if not (isinstance(value, str) and 0 < len(value) <= 200 and value.isprintable()):
        raise ValueError("a name that is none")
    return value


def _part(name: Any) -> str:
    """One step of a path."""
    if "." in _text(name):
        raise ValueError("a name with a dot in it")
    return str(name)
