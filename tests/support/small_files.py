"""Small weight files of every format, written by the libraries that write real ones where there is one."""

from __future__ import annotations

import argparse
import io
import pickle
import pickletools
import struct
import sys
import tarfile
import types
import zipfile
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from safetensors.torch import save
from torch import Tensor, nn

CONTENT = {
    "g_ema": OrderedDict(
        {"conv.weight": torch.arange(24.0).view(2, 3, 2, 2), "conv.bias": torch.ones(2).half()}
    ),
    "args": argparse.Namespace(size=8, name="tiny"),
    "step": 7,
}


@dataclass(frozen=True)
class Sample:
    """A file as bytes; `pickle` is the pickle inside it, and `wrap` makes the file around another one."""

    name: str
    data: bytes
    pickle: bytes = b""
    wrap: Callable[[bytes], bytes] = bytes


def torch_zip(content: Any = CONTENT) -> bytes:
    buffer = io.BytesIO()
    torch.save(content, buffer)
    return buffer.getvalue()


def torch_legacy(content: Any = CONTENT) -> bytes:
    buffer = io.BytesIO()
    torch.save(content, buffer, _use_new_zipfile_serialization=False)
    return buffer.getvalue()


def members_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zip_of(members: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def zip_with_pickle(data: bytes, replacement: bytes) -> bytes:
    """A torch file with another `data.pkl`."""
    members = members_of(data)
    return zip_of({name: replacement if name.endswith("data.pkl") else old for name, old in members.items()})


def tar_of(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:", format=tarfile.PAX_FORMAT) as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def legacy_parts(data: bytes) -> list[int]:
    """Where the five pickles of a legacy file begin, and where the numbers do."""
    file = io.BytesIO(data)
    starts = []
    for _ in range(5):
        starts.append(file.tell())
        for _ in pickletools.genops(file):
            pass
    return [*starts, file.tell()]


def legacy_around(data: bytes) -> tuple[bytes, Callable[[bytes], bytes]]:
    """The object's pickle in a legacy file, and how to put another in its place."""
    starts = legacy_parts(data)
    before, own, after = data[: starts[3]], data[starts[3] : starts[4]], data[starts[4] :]
    return own, lambda replacement: before + replacement + after


class _Call:
    """Pickles as a call of any function, or as a persistent id."""

    def __init__(self, function: Any, *args: Any) -> None:
        self.function, self.args = function, args

    def __reduce__(self) -> Any:
        return self.function, self.args


class Reference:
    """Pickles as a persistent id."""

    def __init__(self, key: Any) -> None:
        self.key = key


class _ReferencePickler(pickle.Pickler):
    def persistent_id(self, value: Any) -> Any:
        return value.key if isinstance(value, Reference) else None


def dumps_with_references(value: Any) -> bytes:
    buffer = io.BytesIO()
    _ReferencePickler(buffer, 2).dump(value)
    return buffer.getvalue()


def old_tar(tensors: dict[str, Tensor] | None = None, pickled: bytes | None = None) -> bytes:
    """What torch 0.1 wrote: the object refers to tensors by number, tensors to storages by number."""
    tensors = tensors or {"weight": torch.arange(6.0).view(2, 3), "long": torch.arange(3)}
    kinds = {torch.float32: torch.FloatStorage, torch.int64: torch.LongStorage}
    storages = [pickle.dumps(len(tensors), 2)]
    records = [pickle.dumps(len(tensors), 2)]
    for number, tensor in enumerate(tensors.values()):
        flat = tensor.contiguous().flatten()
        storages += [
            pickle.dumps((100 + number, "cpu", kinds[tensor.dtype]), 2),
            struct.pack("<q", flat.numel()) + flat.numpy().tobytes(),
        ]
        records += [
            pickle.dumps((200 + number, 100 + number, kinds[tensor.dtype]), 2),
            struct.pack("<i4x", tensor.dim()),
            struct.pack(f"<{2 * tensor.dim() + 1}q", *tensor.shape, *tensor.contiguous().stride(), 0),
        ]
    references = OrderedDict((name, Reference(str(200 + i))) for i, name in enumerate(tensors))
    facts = {"protocol_version": 1000, "little_endian": True, "type_sizes": {"short": 2, "int": 4, "long": 8}}
    return tar_of(
        {
            "sys_info": pickle.dumps(facts, 2),
            "pickle": pickled or dumps_with_references(references),
            "tensors": b"".join(records),
            "storages": b"".join((*storages, pickle.dumps([], 2))),
        }
    )


@contextmanager
def pretended(**modules: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Modules and names that pickle can refer to while it writes; `__` in a module's name is a dot."""
    made: dict[str, Any] = {}
    before = dict(sys.modules)
    for module, names in modules.items():
        dotted = module.replace("__", ".")
        parts = dotted.split(".")
        for end in range(1, len(parts) + 1):
            name = ".".join(parts[:end])
            sys.modules.setdefault(name, types.ModuleType(name))
        for name in names:
            kind = type(name, (dict,) if name == "EasyDict" else (), {"__module__": dotted})
            setattr(sys.modules[dotted], name, kind)
            made[name] = kind
    try:
        yield made
    finally:
        for name in set(sys.modules) - set(before):
            del sys.modules[name]


TRIPWIRE = "raise RuntimeError('the source in the file was executed')\n"


def persistent(class_name: str, modules: dict[str, Any] | None = None, **attributes: Any) -> dict[str, Any]:
    """The record of a module; tensors among the attributes are its parameters, `buffer_*` its buffers."""
    tensors = {name: value for name, value in attributes.items() if isinstance(value, Tensor)}
    buffers = {name.removeprefix("buffer_"): t for name, t in tensors.items() if name.startswith("buffer_")}
    state = {
        "training": False,
        "_parameters": OrderedDict(
            (name, nn.Parameter(tensor, requires_grad=False))
            for name, tensor in tensors.items()
            if not name.startswith("buffer_")
        ),
        "_buffers": OrderedDict(buffers),
        "_non_persistent_buffers_set": set(),
        "_forward_hooks": OrderedDict(),
        "_modules": OrderedDict(modules or {}),
        **{name: value for name, value in attributes.items() if name not in tensors},
    }
    return {"type": "class", "version": 6, "module_src": TRIPWIRE, "class_name": class_name, "state": state}


def stylegan_records() -> dict[str, Any]:
    """G, D and G_ema of a StyleGAN that is too small to draw, as records for `stylegan_pickle`."""

    def generator(value: float) -> dict[str, Any]:
        layer = persistent(
            "FullyConnectedLayer", weight=torch.full((2, 3), value), bias=None, weight_gain=np.float64(0.5)
        )
        mapping = persistent(
            "MappingNetwork", {"fc0": layer}, buffer_w_avg=torch.full((2,), value), num_layers=1
        )
        block = persistent("SynthesisBlock", const=torch.full((2, 4, 4), value), use_fp16=False)
        synthesis = persistent(
            "SynthesisNetwork", {"b4": block}, block_resolutions=[4], size=np.array([4, 4])
        )
        told = {"z_dim": 3, "mapping_kwargs": {"num_layers": 1}}
        parts = {"synthesis": synthesis, "mapping": mapping}
        return persistent("Generator", parts, z_dim=3, _init_args=(), _init_kwargs=told)

    scores = persistent("Discriminator", img_resolution=4, _init_args=(), _init_kwargs={"c_dim": 0})
    scores["state"]["_buffers"]["frozen"] = torch.ones(2, 2).t()
    return {
        "training_set_kwargs": {"path": "somewhere", "resolution": 4},
        "G": generator(1.0),
        "D": scores,
        "G_ema": generator(2.0),
        "augment_pipe": persistent("AugmentPipe", xflip=1.0),
    }


def stylegan_pickle(root: dict[str, Any] | None = None, protocol: int = 4) -> bytes:
    """Records of `persistent` below `root` as the official code writes them."""
    with pretended(
        torch_utils__persistence=("_reconstruct_persistent_obj",), dnnlib__util=("EasyDict",)
    ) as made:
        rebuild = made["_reconstruct_persistent_obj"]

        def written(value: Any) -> Any:
            if isinstance(value, dict) and "module_src" in value:
                inside = value["state"]
                state = {name: written(item) for name, item in inside.items()} if inside else inside
                return _Call(rebuild, {**value, "state": state})
            if isinstance(value, dict):
                kind = made["EasyDict"] if "num_layers" in value else type(value)
                return kind((name, written(item)) for name, item in value.items())
            return value

        return pickle.dumps(written(root or stylegan_records()), protocol)


def tensorflow_pickle(protocol: int = 4, version: int = 4, **changes: Any) -> bytes:
    """The tuple (G, D, Gs) of a TensorFlow StyleGAN; `changes` go into the state of Gs."""
    with pretended(dnnlib__tflib__network=("Network",)) as made:

        def made_of(state: dict[str, Any]) -> Any:
            one = made["Network"]()
            vars(one).update(state)
            return one

        def network(name: str, builder: str, variables: list[Any], **components: Any) -> dict[str, Any]:
            return {
                "version": version,
                "name": name,
                "static_kwargs": {"resolution": 4, "fmap_max": 2},
                "components": components,
                "build_module_src": TRIPWIRE,
                "build_func_name": builder,
                "variables": variables,
            }

        def generator(name: str, value: float) -> dict[str, Any]:
            const = np.full((1, 2, 4, 4), value, np.float32)
            synthesis = network(
                "G_synthesis",
                "G_synthesis_stylegan2",
                [("4x4/Const/const", const), ("4x4/Conv/noise_strength", np.float32(value))],
            )
            dense = np.asfortranarray(np.arange(6, dtype=np.float32).reshape(2, 3))
            mapping = network("G_mapping", "G_mapping", [("Dense0/weight", dense)])
            parts = {"synthesis": made_of(synthesis), "mapping": made_of(mapping)}
            variables = [("lod", np.float32(0)), ("dlatent_avg", np.full(2, value, np.float32))]
            return network(name, "G_main", variables, **parts)

        scores = network("D", "D_stylegan2", [("Output/bias", np.ones(1, np.float32))])
        states = (generator("G", 1.0), scores, {**generator("Gs", 2.0), **changes})
        return pickle.dumps(tuple(made_of(state) for state in states), protocol)


def npy(array: Any) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


def npz(packed: bool = False) -> bytes:
    buffer = io.BytesIO()
    write = np.savez_compressed if packed else np.savez
    write(buffer, weight=np.arange(6.0, dtype=np.float32).reshape(2, 3), bias=np.ones(2))
    return buffer.getvalue()


def samples() -> list[Sample]:
    """A small file of each kind that can be read."""
    zipped, legacy = torch_zip(), torch_legacy()
    own, around = legacy_around(legacy)
    options = {"rate": np.float64(0.5), "sizes": [(1, 2), {3}], "big": 1 << 70, "raw": b"x", "none": None}
    plain = {f"protocol {p}": pickle.dumps({"w": np.ones((2, 3), "<f4"), **options}, p) for p in (0, 2, 4, 5)}
    references = dumps_with_references(OrderedDict(weight=Reference("200")))
    ada, tensorflow = stylegan_pickle(), tensorflow_pickle()
    return [
        Sample("zip", zipped, members_of(zipped)["archive/data.pkl"], lambda p: zip_with_pickle(zipped, p)),
        Sample("legacy", legacy, own, around),
        Sample("tar", old_tar(), references, lambda p: old_tar(pickled=p)),
        Sample("stylegan2-ada", ada, ada),
        Sample("stylegan3", stylegan_pickle(protocol=3)),
        Sample("tensorflow", tensorflow, tensorflow),
        *(Sample(name, data, data) for name, data in plain.items()),
        Sample("safetensors", save({"weight": torch.ones(2, 3), "bias": torch.ones(2).half()}, {"a": "b"})),
        Sample("npy", npy(np.arange(6.0).reshape(2, 3))),
        Sample("npz", npz()),
        Sample("npz packed", npz(packed=True)),
    ]
