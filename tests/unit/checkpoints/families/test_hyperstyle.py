"""HyperStyle checkpoints."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.save import export_official
from ganstudio.networks.hyperstyle import HyperStyle, HyperStyleConfig
from ganstudio.networks.hyperstyle_hypernet import HypernetConfig
from ganstudio.networks.stylegan2 import StyleGan2Config
from ganstudio.networks.stylegan2_layers import MappingConfig
from tests.support.round_trip import assert_round_trip

ALL_SHARED = HypernetConfig((2, 3), (2, 3), stem=2, widths=(2, 3, 4, 5), units=(1, 1, 1, 1), code=4)
CONFIG = HyperStyleConfig(
    decoder=StyleGan2Config(16, (4, 4, 2), MappingConfig(z_dim=4, w_dim=4, layers=1)),
    hypernet=HypernetConfig(
        layers=(0, 1, 3, 6, 7),
        shared=(0, 3),
        stem=2,
        widths=(2, 3, 4, 5),
        units=(1, 2, 1, 1),
        code=4,
        inner=3,
        shared_inner=2,
    ),
)


@pytest.mark.parametrize(
    "config",
    [
        CONFIG,
        replace(CONFIG, hypernet=replace(CONFIG.hypernet, separable=True), iterations=3),
        replace(CONFIG, hypernet=ALL_SHARED, wide=True),
        replace(CONFIG, hypernet=replace(CONFIG.hypernet, layers=(4, 7), shared=(), shared_inner=128)),
    ],
    ids=["plain", "separable", "shared alone, cars", "nothing shared"],
)
def test_models_come_back_from_the_authors_file_without_being_told_anything(
    tmp_path: Path, config: HyperStyleConfig
) -> None:
    @torch.inference_mode()
    def run(network: nn.Module) -> tuple[Tensor, Tensor]:
        image = torch.rand(1, 3, *config.input_size, generator=torch.Generator().manual_seed(0))
        *_, (picture, offsets) = network.refine(image, network.codes(torch.ones(1, 4)), iterations=1)
        return picture, offsets[config.hypernet.layers[0]]

    assert_round_trip(tmp_path, config, run, atol=1e-4, own_atol=1e-5)


def test_the_shared_head_is_listed_below_every_block_that_uses_it(tmp_path: Path) -> None:
    path = tmp_path / "hyperstyle.pt"
    export_official(HyperStyle(CONFIG), CONFIG, path)
    names = torch.load(path)["state_dict"]
    heads = [name for name in names if name.endswith("hypernet.w2")]
    assert sorted(heads) == [
        "hypernet.refinement_blocks.0.hypernet.w2",
        "hypernet.refinement_blocks.3.hypernet.w2",
        "hypernet.shared_weight_hypernet.w2",
    ]


def test_the_steps_are_assumed_where_no_option_tells(tmp_path: Path) -> None:
    path = tmp_path / "hyperstyle.pt"
    export_official(HyperStyle(CONFIG), CONFIG, path)
    content = torch.load(path)
    torch.save({**content, "opts": {}}, path)
    found = detect(path)
    assert found.config == CONFIG
    assert "n_iters_per_batch" in found.unknown


@torch.inference_mode()
def test_the_sample_shows_the_photo_and_two_pictures() -> None:
    family = STANDARD.of_config(CONFIG)
    assert family.sample is not None
    picture = family.sample(HyperStyle(CONFIG).eval(), CONFIG, 0)
    assert picture.shape == (3, 16, 48)
    assert picture.isfinite().all()
