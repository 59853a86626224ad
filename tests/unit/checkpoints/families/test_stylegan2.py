from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from ganstudio.checkpoints.contents import Network
from ganstudio.checkpoints.detect import detect, identify
from ganstudio.checkpoints.families import STANDARD, stylegan2
from ganstudio.checkpoints.load import load
from ganstudio.checkpoints.save import export_official
from ganstudio.checkpoints.tensors import WeightFile
from ganstudio.errors import CheckpointError, SaveError
from ganstudio.networks.stylegan2 import StyleGan2Config, StyleGan2Generator
from ganstudio.networks.stylegan2_discriminator import StyleGan2Discriminator, StyleGan2DiscriminatorConfig
from ganstudio.networks.stylegan2_layers import MappingConfig
from tests.support.round_trip import assert_round_trip

MAPPING = MappingConfig(z_dim=7, w_dim=8, layers=2)
CONFIG = StyleGan2Config(16, (6, 5, 4), MAPPING)
CRITIC = StyleGan2DiscriminatorConfig(16, (6, 5, 4))


def draw(network: Any) -> Tensor:
    config, generator = network.config, torch.Generator().manual_seed(5)
    z = torch.randn(2, config.z_dim, generator=generator)
    c = torch.eye(config.c_dim)[:2] if config.c_dim else None
    with torch.inference_mode():
        return network(z, c, truncation_psi=0.7 if config.w_avg else 1.0)


def judge(network: Any) -> Tensor:
    config, generator = network.config, torch.Generator().manual_seed(5)
    images = torch.randn(4, config.img_channels, 16, 16, generator=generator)
    c = torch.eye(config.c_dim).repeat(4, 1)[:4] if config.c_dim else None
    with torch.inference_mode():
        return network(images, c)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, {"conv_clamp": 0}),
        ({"clamp": 256.0}, {}),
        ({"architecture": "resnet", "clamp": 0.5}, {"conv_clamp": 0.5}),
        ({"architecture": "orig", "img_channels": 1}, {"conv_clamp": 0}),
        ({"use_noise": False, "w_avg": False, "kernel_size": 1}, {"conv_clamp": 0}),
        ({"taps": (1.0, 2.0, 1.0), "activation": "relu"}, {"conv_clamp": 0, "activation": "relu"}),
        ({"taps": tuple(map(float, range(1, 9)))}, {"conv_clamp": 0}),
        (
            {"mapping": MappingConfig(7, 3, 8, 3, 5, 9, "relu", 0.1)},
            {"conv_clamp": 0, "mapping_activation": "relu", "lr_multiplier": 0.1},
        ),
        ({"mapping": MappingConfig(7, 2, 8, 1)}, {"conv_clamp": 0}),
    ],
)
def test_generator(changes: Any, told: Any, tmp_path: Path) -> None:
    assert_round_trip(tmp_path, replace(CONFIG, **changes), draw, told=told, own_atol=1e-5, atol=1e-5)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, {"conv_clamp": 0}),
        ({"architecture": "skip", "clamp": 0.5, "mbstd_channels": 0}, {"conv_clamp": 0.5}),
        (
            {"architecture": "orig", "group_size": None, "mbstd_channels": 2},
            {"conv_clamp": 0, "mbstd_group_size": 0},
        ),
        ({"c_dim": 3, "mapping": MappingConfig(0, 3, 6, 0), "clamp": 256.0}, {"mbstd_group_size": 4}),
        (
            {"c_dim": 1, "mapping": MappingConfig(0, 1, 5, 2, 4, 3, lr_multiplier=1.0), "group_size": 2},
            {"conv_clamp": 0, "mbstd_group_size": 2, "lr_multiplier": 1},
        ),
        (
            {"taps": (1.0, 2.0, 1.0), "activation": "relu", "final_activation": "swish"},
            {"conv_clamp": 0, "activation": "relu", "final_activation": "swish"},
        ),
    ],
)
def test_discriminator(changes: Any, told: Any, tmp_path: Path) -> None:
    assert_round_trip(tmp_path, replace(CRITIC, **changes), judge, told=told, own_atol=1e-5, atol=1e-5)


def test_what_was_exported_tells_all_beside_it(tmp_path: Path) -> None:
    config = replace(CONFIG, activation="relu", mapping=replace(MAPPING, lr_multiplier=0.1))
    critic = replace(CRITIC, group_size=None, final_activation="elu", clamp=3.0)
    export_official(StyleGan2Generator(config), config, tmp_path / "G.pth")
    export_official(StyleGan2Discriminator(critic), critic, tmp_path / "D.pth")
    for name, expected in (("G", config), ("D", critic)):
        found = detect(tmp_path / f"{name}.pth")
        assert (found.config, found.unknown) == (expected, ())


def saved(folder: Path, network: torch.nn.Module) -> Path:
    torch.save(network.state_dict(), folder / "network.pth")
    return folder / "network.pth"


