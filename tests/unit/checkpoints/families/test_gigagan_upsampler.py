from __future__ import annotations

from pathlib import Path

import pytest
import torch

from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.load import load
from ganstudio.networks.gigagan_upsampler import GigaGanUpsampler, UpsamplerConfig

PHOTO = torch.linspace(-1, 1, 3 * 16 * 24).reshape(1, 3, 16, 24)
CONFIGS = [
    UpsamplerConfig(width=4),
    UpsamplerConfig(factor=4, width=6, levels=4, blocks=2),
    UpsamplerConfig(width=4, levels=2, blocks=3),
]


@pytest.mark.parametrize("config", CONFIGS)
def test_it_comes_back_from_its_tensors_alone(tmp_path: Path, config: UpsamplerConfig) -> None:
    torch.manual_seed(0)
    network = GigaGanUpsampler(config).eval()
    torch.save(network.state_dict(), tmp_path / "up.pth")
    model = load(tmp_path / "up.pth")
    assert (model.family, model.role, model.config) == ("gigagan_upsampler", "generator", config)
    torch.testing.assert_close(model.module(PHOTO), network(PHOTO), rtol=0, atol=0)


def test_the_sample_shows_the_photo_and_the_larger_one() -> None:
    config = CONFIGS[0]
    sample = STANDARD.of_config(config).sample
    assert sample is not None
    with torch.inference_mode():
        picture = sample(GigaGanUpsampler(config).eval(), config, 0)
    assert picture.shape == (3, 192, 384)
    assert picture.isfinite().all()
