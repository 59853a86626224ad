"""The pictures that models of label maps show of themselves."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.pictures import sample_scene, show_labels
from ganstudio.document.palettes import load_palette
from ganstudio.networks.segmenter import SegmenterConfig
from ganstudio.networks.spade import SpadeConfig
from ganstudio.networks.style_spade import StyleSpadeConfig
from tests.support.models import network

CONFIGS = [
    (SpadeConfig(semantic_nc=3, ngf=1, hidden=2, latent_grid=(2, 2)), (128, 256)),
    (SpadeConfig(semantic_nc=36, ngf=2, hidden=2, instance_edges=True, upsampling="most"), (128, 256)),
    (
        SpadeConfig(
            semantic_nc=4, ngf=1, hidden=2, dont_care=True, use_vae=True, z_dim=4, latent_grid=(1, 2)
        ),
        (32, 128),
    ),
    (StyleSpadeConfig(semantic_nc=12, style_nc=2, z_dim=3, channels=(8, 6, 4), hidden=4), (256, 512)),
    (SegmenterConfig(classes=5, width=4), (256, 512)),
]


@pytest.mark.parametrize(("config", "size"), CONFIGS, ids=lambda value: type(value).__name__)
def test_a_sample_is_a_picture_and_leaves_the_network_alone(config: Any, size: tuple[int, int]) -> None:
    family, module = STANDARD.of_config(config), network(config)
    before = {name: tensor.clone() for name, tensor in module.state_dict().items()}
    assert family.sample is not None
    torch.manual_seed(7)
    with torch.inference_mode():
        picture = family.sample(module, config, 0)
        assert torch.equal(family.sample(module, config, 0), picture)
    assert picture.shape == (3, *size)
    assert picture.isfinite().all() and picture.abs().max() <= 1
    assert all(torch.equal(before[name], tensor) for name, tensor in module.state_dict().items())
    assert getattr(module, "config", config) == config
    assert torch.initial_seed() == 7


def test_a_scene_means_the_same_in_every_palette() -> None:
    names = {
        palette: [each.name for each in load_palette(palette).classes]
        for palette in ("landscape", "ade20k", "coco_stuff")
    }
    for palette, known in names.items():
        labels = sample_scene((64, 64), len(known))
        assert labels.shape == (1, 1, 64, 64)
        assert "sky" in known[int(labels[0, 0, 0, 0])], palette
    assert sample_scene((32, 32), 3).unique().tolist() == [0, 1, 2]


def test_labels_are_shown_in_their_palette_or_in_grey() -> None:
    shown = show_labels(torch.tensor([0, 1, 2, 255]).view(1, 1, 2, 2), 3)
    assert shown.shape == (1, 3, 2, 2)
    assert shown[0, 0].flatten().tolist() == [-1, 0, 1, 1]
    sky = load_palette("landscape").classes[0].colour
    colours = show_labels(torch.zeros(1, 1, 1, 1), len(load_palette("landscape").classes))
    assert ((colours.flatten() + 1) * 127.5).round().tolist() == list(sky)
