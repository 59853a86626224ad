from __future__ import annotations

import argparse
import io
import os
import pickle
import tempfile
import zipfile
from collections import OrderedDict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from ganstudio.checkpoints.tensors import read_tensors
from ganstudio.checkpoints.unpickle import read_pickle
from ganstudio.errors import CheckpointError


class Runs:
    """An object whose pickle calls any function with any arguments."""

    def __init__(self, function: Any, *args: Any) -> None:
        self.call = function, args

    def __reduce__(self) -> Any:
        return self.call


def hostile(trace: str) -> dict[str, Runs]:
    """What a file may want to call, by the name that must be told."""
    return {
        "system": Runs(os.system, f"touch {trace}"),
        "eval": Runs(eval, f"open({trace!r}, 'w')"),
        "getattr": Runs(getattr, "", "join"),
        "open": Runs(open, trace, "w"),
        "loads": Runs(pickle.loads, pickle.dumps(Runs(open, trace, "w"))),
        "load": Runs(torch.load, trace),
    }


@pytest.mark.parametrize("layout", ["protocol 0", "protocol 2", "protocol 4", "zip", "legacy"])
@pytest.mark.parametrize("name", list(hostile("")))
def test_a_file_that_wants_to_run_something_is_refused_by_name(
    tmp_path: Path, name: str, layout: str
) -> None:
    trace = tmp_path / "trace"
    content = {"weight": torch.ones(2), "evil": hostile(str(trace))[name]}
    path = tmp_path / "evil.pth"
    if layout.startswith("protocol"):
        path.write_bytes(pickle.dumps(content["evil"], protocol=int(layout[-1])))
    else:
        torch.save(content, path, _use_new_zipfile_serialization=layout == "zip")
    with pytest.raises(CheckpointError, match=rf"wants to run [\w.]+\.{name}\.") as caught:
        read_pickle(path)
    assert str(path) in caught.value.message
    assert not trace.exists()


def test_attribute_walks_are_refused(tmp_path: Path) -> None:
    """Protocol 4 may name `collections` `OrderedDict.fromkeys`: no part of an allowed name is enough."""
    path = tmp_path / "walk.pkl"
    path.write_bytes(b"\x80\x04\x8c\x0bcollections\x8c\x14OrderedDict.fromkeys\x93.")
    with pytest.raises(CheckpointError, match=r"collections\.OrderedDict\.fromkeys"):
        read_pickle(path)


@pytest.mark.parametrize("zipped", [True, False])
def test_torch_files_come_back_whole(tmp_path: Path, zipped: bool) -> None:
    base = torch.arange(12.0)
    content = {
        "state_dict": nn.Sequential(nn.Conv2d(2, 3, 3), nn.BatchNorm2d(3)).state_dict(),
        "view": base.view(3, 4).t()[1:],
        "shared": base,
        "parameter": nn.Parameter(torch.ones(2)),
        "empty": torch.empty(0, 3),
        "scalar": torch.tensor(7, dtype=torch.int64),
        "kinds": [
            torch.ones(3).to(kind) for kind in (torch.float16, torch.bfloat16, torch.bool, torch.uint8)
        ],
        "plain": {"epoch": 3, "name": "x", "size": torch.Size([1, 2]), "dtype": torch.float16, "none": None},
        "ordered": OrderedDict(a=1),
    }
    path = tmp_path / "file.pth"
    torch.save(content, path, _use_new_zipfile_serialization=zipped)
    found = read_pickle(path)
    assert found["plain"] == {**content["plain"], "size": (1, 2)}
    assert found["ordered"] == {"a": 1}
    for name in ("view", "shared", "parameter", "empty", "scalar"):
        assert torch.equal(found[name], content[name]), name
        assert found[name].dtype is content[name].dtype
    assert found["view"].data_ptr() != 0
    assert found["view"].untyped_storage().data_ptr() == found["shared"].untyped_storage().data_ptr()
    for ours, theirs in zip(found["kinds"], content["kinds"], strict=True):
        assert ours.dtype is theirs.dtype
        assert torch.equal(ours, theirs)
    for name, tensor in content["state_dict"].items():
        assert torch.equal(found["state_dict"][name], tensor)


@pytest.mark.parametrize("protocol", [2, 3, 4])
def test_options_and_numpy_values_are_inert_data(tmp_path: Path, protocol: int) -> None:
    content = argparse.Namespace(
        ngf=64, rate=np.float32(0.5), big=np.arange(6, dtype=">i4").reshape(2, 3), flags={1, 2}
    )
    path = tmp_path / "opt.pkl"
    path.write_bytes(pickle.dumps(content, protocol=protocol))
    record = read_pickle(path)
    assert not isinstance(record, argparse.Namespace)
    assert (record.ngf, record.rate, record.flags) == (64, 0.5, {1, 2})
    assert record.big.tolist() == [[0, 1, 2], [3, 4, 5]]


def test_numpy_arrays_of_objects_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "objects.pkl"
    path.write_bytes(pickle.dumps(np.array([{}, None], dtype=object), protocol=2))
    with pytest.raises(CheckpointError, match="type O8, not numbers"):
        read_pickle(path)


def damaged(path: Path) -> dict[str, bytes]:
    torch.save({"weight": torch.ones(100)}, path)
    whole = path.read_bytes()
    torch.save({"weight": torch.ones(100)}, path, _use_new_zipfile_serialization=False)
    legacy = path.read_bytes()
    return {
        "zip cut": whole[: len(whole) // 2],
        "zip head only": whole[:30],
        "legacy cut": legacy[:-200],
        "legacy head only": legacy[:40],
        "pickle noise": b"\x80\x02" + bytes(range(200)),
    }


def test_damage_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "file.pth"
    for name, data in damaged(path).items():
        path.write_bytes(data)
        with pytest.raises(CheckpointError) as caught:
            read_pickle(path)
        assert str(path) in caught.value.message, name
        assert "\n" not in caught.value.message


def test_a_view_beyond_its_storage_is_refused(tmp_path: Path) -> None:
    """Such a file would read memory that is not its own."""
    path = tmp_path / "file.pth"
    torch.save({"weight": torch.ones(40)}, path)
    changed = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            # The size tuple (40,) of the pickle: BININT1 40, TUPLE1.
            new.writestr(info.filename, data.replace(b"K\x28\x85", b"K\x7f\x85"))
    path.write_bytes(changed.getvalue())
    with pytest.raises(CheckpointError, match="damaged"):
        read_pickle(path)


def test_a_compressed_storage_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.pth"
    torch.save({"weight": torch.zeros(100_000)}, path)
    changed = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, old.read(info))
    path.write_bytes(changed.getvalue())
    with pytest.raises(CheckpointError, match="damaged"):
        read_pickle(path)


@pytest.mark.parametrize("zipped", [True, False])
@settings(deadline=None, max_examples=60, derandomize=True)
@given(place=st.floats(0, 1, exclude_max=True), value=st.integers(0, 255), cut=st.floats(0.2, 1))
def test_a_wrong_byte_gives_tensors_or_a_sentence(zipped: bool, place: float, value: int, cut: float) -> None:
    buffer = io.BytesIO()
    content = {"weight": torch.ones(3, 4), "bias": nn.Parameter(torch.ones(2, dtype=torch.float16))}
    torch.save(content, buffer, _use_new_zipfile_serialization=zipped)
    data = bytearray(buffer.getvalue())
    data[int(place * len(data))] = value
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.pth"
        path.write_bytes(data[: int(cut * len(data))])
        try:
            read_tensors(path)
        except CheckpointError as error:
            assert str(path) in error.message
