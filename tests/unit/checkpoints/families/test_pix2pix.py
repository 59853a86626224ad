from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.load import load
from ganstudio.checkpoints.save import export_official, save
from ganstudio.errors import CheckpointError, SaveError
from ganstudio.networks.cyclegan import ResnetConfig, ResnetGenerator
from ganstudio.networks.patchgan import (
    PatchDiscriminator,
    PatchDiscriminatorConfig,
    PixelDiscriminatorConfig,
)
from ganstudio.networks.pix2pix import UnetConfig, UnetGenerator
from tests.support.round_trip import assert_round_trip

UNET = UnetConfig(ngf=1, depth=5)
RESNET = ResnetConfig(ngf=2, blocks=1)


def picture(channels: int, size: int = 32) -> Tensor:
    return torch.linspace(-1, 1, channels * size * size).reshape(1, channels, size, size).sin()


def saved(folder: Path, state: dict[str, Tensor], options: str = "") -> Path:
    path = folder / "latest_net_G.pth"
    torch.save(state, path)
    if options:
        (folder / "opt.txt").write_text(options)
    return path


@pytest.mark.parametrize(
    ("config", "told"),
    [
        (UNET, {}),
        (UnetConfig(1, 2, ngf=2, depth=6, norm="instance", dropout=False), {}),
        (UnetConfig(4, 1, ngf=1, depth=5, norm="none", decoder_first=True), {"decoder_first": True}),
        (UnetConfig(ngf=1, depth=5, dropout=False), {"no_dropout": True}),
    ],
)
def test_unets_come_back(tmp_path: Path, config: UnetConfig, told: dict[str, Any]) -> None:
    if config.norm == "none":
        told = {"no_dropout": False, **told}
    image = picture(config.in_channels, config.multiple)
    assert_round_trip(tmp_path, config, lambda network: network(image), told=told)


@pytest.mark.parametrize(
    ("config", "told"),
    [
        (RESNET, {}),
        (ResnetConfig(1, 2, ngf=2, blocks=3, norm="batch", dropout=True), {}),
        (ResnetConfig(ngf=2, blocks=2, norm="none", padding="replicate"), {"padding_type": "replicate"}),
        (ResnetConfig(ngf=2, blocks=2, padding="zero"), {}),
        (ResnetConfig(ngf=2, blocks=2, padding="zero", dropout=True), {}),
        # The global generator of pix2pixHD halves four times.
        (ResnetConfig(36, ngf=1, blocks=2, downsamplings=4), {}),
    ],
)
def test_resnets_come_back(tmp_path: Path, config: ResnetConfig, told: dict[str, Any]) -> None:
    image = picture(config.in_channels)
    assert_round_trip(tmp_path, config, lambda network: network(image), told=told)


@pytest.mark.parametrize(
    "config",
    [
        PatchDiscriminatorConfig(ndf=2),
        PatchDiscriminatorConfig(6, ndf=3, n_layers=1, norm="batch"),
        PatchDiscriminatorConfig(4, ndf=1, n_layers=4, norm="none"),
        PixelDiscriminatorConfig(ndf=3),
        PixelDiscriminatorConfig(6, ndf=2, norm="batch"),
        PixelDiscriminatorConfig(1, ndf=2, norm="none"),
    ],
)
def test_discriminators_come_back(
    tmp_path: Path, config: PatchDiscriminatorConfig | PixelDiscriminatorConfig
) -> None:
    assert_round_trip(tmp_path, config, lambda network: network(picture(config.in_channels, 64)))


@pytest.mark.parametrize(
    "network",
    [
        UnetGenerator(UnetConfig(ngf=1, depth=5, norm="instance", dropout=False)),
        ResnetGenerator(RESNET),
        PatchDiscriminator(PatchDiscriminatorConfig(ndf=2)),
    ],
    ids=lambda network: type(network).__name__,
)
def test_statistics_of_old_instance_norms_are_dropped(tmp_path: Path, network: nn.Module) -> None:
    state = dict(network.state_dict())
    for name, module in network.named_modules():
        if isinstance(module, nn.InstanceNorm2d):
            state[f"{name}.running_mean"] = torch.full((module.num_features,), 3.0)
            state[f"{name}.running_var"] = torch.full((module.num_features,), 9.0)
    path = saved(tmp_path, state)
    assert detect(path).config == network.config
    with torch.inference_mode():
        image = picture(3)
        torch.testing.assert_close(load(path).module(image), network.eval()(image))


