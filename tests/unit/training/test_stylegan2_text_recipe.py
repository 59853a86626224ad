"""StyleGAN2 that is told sentences, on pictures and sentences small enough for a test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from ganstudio.checkpoints.load import load
from ganstudio.clip import load_clip
from ganstudio.datasets.captions import CaptionDataset
from ganstudio.datasets.images import ImageDataset
from ganstudio.editing.text_generator import Said, TextGenerator
from ganstudio.errors import InputError
from ganstudio.params import build, specs
from ganstudio.training import launch
from ganstudio.training.evaluation.drawing import written
from ganstudio.training.options import RunOptions
from ganstudio.training.recipes import stylegan2
from ganstudio.training.recipes.stylegan2_text import TextStyleGan2Params, TextStyleGan2Recipe
from ganstudio.training.text_features import HashedText
from ganstudio.training.trainer import Trainer
from tests.support.clip import small_clip

SIZE = 16
OPTIONS = RunOptions(max_steps=1, log_steps=1, metric_minutes=0, held_out=0)


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(stylegan2.PRESETS, "tiny", {"base": 128, "most": 16, "w_dim": 8, "layers": 2})


def dataset() -> CaptionDataset:
    """Red and blue pictures, each said to be so."""
    images = np.zeros((8, SIZE, SIZE, 3), dtype=np.uint8)
    images[::2, ..., 0] = images[1::2, ..., 2] = 255
    return CaptionDataset(images, ["a red picture", "a blue one"] * 4, mirror=False)


def recipe(encoder: Any = None, **changes: Any) -> TextStyleGan2Recipe:
    torch.manual_seed(0)
    values = {"preset": "tiny", "size": SIZE, "batch_size": 4, "augment": "none", **changes}
    return TextStyleGan2Recipe(TextStyleGan2Params(**values), dataset(), encoder=encoder or HashedText(12))


def weights(module: torch.nn.Module) -> Tensor:
    return torch.cat([value.detach().flatten() for value in module.parameters()]).clone()


def test_every_parameter_is_documented() -> None:
    assert all(spec.help for spec in specs(TextStyleGan2Params))


def test_one_step_moves_both_networks_and_counts_wrong_sentences() -> None:
    trained = recipe()
    before = {name: weights(module) for name, module in trained.modules.items()}
    losses = trained.step(trained.batch([0, 1, 2, 3]), 0)
    assert float(losses["d_wrong"]) > 0
    assert all(value.isfinite() for value in losses.values())
    for name, module in trained.modules.items():
        assert not torch.equal(before[name], weights(module)), name
    assert "d_wrong" not in recipe(matching=0.0).step(trained.batch([0, 1, 2, 3]), 1)


def test_a_discriminator_learns_which_sentence_belongs() -> None:
    trained = recipe(lr_g=0.0, lr_d=0.01, r1_gamma=0.0, path_weight=0.0)
    rows = [trained.step(trained.batch(range(8)), step) for step in range(60)]
    first, last = (sum(float(row["d_wrong"]) for row in part) for part in (rows[:5], rows[-5:]))
    assert last < 0.8 * first


def test_clip_may_teach_too(tmp_path: Path) -> None:
    trained = recipe(load_clip(small_clip(tmp_path)), clip_loss=0.1)
    assert trained.step(trained.batch([0, 1, 2, 3]), 1)["clip"].isfinite()
    with pytest.raises(InputError, match="needs a CLIP model"):
        recipe(clip_loss=0.1)


def test_it_begins_with_a_stylegan2_without_sentences(tmp_path: Path) -> None:
    given = {"preset": "tiny", "size": SIZE, "batch_size": 4, "augment": "none"}
    plain = launch.recipe_named("stylegan2")
    images = ImageDataset(dataset().images.numpy())
    before = launch.prepare(plain, build(plain.params_class(), given), images, tmp_path / "plain", OPTIONS)
    before.run()
    entry = launch.recipe_named("stylegan2-text")
    params = build(entry.params_class(), given)
    start = str(tmp_path / "plain")
    after = launch.prepare(entry, params, dataset(), tmp_path / "text", OPTIONS, start_from=start)
    plain_networks, told = before.recipe.modules, after.recipe.modules
    for name in ("generator", "discriminator"):
        kept, own = plain_networks[name].state_dict(), told[name].state_dict()
        same = {
            key
            for key, tensor in kept.items()
            if own[key].shape == tensor.shape and torch.equal(own[key], tensor)
        }
        changed = kept.keys() - same
        assert changed <= {"mapping.fc0.weight", "b4.out.weight", "b4.out.bias"}
    latent, first = (each["generator"].state_dict()["mapping.fc0.weight"] for each in (plain_networks, told))
    assert torch.equal(first[:, :8], latent)
    assert first[:, 8:].std() > 0


def test_a_run_leaves_a_model_that_is_told_sentences(tmp_path: Path) -> None:
    trained = recipe()
    Trainer(trained, tmp_path, OPTIONS).run()
    model = load(tmp_path / "model" / "model.safetensors")
    assert (model.family, model.role, model.card["text_features"]) == (
        "stylegan2_text",
        "generator",
        "hashed-12",
    )
    generator = TextGenerator.of(model)
    assert (generator.text_width, generator.resolution, generator.levels) == (12, SIZE, (4, 8, 16))
    red = HashedText(12)(["a red picture"])
    assert generator.draw(generator.latent(1), Said(red)).shape == (1, 3, SIZE, SIZE)
    assert written(model.module, red, torch.Generator().manual_seed(0)).shape == (1, 3, SIZE, SIZE)


def test_the_sheet_is_the_same_each_time() -> None:
    trained = recipe()
    first, second = (trained.sample({"generator": trained.generator}) for _ in range(2))
    assert first.shape == (3, 4 * SIZE, 8 * SIZE)
    torch.testing.assert_close(first, second)
