"""Whatever a file holds, reading it gives values or one sentence, and nothing else happens."""

from __future__ import annotations

import io
import json
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from ganstudio.checkpoints.tensors import read_weights
from ganstudio.checkpoints.unpickle import read_pickle
from ganstudio.errors import CheckpointError
from tests.support.mutations import SNIPPETS
from tests.support.small_files import torch_legacy, torch_zip, zip_with_pickle

ROOT = Path(__file__).parents[3]
# A sixth of them are the hostile pickles as they are.
COUNT = 12_000


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("fuzz") / "file.bin"
    file.touch()
    return file


def written(path: Path, data: bytes) -> Path:
    with path.open("r+b") as file:
        file.write(data)
        file.truncate()
    return path


def test_thousands_of_damaged_files_run_nothing_and_end_in_tensors_or_a_sentence() -> None:
    """In a process of its own, whose audit events are heard and whose address space is limited."""
    command = [sys.executable, "-m", "tests.benchmarks.fuzz_checkpoints", "--count", str(COUNT), "--json"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-4000:]
    figures = json.loads(ran.stdout)
    assert figures["files"] == COUNT == figures["loaded"] + figures["refused"]
    assert (figures["other_exceptions"], figures["ran_something"], figures["hangs"]) == (0, 0, 0)
    assert figures["loaded"] > 100 and figures["refused_by_name"] > 1000
    assert figures["peak_extra_megabytes"] < 200
    assert len(figures["kinds"]) == 15


KEYS = st.text(max_size=8) | st.integers(-(2**62), 2**62) | st.booleans() | st.none() | st.binary(max_size=4)
PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**80), 2**80)
    | st.floats(allow_nan=False)
    | st.text(max_size=20)
    | st.binary(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(KEYS, inner, max_size=5)
        | st.tuples(inner, inner)
        | st.frozensets(KEYS, max_size=4).map(set)
    ),
    max_leaves=25,
)


@settings(max_examples=300, derandomize=True)
@given(content=PLAIN, protocol=st.integers(0, 5))
def test_plain_values_come_back_as_they_were(path: Path, content: Any, protocol: int) -> None:
    found = read_pickle(written(path, pickle.dumps({"value": content}, protocol)))["value"]
    assert found == content and type(found) is type(content)


@settings(max_examples=150, derandomize=True)
@given(
    shape=st.lists(st.integers(0, 4), max_size=4),
    kind=st.sampled_from((torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.bool)),
    turned=st.booleans(),
    make=st.sampled_from((torch_zip, torch_legacy)),
    seed=st.integers(0, 9),
)
def test_tensors_come_back_as_they_were(
    path: Path, shape: list[int], kind: torch.dtype, turned: bool, make: Any, seed: int
) -> None:
    tensor = torch.randint(0, 9, shape, generator=torch.Generator().manual_seed(seed)).to(kind)
    tensor = tensor.permute(list(reversed(range(tensor.dim())))) if turned else tensor
    (found,) = read_weights(written(path, make({"weight": tensor}))).tensors.values()
    assert found.dtype is kind and found.shape == tensor.shape and torch.equal(found, tensor)


@settings(max_examples=100, derandomize=True)
@given(
    shape=st.lists(st.integers(0, 4), max_size=4), code=st.sampled_from(("<f4", ">f8", "|u1", "<i8", "<f2"))
)
def test_arrays_come_back_as_they_were(path: Path, shape: list[int], code: str) -> None:
    array = np.arange(np.prod(shape, dtype=int)).reshape(shape).astype(code)
    for order in "CF":
        ordered = np.asarray(array, order=order)
        buffer = io.BytesIO()
        np.save(buffer, ordered)
        for data in (buffer.getvalue(), *(pickle.dumps(ordered, protocol) for protocol in (2, 4, 5))):
            found = read_pickle(written(path, data))
            # numpy itself turns the bytes round while it unpickles.
            assert found.dtype.newbyteorder("=") == array.dtype.newbyteorder("=")
            assert found.shape == array.shape
            assert np.array_equal(found, array)


@settings(max_examples=800, derandomize=True)
@given(opcodes=st.lists(st.sampled_from(SNIPPETS), max_size=30), zipped=st.booleans())
def test_any_opcodes_end_in_a_value_or_a_sentence(path: Path, opcodes: list[bytes], zipped: bool) -> None:
    data = b"\x80\x04" + b"".join(opcodes) + b"."
    try:
        read_weights(written(path, zip_with_pickle(EMPTY, data) if zipped else data))
    except CheckpointError as error:
        assert str(path) in error.message and "\n" not in error.message


EMPTY = torch_zip({})


@settings(max_examples=500, derandomize=True)
@given(
    data=st.binary(max_size=300),
    head=st.sampled_from((b"", b"PK\x03\x04", b"\x80\x02", b"\x93NUMPY\x01\x00")),
)
def test_any_bytes_end_in_a_sentence(path: Path, data: bytes, head: bytes) -> None:
    with pytest.raises(CheckpointError):
        read_weights(written(path, head + data))
