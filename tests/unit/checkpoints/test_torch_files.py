"""The containers of torch, numpy and training frameworks: what is in them comes out, as inert values."""

from __future__ import annotations

import argparse
import io
import pickle
import struct
import sys
import tarfile
from collections import Counter, defaultdict
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from ganstudio.checkpoints.file_kinds import kind_of_file
from ganstudio.checkpoints.pickles.values import Name, Storage
from ganstudio.checkpoints.tensors import read_weights
from ganstudio.checkpoints.unpickle import read_pickle
from ganstudio.errors import CheckpointError
from tests.support.hostile import call, name, value
from tests.support.small_files import (
    Reference,
    dumps_with_references,
    legacy_around,
    members_of,
    npy,
    npz,
    old_tar,
    pretended,
    samples,
    tar_of,
    torch_legacy,
    torch_zip,
    zip_of,
    zip_with_pickle,
)


def read(folder: Path, data: bytes) -> Any:
    (folder / "file").write_bytes(data)
    return read_pickle(folder / "file")


def refusal(folder: Path, data: bytes, file: str = "file") -> str:
    (folder / file).write_bytes(data)
    with pytest.raises(CheckpointError) as caught:
        read_weights(folder / file)
    return caught.value.message


def test_the_tar_files_of_torch_0_1(tmp_path: Path) -> None:
    tensors = {"weight": torch.randn(2, 3), "long": torch.arange(4), "scalar": torch.tensor(2.0)}
    found = read(tmp_path, old_tar(tensors))
    assert list(found) == list(tensors)
    assert all(torch.equal(found[key], tensor) for key, tensor in tensors.items())
    assert read_weights(tmp_path / "file").tensors.keys() == tensors.keys()


def test_a_tar_file_with_a_part_of_a_storage(tmp_path: Path) -> None:
    """Layers of torch 0.1 could share one storage, of which each named a stretch."""
    whole_tar = old_tar({"weight": torch.arange(6.0)})
    views, none = pickle.dumps([(300, 100, 2, 3)], 2), pickle.dumps([], 2)
    with tarfile.open(fileobj=io.BytesIO(whole_tar)) as archive:
        parts = {member.name: archive.extractfile(member).read() for member in archive}
    parts["storages"] = parts["storages"].removesuffix(none) + views
    parts["tensors"] = parts["tensors"].replace(b"K\xc8Kd", b"K\xc8M\x2c\x01")
    shape = struct.pack("<i4x3q", 1, 6, 1, 0)
    assert shape in parts["tensors"]
    parts["tensors"] = parts["tensors"].replace(shape, struct.pack("<i4x3q", 1, 3, 1, 0))
    assert read(tmp_path, tar_of(parts))["weight"].tolist() == [2, 3, 4]
    parts["tensors"] = parts["tensors"].replace(struct.pack("<3q", 3, 1, 0), struct.pack("<3q", 3, 1, 1))
    assert "damaged" in refusal(tmp_path, tar_of(parts))


def test_a_tar_reference_to_nothing_is_damage(tmp_path: Path) -> None:
    assert "damaged" in refusal(tmp_path, old_tar(pickled=dumps_with_references([Reference("999")])))
    assert "damaged" in refusal(tmp_path, old_tar(pickled=dumps_with_references([Reference((1, 2))])))


def test_another_tar_is_told_from_torchs(tmp_path: Path) -> None:
    assert "a tar archive: unpack it first" in refusal(tmp_path, tar_of({"net.pth": torch_zip()}))


def test_legacy_files_of_torch_0_3_name_parts_of_storages(tmp_path: Path) -> None:
    data = torch_legacy({"w": torch.arange(6.0)})
    own, around = legacy_around(data)
    view = b"(" + value("900") + b"K\x02K\x03t"
    assert own.count(b"Ntq") == 1
    changed = own.replace(b"Ntq", view + b"tq").replace(b"K\x06\x85", b"K\x03\x85")
    assert read(tmp_path, around(changed))["w"].tolist() == [2, 3, 4]
    beyond = changed.replace(b"K\x02K\x03t", b"K\x02K\x05t")
    assert "damaged" in refusal(tmp_path, around(beyond))


def test_every_kind_of_number(tmp_path: Path) -> None:
    kinds = [
        torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16,
        torch.int8, torch.uint8, torch.bool, torch.complex64, torch.complex128,
    ]  # fmt: skip
    content = {str(kind): torch.arange(3).to(kind) for kind in kinds}
    for data in (torch_zip(content), torch_legacy(content)):
        found = read(tmp_path, data)
        for kind in kinds:
            assert found[str(kind)].dtype is kind
            assert torch.equal(found[str(kind)], content[str(kind)])


