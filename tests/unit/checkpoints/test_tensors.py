from __future__ import annotations

import errno
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor

from ganstudio.checkpoints.tensors import part_files, read_tensors, read_weights, sha256_weights
from ganstudio.errors import CheckpointError

TENSORS = {"a.weight": torch.arange(6.0).view(2, 3), "a.bias": torch.ones(2)}


def assert_same(found: dict[str, Tensor], expected: dict[str, Tensor] = TENSORS) -> None:
    assert found.keys() == expected.keys()
    assert all(torch.equal(found[name], tensor) for name, tensor in expected.items())


@pytest.mark.parametrize(
    "wrap",
    [
        lambda t: t,
        lambda t: {"state_dict": t, "epoch": 3},
        lambda t: {"g_ema": t, "g": {"other": torch.zeros(1)}},
        lambda t: {"model": {"params_ema": t}},
        lambda t: {f"module.{name}": tensor for name, tensor in t.items()},
        lambda t: {"state_dict": {f"module.module.{name}": tensor for name, tensor in t.items()}},
        lambda t: {**t, "epoch": 3},
    ],
)
def test_wrappers_and_prefixes_are_taken_off(
    tmp_path: Path, wrap: Callable[[dict[str, Tensor]], object]
) -> None:
    torch.save(wrap(TENSORS), tmp_path / "file.ckpt")
    assert_same(read_tensors(tmp_path / "file.ckpt"))


def test_a_prefix_that_not_all_names_have_stays(tmp_path: Path) -> None:
    tensors = {"module.a": torch.ones(1), "b": torch.ones(1)}
    torch.save(tensors, tmp_path / "file.pt")
    assert_same(read_tensors(tmp_path / "file.pt"), tensors)


def test_the_first_bytes_decide_not_the_name(tmp_path: Path) -> None:
    save_file(TENSORS, tmp_path / "really-safetensors.pth", {"note": "kept"})
    torch.save(TENSORS, tmp_path / "really-torch.safetensors")
    assert_same(read_tensors(tmp_path / "really-torch.safetensors"))
    found = read_weights(tmp_path / "really-safetensors.pth")
    assert_same(found.tensors)
    assert found.metadata == {"note": "kept"}


def bad_files(folder: Path) -> dict[str, tuple[Path, str]]:
    def make(name: str, data: bytes) -> Path:
        (folder / name).write_bytes(data)
        return folder / name

    save_file(TENSORS, folder / "whole.safetensors")
    whole = (folder / "whole.safetensors").read_bytes()
    return {
        "missing": (folder / "nowhere.pth", "does not exist"),
        "folder": (folder, "is a folder"),
        "empty": (make("empty.pth", b""), "is empty"),
        "text": (
            make("text.safetensors", b"These are not the weights you are looking for.\n"),
            "no weight file",
        ),
        "picture": (make("picture.pth", b"\x89PNG\r\n\x1a\n" + bytes(64)), "no weight file"),
        "cut": (make("cut.safetensors", whole[:-4]), "damaged safetensors"),
        "header": (
            make("header.safetensors", (9).to_bytes(8, "little") + b"{not json" + bytes(20)),
            "damaged",
        ),
        "no tensors": (make("none.pkl", pickle.dumps({"epoch": 3})), "holds no tensors"),
        "a list": (make("list.pkl", pickle.dumps([1, 2])), "holds no tensors"),
        "index": (make("x.safetensors.index.json", b"{}"), "no index"),
        "outside": (
            make("y.safetensors.index.json", b'{"weight_map": {"a": "../secret.safetensors"}}'),
            "no index",
        ),
        "lost part": (
            make("z.safetensors.index.json", b'{"weight_map": {"a": "z-1.safetensors"}}'),
            "z-1.safetensors does not exist",
        ),
    }


def test_what_cannot_be_read_is_told_in_one_sentence(tmp_path: Path) -> None:
    for name, (path, part) in bad_files(tmp_path).items():
        with pytest.raises(CheckpointError) as caught:
            read_tensors(path)
        assert part in caught.value.message, name
        assert str(path.parent) in caught.value.message, name
        assert caught.value.message.count("\n") == 0


def test_no_permission_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, *args: object, **kwargs: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(CheckpointError, match="may not be read: permission denied"):
        read_tensors(tmp_path / "file.pth")


def test_parts_are_read_as_one(tmp_path: Path) -> None:
    for number, name in enumerate(TENSORS, start=1):
        save_file({name: TENSORS[name]}, tmp_path / f"m-{number}.safetensors")
    index = tmp_path / "m.safetensors.index.json"
    index.write_text('{"weight_map": {"a.weight": "m-1.safetensors", "a.bias": "m-2.safetensors"}}')
    assert_same(read_tensors(index))
    assert [path.name for path in part_files(index)] == ["m-1.safetensors", "m-2.safetensors"]
    before = sha256_weights(index)
    save_file({"a.bias": torch.zeros(2)}, tmp_path / "m-2.safetensors")
    assert sha256_weights(index) != before
    index.write_text('{"weight_map": {"a.weight": "m-1.safetensors", "lost": "m-2.safetensors"}}')
    with pytest.raises(CheckpointError, match="tensors differ"):
        read_tensors(index)
