"""A small file takes little memory and little time, whatever it claims."""

from __future__ import annotations

import pickle
import struct
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from ganstudio.checkpoints.pickles import limits
from ganstudio.checkpoints.tensors import read_weights
from ganstudio.checkpoints.unpickle import read_pickle
from ganstudio.errors import CheckpointError
from tests.support.hostile import call, name, value, whole
from tests.support.small_files import (
    legacy_around,
    legacy_parts,
    members_of,
    npy,
    old_tar,
    torch_legacy,
    torch_zip,
    zip_of,
)

MEGABYTE = 1 << 20


@pytest.fixture(autouse=True)
def little_memory() -> Iterator[None]:
    """No test here may take more than a hundred megabytes beside what torch holds."""
    tracemalloc.start()
    yield
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100 * MEGABYTE


def refusal(folder: Path, data: bytes) -> str:
    path = folder / "file.pth"
    path.write_bytes(data)
    with pytest.raises(CheckpointError) as caught:
        read_weights(path)
    assert len(str(caught.value)) + len(caught.value.detail) < 1000
    return f"{caught.value.message} {caught.value.detail}"


def storage_id(count: int, kind: str = "torch.FloatStorage", key: str = "0") -> bytes:
    return b"(" + value("storage") + name(kind) + value(key) + value("cpu") + value(count) + b"tQ"


def tensor(storage: bytes, size: tuple[int, ...], stride: tuple[int, ...], offset: int = 0) -> bytes:
    rest = (value(offset), value(size), value(stride), b"\x89", call("collections.OrderedDict"))
    return call("torch._utils._rebuild_tensor_v2", storage, *rest)


def in_zip(opcodes: bytes, storage: bytes = bytes(16)) -> bytes:
    return zip_of({"archive/data.pkl": whole(opcodes), "archive/data/0": storage})


def in_legacy(opcodes: bytes) -> bytes:
    return legacy_around(torch_legacy({"w": torch.ones(4)}))[1](whole(opcodes))


def header(text: str, length: int | None = None) -> bytes:
    return struct.pack("<Q", len(text) if length is None else length) + text.encode() + bytes(16)