def test_the_later_kinds_of_number_in_zip_files(tmp_path: Path) -> None:
    content = {"a": torch.arange(5).to(torch.uint16), "b": torch.ones(2).to(torch.float8_e5m2)}
    found = read(tmp_path, torch_zip(content))
    assert found["a"].dtype is torch.uint16 and found["a"].tolist() == [0, 1, 2, 3, 4]
    assert found["b"].dtype is torch.float8_e5m2 and found["b"].float().tolist() == [1, 1]


def test_files_of_the_gpu_lie_on_the_cpu(tmp_path: Path) -> None:
    own, around = legacy_around(torch_legacy({"w": torch.ones(3)}))
    changed = own.replace(b"ctorch\nFloatStorage", b"ctorch.cuda\nFloatStorage")
    found = read(tmp_path, around(changed.replace(b"X\x03\x00\x00\x00cpu", b"X\x06\x00\x00\x00cuda:1")))
    assert found["w"].device.type == "cpu" and found["w"].tolist() == [1, 1, 1]


def test_tensors_with_attributes_of_their_own(tmp_path: Path) -> None:
    tensor = torch.ones(2)
    tensor.learning_rate = 0.1
    parameter = nn.Parameter(torch.zeros(3))
    parameter.learning_rate = 0.1
    found = read(tmp_path, torch_zip({"t": tensor, "p": parameter}))
    assert type(found["t"]) is type(found["p"]) is Tensor
    assert found["p"].tolist() == [0, 0, 0] and not found["p"].requires_grad


def test_a_file_without_sums(tmp_path: Path) -> None:
    """torch.serialization.set_crc32_options(False) leaves zeros in their place."""
    torch.serialization.set_crc32_options(False)
    try:
        data = torch_zip({"w": torch.ones(3)})
    finally:
        torch.serialization.set_crc32_options(True)
    assert read(tmp_path, data)["w"].tolist() == [1, 1, 1]


def test_state_dicts_keep_no_attributes(tmp_path: Path) -> None:
    found = read(tmp_path, torch_zip(nn.BatchNorm2d(2).state_dict()))
    assert type(found) is dict
    assert found["num_batches_tracked"].dtype is torch.int64


def test_a_storage_by_itself(tmp_path: Path) -> None:
    found = read(tmp_path, torch_zip({"s": torch.ones(3).untyped_storage()}))
    assert type(found["s"]) is Storage and found["s"].data.numel() == 12


@pytest.mark.parametrize("protocol", [0, 1, 2, 3, 4, 5])
def test_metadata_comes_as_plain_values(tmp_path: Path, protocol: int) -> None:
    if protocol < 2:
        content: dict[str, Any] = {"paths": Path("runs/a")}
    else:
        content = {
            "paths": Path("runs/a"),
            "pure": PurePosixPath("/x"),
            "counts": Counter("aab"),
            "default": defaultdict(list, {"a": [1]}),
            "version": torch.__version__,
            "device": torch.device("cuda", 1),
            "dtype": torch.float16,
            "size": torch.Size([2, 3]),
            "frozen": frozenset({1}),
            "raw": b"\x00\xff",
            "mutable": bytearray(b"ab"),
            "empty": b"",
            "long": 1 << 100,
            "array": np.arange(6, dtype="<i2").reshape(2, 3, order="F"),
            "scalar": np.float32(0.5),
            "namespace": argparse.Namespace(a=argparse.Namespace(b=1)),
        }
    found = read(tmp_path, pickle.dumps(content, protocol))
    assert found["paths"] == "runs/a"
    if protocol >= 2:
        assert (found["pure"], found["counts"], found["default"]) == ("/x", {"a": 2, "b": 1}, {"a": [1]})
        assert found["version"] == str(torch.__version__) and type(found["version"]) is str
        assert (found["device"], found["dtype"], found["size"]) == ("cuda:1", torch.float16, (2, 3))
        assert (found["frozen"], found["raw"], found["mutable"]) == ({1}, b"\x00\xff", b"ab")
        assert (found["empty"], found["long"], found["scalar"]) == (b"", 1 << 100, 0.5)
        assert found["array"].tolist() == content["array"].tolist()
        assert found["namespace"].a.b == 1


