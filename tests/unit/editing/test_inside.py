"""A look at what single layers give."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from ganstudio.checkpoints.load import load
from ganstudio.editing.bending import Bend
from ganstudio.editing.generator import LatentGenerator
from ganstudio.editing.inside import activations
from ganstudio.errors import InputError
from tests.support.stylegan import small_generator


@pytest.fixture
def generator(tmp_path: Path) -> LatentGenerator:
    return LatentGenerator.of(load(small_generator(tmp_path / "model.safetensors")))


def test_a_layer_shows_what_the_network_computes_there(generator: LatentGenerator) -> None:
    ws = generator.styles(generator.latent(0))
    found = activations(generator, ws, "b8.conv1", generator.noise())
    expected = generator.synthesis.features(ws, 8, generator.noise())[0]
    torch.testing.assert_close(found.maps, expected)
    assert found.figures["channels"] == len(expected)
    shown = found.shown(first=2, count=3)
    assert shown.shape == (3, 8, 8)
    assert 0 <= float(shown.min()) <= float(shown.max()) <= 1


def test_bent_channels_are_shown_bent(generator: LatentGenerator) -> None:
    ws, bends = generator.styles(generator.latent(0)), (Bend("b8.conv1", 1, 1, 0.0, 3.0),)
    maps = activations(generator, ws, "b8.conv1", generator.noise(), bends=bends).maps
    assert bool((maps[1] == 3).all())
    assert not bool((maps[0] == 3).all())


def test_layers_and_channels_that_are_not_there_are_told(generator: LatentGenerator) -> None:
    ws = generator.styles(generator.latent(0))
    with pytest.raises(InputError, match=r"no layer called “b512\.conv0”.*b4\.conv1"):
        activations(generator, ws, "b512.conv0")
    with pytest.raises(InputError, match="channels, none from 99 on"):
        activations(generator, ws, "b8.conv1").shown(99)
