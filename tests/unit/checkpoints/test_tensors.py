from __future__ import annotations

import argparse
import errno
import os
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor

from ganstudio.checkpoints import tensors as tensors_module
from ganstudio.checkpoints.contents import Network
from ganstudio.checkpoints.tensors import (
    part_files,
    read_tensors,
    read_weights,
    sha256_weights,
    split_by_part,
)
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
        lambda t: {f"_orig_mod.module.{name}": tensor for name, tensor in t.items()},
        lambda t: {"n_averaged": torch.tensor(7), **{f"module.{n}": tensor for n, tensor in t.items()}},
        lambda t: {"ema": {"netD": {"other": torch.zeros(1)}, "netG": t}},
        lambda t: {"discriminator": {"other": torch.zeros(1)}, "generator_state": t},
        lambda t: {name: tensor.numpy() for name, tensor in t.items()},
        lambda t: {"netG": {**t, "extra": None, "names": ["a"]}},
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


def networks(folder: Path, content: object) -> dict[str, Network]:
    torch.save(content, folder / "file.pt")
    return dict(read_weights(folder / "file.pt").networks)


def test_averaged_generators_come_first_and_discriminators_last(tmp_path: Path) -> None:
    names = ("D", "netD_A", "d_ema", "encoder", "G", "netG_ema", "epoch")
    found = networks(tmp_path, {name: dict(TENSORS) if name != "epoch" else 3 for name in names})
    assert list(found) == ["netG_ema", "G", "encoder", "d_ema", "D", "netD_A"]
    found = networks(tmp_path, {"state_dict": TENSORS, "state_dict_ema": TENSORS, "G_running": TENSORS})
    assert list(found) == ["state_dict_ema", "G_running", "state_dict"]
    # Half of these words name parts of other networks too.
    found = networks(tmp_path, {"decoder": TENSORS, "schema": TENSORS, "generator": TENSORS})
    assert list(found) == ["generator", "decoder", "schema"]


def test_optimisers_schedules_and_random_states_are_no_networks(tmp_path: Path) -> None:
    adam = {
        "state": {0: {"step": torch.tensor(1.0), "exp_avg": torch.ones(2, 3)}},
        "param_groups": [{"lr": 0.1, "params": [0]}],
    }
    record = {
        "model": TENSORS,
        "optimizer": adam,
        "optG": adam,
        "trainer": {"anything": adam},
        "lr_scheduler": {"w": torch.ones(1)},
        "rng_state": {"cpu": torch.get_rng_state()},
        "grad_scaler": {"scale": torch.ones(1)},
        "callbacks": {"best": {"score": torch.ones(1)}},
    }
    assert list(networks(tmp_path, record)) == ["model"]


def test_loose_tensors_and_options_are_facts_of_the_networks(tmp_path: Path) -> None:
    average = torch.arange(4.0)
    record = {
        "g_ema": TENSORS,
        "latent_avg": average,
        "opts": argparse.Namespace(encoder_type="GradualStyleEncoder", inner={"size": 8}),
        "global_step": 5,
        "note": "text",
    }
    facts = networks(tmp_path, record)["g_ema"].facts
    assert torch.equal(facts["latent_avg"], average)
    assert facts["encoder_type"] == "GradualStyleEncoder" and facts["inner"] == {"size": 8}
    assert (facts["global_step"], facts["note"]) == (5, "text")
    # In a bare state dict the tensors are the network and no facts.
    assert dict(networks(tmp_path, {**TENSORS, "epoch": 3})[""].facts) == {"epoch": 3}


def test_numbers_keep_their_type(tmp_path: Path) -> None:
    content = {
        "w": torch.ones(2).half(),
        "b": torch.ones(2).bfloat16(),
        "norm.num_batches_tracked": torch.tensor(9),
        "mask": torch.tensor([True]),
    }
    save_file(content, tmp_path / "file.safetensors")
    for path in (tmp_path / "file.safetensors", tmp_path / "file.pt"):
        torch.save(content, tmp_path / "file.pt")
        found = read_tensors(path)
        assert {name: tensor.dtype for name, tensor in found.items()} == {
            name: tensor.dtype for name, tensor in content.items()
        }


def test_old_state_dicts_without_batch_counts_still_load(tmp_path: Path) -> None:
    """torch counts batches since 0.4.1; what is older has no `num_batches_tracked`."""
    norm = torch.nn.BatchNorm2d(2)
    torch.save({n: t for n, t in norm.state_dict().items() if "num" not in n}, tmp_path / "old.pth")
    norm.load_state_dict(read_tensors(tmp_path / "old.pth"), strict=True)


def test_parts_of_a_lightning_module_lose_their_wrappers_one_by_one() -> None:
    tensors = {"netG.module.a": torch.ones(1), "netD.a": torch.ones(1), "ema.a": torch.ones(1)}
    parts = split_by_part(Network(tensors))
    assert list(parts) == ["ema", "netG", "netD"]
    assert list(parts["netG"].tensors) == ["a"]
    assert split_by_part(Network({"a": torch.ones(1), "b.c": torch.ones(1)})) == {}
    assert split_by_part(Network({f"n{i}.a": torch.ones(1) for i in range(100)})) == {}


def test_a_file_with_hundreds_of_networks_is_no_checkpoint(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="more networks than any checkpoint"):
        networks(tmp_path, {f"net{i}": {"w": torch.ones(1)} for i in range(300)})


def test_a_hundred_thousand_names_are_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such a file needs one tensor; every family would look at every name."""
    monkeypatch.setattr(tensors_module, "_MOST_TENSORS", 50)
    content = {f"w{i}": torch.zeros(0) for i in range(51)}
    with pytest.raises(CheckpointError, match="more tensors than any network"):
        networks(tmp_path, content)
    save_file(content, tmp_path / "file.safetensors")
    with pytest.raises(CheckpointError, match="damaged safetensors file"):
        read_tensors(tmp_path / "file.safetensors")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pth")
    with pytest.raises(CheckpointError, match="no ordinary file"):
        read_tensors(tmp_path / "pipe.pth")


def test_a_download_that_broke_off_is_told(tmp_path: Path) -> None:
    save_file({"w": torch.ones(100)}, tmp_path / "whole.safetensors")
    whole = (tmp_path / "whole.safetensors").read_bytes()
    for end, told in ((30, "not complete"), (len(whole) - 9, "damaged safetensors file")):
        (tmp_path / "cut.safetensors").write_bytes(whole[:end])
        with pytest.raises(CheckpointError, match=told):
            read_tensors(tmp_path / "cut.safetensors")


def test_a_safetensors_file_whose_length_looks_like_a_pickle_is_read(tmp_path: Path) -> None:
    """A header of 640 bytes begins with 80 02, as a pickle does."""
    for padding in range(700):
        save_file(TENSORS, tmp_path / "file.safetensors", {"note": "x" * padding})
        if (tmp_path / "file.safetensors").read_bytes().startswith(b"\x80\x02\x00"):
            break
    else:
        pytest.fail("no header of that length")
    assert_same(read_tensors(tmp_path / "file.safetensors"))
