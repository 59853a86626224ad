from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.load import load
from ganstudio.errors import CheckpointError
from ganstudio.networks.bicyclegan import (
    BicycleConfig,
    BicycleDiscriminator,
    BicycleDiscriminatorConfig,
    BicycleEncoder,
    BicycleEncoderConfig,
    BicycleGenerator,
)
from ganstudio.networks.pix2pix import UnetConfig, UnetGenerator
from tests.support.round_trip import assert_round_trip

INPUT = BicycleConfig(ngf=1, depth=5, where_add="input")


def picture(channels: int, size: int = 32) -> Tensor:
    return torch.linspace(-1, 1, channels * size * size).reshape(1, channels, size, size).sin()


def saved(folder: Path, network: nn.Module, options: str = "") -> Path:
    path = folder / "latest_net_G.pth"
    torch.save(network.state_dict(), path)
    (folder / "opt.txt").write_text(options)
    return path


@pytest.mark.parametrize(
    ("config", "told"),
    [
        (BicycleConfig(ngf=2, depth=6), {}),
        (BicycleConfig(1, 2, 1, 5, 3, norm="none", activation="elu"), {"norm": "none", "nl": "elu"}),
        (BicycleConfig(1, 3, 1, 5, 4, norm="batch", upsampling="bilinear"), {}),
        (INPUT, {}),
        (BicycleConfig(1, 3, 1, 5, 2, "input", activation="lrelu"), {"nz": 2, "nl": "lrelu"}),
        (BicycleConfig(3, 1, 1, 5, 5, "input", norm="batch", dropout=True), {"nz": 5, "use_dropout": True}),
        (BicycleConfig(3, 3, 1, 6, 8, "input", norm="none", upsampling="bilinear"), {}),
        (BicycleConfig(2, 3, 1, 5, 0, "input"), {"nz": 0}),
    ],
)
def test_generators_come_back(tmp_path: Path, config: BicycleConfig, told: dict[str, Any]) -> None:
    image = picture(config.in_channels, config.multiple)
    z = torch.linspace(-2, 2, config.z_dim)[None]
    assert_round_trip(tmp_path, config, lambda network: network(image, z), told=told)


@pytest.mark.parametrize(
    "config",
    [
        BicycleDiscriminatorConfig(ndf=(4, 2)),
        BicycleDiscriminatorConfig(6, ndf=(4, 2, 1), n_layers=2, norm="batch"),
        BicycleDiscriminatorConfig(6, ndf=(3,), n_layers=2, norm="batch"),
    ],
)
def test_discriminators_come_back(tmp_path: Path, config: BicycleDiscriminatorConfig) -> None:
    assert_round_trip(tmp_path, config, lambda network: network(picture(config.in_channels, 128)))


@pytest.mark.parametrize(
    "config",
    [
        BicycleEncoderConfig(nef=1, halvings=3),
        BicycleEncoderConfig("resnet", 1, 3, 2, 3, norm="none", vae=False),
        BicycleEncoderConfig("resnet", 3, 8, 1, 4, norm="batch"),
        BicycleEncoderConfig("conv", 3, 5, 2, 3),
        BicycleEncoderConfig("conv", 1, 8, 2, 4, norm="batch", vae=False),
        BicycleEncoderConfig("conv", 3, 8, 2, 3, norm="none"),
    ],
)
def test_encoders_come_back(tmp_path: Path, config: BicycleEncoderConfig) -> None:
    assert_round_trip(tmp_path, config, lambda network: network(picture(config.in_channels, config.size)))


def test_a_single_scale_is_told_from_pix2pix_by_the_options(tmp_path: Path) -> None:
    network = BicycleDiscriminator(BicycleDiscriminatorConfig(ndf=(2,)))
    assert detect(saved(tmp_path, network)).family.id == "patchgan"
    found = detect(saved(tmp_path, network, "num_Ds: 1\n"))
    assert (found.family.id, found.config) == ("bicyclegan", network.config)


def test_planes_for_a_latent_tell_it_from_pix2pix(tmp_path: Path) -> None:
    assert detect(saved(tmp_path, BicycleGenerator(INPUT))).family.id == "bicyclegan"
    narrow = BicycleGenerator(BicycleConfig(ngf=1, depth=5, z_dim=2, where_add="input"))
    assert detect(saved(tmp_path, narrow)).family.id == "pix2pix"
    found = detect(saved(tmp_path, narrow, "nz: 2\nwhere_add: input\n"))
    assert (found.family.id, found.config) == ("bicyclegan", narrow.config)


def test_pix2pix_of_many_planes_is_known_by_its_options(tmp_path: Path) -> None:
    network = UnetGenerator(UnetConfig(12, ngf=1, depth=5, norm="instance", dropout=False))
    found = detect(saved(tmp_path, network, "netG: unet_32\nno_dropout: True\n"))
    assert (found.family.id, found.config) == ("pix2pix", network.config)


def test_a_latent_must_fit_into_the_planes(tmp_path: Path) -> None:
    path = saved(tmp_path, BicycleGenerator(INPUT))
    with pytest.raises(CheckpointError, match="11 planes: its latent cannot have 11 numbers"):
        detect(path, {"nz": 11})


def test_statistics_of_old_instance_norms_are_dropped(tmp_path: Path) -> None:
    network = BicycleEncoder(BicycleEncoderConfig(nef=1, halvings=3)).eval()
    for module in network.modules():
        if isinstance(module, nn.InstanceNorm2d):
            module.register_buffer("running_mean", torch.full((module.num_features,), 3.0))
            module.register_buffer("running_var", torch.full((module.num_features,), 9.0))
    path = saved(tmp_path, network)
    loaded = load(path)
    assert loaded.config == network.config
    assert not [name for name in loaded.module.state_dict() if "running" in name]


def test_the_sample_shows_what_three_latents_make() -> None:
    config = BicycleConfig(1, 3, ngf=1, depth=6)
    family = STANDARD.of_config(config)
    network = family.build(config).eval()
    assert family.sample is not None
    with torch.inference_mode():
        sample = family.sample(network, config, 3)
        assert torch.equal(sample, family.sample(network, config, 3))
        assert not torch.equal(sample, family.sample(network, config, 4))
    assert sample.shape == (3, 128, 4 * 128)
    assert sample.isfinite().all()