TERA = 1 << 40
BEYOND_END, OTHER_SIZE = "data beyond the end of the file", "another size than it should have"
SHORTER, BEYOND_STORAGE = "the file is shorter than its tensors", "a tensor that reaches beyond its storage"
NO_SHAPE = "a tensor of no possible shape"
CLAIMS = {
    "bytes": (whole(b"\x8e" + struct.pack("<Q", TERA)), BEYOND_END),
    "text": (whole(b"\x8d" + struct.pack("<Q", TERA)), BEYOND_END),
    "long text": (whole(b"X\xff\xff\xff\xff"), BEYOND_END),
    "string of negative length": (whole(b"T\xff\xff\xff\xff"), BEYOND_END),
    "bytearray": (whole(b"\x96" + struct.pack("<Q", TERA)), BEYOND_END),
    "number": (whole(b"\x8b\xff\xff\xff\x7f"), "a number of 2147483647 bytes"),
    "memo": (whole(b"Nr\xff\xff\xff\xff"), "holds no tensors"),
    "storage in a zip": (in_zip(tensor(storage_id(TERA), (TERA,), (1,))), OTHER_SIZE),
    "storage of bytes": (in_zip(tensor(storage_id(TERA, "torch.ByteStorage"), (1,), (1,))), OTHER_SIZE),
    "negative storage": (in_zip(tensor(storage_id(-4), (1,), (1,))), OTHER_SIZE),
    "legacy storage": (in_legacy(tensor(storage_id(TERA)[:-2] + b"NtQ", (TERA,), (1,))), SHORTER),
    "negative legacy storage": (in_legacy(tensor(storage_id(-1)[:-2] + b"NtQ", (0,), (1,))), SHORTER),
    "zero strides": (in_zip(tensor(storage_id(4), (TERA,), (0,))), BEYOND_STORAGE),
    "a size beyond the storage": (in_zip(tensor(storage_id(4), (5,), (1,))), BEYOND_STORAGE),
    "a stride beyond the storage": (in_zip(tensor(storage_id(4), (2,), (4,))), BEYOND_STORAGE),
    "an offset beyond the storage": (in_zip(tensor(storage_id(4), (1,), (1,), 4)), BEYOND_STORAGE),
    "a huge offset": (in_zip(tensor(storage_id(4), (1 << 100, 0), (1, 1), 1 << 100)), BEYOND_STORAGE),
    "a negative stride": (in_zip(tensor(storage_id(4), (2,), (-1,), 3)), NO_SHAPE),
    "a negative offset": (in_zip(tensor(storage_id(4), (2,), (1,), -1)), NO_SHAPE),
    "a hundred dimensions": (in_zip(tensor(storage_id(4), (1,) * 100, (1,) * 100)), NO_SHAPE),
    "safetensors header": (header('{"a":{}}', 3 << 30), "not complete"),
    "safetensors tensor": (
        header('{"a":{"dtype":"F32","shape":[1099511627776],"data_offsets":[0,16]}}'),
        "damaged safetensors",
    ),
    "safetensors offsets": (
        header('{"a":{"dtype":"F32","shape":[1099511627776],"data_offsets":[0,4398046511104]}}'),
        "damaged safetensors",
    ),
    "safetensors depth": (header('{"a":' + "[" * 5000 + "}"), "damaged safetensors"),
    "array": (
        npy(np.ones(3)).replace(b"(3,), }" + b" " * 12, b"(1099511627776,), }"),
        "not as many as its shape says",
    ),
    "tar": (old_tar().replace(struct.pack("<q", 6), struct.pack("<q", TERA), 1), SHORTER),
}


@pytest.mark.parametrize("claim", list(CLAIMS))
def test_a_kilobyte_that_claims_a_terabyte_is_refused(tmp_path: Path, claim: str) -> None:
    data, told = CLAIMS[claim]
    assert len(data) < 11_000
    assert told in refusal(tmp_path, data)


def test_what_claims_nothing_it_does_not_have_is_read(tmp_path: Path) -> None:
    path = tmp_path / "honest.pth"
    path.write_bytes(in_zip(b"}" + value("w") + tensor(storage_id(4), (2, 2), (1, 2)) + b"s"))
    assert read_weights(path).tensors["w"].tolist() == [[0, 0], [0, 0]]


def doubled(start: bytes, again: bytes, times: int = 60) -> bytes:
    """Each line holds the one before it twice: 2 ** 60 entries in 300 bytes."""
    return whole(start + b"\x94" + b"".join(again.replace(b"?", bytes([i])) for i in range(times)))


LAUGHS = {
    "lists": doubled(b"]", b"0](h?h?e\x94"),
    "tuples": doubled(b")", b"0h?h?\x86\x94"),
    "dicts": doubled(b"}", b"0}(K\x00h?K\x01h?u\x94"),
    "tuples as a key": doubled(b")", b"0h?h?\x86\x94")[:-1] + b"}h\x3cNs.",
    "tuples in a set": doubled(b")", b"0h?h?\x86\x94")[:-1] + b"\x8f(h\x3c\x90.",
    "tuples as a size": doubled(b")", b"0h?h?\x86\x94")[:-1]
    + call("torch.Size", b"h\x3c") + b"}h\x3c" + name("torch.Size") + b"s.",
    "tuples as the order of a dtype": doubled(b")", b"0h?h?\x86\x94")[:-1]
    + call("numpy.dtype", value("f4"), b"\x89", b"\x88") + b"(K\x03h\x3cNNNK\x00K\x00K\x00tb.",
    "a list in itself": whole(b"]\x94h\x00a"),
    "a dict in itself": whole(b"}\x94K\x01h\x00s"),
    "a namespace in itself": whole(name("argparse.Namespace") + b")\x81\x94}" + value("a") + b"h\x00sb"),
    "a list in a tuple in itself": whole(b"]\x94h\x00\x85a"),
    "a very deep list": whole(b"]" * 20_000 + b"a" * 19_999),
    "very deep tuples": whole(b")" + b"\x85" * 20_000),
}  # fmt: skip


