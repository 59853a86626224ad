from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.load import load
from ganstudio.checkpoints.options import read_options
from ganstudio.checkpoints.registry import Told
from ganstudio.checkpoints.save import export_official
from ganstudio.errors import CheckpointError
from ganstudio.networks.stylegan3 import StyleGAN3Config, StyleGAN3Generator, layer_channels
from tests.support.round_trip import assert_round_trip

SMALL = StyleGAN3Config(resolution=16, channels=(6, 6, 5, 4, 4, 3), z_dim=5, w_dim=7, margin_size=3)
ROTATING = replace(SMALL, conv_kernel=1, use_radial_filters=True)
ALWAYS_ASSUMED = {"output_scale", "conv_clamp", "lr_multiplier"}


def draw(network: Any) -> Tensor:
    config = network.config
    z = torch.randn(2, config.z_dim, generator=torch.Generator().manual_seed(5))
    with torch.inference_mode():
        return network(z, torch.eye(config.c_dim)[:2] if config.c_dim else None, truncation_psi=0.7)


@pytest.mark.parametrize(
    ("config", "told"),
    [
        (SMALL, {}),
        (ROTATING, {}),
        (replace(SMALL, c_dim=3, mapping_layers=3), {"lr_multiplier": 0.01}),
        (replace(SMALL, num_critical=3, margin_size=0), {}),
        (replace(SMALL, num_critical=0, use_radial_filters=True), {}),
        (replace(SMALL, conv_clamp=None, output_scale=1.0), {"conv_clamp": math.inf, "output_scale": 1}),
        (
            replace(SMALL, first_cutoff=1.5, last_stopband_rel=1.3),
            {"first_cutoff": 1.5, "last_stopband_rel": 1.3},
        ),
        (replace(SMALL, lrelu_upsampling=4, filter_size=3), {"lrelu_upsampling": 4}),
    ],
)
def test_round_trip(tmp_path: Path, config: StyleGAN3Config, told: dict[str, Any]) -> None:
    assert_round_trip(tmp_path, config, draw, told=told, own_atol=1e-6)


@pytest.mark.parametrize("critical", [2, 3])
def test_filters_show_the_bands(tmp_path: Path, critical: int) -> None:
    config = replace(ROTATING, num_critical=critical)
    torch.save(StyleGAN3Generator(config).state_dict(), tmp_path / "network.pth")
    found = detect(tmp_path / "network.pth")
    assert found.config == config
    assert set(found.unknown) == ALWAYS_ASSUMED


def test_training_options_tell_the_rest(tmp_path: Path) -> None:
    config = replace(SMALL, output_scale=0.5, conv_clamp=None, mapping_lr_multiplier=0.1)
    torch.save(StyleGAN3Generator(config).state_dict(), tmp_path / "network.pth")
    arguments = {"output_scale": 0.5, "conv_clamp": None, "mapping_kwargs": {"lr_multiplier": 0.1}}
    (tmp_path / "training_options.json").write_text(json.dumps({"G_kwargs": arguments}))
    found = detect(tmp_path / "network.pth")
    assert found.config == config and not found.unknown


def test_attributes_of_a_pickle_come_before_its_arguments() -> None:
    family = STANDARD.of_config(SMALL)
    layer = f"synthesis.L0_22_{SMALL.channels[0]}"
    facts = {
        "init_kwargs": {"z_dim": 5, "mapping_kwargs": {"num_layers": 2}},
        "attributes": {
            "synthesis": {"output_scale": 0.5, "num_critical": 2, "margin_size": 3},
            layer: {"conv_clamp": 100},
            f"{layer}.affine": {"bias_gain": 1},
            "mapping.fc0": {"bias_gain": 0.1},
        },
    }
    told = Told("a.pkl", family.unknowns, family.reads(facts))
    config = family.infer(StyleGAN3Generator(SMALL).state_dict(), told)
    assert config == replace(SMALL, output_scale=0.5, conv_clamp=100.0, mapping_lr_multiplier=0.1)
    assert not told.assumed


def test_other_filters_are_kept_as_they_are(tmp_path: Path) -> None:
    network = StyleGAN3Generator(SMALL).eval()
    layer = network.get_submodule("synthesis.L1_22_6")
    layer.up_filter.copy_(torch.rand(12))
    path = tmp_path / "network.pth"
    torch.save(network.state_dict(), path)
    assert {"num_critical", "first_cutoff"} < set(detect(path).unknown)
    torch.testing.assert_close(draw(load(path).module), draw(network))


def test_export_writes_the_arguments_of_the_constructor(tmp_path: Path) -> None:
    config = replace(SMALL, channels=layer_channels(SMALL, 64, 6))
    export_official(StyleGAN3Generator(config), config, tmp_path / "network.pth")
    options = read_options(tmp_path / "opt.txt")
    assert (options["channel_base"], options["channel_max"], options["img_resolution"]) == (64, 6, 16)
    assert options["mapping_kwargs"] == {"num_layers": 2, "lr_multiplier": 0.01}


def test_without_input_layer_it_is_refused(tmp_path: Path) -> None:
    state = StyleGAN3Generator(SMALL).state_dict()
    del state["synthesis.input.freqs"]
    torch.save(state, tmp_path / "network.pth")
    with pytest.raises(CheckpointError, match=r"synthesis\.input\.freqs is missing"):
        detect(tmp_path / "network.pth")


def test_samples() -> None:
    family = STANDARD.of_config(SMALL)
    network = StyleGAN3Generator(replace(SMALL, c_dim=3)).eval()
    pictures = [family.sample(network, network.config, seed) for seed in (1, 1, 2)]
    assert pictures[0].shape == (3, 32, 64) and pictures[0].abs().max() <= 1
    assert torch.equal(pictures[0], pictures[1]) and not torch.equal(pictures[0], pictures[2])
