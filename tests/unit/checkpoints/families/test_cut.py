from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import Tensor

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.load import load
from ganstudio.networks.cut import CutConfig, CutGenerator, PatchSamplerConfig
from ganstudio.networks.patchgan import PatchDiscriminatorConfig
from tests.support.round_trip import assert_round_trip


def picture(channels: int, size: int = 32) -> Tensor:
    return torch.linspace(-1, 1, channels * size * size).reshape(1, channels, size, size).sin()


@pytest.mark.parametrize(
    "config",
    [
        CutConfig(ngf=2, blocks=2),
        CutConfig(1, 3, ngf=2, blocks=1, norm="batch", dropout=True, antialias_up=False),
        CutConfig(3, 1, ngf=2, blocks=1, norm="none", antialias=False),
    ],
)
def test_generators_come_back(tmp_path: Path, config: CutConfig) -> None:
    assert_round_trip(tmp_path, config, lambda network: network(picture(config.in_channels)))


@pytest.mark.parametrize(
    "config",
    [
        PatchDiscriminatorConfig(ndf=2, antialias=True),
        PatchDiscriminatorConfig(ndf=2, n_layers=1, norm="batch", antialias=True),
        PatchDiscriminatorConfig(6, ndf=1, n_layers=4, norm="none", antialias=True),
    ],
)
def test_discriminators_come_back(tmp_path: Path, config: PatchDiscriminatorConfig) -> None:
    assert_round_trip(
        tmp_path, config, lambda network: network(picture(config.in_channels, 64)), layout="antialias"
    )


def test_patch_samplers_come_back(tmp_path: Path) -> None:
    channels = (3, 4, *[5] * 9)  # more than ten, so that the order of names is not that of numbers
    config = PatchSamplerConfig(channels, out_channels=7)
    features = [picture(count, 4) for count in channels]
    assert_round_trip(tmp_path, config, lambda network: network(features))


def test_without_antialiasing_it_is_cyclegan(tmp_path: Path) -> None:
    config = CutConfig(ngf=2, blocks=1, antialias=False, antialias_up=False)
    network = CutGenerator(config).eval()
    torch.save(network.state_dict(), tmp_path / "latest_net_G.pth")
    loaded = load(tmp_path / "latest_net_G.pth")
    assert loaded.family == "cyclegan"
    with torch.inference_mode():
        torch.testing.assert_close(loaded.module(picture(3)), network(picture(3)))


def test_the_filters_are_those_of_the_file(tmp_path: Path) -> None:
    network = CutGenerator(CutConfig(ngf=2, blocks=1))
    state = {name: t * 2 if name.endswith("filt") else t for name, t in network.state_dict().items()}
    torch.save(state, tmp_path / "latest_net_G.pth")
    assert detect(tmp_path / "latest_net_G.pth").config == network.config
    filters = dict(load(tmp_path / "latest_net_G.pth").module.named_buffers())
    assert filters["model.7.filt"].sum() == 2 * 4  # four channels of filters whose sum was 1


def test_the_sample_shows_input_and_output() -> None:
    config = CutConfig(ngf=2, blocks=1)
    family = STANDARD.of_config(config)
    assert family.sample is not None
    with torch.inference_mode():
        sample = family.sample(family.build(config).eval(), config, 0)
    assert sample.shape == (3, 128, 256)
    assert sample.isfinite().all()