def test_a_bare_state_dict_is_taken_for_one_of_the_training_script(tmp_path: Path) -> None:
    found = detect(saved(tmp_path, StyleGan2Generator(CONFIG)))
    assert found.config == replace(CONFIG, clamp=256.0)
    assert found.unknown == ("lr_multiplier", "conv_clamp")


@pytest.mark.parametrize(
    ("module", "arguments", "clamp"),
    [
        ("training.networks", {}, None),
        ("training.networks", {"synthesis_kwargs": {"conv_clamp": 256}}, 256.0),
        ("training.networks_stylegan2", {}, 256.0),
        ("training.networks_stylegan2", {"conv_clamp": None}, None),
    ],
)
def test_each_repository_has_its_defaults(module: str, arguments: Any, clamp: Any, tmp_path: Path) -> None:
    options = {"G_kwargs": {"class_name": f"{module}.Generator", **arguments}}
    (tmp_path / "training_options.json").write_text(json.dumps(options))
    found = detect(saved(tmp_path, StyleGan2Generator(CONFIG)))
    assert (found.config.clamp, found.unknown) == (clamp, ())


def test_the_layers_of_a_pickle_know_best() -> None:
    layers = {
        "synthesis.b4.conv1": {"conv_clamp": None, "activation": "relu"},
        "mapping.fc0": {"bias_gain": 0.1, "activation": "lrelu"},
    }
    facts = {"class_name": "Generator", "init_kwargs": {"conv_clamp": 3}, "attributes": layers}
    network = Network(StyleGan2Generator(CONFIG).state_dict(), facts)
    found = identify(WeightFile({"G_ema": network}, {}), Path("network.pkl"))
    assert found.config == replace(
        CONFIG, activation="relu", clamp=None, mapping=replace(MAPPING, lr_multiplier=0.1)
    )
    assert found.unknown == ()


def test_the_discriminator_of_a_pickle_compares_whole_batches() -> None:
    facts = {"attributes": {"b4.mbstd": {"group_size": None}, "b4.conv": {"conv_clamp": 256}}}
    network = Network(StyleGan2Discriminator(CRITIC).state_dict(), facts)
    found = identify(WeightFile({"D": network}, {}), Path("network.pkl"))
    assert found.config == replace(CRITIC, group_size=None, clamp=256.0)


def test_an_unfinished_network_is_refused(tmp_path: Path) -> None:
    state = StyleGan2Generator(CONFIG).state_dict()
    del state["synthesis.b8.conv1.affine.bias"]
    torch.save(state, tmp_path / "network.pth")
    with pytest.raises(CheckpointError, match=r"synthesis\.b8\.conv1\.affine\.bias"):
        load(tmp_path / "network.pth")


def test_tensorflows_ways_with_labels_are_not_exported(tmp_path: Path) -> None:
    config = replace(CONFIG, mapping=replace(MAPPING, c_dim=2, joint_normalisation=True))
    with pytest.raises(SaveError, match="TensorFlow"):
        export_official(StyleGan2Generator(config), config, tmp_path / "G.pth")
    critic = replace(CRITIC, c_dim=2)
    with pytest.raises(SaveError, match="TensorFlow"):
        export_official(StyleGan2Discriminator(critic), critic, tmp_path / "D.pth")


@pytest.mark.parametrize(
    ("changes", "shape"),
    [
        ({}, (3, 32, 64)),
        ({"img_channels": 1, "w_avg": False, "mapping": replace(MAPPING, c_dim=3)}, (3, 32, 64)),
        ({"img_channels": 4}, (3, 32, 64)),
        ({"resolution": 256, "channels": (2,) * 7}, (3, 256, 512)),
    ],
)
def test_sample(changes: Any, shape: tuple[int, ...]) -> None:
    config = replace(CONFIG, **changes)
    family = STANDARD.of_config(config)
    assert family.sample is not None
    network = StyleGan2Generator(config).eval()
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    picture = family.sample(network, config, 3)
    assert picture.shape == shape
    assert picture.isfinite().all()
    assert picture.abs().max() <= 1
    assert torch.equal(family.sample(network, config, 3), picture)
    assert not torch.equal(family.sample(network, config, 4), picture)
    torch.testing.assert_close(network.state_dict(), before, atol=0.0, rtol=0.0)


def test_filters_are_those_of_the_state_dict() -> None:
    for config in (CONFIG, replace(CONFIG, architecture="resnet", taps=(1.0, 1.0), image_taps=(1.0,))):
        state = StyleGan2Generator(config).state_dict()
        expected = {name: tensor for name, tensor in state.items() if name.endswith("resample_filter")}
        torch.testing.assert_close(stylegan2.filters(config), expected)
    for critic in (CRITIC, replace(CRITIC, architecture="skip", taps=(1.0, 1.0))):
        state = StyleGan2Discriminator(critic).state_dict()
        expected = {name: tensor for name, tensor in state.items() if name.endswith("resample_filter")}
        torch.testing.assert_close(stylegan2.discriminator_filters(critic), expected)
