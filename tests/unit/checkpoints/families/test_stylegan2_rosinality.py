from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.families import STANDARD, stylegan2_rosinality
from ganstudio.checkpoints.load import load
from ganstudio.checkpoints.save import export_official
from ganstudio.errors import CheckpointError, SaveError
from ganstudio.networks.stylegan2 import StyleGan2Config, StyleGan2Generator
from ganstudio.networks.stylegan2_discriminator import StyleGan2Discriminator, StyleGan2DiscriminatorConfig
from ganstudio.networks.stylegan2_layers import MappingConfig
from tests.support.round_trip import assert_round_trip

CONFIG = StyleGan2Config(16, (6, 5, 4), MappingConfig(z_dim=8, w_dim=8, layers=2))
CRITIC = StyleGan2DiscriminatorConfig(16, (6, 5, 4))


def draw(network: Any) -> Tensor:
    z = torch.randn(2, network.config.z_dim, generator=torch.Generator().manual_seed(5))
    with torch.inference_mode():
        return network(z, truncation_psi=0.7)


def judge(network: Any) -> Tensor:
    images = torch.randn(4, 3, 16, 16, generator=torch.Generator().manual_seed(5))
    with torch.inference_mode():
        return network(images[:, : network.config.img_channels])


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, {}),
        ({"taps": (1.0, 2.0, 1.0), "image_taps": (1.0, 3.0, 3.0, 1.0), "img_channels": 1}, {}),
        ({"mapping": MappingConfig(7, w_dim=8, layers=3, layer_features=9, lr_multiplier=1)}, {"lr_mlp": 1}),
        ({"resolution": 8, "channels": (6, 5)}, {}),
    ],
)
def test_generator(changes: Any, told: Any, tmp_path: Path) -> None:
    config = replace(CONFIG, **changes)
    assert_round_trip(tmp_path, config, draw, told=told, layout="rosinality", atol=1e-5, own_atol=1e-5)


@pytest.mark.parametrize("changes", [{}, {"taps": (1.0, 2.0, 1.0), "img_channels": 1}])
def test_discriminator(changes: Any, tmp_path: Path) -> None:
    config = replace(CRITIC, **changes)
    assert_round_trip(tmp_path, config, judge, layout="rosinality", atol=1e-5, own_atol=1e-5)


def record(tmp_path: Path, config: StyleGan2Config = CONFIG) -> tuple[StyleGan2Generator, dict[str, Any]]:
    torch.manual_seed(0)
    network = StyleGan2Generator(config).eval()
    network.mapping.w_avg = torch.randn(config.w_dim)
    export_official(network, config, tmp_path / "exported.pt", layout="rosinality")
    return network, torch.load(tmp_path / "exported.pt")


def test_their_shapes(tmp_path: Path) -> None:
    _, file = record(tmp_path)
    shapes = {name: tuple(tensor.shape) for name, tensor in file["g_ema"].items()}
    assert shapes["input.input"] == (1, 6, 4, 4)
    assert shapes["convs.0.conv.weight"] == (1, 5, 6, 3, 3)
    assert shapes["convs.1.noise.weight"] == (1,)
    assert shapes["to_rgbs.1.bias"] == (1, 3, 1, 1)
    assert shapes["noises.noise_4"] == (1, 1, 16, 16)
    assert file["g_ema"]["convs.0.conv.blur.kernel"].sum() == pytest.approx(4)
    assert file["latent_avg"].shape == (8,)


def test_a_training_checkpoint_has_its_average_estimated(tmp_path: Path) -> None:
    network, file = record(tmp_path)
    args = Namespace(size=16, n_mlp=2, channel_multiplier=2)
    training = {"g": file["g_ema"], "g_ema": file["g_ema"], "g_optim": {"state": {}}, "args": args}
    torch.save(training, tmp_path / "000100.pt")
    found = detect(tmp_path / "000100.pt")
    assert (found.part, found.config) == ("g_ema", CONFIG)
    average = load(tmp_path / "000100.pt").module.mapping.w_avg
    with torch.inference_mode():
        styles = network.mapping(torch.randn(20_000, 8))[:, 0]
    # Thousands of latents: a few hundredths of the deviation are left to chance.
    assert (average - styles.mean(0)).abs().max() < 0.1 * styles.std()
    assert torch.equal(load(tmp_path / "000100.pt").module.mapping.w_avg, average)


def test_an_average_for_each_layer_is_one_for_all(tmp_path: Path) -> None:
    network, file = record(tmp_path)
    torch.save({**file, "latent_avg": file["latent_avg"].repeat(6, 1)}, tmp_path / "rows.pt")
    assert torch.equal(load(tmp_path / "rows.pt").module.mapping.w_avg, network.mapping.w_avg)


def test_noise_that_is_not_there_is_drawn(tmp_path: Path) -> None:
    network, file = record(tmp_path)
    state = {name: t for name, t in file["g_ema"].items() if not name.startswith("noises.")}
    torch.save({**file, "g_ema": state}, tmp_path / "old.pt")
    module = load(tmp_path / "old.pt").module
    assert module.synthesis.b16.conv0.noise_const.std() > 0.8
    z = torch.randn(1, 8)
    torch.testing.assert_close(module(z, noise_mode="none"), network(z, noise_mode="none"))


def test_strangers_are_refused(tmp_path: Path) -> None:
    _, file = record(tmp_path)
    torch.save({"g_ema": {**file["g_ema"], "convs.0.gate.weight": torch.ones(1)}}, tmp_path / "other.pt")
    with pytest.raises(CheckpointError, match=r"convs\.0\.gate\.weight is no part of it"):
        load(tmp_path / "other.pt")
    swagan = {**file["g_ema"], "to_rgbs.0.iwt.ll": torch.ones(2, 2)}
    assert STANDARD.match(swagan) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"architecture": "orig"},
        {"use_noise": False},
        {"activation": "relu"},
        {"mapping": replace(CONFIG.mapping, c_dim=2)},
    ],
)
def test_what_they_have_not_is_not_exported(changes: Any, tmp_path: Path) -> None:
    config = replace(CONFIG, **changes)
    with pytest.raises(SaveError, match="stylegan2-pytorch has only"):
        export_official(StyleGan2Generator(config), config, tmp_path / "g.pt", layout="rosinality")


def test_discriminators_they_have_not_are_not_exported(tmp_path: Path) -> None:
    for config in (replace(CRITIC, architecture="skip"), replace(CRITIC, group_size=2)):
        with pytest.raises(SaveError, match="stylegan2-pytorch has only"):
            export_official(StyleGan2Discriminator(config), config, tmp_path / "d.pt", layout="rosinality")


def test_generator_and_discriminator_share_a_file(tmp_path: Path) -> None:
    _, file = record(tmp_path)
    critic = StyleGan2Discriminator(CRITIC).eval()
    export_official(critic, CRITIC, tmp_path / "d.pt", layout="rosinality")
    torch.save({**torch.load(tmp_path / "d.pt"), **file}, tmp_path / "both.pt")
    assert detect(tmp_path / "both.pt").role == "generator"
    images = torch.randn(4, 3, 16, 16)
    torch.testing.assert_close(load(tmp_path / "both.pt", part="d").module(images), critic(images))


def test_conversion_goes_both_ways() -> None:
    network = StyleGan2Generator(CONFIG)
    state = network.state_dict()
    theirs = stylegan2_rosinality.export(state, CONFIG)
    back = stylegan2_rosinality.convert({**theirs, "latent_avg": state["mapping.w_avg"]}, CONFIG)
    torch.testing.assert_close(back, dict(state), atol=0.0, rtol=0.0)
