"""pSp and e4e checkpoints."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.load import load
from ganstudio.checkpoints.save import export_official
from ganstudio.errors import CheckpointError
from ganstudio.networks.ir_se import IrSeConfig
from ganstudio.networks.psp import Psp, PspConfig
from ganstudio.networks.stylegan2 import StyleGan2Config
from ganstudio.networks.stylegan2_layers import MappingConfig
from tests.support.round_trip import assert_round_trip

CONFIG = PspConfig(
    decoder=StyleGan2Config(16, (4, 3, 2), MappingConfig(z_dim=4, w_dim=4, layers=1)),
    body=IrSeConfig(stem=2, widths=(2, 3, 4, 5), units=(2, 1, 1, 1), reduction=1),
)


def record(folder: Path, config: PspConfig = CONFIG) -> tuple[Path, dict[str, Any]]:
    """An official file of a new network, and what is in it."""
    path = folder / "psp.pt"
    torch.manual_seed(0)
    export_official(Psp(config), config, path)
    return path, torch.load(path)


def rewritten(path: Path, content: dict[str, Any]) -> Path:
    torch.save(content, path)
    return path


@pytest.mark.parametrize(
    "config",
    [
        CONFIG,
        replace(CONFIG, encoder="progressive", wide=True),
        replace(CONFIG, encoder="w", from_average=False),
        replace(CONFIG, encoder="w_plus"),
        replace(CONFIG, body=IrSeConfig(1, 3, (3, 4, 5, 6), (1, 2, 3, 1), 2), from_average=False),
    ],
    ids=["pSp", "e4e of cars", "into W", "into W+ from the last layer", "of sketches, without average"],
)
def test_models_come_back_from_the_authors_file_without_being_told_anything(
    tmp_path: Path, config: PspConfig
) -> None:
    @torch.inference_mode()
    def run(network: nn.Module) -> tuple[Tensor, Tensor]:
        shape = (1, config.body.in_channels, *config.input_size)
        ws = network(torch.rand(shape, generator=torch.Generator().manual_seed(0)))
        return ws, network.decode(ws)

    assert_round_trip(tmp_path, config, run, atol=1e-4, own_atol=1e-5)


def test_the_encoder_is_assumed_to_be_psps_where_no_option_tells(tmp_path: Path) -> None:
    path, content = record(tmp_path, replace(CONFIG, encoder="progressive"))
    found = detect(rewritten(path, {**content, "opts": {}}))
    assert found.config == CONFIG
    assert "encoder_type" in found.unknown
    told = detect(path, {"encoder_type": "Encoder4Editing"})
    assert told.config.encoder == "progressive"


def test_one_row_of_the_average_is_that_of_all_layers(tmp_path: Path) -> None:
    path, content = record(tmp_path, replace(CONFIG, encoder="w"))
    row = torch.randn(1, 4)
    network = load(rewritten(path, {**content, "latent_avg": row})).module
    torch.testing.assert_close(network.latent_avg, row.expand(6, 4))


def test_hyperstyles_encoder_starts_from_the_average_whatever_its_options_say(tmp_path: Path) -> None:
    path, content = record(tmp_path, replace(CONFIG, encoder="w"))
    told = {"encoder_type": "WEncoder", "start_from_latent_avg": False}
    assert detect(rewritten(path, {**content, "opts": told})).config.from_average


def test_an_average_that_is_missed_is_named(tmp_path: Path) -> None:
    path, content = record(tmp_path)
    del content["latent_avg"]
    with pytest.raises(CheckpointError, match="latent_avg"):
        detect(rewritten(path, content))
    content["opts"]["start_from_latent_avg"] = False
    assert not detect(rewritten(path, content)).config.from_average


def test_of_another_papers_encoder_the_decoder_is_left(tmp_path: Path) -> None:
    path, content = record(tmp_path)
    tensors = {name: t for name, t in content["state_dict"].items() if "latlayer" not in name}
    found = detect(rewritten(path, {**content, "state_dict": tensors}))
    assert (found.family.id, found.role, found.config) == ("stylegan2", "generator", CONFIG.decoder)


@pytest.mark.parametrize("in_channels", [3, 1, 5])
@torch.inference_mode()
def test_the_sample_shows_the_input_beside_the_picture(in_channels: int) -> None:
    config = replace(CONFIG, body=replace(CONFIG.body, in_channels=in_channels))
    family = STANDARD.of_config(config)
    assert family.sample is not None
    picture = family.sample(Psp(config).eval(), config, 0)
    assert picture.shape == (3, 16, 32)
    assert picture.isfinite().all()
    assert picture[:, :, :16].std() > 0.01
