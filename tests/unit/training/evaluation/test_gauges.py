"""What is made of pictures and of those that they are compared with."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import Tensor

from ganstudio.checkpoints.save import save
from ganstudio.networks.segmenter import Segmenter, SegmenterConfig
from ganstudio.training.evaluation.gauges import Distances, Likeness
from ganstudio.training.evaluation.observers import Observer
from ganstudio.training.evaluation.segmenters import segmenter_for


class Means(Observer):
    name = "mean colours"

    def look(self, images: Tensor) -> Tensor:
        return images.mean(dim=(2, 3))


def pictures(seed: int) -> Tensor:
    return torch.rand(12, 3, 16, 16, generator=torch.Generator().manual_seed(seed)) * 2 - 1


@pytest.mark.parametrize("gauge", [Distances(Means(), coverage=True), Likeness()])
def test_the_same_pictures_are_as_near_as_can_be(gauge: Distances | Likeness) -> None:
    for part in pictures(0).split(4):
        gauge.add(None, {"": (part, part)})
    best = {"fid_style": 0, "precision": 1, "recall": 1, "l1": 0, "ssim": 1}
    found = gauge.figures()
    for name in set(best) & set(found):
        assert found[name] == pytest.approx(best[name], abs=1e-4), name


def test_figures_of_two_directions_are_their_mean() -> None:
    real, fake = pictures(0), pictures(1) / 2
    one, other, both = Distances(Means()), Distances(Means()), Distances(Means())
    one.add(None, {"a": (real, fake)})
    other.add(None, {"b": (fake, real + 0.1)})
    both.add(None, {"a": (real, fake), "b": (fake, real + 0.1)})
    mean = (one.figures()["fid_style"] + other.figures()["fid_style"]) / 2
    assert both.figures()["fid_style"] == pytest.approx(mean)


def test_a_segmenter_must_mean_the_same_classes(tmp_path: Path) -> None:
    config = SegmenterConfig(classes=12, width=4)
    named = []
    for name, card in (("plain", {}), ("streets", {"palette": "cityscapes"})):
        (tmp_path / name).mkdir()
        named.append(str(save(Segmenter(config), config, tmp_path / name / "model.safetensors", card)))
    plain, streets = named
    assert segmenter_for("landscape", 12) is not None
    assert segmenter_for("", 12) is None, "nobody said that ours means the same"
    assert segmenter_for("", 12, plain) is not None, "a person said so"
    assert segmenter_for("", 13, plain) is None
    assert segmenter_for("landscape", 12, streets) is None
