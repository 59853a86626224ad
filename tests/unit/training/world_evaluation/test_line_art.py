"""Figures of line art, on scenes that are made up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from ganstudio.checkpoints.load import LoadedModel
from ganstudio.errors import CheckpointError
from ganstudio.networks.pix2pix import UnetConfig, UnetGenerator
from ganstudio.networks.segmenter import Segmenter, SegmenterConfig
from ganstudio.training.world_evaluation import line_art
from ganstudio.worlds.landscape import Scene

COUNT, SIZE = 4, 32


@pytest.fixture(autouse=True)
def small_world(monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(0)
    reader = Segmenter(SegmenterConfig(classes=12, width=4)).eval()
    monkeypatch.setattr(line_art, "segmenter_named", lambda _: reader)
    monkeypatch.setattr(line_art, "held_out_scenes", squares)


def squares(count: int, size: int) -> Iterator[Scene]:
    """A square on a ground, each land in colours of its own."""
    for number in range(count):
        labels = np.zeros((size, size), np.uint8)
        labels[8:24, 6 + number : 22] = 5
        image = np.where(labels[..., None], (200, 40 * number, 30), (20, 90, 60 + 40 * number))
        yield Scene(image.astype(np.uint8), labels, "summer", "day", number, {}, "", [])


def model(module: nn.Module, config: UnetConfig, **card: Any) -> LoadedModel:
    return LoadedModel(module.eval(), "pix2pix", "generator", config, card, "", Path("model.safetensors"))


def measured(given: LoadedModel) -> line_art.Report:
    return line_art.evaluate_model(given, count=COUNT, size=SIZE, segmenter="mine")


class PaintsHints(nn.Module):
    """The colour of the hint where there is one, grey elsewhere."""

    def forward(self, given: Tensor) -> Tensor:
        return given[:, 4:7]


def test_a_model_that_paints_its_hints_obeys_them() -> None:
    config = UnetConfig(in_channels=7, depth=5)
    hints = measured(model(PaintsHints(), config, hints="colours")).hints
    assert hints is not None
    # Softened as hints are: the rims of the dabs take of the grey around.
    for prefix in ("", "foreign_"):
        assert hints[prefix + "obeyed"] < 0.7 * hints[prefix + "ignored"]
    assert hints["real"] < 0.7 * hints["foreign_real"]


class Remembers(nn.Module):
    """Gives the true renders, in the order in which they are asked for."""

    def forward(self, given: Tensor) -> Tensor:
        images = torch.from_numpy(np.stack([scene.image for scene in squares(len(given), SIZE)]))
        return images.permute(0, 3, 1, 2).float() / 127.5 - 1


def test_the_true_render_is_the_best_that_can_be() -> None:
    report = measured(model(Remembers(), UnetConfig(in_channels=3, depth=5, norm="instance")))
    assert (report.l1, report.edge_f1, report.diversity_seeds) == (0, report.edge_f1_real, 0)
    assert report.feature_distance == pytest.approx(0, abs=1e-5)
    assert report.edge_f1 > 0.6
    assert (report.hints, report.l1_without_hints, report.features) == (None, None, "mine")


def test_the_same_figures_each_time_and_different_pictures_by_seed() -> None:
    config = UnetConfig(in_channels=7, ngf=4, depth=5, norm="instance", dropout=True)
    unet = model(UnetGenerator(config), config, hints="colours")
    torch.manual_seed(1)
    first = measured(unet)
    torch.manual_seed(2)
    assert measured(unet) == first
    assert first.lines() == line_art.Report(**first.as_dict()).lines()


@pytest.mark.parametrize(
    ("channels", "size", "says"), [(4, 32, "no coloured pictures"), (3, 48, "48 pixels")]
)
def test_what_does_not_fit_is_said(channels: int, size: int, says: str) -> None:
    config = UnetConfig(in_channels=channels, depth=5)
    with pytest.raises(CheckpointError, match=says):
        line_art.evaluate_model(model(nn.Identity(), config), count=COUNT, size=size, segmenter="mine")