@pytest.mark.parametrize("knot", list(LAUGHS))
def test_knots_are_refused(tmp_path: Path, knot: str) -> None:
    refusal(tmp_path, LAUGHS[knot])


LARGE = b"B" + struct.pack("<I", MEGABYTE) + bytes(MEGABYTE) + b"\x94"
LONG_TEXT = b"X" + struct.pack("<I", MEGABYTE) + b"a" * MEGABYTE + b"\x94"
LONG_LIST = b"](" + b"K\x01" * 20_000 + b"e\x94"


def again(first: bytes, opcodes: bytes, times: int = 3000) -> bytes:
    """What works on the same large value over and over."""
    return whole(first + opcodes * times)


PAIRS = b"](" + b"K\x01N\x86" * 20_000 + b"e\x94"
NESTED = torch.ones(4)._typed_storage().__reduce__()[1][0]

REPEATED = {
    "encoded text": again(LONG_TEXT, name("_codecs.encode") + b"h\x00" + value("latin1") + b"\x86R"),
    "nested files": again(
        b"B" + struct.pack("<I", len(NESTED)) + NESTED + b"\x94",
        name("torch.storage._load_from_bytes") + b"h\x00\x85R",
    ),
    "sets of one list": again(LONG_LIST, name("builtins.set") + b"h\x00\x85R"),
    "dicts of one list": again(PAIRS, name("collections.OrderedDict") + b"h\x00\x85R"),
    "arrays of the same bytes": again(
        LARGE + call("numpy.dtype", value("u1"), b"\x89", b"\x88") + b"\x94",
        call("numpy.core.numeric._frombuffer", b"h\x00", b"h\x01", value((MEGABYTE,)), value("C")),
    ),
    "paths of one text": again(LONG_TEXT, name("pathlib.PosixPath") + b"h\x00\x85R"),
}


@pytest.mark.parametrize("work", list(REPEATED))
def test_the_same_work_over_and_over_is_refused(
    tmp_path: Path, work: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "_FREE_BYTES", 16 * MEGABYTE)
    monkeypatch.setattr(limits, "_STEPS", 400_000)
    told = "more steps" if work == "nested files" else "unfolds to far more"
    assert told in refusal(tmp_path, REPEATED[work])


@pytest.mark.parametrize(
    ("opcodes", "told"),
    [
        (b"\x8f" * 400_000, "unfolds to far more"),
        (b"}" * 400_000, "unfolds to far more"),
        (b")\x85" * 400_000, "unfolds to far more"),
        (b"N0" * 100_000, "more steps"),
        (b"}" + value("k" * 5000) + b"Ns", "has a key that no weight file has"),
        (b"}" + value(1 << 64) + b"Ns", "has a key that no weight file has"),
        (b"}" + value((1, 2)) + b"Ns", "has a key that no weight file has"),
        (b"\x8f(]\x90", "has a key that no weight file has"),
        (value(1 << 4000), "a number of 501 bytes"),
    ],
)
def test_what_no_weight_file_needs_is_refused(
    tmp_path: Path, opcodes: bytes, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "_FREE_BYTES", 16 * MEGABYTE)
    monkeypatch.setattr(limits, "_STEPS", 150_000 if told == "more steps" else 10**7)
    assert told in refusal(tmp_path, whole(opcodes))


def test_a_bomb_in_a_zip_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_FREE_BYTES", MEGABYTE)
    packed = zip_of({"weight.npy": npy(np.zeros(MEGABYTE))}, zipfile.ZIP_DEFLATED)
    assert len(packed) < MEGABYTE // 64
    assert "unfolds to far more" in refusal(tmp_path, packed)


