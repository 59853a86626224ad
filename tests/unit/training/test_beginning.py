"""A run that begins with what another has learned, for pictures of the same size or of twice that."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from ganstudio.datasets.images import ImageDataset
from ganstudio.errors import InputError
from ganstudio.params import build
from ganstudio.training import launch
from ganstudio.training.options import RunOptions
from ganstudio.training.recipes import stylegan2
from ganstudio.training.trainer import Trainer

PICTURES = np.random.default_rng(0).integers(0, 256, (8, 32, 32, 3), dtype=np.uint8)


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(stylegan2.PRESETS, "tiny", {"base": 128, "most": 16, "w_dim": 8, "layers": 2})


def run(folder: Path, start: Path | str = "", *, size: int = 16, **params: Any) -> Trainer:
    entry = launch.recipe_named("stylegan2")
    values = {"preset": "tiny", "size": size, "batch_size": 4, "augment": "none", **params}
    options = RunOptions(max_steps=1, log_steps=1, metric_minutes=0, held_out=0)
    given = build(entry.params_class(), values)
    return launch.prepare(entry, given, ImageDataset(PICTURES), folder, options, start_from=str(start))


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    run(tmp_path / "earlier").run()
    return tmp_path / "earlier"


def test_all_networks_of_a_run_are_taken(earlier: Path, tmp_path: Path) -> None:
    before, after = run(earlier), run(tmp_path / "later", earlier)
    before._open()
    for name, module in before.recipe.modules.items():
        later = after.recipe.modules[name].state_dict()
        assert all(torch.equal(tensor, later[key]) for key, tensor in module.state_dict().items())


def test_a_larger_generator_begins_as_the_smaller_one_enlarged(earlier: Path, tmp_path: Path) -> None:
    small = run(earlier)
    small._open()
    large = run(tmp_path / "later", earlier, size=32)
    z = torch.randn(2, 8)
    with torch.no_grad():
        little = small.averages["generator"](z, noise_mode="none")
        big = large.averages["generator"](z, noise_mode="none")
    assert big.shape[-1] == 32
    torch.testing.assert_close(
        F.avg_pool2d(big, 2)[..., 2:-2, 2:-2], little[..., 2:-2, 2:-2], atol=0.2, rtol=0
    )
    large.run()
    assert large.step == 1


def test_what_does_not_fit_is_refused(earlier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(stylegan2.PRESETS, "tiny", {"base": 128, "most": 8, "w_dim": 8, "layers": 2})
    with pytest.raises(InputError, match="does not fit the generator"):
        run(tmp_path / "later", earlier, size=32)


def test_a_run_of_another_recipe_is_refused(earlier: Path, tmp_path: Path) -> None:
    entry = launch.recipe_named("dcgan")
    given = build(entry.params_class(), {"preset": "tiny", "batch_size": 4})
    options = RunOptions(max_steps=1, metric_minutes=0, held_out=0)
    with pytest.raises(InputError, match="a run of the recipe stylegan2, not dcgan"):
        launch.prepare(entry, given, ImageDataset(PICTURES), tmp_path / "x", options, start_from=str(earlier))
