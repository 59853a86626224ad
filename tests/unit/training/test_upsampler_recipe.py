from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from ganstudio.checkpoints.load import load
from ganstudio.datasets.images import ImageDataset
from ganstudio.engine.randomness import Randomness
from ganstudio.errors import InputError
from ganstudio.events import Progress
from ganstudio.metrics.likeness import psnr
from ganstudio.networks.gigagan_upsampler import bicubic
from ganstudio.training.degraded import degraded, reduced
from ganstudio.training.evaluation.held_out import keep_apart
from ganstudio.training.recipes.upsampler import UpsamplerParams, UpsamplerRecipe
from ganstudio.training.trainer import RunOptions, Trainer


def tiles(count: int = 24, side: int = 32) -> np.ndarray:
    """Hard-edged squares in two colours, which bicubic interpolation blurs."""
    random = np.random.default_rng(0)
    coarse = random.integers(0, 2, (count, side // 8, side // 8, 1))
    return np.kron(coarse * [180, 120, 60] + 40, np.ones((1, 8, 8, 1))).astype(np.uint8)


def recipe(**params: object) -> UpsamplerRecipe:
    torch.manual_seed(0)
    small = {"size": 32, "batch_size": 4, "width": 8, "ndf": 4, "perceptual": ""}
    chosen = UpsamplerParams(**{**small, **params})  # type: ignore[arg-type]
    return UpsamplerRecipe(chosen, ImageDataset(tiles()))


def test_it_learns_edges_that_bicubic_blurs_and_the_model_loads(tmp_path: Path) -> None:
    run = recipe(warm_up=45, degrade=0, ema_kilo_images=0.02, lr=4e-3)
    Trainer(run, tmp_path, RunOptions(max_steps=50, precision="32", metric_minutes=0)).run()
    model = load(tmp_path / "model" / "model.safetensors")
    assert (model.family, model.config.factor) == ("gigagan_upsampler", 2)
    large = run.dataset.batch(range(24), 32).images
    small = reduced(large, 2)
    with torch.no_grad():
        gain = psnr(model.module(small), large) - psnr(bicubic(small, 2), large)
    assert gain.mean() > 1


def test_it_is_measured_against_bicubic() -> None:
    made = recipe(factor=4)
    run = made.on(keep_apart(ImageDataset(tiles(200)), 0.1))
    figures = run.metrics({"generator": made.generator}, Progress())
    assert {"psnr", "ssim", "fid_style"} <= figures.keys()
    # A network that has not begun to learn is bicubic interpolation.
    for name in ("psnr", "ssim", "fid_style"):
        assert figures[name] == pytest.approx(figures[f"{name}_bicubic"], rel=1e-3)


def test_every_network_moves_by_its_own_losses() -> None:
    run = recipe(warm_up=1)
    first = {name: [p.clone() for p in module.parameters()] for name, module in run.modules.items()}
    run.step(run.batch(range(4)), 0)
    now = list(run.discriminator.parameters())
    assert all(torch.equal(a, b) for a, b in zip(first["discriminator"], now, strict=True))
    told = run.step(run.batch(range(4)), 1)
    assert {"l1", "g", "d_real", "d_fake", "score_real", "score_fake"} <= told.keys()
    assert not torch.equal(first["discriminator"][0], next(iter(run.discriminator.parameters())))


def test_small_pictures_are_spoilt_each_in_its_own_way_and_the_same_again() -> None:
    large = ImageDataset(tiles(16, 64)).batch(range(16), 64).images
    spoilt = degraded(large, 2, Randomness(3))
    assert torch.equal(spoilt, degraded(large, 2, Randomness(3)))
    apart = (spoilt - reduced(large, 2)).abs().mean((1, 2, 3))
    assert 0.002 < apart.mean() < 0.1
    assert apart.std() > 0.002
    assert torch.equal(degraded(large, 2, Randomness(3), 0), reduced(large, 2))


def test_a_size_that_cannot_be_halved_so_often_is_refused() -> None:
    with pytest.raises(InputError, match=r"32 px cannot be made 4 times smaller and halved 4 times"):
        recipe(factor=4, levels=5)
