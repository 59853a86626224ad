from __future__ import annotations

import copy
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.load import load
from ganstudio.networks.instagan import InstaGanConfig, InstaGanDiscriminatorConfig, InstaGanGenerator
from tests.support.round_trip import assert_round_trip

SMALL = InstaGanConfig(ngf=2, n_blocks=1)
PICTURE = torch.linspace(-1, 1, 3 * 32 * 32).mul(7).sin().reshape(1, 3, 32, 32)
MASKS = torch.where(PICTURE[:, :2] > 0, 1.0, -1.0)


@pytest.mark.parametrize(
    "config",
    [
        SMALL,
        InstaGanConfig(ngf=3, n_blocks=2, dropout=True),
        InstaGanConfig(ngf=2, n_blocks=1, norm="batch", output_nc=1),
        InstaGanConfig(ngf=2, n_blocks=1, norm="batch", dropout=True),
    ],
)
def test_generators_come_back(tmp_path: Path, config: InstaGanConfig) -> None:
    assert_round_trip(tmp_path, config, lambda network: network(PICTURE, MASKS))


@pytest.mark.parametrize("kind", ["set", "basic"])
@pytest.mark.parametrize(
    "changes",
    [{}, {"n_layers": 1, "norm": "batch"}, {"n_layers": 4, "sigmoid": True}],
    ids=["as published", "batch norm", "deep with sigmoid"],
)
def test_discriminators_come_back(tmp_path: Path, kind: str, changes: dict) -> None:
    config = InstaGanDiscriminatorConfig(**{"kind": kind, "ndf": 2, "n_layers": 2, **changes})

    def run(network: nn.Module) -> list[Tensor]:
        """Two calls, which differ; on a copy, because they move the network on."""
        network, picture = copy.deepcopy(network), PICTURE.repeat(1, 1, 4, 4)
        inputs = (picture, MASKS.repeat(1, 1, 4, 4)) if kind == "set" else (picture,)
        return [network(*inputs) for _ in range(2)]

    assert_round_trip(tmp_path, config, run, told={"no_lsgan": config.sigmoid}, own_atol=1e-4)


def test_least_squares_is_assumed(tmp_path: Path) -> None:
    config = InstaGanDiscriminatorConfig(ndf=2, sigmoid=True)
    path = tmp_path / "latest_net_D_A.pth"
    torch.save(STANDARD.of_config(config).build(config).state_dict(), path)
    found = detect(path)
    assert (found.config.sigmoid, found.unknown) == (False, ("no_lsgan",))
    (tmp_path / "opt.txt").write_text("no_lsgan: True\n")
    assert detect(path).config == config


def test_running_statistics_of_an_old_torch_are_dropped(tmp_path: Path) -> None:
    network = InstaGanGenerator(SMALL).eval()
    path = tmp_path / "latest_net_G_A.pth"
    stale = {"encoder_img.2.running_mean": torch.ones(2), "decoder_seg.1.running_var": torch.ones(3)}
    torch.save({**network.state_dict(), **stale}, path)
    torch.testing.assert_close(load(path).module(PICTURE, MASKS), network(PICTURE, MASKS))


def test_the_sample_shows_the_photo_and_its_translation() -> None:
    family = STANDARD.of_config(SMALL)
    assert family.sample is not None
    with torch.inference_mode():
        picture = family.sample(InstaGanGenerator(SMALL).eval(), SMALL, 0)
    assert picture.shape == (3, 80, 160)
    assert picture.isfinite().all()
