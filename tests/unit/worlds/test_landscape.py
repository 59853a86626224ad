"""The landscape world: one geometry, sixteen pictures, true words."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from ganstudio.document.palettes import load_palette
from ganstudio.errors import InputError
from ganstudio.worlds.landscape import (
    CLASSES,
    HOURS,
    PALETTE,
    SEASONS,
    STYLES,
    Scene,
    render,
    render_batch,
    render_styles,
)

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
# The least share of scenes in which each class is to be seen.
PROMISED = {
    "sky": 0.95, "cloud": 0.6, "sun_or_moon": 0.5, "mountain": 0.35, "snow": 0.25, "hill": 0.4,
    "forest": 0.8, "grass": 0.9, "sand": 0.3, "water": 0.5, "path": 0.25, "house": 0.2,
}  # fmt: skip


@cache
def styled(seed: int) -> dict[tuple[str, str], Scene]:
    return dict(zip(STYLES, render_styles(seed, 64, STYLES), strict=True))


def luminance(image: np.ndarray) -> np.ndarray:
    return image @ LUMINANCE / 255.0


def test_classes_are_those_of_the_palette_in_order() -> None:
    assert tuple(c.name for c in load_palette(PALETTE).classes) == CLASSES


def test_same_arguments_give_the_same_scene() -> None:
    first, second = render(5, 80, "autumn", "dawn"), render(5, 80, "autumn", "dawn")
    assert np.array_equal(first.image, second.image)
    assert np.array_equal(first.labels, second.labels)
    assert (first.caption, first.boxes, first.attributes) == (second.caption, second.boxes, second.attributes)


def test_other_seeds_give_other_scenes() -> None:
    maps = {render(seed, 64).labels.tobytes() for seed in range(8)}
    assert len(maps) == 8


@pytest.mark.parametrize("seed", [0, 6, 25])
def test_labels_do_not_depend_on_the_style_and_pictures_do(seed: int) -> None:
    scenes = styled(seed)
    assert len({s.labels.tobytes() for s in scenes.values()}) == 1
    assert len({s.image.tobytes() for s in scenes.values()}) == len(STYLES)
    assert np.array_equal(render(seed, 64, "winter", "night").image, scenes["winter", "night"].image)


@pytest.mark.parametrize("size", [64, 97, 256])
def test_shapes_and_types(size: int) -> None:
    scene = render(3, size, "spring", "sunset")
    assert (scene.image.shape, scene.image.dtype) == ((size, size, 3), np.uint8)
    assert (scene.labels.shape, scene.labels.dtype) == ((size, size), np.uint8)
    assert scene.labels.max() < len(CLASSES)


def test_sizes_show_the_same_scene() -> None:
    small, large = render(11, 64).labels, render(11, 128).labels[::2, ::2]
    assert (small == large).mean() > 0.9


def test_every_class_is_frequent_enough() -> None:
    maps = [render(seed, 64).labels for seed in range(48)]
    seen = {name: np.mean([(m == i).sum() >= 3 for m in maps]) for i, name in enumerate(CLASSES)}
    assert {name: share for name, share in seen.items() if share < PROMISED[name]} == {}


def test_houses_are_large_enough_to_see() -> None:
    widths = [b.x1 - b.x0 for s in range(30) for b in render(s, 128).boxes if b.class_name == "house"]
    assert widths and np.median(widths) >= 6


def test_label_maps_have_no_specks() -> None:
    labels = render(7, 128).labels
    alone = np.ones_like(labels[1:-1, 1:-1], bool)
    for dy, dx in ((0, 1), (2, 1), (1, 0), (1, 2)):
        alone &= labels[1:-1, 1:-1] != labels[dy : dy + 126, dx : dx + 126]
    assert alone.sum() <= 2


@pytest.mark.parametrize("seed", [0, 6, 25])
def test_winter_whitens_the_grass(seed: int) -> None:
    scenes = styled(seed)
    grass = scenes["summer", "day"].labels == CLASSES.index("grass")
    assert grass.any()
    winter, summer = (scenes[season, "day"].image[grass].mean(axis=0) for season in ("winter", "summer"))
    assert winter.min() > summer.max() + 30
    assert np.ptp(winter) < np.ptp(summer)


@pytest.mark.parametrize("seed", [0, 6, 25])
def test_night_is_darker_than_day_yet_readable(seed: int) -> None:
    for season in SEASONS:
        night = luminance(styled(seed)[season, "night"].image)
        assert 0.12 < night.mean() < 0.75 * luminance(styled(seed)[season, "day"].image).mean()


def test_dawn_and_sunset_have_skies_of_their_own() -> None:
    scenes = styled(0)
    sky = scenes["summer", "day"].labels == CLASSES.index("sky")
    means = [scenes["summer", hour].image[sky].mean(axis=0) for hour in HOURS]
    for i, first in enumerate(means):
        for second in means[i + 1 :]:
            assert np.abs(first - second).max() > 25


@pytest.mark.parametrize("season", SEASONS)
@pytest.mark.parametrize("hour", HOURS)
def test_captions_name_season_and_hour_truthfully(season: str, hour: str) -> None:
    words = {
        "dawn": ("dawn", "morning"), "day": ("day", "afternoon"),
        "sunset": ("sunset", "evening"), "night": ("night",),
    }  # fmt: skip
    for seed in (0, 6, 25):
        scene = styled(seed)[season, hour]
        caption = scene.caption.lower()
        assert season in caption and any(w in caption for w in words[hour])
        assert caption.endswith(".") and caption.count(".") == 1
        assert not any(other in caption for other in SEASONS if other != season)
        assert (scene.attributes["season"], scene.attributes["hour"]) == (season, hour)


def test_captions_tell_of_houses_only_where_there_are_some() -> None:
    for seed in range(24):
        scene = render(seed, 64)
        assert ("house" in scene.caption) == bool(scene.attributes["has_house"])


def test_shares_are_those_of_the_label_map() -> None:
    scene = render(9, 96)
    shares = [float(scene.attributes[f"share_{name}"]) for name in CLASSES]
    counts = np.bincount(scene.labels.ravel(), minlength=len(CLASSES)) / scene.labels.size
    assert np.allclose(shares, counts, atol=1e-5)


def test_boxes_frame_their_class() -> None:
    for seed in range(12):
        scene = render(seed, 96)
        for box in scene.boxes:
            assert 0 <= box.x0 < box.x1 <= 96 and 0 <= box.y0 < box.y1 <= 96
            inside = scene.labels[box.y0 : box.y1, box.x0 : box.x1] == CLASSES.index(box.class_name)
            edges = inside[0].any(), inside[-1].any(), inside[:, 0].any(), inside[:, -1].any()
            assert all(edges)


@pytest.mark.parametrize(
    ("seed", "size", "season", "hour"),
    [
        (0, 32, "summer", "day"),
        (0, 513, "summer", "day"),
        (-1, 64, "summer", "day"),
        (0, 64, "monsoon", "day"),
    ],
)
def test_impossible_requests_are_one_sentence(seed: int, size: int, season: str, hour: str) -> None:
    with pytest.raises(InputError):
        render(seed, size, season, hour)


def test_batches_come_in_order_from_processes_as_from_one() -> None:
    styles = [("summer", "day"), ("winter", "night")]
    alone, shared = (list(render_batch(range(40, 44), 64, styles, workers)) for workers in (1, 2))
    assert [(s.seed, s.season) for s in shared] == [(s.seed, s.season) for s in alone]
    assert [s.seed for s in alone] == [40, 40, 41, 41, 42, 42, 43, 43]
    assert all(np.array_equal(a.image, b.image) for a, b in zip(alone, shared, strict=True))


def test_an_abandoned_batch_stops_its_processes() -> None:
    scenes = render_batch(range(200), 64, [("summer", "day")], workers=2)
    assert next(scenes).seed == 0
    scenes.close()  # the fixture that watches threads fails the test if the pool lives on
