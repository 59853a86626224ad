from __future__ import annotations

from pathlib import Path

import pytest
import torch

from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.load import load
from ganstudio.networks.fast_neural_style import FastStyleConfig, FastStyleGenerator
from tests.support.round_trip import assert_round_trip

SMALL = FastStyleConfig(width=2)
PHOTO = torch.linspace(0, 255, 3 * 20 * 24).reshape(1, 3, 20, 24)


def test_it_comes_back(tmp_path: Path) -> None:
    assert_round_trip(tmp_path, SMALL, lambda network: network(PHOTO))


def test_old_files_are_read_under_their_old_name_without_their_statistics(tmp_path: Path) -> None:
    network = FastStyleGenerator(SMALL).eval()
    path = tmp_path / "epoch_2_Wed_Dec_14_17:05:11_2016_100000.0_10000000000.0.model"
    stale = {
        f"{name}.{entry}": torch.full_like(norm.weight, 5.0)
        for name, norm in network.named_modules()
        if isinstance(norm, torch.nn.InstanceNorm2d)
        for entry in ("running_mean", "running_var")
    }
    assert len(stale) == 30
    torch.save({**network.state_dict(), **stale}, path, _use_new_zipfile_serialization=False)
    torch.testing.assert_close(load(path).module(PHOTO), network(PHOTO))


@pytest.mark.parametrize(
    ("size", "painted"), [((20, 24), (20, 24)), ((21, 22), (24, 24)), ((19, 33), (20, 36))]
)
def test_odd_sizes_come_back_larger(size: tuple[int, int], painted: tuple[int, int]) -> None:
    with torch.inference_mode():
        assert FastStyleGenerator(SMALL)(torch.zeros(1, 3, *size)).shape == (1, 3, *painted)


def test_the_sample_shows_the_photo_and_the_painting() -> None:
    sample = STANDARD.of_config(SMALL).sample
    assert sample is not None
    with torch.inference_mode():
        picture = sample(FastStyleGenerator(SMALL).eval(), SMALL, 0)
    assert picture.shape == (3, 192, 384)
    assert picture.isfinite().all()
