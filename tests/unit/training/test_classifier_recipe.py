"""The classifier, its recipe and its file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from ganstudio.checkpoints.load import load
from ganstudio.checkpoints.save import save
from ganstudio.datasets.domains import DomainDataset
from ganstudio.datasets.images import ImageDataset
from ganstudio.errors import InputError
from ganstudio.events import Progress
from ganstudio.networks.classifier import Classifier, ClassifierConfig
from ganstudio.training.evaluation.held_out import keep_apart
from ganstudio.training.recipes.classifier import ClassifierParams, ClassifierRecipe, class_groups
from ganstudio.training.trainer import RunOptions, Trainer

PARAMS = ClassifierParams(width=4, size=32, batch_size=8, ema_kilo_images=0.01)


def test_it_is_small_and_takes_any_size() -> None:
    network = Classifier(ClassifierConfig(groups=(4, 4))).eval()
    assert sum(parameter.numel() for parameter in network.parameters()) <= 300_000
    with torch.inference_mode():
        assert network(torch.zeros(2, 3, 32, 50)).shape == (2, 8)
        assert network.classify(torch.zeros(2, 3, 17, 33)).shape == (2, 2)


@pytest.mark.parametrize("carded", [True, False])
def test_a_file_tells_its_groups(tmp_path: Path, carded: bool) -> None:
    torch.manual_seed(0)
    config = ClassifierConfig(groups=(3, 2, 2), width=4)
    network = Classifier(config).eval()
    path = save(network, config, tmp_path / "model.safetensors", {"title": "Mine"})
    if not carded:
        path = tmp_path / "plain.pt"
        torch.save(network.state_dict(), path)
    loaded = load(path)
    assert (loaded.family, loaded.role, loaded.config) == ("classifier", "classifier", config)
    picture = torch.rand(1, 3, 32, 32)
    with torch.inference_mode():
        assert torch.equal(loaded.module(picture), network(picture))


def coloured(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Pictures that are red or green, and dark or bright."""
    classes = np.random.default_rng(0).integers(0, 2, (count, 2))
    images = np.zeros((count, 32, 32, 3), np.uint8)
    for image, (hue, light) in zip(images, classes, strict=True):
        image[..., hue] = 90 + 150 * light
    return images, classes


def test_groups_are_learned_and_the_card_names_them(tmp_path: Path) -> None:
    images, classes = coloured(48)
    labels = np.concatenate([np.eye(2)[classes[:, 0]], np.eye(2)[classes[:, 1]]], axis=1)
    groups = (("red", "green"), ("dark", "bright"))
    data = DomainDataset(images, labels, ("red", "green", "dark", "bright"), False, groups)
    torch.manual_seed(0)
    Trainer(ClassifierRecipe(PARAMS, data), tmp_path, RunOptions(max_steps=60)).run()
    model = load(tmp_path / "model" / "model.safetensors")
    assert model.card["class_groups"] == [["red", "green"], ["dark", "bright"]]
    with torch.inference_mode():
        found = model.module.classify(data.batch(range(48), 32).images)
    assert (found == torch.from_numpy(classes)).float().mean() > 0.9


def test_what_is_measured_was_not_trained_on() -> None:
    images, classes = coloured(200)
    data = keep_apart(ImageDataset(images, classes[:, 0], ("red", "green")), 0.1)
    recipe = ClassifierRecipe(PARAMS, data)
    assert recipe.item_count == 180
    recipe.network.eval()
    with torch.no_grad():
        for head in recipe.network.heads:
            head.bias.copy_(torch.tensor([100.0, 0.0]))
    figures = recipe.metrics({"classifier": recipe.network}, Progress())
    assert figures["held_out_accuracy"] == pytest.approx((classes[data.apart, 0] == 0).mean())


def test_an_attribute_is_there_or_not() -> None:
    images, classes = coloured(8)
    data = DomainDataset(images, classes, ("green", "bright"), exclusive=False)
    assert class_groups(data) == (("not green", "green"), ("not bright", "bright"))
    batch = ClassifierRecipe(PARAMS, data).batch([0, 1, 2])
    assert torch.equal(batch.classes, torch.from_numpy(classes[:3]))


def test_one_class_alone_is_nothing_to_learn() -> None:
    images, _ = coloured(4)
    with pytest.raises(InputError, match="nothing to tell apart"):
        ClassifierRecipe(PARAMS, ImageDataset(images, np.zeros(4), ("one",)))