def test_the_prefix_of_several_devices_is_taken_off(tmp_path: Path) -> None:
    state = {f"module.{name}": tensor for name, tensor in ResnetGenerator(RESNET).state_dict().items()}
    assert detect(saved(tmp_path, state)).config == RESNET


def test_batch_norms_from_before_torch_0_4_count_no_batches(tmp_path: Path) -> None:
    network = UnetGenerator(UNET).eval()
    state = {name: t for name, t in network.state_dict().items() if "num_batches" not in name}
    with torch.inference_mode():
        image = picture(3)
        torch.testing.assert_close(load(saved(tmp_path, state)).module(image), network(image))


@pytest.mark.parametrize(
    ("options", "dropout", "assumed"),
    [
        ("", True, ("no_dropout", "decoder_first")),
        ("no_dropout: True   [default: False]\n", False, ("decoder_first",)),
        ("use_dropout: False\n", False, ("decoder_first",)),
    ],
)
def test_options_beside_tell_of_dropout(
    tmp_path: Path, options: str, dropout: bool, assumed: tuple[str, ...]
) -> None:
    found = detect(saved(tmp_path, UnetGenerator(UNET).state_dict(), options))
    assert (found.config.dropout, found.unknown) == (dropout, assumed)


def test_a_row_of_other_convolutions_is_no_patchgan(tmp_path: Path) -> None:
    state = PatchDiscriminator(PatchDiscriminatorConfig(ndf=2)).state_dict()
    state["model.2.weight"] = torch.zeros(4, 2, 3, 3)
    with pytest.raises(CheckpointError, match=r"model\.2\.weight has the shape \(4, 2, 3, 3\)"):
        detect(saved(tmp_path, state))


def test_the_outer_network_of_pix2pixhd_is_refused(tmp_path: Path) -> None:
    state = {**ResnetGenerator(RESNET).state_dict(), "model1_1.1.weight": torch.zeros(1, 3, 7, 7)}
    with pytest.raises(CheckpointError, match=r"CycleGAN and pix2pix, but model1_\* is there"):
        detect(saved(tmp_path, state))


@pytest.mark.parametrize(
    "config",
    [
        UnetConfig(1, 3, ngf=1, depth=5),
        UnetConfig(5, 2, ngf=1, depth=7, norm="none"),
        ResnetConfig(ngf=2, blocks=1),
        ResnetConfig(12, 1, ngf=2, blocks=1),
    ],
)
def test_samples_show_input_and_output(config: UnetConfig | ResnetConfig) -> None:
    family = STANDARD.of_config(config)
    network = family.build(config).eval()
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    state = torch.get_rng_state()
    assert family.sample is not None
    with torch.inference_mode():
        sample = family.sample(network, config, 5)
        assert torch.equal(sample, family.sample(network, config, 5))
    assert sample.shape == (3, 128, 256)
    assert sample.isfinite().all()
    assert sample.abs().max() <= 1
    assert torch.equal(torch.get_rng_state(), state)
    torch.testing.assert_close(dict(network.state_dict()), before)
    assert not any(module.training for module in network.modules())


def test_what_the_authors_cannot_build_is_not_written_in_their_layout(tmp_path: Path) -> None:
    config = ResnetConfig(ngf=2, blocks=1, norm="bias")
    save(ResnetGenerator(config), config, tmp_path / "model.safetensors", card={})
    model = load(tmp_path / "model.safetensors")
    assert model.config == config
    with pytest.raises(SaveError, match="no norms"):
        export_official(model.module, config, tmp_path / "latest_net_G.pth")
    assert not (tmp_path / "latest_net_G.pth").exists()