def test_members_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    """Every member of the directory leads to the header of the first: a storm of copies from one."""
    data = bytearray(zip_of({f"a/data/{i}": bytes(1000) for i in range(9)} | {"a/data.pkl": b"N."}))
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    assert "damaged" in refusal(tmp_path, bytes(data))


def test_two_members_of_one_name_are_refused(tmp_path: Path) -> None:
    data = zip_of({"archive/data.pkl": b"N.", "archive/data.pkm": whole(call("os.system"))})
    assert "damaged" in refusal(tmp_path, data.replace(b"data.pkm", b"data.pkl"))


def test_an_encrypted_member_and_a_directory_elsewhere_are_refused(tmp_path: Path) -> None:
    data = zip_of(members_of(torch_zip()))
    place = data.index(b"PK\x01\x02")
    refusal(tmp_path, data[: place + 8] + b"\x01" + data[place + 9 :])
    end = data.rindex(b"PK\x05\x06")
    for at in (end + 12, end + 16):
        refusal(tmp_path, data[:at] + b"\xff\xff\xff\x7f" + data[at + 4 :])


def test_a_changed_storage_is_noticed_by_its_sum(tmp_path: Path) -> None:
    data = torch_zip({"w": torch.full((3,), 1.5)})
    place = data.index(struct.pack("<3f", 1.5, 1.5, 1.5))
    assert "damaged" in refusal(tmp_path, data[:place] + b"\x01" + data[place + 1 :])


def test_views_of_one_storage_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each would be copied on the way to the network."""
    monkeypatch.setattr(limits, "_FREE_BYTES", 0)
    count = 250_000
    one = storage_id(count) + b"\x940"
    shared = b"h\x00"
    data = in_zip(one + b"](" + tensor(shared, (count,), (1,)) * 300 + b"e", bytes(4 * count))
    assert "unfolds to far more" in refusal(tmp_path, data)


def test_large_files_are_not_copied_more_than_once(tmp_path: Path) -> None:
    """Numbers go straight from the file into tensors: Python's own memory stays small."""
    content = {"w": torch.zeros(4 * MEGABYTE), "v": torch.ones(3)}
    for zipped in (True, False):
        path = tmp_path / "large.pth"
        torch.save(content, path, _use_new_zipfile_serialization=zipped)
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        found = read_pickle(path)
        assert tracemalloc.get_traced_memory()[1] - before < MEGABYTE
        assert all(torch.equal(found[key], tensor) for key, tensor in content.items())


def test_truncated_files_of_every_kind_are_refused(tmp_path: Path) -> None:
    for make in (torch_zip, torch_legacy):
        data = make({"w": torch.ones(100)})
        for end in range(1, len(data) - 1, 29):
            refusal(tmp_path, data[:end])


def test_file_of_other_endings_and_members(tmp_path: Path) -> None:
    members = members_of(torch_zip({"w": torch.ones(2)}))
    assert "damaged" in refusal(tmp_path, zip_of({**members, "archive/byteorder": b"big"}))
    refusal(tmp_path, zip_of({name: data for name, data in members.items() if "data/0" not in name}))
    refusal(tmp_path, zip_of({**members, "archive/data/0": bytes(4)}))


def test_a_legacy_file_must_bring_all_its_storages(tmp_path: Path) -> None:
    """Else a tensor would show what was in memory before."""
    data = torch_legacy({"w": torch.ones(2)})
    empty = pickle.dumps([], 2)
    own = pickle.dumps({"w": 1}, 2)
    starts = legacy_parts(data)
    refusal(tmp_path, data[: starts[4]] + empty)
    (tmp_path / "none.pth").write_bytes(data[: starts[3]] + own + empty)
    assert read_pickle(tmp_path / "none.pth") == {"w": 1}
