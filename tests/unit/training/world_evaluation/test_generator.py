"""Figures of a generator of a small world, whose pictures are red or not and bright or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from ganstudio.checkpoints.load import LoadedModel, load
from ganstudio.checkpoints.save import save
from ganstudio.editing.directions import FILE, Direction, DirectionFile, write_directions
from ganstudio.editing.named_directions import Samples, Slider
from ganstudio.networks.latent_encoder import LatentEncoder, LatentEncoderConfig
from ganstudio.training.world_evaluation import evaluation_of, generator, generator_worlds
from ganstudio.training.world_evaluation.generator import Report, evaluate_model, separabilities
from ganstudio.training.world_evaluation.generator_worlds import PictureWorld, world_of
from ganstudio.worlds.faces import TRAITS
from ganstudio.worlds.landscape import CLASSES
from tests.support.stylegan import small_generator

TRAINED = {"training": {"data": {"world": "faces:images"}}}


def score(pictures: Tensor) -> Tensor:
    red, green, blue = pictures.mean(dim=(2, 3)).unbind(dim=1)
    return torch.stack([red - green, red + green + blue], dim=1)


def noise(seeds: Sequence[int], size: int) -> Iterator[np.ndarray]:
    return (np.random.default_rng(seed).integers(0, 255, (size, size, 3), dtype=np.uint8) for seed in seeds)


WORLD = PictureWorld(
    "colours", ("red", "bright"), ("red",), (Slider("Redness", "red"),), lambda: score, noise
)


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LoadedModel:
    monkeypatch.setattr(generator, "world_of", lambda card: WORLD)
    return load(small_generator(tmp_path / "model.safetensors", **TRAINED))


def test_figures_are_of_pictures_latents_sliders_and_encoder(model: LoadedModel) -> None:
    direction = Direction("Redness", torch.eye(8)[0], unit=0.5)
    write_directions(model.path.with_name(FILE), DirectionFile((direction,)))
    encoder = LatentEncoder(LatentEncoderConfig(6, 8, side=16, width=4)).eval()
    card = {"generator": {"sha256": model.sha256}}
    save(encoder, encoder.config, model.path.with_name("encoder.safetensors"), card)
    report = evaluate_model(model, count=20, size=128)
    assert (report.scenes, report.size, report.samples) == (20, 16, 80)
    assert set(report.separability) == {"red"}
    assert 0 <= report.separability["red"] <= 1
    assert set(report.sliders["Redness"]) == {"red", "bright"}
    assert report.encoded_l1 is not None
    assert report.average_l1 is not None
    assert report.average_l1 > 0
    assert Report(**report.as_dict()) == report
    text = "\n".join(report.lines())
    assert "Redness" in text
    assert "16 px" in text


def test_without_sliders_and_encoder_there_are_no_figures_of_them(model: LoadedModel) -> None:
    report = evaluate_model(model, count=16, size=128)
    assert (report.sliders, report.encoded_l1) == ({}, None)
    assert Report(**report.as_dict()) == report
    assert not any("slider" in line for line in report.lines())


def test_a_plane_tells_what_lies_on_its_sides_and_nothing_of_what_does_not() -> None:
    styles = torch.randn(400, 6, generator=torch.Generator().manual_seed(0))
    radius = styles.square().sum(dim=1)
    scores = torch.stack([4 * styles[:, 1], 4 * (radius - radius.median()), torch.ones(400)], dim=1)
    found = separabilities(Samples(styles, scores, ("side", "shell", "all")), ("side", "shell", "all"))
    assert found["side"] < 0.1 < 0.6 < found["shell"]
    assert found["all"] == 0


def test_a_card_tells_the_world_of_a_generator(tmp_path: Path) -> None:
    faces = load(small_generator(tmp_path / "model.safetensors", **TRAINED))
    found = evaluation_of(faces)
    assert found is not None
    assert found.title == "new pictures of a world"
    assert world_of(TRAINED) is generator_worlds.FACES
    for other in ({}, {"training": None}, {"training": {"data": {"world": "landscape:sketch"}}}):
        assert world_of(other) is None


def test_each_slider_of_the_worlds_is_of_an_attribute_that_is_scored() -> None:
    for world in (generator_worlds.FACES, generator_worlds.LANDSCAPE):
        for slider in world.sliders:
            assert {slider.attribute, *slider.kin} <= set(world.attributes)
            assert slider.about.endswith(".")
    assert generator_worlds.FACES.attributes == TRAITS
    with torch.no_grad():
        scores = generator_worlds.LANDSCAPE.scorer()(torch.zeros(2, 3, 64, 64))
    assert scores.shape == (2, 8 + len(CLASSES))
    assert bool(scores.isfinite().all())
