"""The segmenter recipe."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from ganstudio.checkpoints.load import load
from ganstudio.datasets.label_maps import LabelMapDataset
from ganstudio.engine.randomness import Randomness
from ganstudio.training.recipes.segmenter import SegmenterParams, SegmenterRecipe, jitter
from ganstudio.training.trainer import RunOptions, Trainer


def test_colours_are_learned_as_classes_and_the_model_loads(tmp_path: Path) -> None:
    labels = np.kron(np.random.default_rng(0).integers(0, 3, (6, 4, 4)), np.ones((8, 8))).astype(np.uint8)
    images = (labels[..., None] * np.array([120, 60, 90])).astype(np.uint8)
    torch.manual_seed(0)
    recipe = SegmenterRecipe(
        SegmenterParams(width=8, size=32, batch_size=4, ema_kilo_images=0.01),
        LabelMapDataset(images, labels),
        classes=3,
        palette="landscape",
    )
    Trainer(recipe, tmp_path, RunOptions(max_steps=150, bf16=False)).run()
    reader = load(tmp_path / "model" / "model.safetensors")
    batch = recipe.dataset.batch(range(6), 32)
    with torch.no_grad():
        found = reader.module(batch.images).argmax(1)
    assert (found == batch.labels[:, 0]).float().mean() > 0.9


def test_jitter_keeps_what_was_where() -> None:
    torch.manual_seed(0)
    images = torch.zeros(2, 3, 8, 8)
    images[..., 4:] = 1
    changed = jitter(images, Randomness(0))
    assert not torch.equal(changed, images)
    assert (changed[..., 4:].mean((2, 3)) > changed[..., :4].mean((2, 3)) + 0.5).all()
