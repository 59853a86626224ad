from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import torch

from ganstudio.checkpoints.load import load
from ganstudio.errors import CheckpointError
from ganstudio.networks.segmenter import Segmenter, SegmenterConfig
from ganstudio.networks.spade import SpadeConfig, SpadeGenerator


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "segmenter.pth"
    torch.save(Segmenter(SegmenterConfig(classes=3, width=4)).state_dict(), path)
    return path


def test_it_runs_and_tells_what_it_is(path: Path) -> None:
    state = torch.get_rng_state()
    loaded = load(path)
    assert torch.equal(torch.get_rng_state(), state)  # loading draws no start values
    assert (loaded.family, loaded.role, loaded.path) == ("segmenter", "segmenter", path)
    assert loaded.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert loaded.module(torch.zeros(1, 3, 16, 16)).shape == (1, 3, 16, 16)


def test_half_precision_files_run_in_float32(tmp_path: Path) -> None:
    network = SpadeGenerator(SpadeConfig(semantic_nc=3, ngf=1, hidden=4)).half()
    torch.save(network.state_dict(), tmp_path / "half.pth")
    module = load(tmp_path / "half.pth").module
    assert {parameter.dtype for parameter in module.parameters()} == {torch.float32}
    assert module(torch.zeros(1, 3, 32, 32)).dtype is torch.float32


@pytest.mark.parametrize("change", ["missing", "extra", "shape"])
def test_the_first_tensor_that_does_not_fit_is_named(path: Path, change: str) -> None:
    state = torch.load(path, weights_only=True)
    if change == "missing":
        del state["down.2.1.0.weight"]
    elif change == "extra":
        state["down.2.1.0.odd"] = torch.zeros(1)
    else:
        state["down.2.1.0.weight"] = torch.zeros(2, 2)
    torch.save(state, path)
    with pytest.raises(CheckpointError, match=r"looks like GAN Studio's segmenter, but .*down\.2\.1\.0\."):
        load(path)


def test_overrides_reach_the_config(tmp_path: Path) -> None:
    path = tmp_path / "latest_net_G.pth"
    torch.save(SpadeGenerator(SpadeConfig(semantic_nc=3, ngf=1, hidden=4)).state_dict(), path)
    loaded = load(path, overrides={"num_upsampling_layers": "more", "crop_size": 64})
    assert loaded.config.upsampling == "more"
    assert "crop_size" not in loaded.unknown
    assert loaded.module(torch.zeros(1, 3, 20, 20)).shape == (1, 3, 64, 64)