def test_what_python_2_wrote(tmp_path: Path) -> None:
    """Strings are bytes there, dicts with an order are lists of pairs, arrays hold their bytes as text."""
    ordered = call("collections.OrderedDict", b"](](U\x01aK\x01e](U\x01b" + b"K\x02ee")
    assert read(tmp_path, b"\x80\x02" + ordered + b".") == {"a": 1, "b": 2}
    record = b"ccopy_reg\n_reconstructor\n(cargparse\nNamespace\nc__builtin__\nobject\nNtR(dS'ngf'\nI64\nsb."
    assert vars(read(tmp_path, record)) == {"ngf": 64}
    array = (
        b"\x80\x02"
        + call("numpy.core.multiarray._reconstruct", name("numpy.ndarray"), value((0,)), b"U\x01b")
        + b"(K\x01(K\x02t" + call("numpy.dtype", b"U\x02u1", b"K\x00", b"K\x01")
        + b"(K\x03U\x01|NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb\x89U\x02\x80\xfftb."
    )  # fmt: skip
    assert read(tmp_path, array).tolist() == [128, 255]
    assert read(tmp_path, b"(lp0\nI01\naI00\naF1.5\naL5L\naV\\u00e9\naS'it\\'s'\na.") == [
        True, False, 1.5, 5, "é", "it's",
    ]  # fmt: skip


def lightning(hyper_parameters: Any) -> dict[str, Any]:
    return {
        "epoch": 3,
        "pytorch-lightning_version": "1.0.8",
        "state_dict": {"netG.module.conv.weight": torch.ones(2), "netD.conv.weight": torch.ones(3)},
        "optimizer_states": [{"state": {0: {"exp_avg": torch.ones(2)}}, "param_groups": [{"lr": 0.1}]}],
        "lr_schedulers": [{"milestones": Counter([1])}],
        "hyper_parameters": hyper_parameters,
    }


def test_lightning_checkpoints(tmp_path: Path) -> None:
    with pretended(
        pytorch_lightning__utilities__parsing=("AttributeDict",),
        pytorch_lightning__callbacks__model_checkpoint=("ModelCheckpoint",),
    ) as made:
        attributes = type("AttributeDict", (dict,), {"__module__": "pytorch_lightning.utilities.parsing"})
        sys.modules["pytorch_lightning.utilities.parsing"].AttributeDict = attributes
        options = {"dict": {"ngf": 8}, "namespace": argparse.Namespace(ngf=8), "class": attributes(ngf=8)}
        files = {
            kind: torch_zip(lightning(option) | {"callbacks": {made["ModelCheckpoint"]: {"best": 1.0}}})
            for kind, option in options.items()
        }
    for data in files.values():
        (tmp_path / "file.ckpt").write_bytes(data)
        networks = read_weights(tmp_path / "file.ckpt").networks
        assert list(networks) == ["state_dict"]
        assert networks["state_dict"].facts["ngf"] == 8
        assert networks["state_dict"].facts["epoch"] == 3
        key = next(iter(read_pickle(tmp_path / "file.ckpt")["callbacks"]))
        assert type(key) is Name


def test_an_unknown_class_among_hyperparameters_is_refused_by_name(tmp_path: Path) -> None:
    with pretended(omegaconf__dictconfig=("DictConfig",)) as made:
        data = torch_zip(lightning(made["DictConfig"]()))
    assert "wants to run omegaconf.dictconfig.DictConfig." in refusal(tmp_path, data)


def test_a_whole_pickled_module_is_refused_by_its_class(tmp_path: Path) -> None:
    for data in (torch_zip(nn.Conv2d(1, 1, 1)), torch_legacy({"netG": nn.Linear(1, 1)})):
        assert "wants to run torch.nn.modules." in refusal(tmp_path, data)


def test_arrays_of_numpy(tmp_path: Path) -> None:
    for array in (
        np.arange(6.0).reshape(2, 3),
        np.asfortranarray(np.arange(6, dtype=">i4").reshape(2, 3)),
        np.array(3, np.uint8),
        np.zeros((0, 4), np.float16),
        np.array(["a", "bc"]),
    ):
        found = read(tmp_path, npy(array))
        assert found.dtype == array.dtype and found.shape == array.shape
        assert found.tolist() == array.tolist()
    assert "holds one array of numbers, no network" in refusal(tmp_path, npy(np.ones((1, 512))))
    for packed in (False, True):
        arrays = read(tmp_path, npz(packed))
        assert arrays["weight"].tolist() == [[0, 1, 2], [3, 4, 5]]
        weights = read_weights(tmp_path / "file").tensors
        assert weights["weight"].dtype is torch.float32 and weights["bias"].dtype is torch.float64


def test_arrays_of_objects_are_refused(tmp_path: Path) -> None:
    objects = npy(np.array([{}], dtype=object))
    assert "holds a numpy array of objects" in refusal(tmp_path, objects)
    assert "holds a numpy array of objects" in refusal(tmp_path, zip_of({"a.npy": objects}))
    assert "holds a numpy array of records" in refusal(tmp_path, npy(np.zeros(2, [("a", "f4")])))
    mixed = npy(np.array([(1, {})], dtype=[("a", "f4"), ("b", "O")]))
    assert "holds a numpy array of" in refusal(tmp_path, mixed)
    for code in (b"'|V8'", b"'<M8'", b"'|O8'"):
        changed = npy(np.ones(1)).replace(b"'<f8'", code)
        assert "numpy array of" in refusal(tmp_path, changed)


