from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.save import export_official
from ganstudio.networks.lostgan import OBJECT_Z_DIM, LostGanConfig, LostGanGenerator
from tests.support.round_trip import assert_round_trip

BOXES = torch.tensor([[[0.0, 0.0, 1.0, 0.5], [0.1, 0.3, 0.4, 0.6], [-0.6, -0.6, 0.5, 0.5]]])


@pytest.mark.parametrize(
    "changes",
    [
        {"image_size": 64, "embedding": 128},
        {"num_classes": 179, "z_dim": 9},
        {"version": 2, "output_dim": 1},
        {"version": 2, "image_size": 256},
    ],
    ids=["v1 at 64", "v1 at 128", "v2 at 128", "v2 at 256"],
)
def test_generators_come_back(tmp_path: Path, changes: dict[str, Any]) -> None:
    config = LostGanConfig(**{"num_classes": 5, "ch": 1, "embedding": 6, **changes})

    def run(network: nn.Module) -> Tensor:
        generator = torch.Generator().manual_seed(0)
        z = torch.randn(1, 3, OBJECT_Z_DIM, generator=generator)
        z_image = torch.randn(1, config.z_dim, generator=generator)
        with torch.inference_mode():
            return network(z, BOXES, torch.tensor([[1, 4, 0]]), z_image)

    assert_round_trip(tmp_path, config, run, own_atol=1e-4)


def test_exported_names_are_those_of_parallel_training(tmp_path: Path) -> None:
    config = LostGanConfig(num_classes=3, ch=1, embedding=4, image_size=64)
    path = tmp_path / "G_200.pth"
    export_official(LostGanGenerator(config), config, path)
    assert not (tmp_path / "opt.txt").exists()
    assert all(name.startswith("module.") for name in torch.load(path, weights_only=True))


def test_the_sample_shows_the_layout_and_the_picture() -> None:
    config = LostGanConfig(num_classes=5, ch=1, embedding=4, image_size=64)
    network = LostGanGenerator(config).eval()
    sample = STANDARD.of_config(config).sample
    assert sample is not None
    with torch.inference_mode():
        first, second = sample(network, config, 1), sample(network, config, 2)
    assert first.shape == (3, 64, 128)
    assert first.isfinite().all()
    assert torch.equal(first[..., :64], second[..., :64])
    assert not torch.equal(first[..., 64:], second[..., 64:])
