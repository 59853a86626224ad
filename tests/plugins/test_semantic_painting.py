"""The semantic-painting plugin on the starter models."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from ganstudio import Studio
from ganstudio.api import ImageData, InputError, LabelData, MaskData
from ganstudio.document.palettes import load_palette
from ganstudio.settings import Settings
from ganstudio.worlds.landscape import render as render_world

Run = Callable[..., Any]


@pytest.fixture
def plugin() -> Run:
    studio = Studio(Settings(device="cpu", precision="fp32"))

    def call(name: str, **values: Any) -> Any:
        return studio.run(f"semantic_painting.{name}", **values).data

    return call


def scene_labels(size: int = 96) -> LabelData:
    return LabelData(render_world(5, size).labels, "landscape")


def mean_colour(picture: ImageData) -> np.ndarray:
    return picture.rgb().reshape(-1, 3).mean(0)


def test_the_picture_has_the_size_of_the_label_map(plugin: Run) -> None:
    labels = LabelData(scene_labels().indices[:70, :93].copy(), "landscape")
    picture = plugin("render", label_map=labels)
    assert picture.pixels.shape == (70, 93, 3)


def test_equal_parameters_give_equal_pixels_and_seeds_differ(plugin: Run) -> None:
    labels = scene_labels()
    first, again = (plugin("render", label_map=labels, seed=3).pixels for _ in range(2))
    other = plugin("render", label_map=labels, seed=4).pixels
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_seasons_and_hours_show(plugin: Run) -> None:
    labels = scene_labels()
    day, night = (
        mean_colour(plugin("render", label_map=labels, style=f"summer-{h}")) for h in ("day", "night")
    )
    assert night.mean() < day.mean() - 30
    grass = np.full((64, 64), load_palette("landscape").index("grass"), np.uint8)
    field = LabelData(grass, "landscape")
    summer, winter = (
        mean_colour(plugin("render", label_map=field, style=f"{s}-day")) for s in ("summer", "winter")
    )
    assert winter.min() > summer.min() + 40


def test_what_is_unpainted_is_transparent(plugin: Run) -> None:
    labels = scene_labels()
    labels.indices[:, :40] = 255
    picture = plugin("render", label_map=labels)
    assert picture.pixels.shape[2] == 4
    assert not picture.pixels[:, :40, 3].any()
    assert (picture.pixels[:, 40:, 3] == 255).all()


def test_an_empty_label_map_is_refused_in_a_sentence(plugin: Run) -> None:
    with pytest.raises(InputError, match="empty"):
        plugin("render", label_map=LabelData(np.full((32, 32), 255, np.uint8), "landscape"))


def test_a_label_map_of_another_palette_is_translated(plugin: Run) -> None:
    ade = load_palette("ade20k")
    indices = np.full((64, 64), ade.index("sky"), np.uint8)
    indices[32:] = ade.index("grass")
    picture = plugin("render", label_map=LabelData(indices, "ade20k"), style="summer-day")
    sky, grass = picture.rgb()[:28].mean((0, 1)), picture.rgb()[40:].mean((0, 1))
    assert sky[2] > sky[1] > grass[2]
    assert grass[1] > grass[2]


def test_a_draft_has_the_same_size(plugin: Run) -> None:
    labels = LabelData(np.kron(scene_labels().indices, np.ones((4, 4), np.uint8)), "landscape")
    draft = plugin("render", quality="draft", label_map=labels)
    full = plugin("render", label_map=labels)
    assert draft.pixels.shape == full.pixels.shape
    assert np.abs(mean_colour(draft) - mean_colour(full)).max() < 25


def test_a_style_image_passes_its_light_on(plugin: Run) -> None:
    labels = scene_labels()
    night = ImageData(render_world(9, 128, "summer", "night").image)
    plain = plugin("render", label_map=labels, style="summer-day")
    followed = plugin("render", label_map=labels, style_image=night, style="summer-day")
    weak = plugin("render", label_map=labels, style_image=night, style="summer-day", reference=0.0)
    assert mean_colour(followed).mean() < mean_colour(plain).mean() - 30
    assert np.array_equal(weak.pixels, plain.pixels)


def test_the_label_map_of_a_picture_is_read_off(plugin: Run) -> None:
    scene = render_world(1_000_001, 128)
    found = plugin("extract", image=ImageData(scene.image))
    assert found.palette == "landscape"
    assert (found.indices == scene.labels).mean() > 0.8


def test_thin_pictures_work(plugin: Run) -> None:
    assert plugin("render", label_map=LabelData(np.zeros((1, 1), np.uint8), "landscape")).size == (1, 1)
    assert plugin("extract", image=ImageData(np.zeros((3, 300, 3), np.uint8))).indices.shape == (3, 300)


def test_one_dot_on_a_large_map_is_enough(plugin: Run) -> None:
    indices = np.full((700, 700), 255, np.uint8)
    indices[333, 501] = 0
    picture = plugin("render", label_map=LabelData(indices, "landscape"), detail=128)
    assert picture.pixels[..., 3].astype(bool).sum() == 1


def test_one_class_takes_the_place_of_others_where_a_mask_is(plugin: Run) -> None:
    grass, water, mountain = (
        load_palette("landscape").index(name) for name in ("grass", "water", "mountain")
    )
    labels = LabelData(np.full((8, 8), grass, np.uint8), "landscape")
    labels.indices[:, 4:] = water
    alpha = np.zeros((4, 4), np.uint8)
    alpha[:2] = 255
    mask = MaskData(alpha)
    everywhere = plugin("repaint", label_map=labels, of="grass")
    assert (everywhere.indices[:, :4] == mountain).all()
    assert (everywhere.indices[:, 4:] == water).all()
    above = plugin("repaint", label_map=labels, of="grass, water", to="snow", mask=mask).indices
    assert (above[:3] == load_palette("landscape").index("snow")).all()
    assert np.array_equal(above[5:], labels.indices[5:])
    assert (plugin("repaint", label_map=labels).indices == mountain).all()


def test_a_class_that_is_not_there_is_told(plugin: Run) -> None:
    labels = LabelData(np.zeros((8, 8), np.uint8), "landscape")
    with pytest.raises(InputError, match="no class “volcano”"):
        plugin("repaint", label_map=labels, to="volcano")
    with pytest.raises(InputError, match="There is no house in this label map"):
        plugin("repaint", label_map=labels, of="house")