def test_arrays_in_another_byte_order_become_tensors(tmp_path: Path) -> None:
    path = tmp_path / "weights.pkl"
    path.write_bytes(pickle.dumps({"w": np.arange(3, dtype=">f4")}))
    assert read_weights(path).tensors["w"].tolist() == [0, 1, 2]


OTHER_KINDS = {
    "web page": (b"\n<!DOCTYPE html><html>Sign in", "a web page: the download went wrong"),
    "error of a store": (b'<?xml version="1.0"?><Error><Code>AccessDenied', "a web page"),
    "error as JSON": (b'{"error": "not found"}', "a JSON text"),
    "Git LFS": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0", "a Git LFS pointer"),
    "Keras": (b"\x89HDF\r\n\x1a\n" + bytes(99), "an HDF5 file (Keras)"),
    "ONNX": (b"\x08\x07\x12\x07pytorch\x1a\x051.9.0", "an ONNX model"),
    "SavedModel": (b"\x08\x01\x12\xaf\x12\x0a\x10\x12\x04", "a TensorFlow SavedModel"),
    "frozen graph": (b"\x0a\x1f\x0a\x05input\x12\x0bPlaceholder*", "a frozen TensorFlow graph"),
    "TensorFlow Lite": (b"\x1c\x00\x00\x00TFL3" + bytes(9), "a TensorFlow Lite model"),
    "TensorFlow index": (bytes(60) + b"\x57\xfb\x80\x8b\x24\x75\x47\xdb", "the index of a TensorFlow"),
    "gzip": (b"\x1f\x8b\x08" + bytes(20), "packed with gzip: unpack it first"),
    "7-Zip": (b"7z\xbc\xaf\x27\x1c" + bytes(20), "a 7-Zip archive: unpack it first"),
    "Lua": (b"\x04\x00\x00\x00\x01\x00\x00\x00\x03\x00\x00\x00V 1" + bytes(9), "a file of Torch for Lua"),
    "picture": (b"\x89PNG\r\n\x1a\n", "a picture"),
    "plain zip": (zip_of({"readme.txt": b"hello"}), "a zip archive: unpack it first"),
    "zipped weights": (zip_of({"out/G.pth": b"x"}), "a zip archive that holds out/G.pth: unpack it first"),
    "zipped SavedModel": (zip_of({"m/saved_model.pb": b"x"}), "a zipped TensorFlow SavedModel"),
    "Keras 3": (zip_of({"config.json": b"{}", "model.weights.h5": b"x"}), "a Keras model"),
    "old TorchScript": (zip_of({"net/model.json": b"{}", "net/code/a.py": b""}), "a TorchScript archive"),
}  # fmt: skip


@pytest.mark.parametrize("kind", list(OTHER_KINDS))
def test_other_files_are_told_by_what_they_are(tmp_path: Path, kind: str) -> None:
    data, told = OTHER_KINDS[kind]
    message = refusal(tmp_path, data, "model.pth")
    assert message.startswith(f"{tmp_path / 'model.pth'} is no weight file but {told}")
    assert message.endswith(".") and message.count("\n") == 0


def test_no_valid_file_is_taken_for_another_kind() -> None:
    for sample in samples():
        if sample.name != "tar":
            assert kind_of_file(sample.data[:512], sample.data[-8:]) == "", sample.name


def test_a_zip_with_two_pickles_of_torch_is_no_checkpoint(tmp_path: Path) -> None:
    members = members_of(torch_zip({"w": torch.ones(1)}))
    doubled = members | {f"other/{key}": data for key, data in members.items()}
    assert "a zip archive" in refusal(tmp_path, zip_of(doubled))


def test_a_legacy_file_of_another_version_or_byte_order(tmp_path: Path) -> None:
    data = torch_legacy({})
    assert "damaged" in refusal(tmp_path, data.replace(b"M\xe9\x03", b"M\xe8\x03"))
    assert "damaged" in refusal(tmp_path, data.replace(b"little_endianq\x02\x88", b"little_endianq\x02\x89"))


def test_a_key_that_is_no_member_is_damage(tmp_path: Path) -> None:
    data = torch_zip({"w": torch.ones(4)})
    pickled = members_of(data)["archive/data.pkl"]
    other = pickled.replace(value("0"), value("9"))
    assert other != pickled
    assert "damaged" in refusal(tmp_path, zip_with_pickle(data, other))
