from __future__ import annotations

import pytest
import torch

import ganstudio
from ganstudio import api, paths
from ganstudio.checkpoints.save import save
from ganstudio.networks.spade import SpadeConfig, SpadeGenerator


def test_every_promised_name_is_there_and_public() -> None:
    assert {name for name in api.__all__ if not hasattr(api, name)} == set()
    assert not [name for name in api.__all__ if name.startswith("_")]


def test_names_that_need_torch_are_the_real_ones() -> None:
    from ganstudio.networks.spade import prepare_semantics

    assert api.prepare_semantics is prepare_semantics
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = api.nonsense


def test_a_model_is_loaded_by_name() -> None:
    folder = paths.user_models_dir() / "tiny"
    folder.mkdir(parents=True)
    config = SpadeConfig(semantic_nc=3, ngf=1, hidden=2)
    torch.manual_seed(0)
    network = SpadeGenerator(config)
    save(network, config, folder / "model.safetensors", {"title": "Tiny"})
    model = api.load_model("tiny")
    assert (model.family, model.config) == ("spade", config)
    for name, tensor in network.state_dict().items():
        assert torch.equal(tensor, model.module.state_dict()[name]), name
    assert "tiny" in {entry.name for entry in api.list_models()}


def test_the_package_offers_the_studio() -> None:
    from ganstudio.host.studio import Studio

    assert ganstudio.Studio is Studio
    with pytest.raises(AttributeError):
        _ = ganstudio.nonsense
