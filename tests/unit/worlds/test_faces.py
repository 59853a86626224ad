"""The world of faces: every attribute is to be seen where it belongs, and nowhere else."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from ganstudio.errors import InputError
from ganstudio.worlds.faces import (
    CHOICES,
    COLUMNS,
    NUMBERS,
    RANGES,
    TRAITS,
    Attributes,
    attributes,
    captions,
    eyes,
    render,
    render_batch,
    table,
    traits,
    with_,
)

SIZE = 64


@cache
def plain() -> Attributes:
    """A young, bald face that looks into the camera."""
    return with_(
        attributes(1), yaw=0.0, pitch=0.0, roll=0.0, smile=0.2, eyes_open=0.9, glasses="none", hair="bald",
        beard="none", hat="none", skin=0.3, age=0.1, light_azimuth=-30.0, light_elevation=30.0,
        background="studio", garment="crew", eye_colour="brown", shift_x=0.0, shift_y=0.0, zoom=1.0,
    )  # fmt: skip


def picture(**changes: Any) -> np.ndarray:
    return render(with_(plain(), **changes), SIZE).astype(int)


def changed(**changes: Any) -> np.ndarray:
    """Which pixels another value of an attribute changes, (S, S)."""
    return np.abs(picture(**changes) - picture()).max(axis=2) > 3


def test_the_same_seed_gives_the_same_picture_and_others_others() -> None:
    pictures = {render(seed, SIZE).tobytes() for seed in (3, 3, 4, 5)}
    assert len(pictures) == 3
    drawn = [face.image for face in render_batch([3, attributes(4)], SIZE, workers=1)]
    assert np.array_equal(drawn[0], render(3, SIZE)) and np.array_equal(drawn[1], render(4, SIZE))


@pytest.mark.parametrize("size", [64, 97])
def test_shapes_and_types(size: int) -> None:
    image = render(7, size)
    assert (image.shape, image.dtype) == ((size, size, 3), np.uint8)


def test_sizes_show_the_same_face() -> None:
    small, large = render(11, 64).astype(float), render(11, 128).astype(float)
    halved = large.reshape(64, 2, 64, 2, 3).mean(axis=(1, 3))
    assert np.abs(small - halved).mean() < 4.0


def test_seeds_reach_every_choice_and_most_of_every_range() -> None:
    drawn = [attributes(seed) for seed in range(400)]
    for name, choices in CHOICES.items():
        assert {getattr(a, name) for a in drawn} == set(choices)
    for name in NUMBERS:
        low, high = RANGES.get(name, (0.0, 1.0))
        values = np.array([getattr(a, name) for a in drawn])
        assert low <= values.min() < low + 0.15 * (high - low)
        assert high >= values.max() > high - 0.15 * (high - low)


# What may change, in heights and widths of the picture: rows from and to, columns from and to.
PLACES: dict[str, tuple[dict[str, Any], tuple[float, float, float, float]]] = {
    "smile": ({"smile": 0.9}, (0.47, 0.82, 0.25, 0.75)),
    "eyes": ({"eyes_open": 0.0}, (0.38, 0.62, 0.25, 0.75)),
    "eye colour": ({"eye_colour": "blue"}, (0.44, 0.56, 0.30, 0.70)),
    "glasses": ({"glasses": "round"}, (0.35, 0.68, 0.15, 0.85)),
    "moustache": ({"beard": "moustache"}, (0.58, 0.75, 0.30, 0.70)),
    "beard": ({"beard": "full"}, (0.45, 1.00, 0.15, 0.85)),
    "hat": ({"hat": "beanie"}, (0.00, 0.50, 0.10, 0.90)),
    "hair": ({"hair": "bun"}, (0.00, 0.80, 0.10, 0.90)),
    "garment": ({"garment": "turtleneck"}, (0.75, 1.00, 0.00, 1.00)),
}


@pytest.mark.parametrize("name", PLACES)
def test_an_attribute_changes_its_place_and_nothing_else(name: str) -> None:
    changes, (top, bottom, left, right) = PLACES[name]
    mask = changed(**changes)
    inside = np.zeros_like(mask)
    inside[round(top * SIZE) : round(bottom * SIZE), round(left * SIZE) : round(right * SIZE)] = True
    assert mask[inside].mean() > 0.04
    assert not mask[~inside].any()


def test_the_background_leaves_the_head_alone() -> None:
    mask = changed(background="lights")
    assert mask[:8].all()
    assert not mask[24:46, 21:43].any()


def test_glasses_and_closed_eyes_darken_or_cover_the_white_of_the_eyes() -> None:
    (left, right), inside = eyes(plain(), SIZE), []
    for image in (picture(), picture(eyes_open=0.0), picture(glasses="sunglasses")):
        places = [image[round(y) - 2 : round(y) + 3, round(x) - 5 : round(x) + 6] for x, y in (left, right)]
        inside.append(max(place.min(axis=2).max() for place in places))
    assert inside[0] > max(inside[1:]) + 50


def test_a_mirrored_face_is_the_mirrored_picture() -> None:
    turned = picture(yaw=25.0, roll=3.0, light_azimuth=40.0)
    other = picture(yaw=-25.0, roll=-3.0, light_azimuth=-40.0)
    assert np.abs(turned - other[:, ::-1]).mean() < 3.0
    assert np.abs(turned - other).mean() > 12.0


def test_the_face_is_bright_on_the_side_of_the_light() -> None:
    for azimuth in (-60.0, 60.0):
        cheeks = picture(light_azimuth=azimuth)[36:44]
        left, right = cheeks[:, 20:28].mean(), cheeks[:, 36:44].mean()
        assert (right - left) * np.sign(azimuth) > 10.0


def test_skin_darkens_and_hair_turns_grey() -> None:
    cheeks = [picture(skin=skin)[38:44, 24:40].mean() for skin in (0.0, 0.5, 1.0)]
    assert cheeks[0] > cheeks[1] + 25 > cheeks[2] + 50
    young, old = (picture(hair="curly", hair_colour="auburn", age=age)[6:14, 24:40] for age in (0.1, 1.0))
    assert np.ptp(young.mean(axis=(0, 1))) > 3 * np.ptp(old.mean(axis=(0, 1)))


def test_eyes_are_where_they_are_said_to_be() -> None:
    face = with_(plain(), yaw=20.0, pitch=-8.0, roll=5.0, shift_x=0.02)
    other = with_(face, eyes_open=0.0)
    moved = np.abs(render(face, SIZE).astype(int) - render(other, SIZE)).max(axis=2) > 3
    rows, columns = np.nonzero(moved)
    (x0, y0), (x1, y1) = eyes(face, SIZE)
    assert abs(columns.mean() + 0.5 - (x0 + x1) / 2) < 2.0 and abs(rows.mean() + 0.5 - (y0 + y1) / 2) < 2.0
    assert columns.min() < x0 < x1 < columns.max()


def test_faces_are_aligned_by_their_eyes() -> None:
    places = np.array([eyes(seed, 100) for seed in range(60)])
    middle = places.mean(axis=1)
    assert np.abs(middle - 50.0).max() < 3.1
    assert middle.std(axis=0).min() > 0.3
    apart = np.hypot(*(places[:, 1] - places[:, 0]).T)
    assert apart.min() > 17.0 and apart.max() < 28.0


def test_the_table_holds_every_attribute_once() -> None:
    a = with_(attributes(8), hair="bob", yaw=-35.0, smile=0.25)
    numbers = dict(zip(COLUMNS, table(a).tolist(), strict=True))
    assert len(set(COLUMNS)) == len(COLUMNS)
    assert (numbers["yaw"], numbers["smile"], numbers["hair: bob"], numbers["hair: long"]) == (0, 0.25, 1, 0)
    chosen = [v for name, v in numbers.items() if ": " in name]
    assert sum(chosen) == len(CHOICES) and all(0.0 <= v <= 1.0 for v in numbers.values())


def test_traits_follow_the_attributes_and_split_the_faces() -> None:
    glad = dict(zip(TRAITS, traits(with_(plain(), smile=0.9, glasses="sunglasses")), strict=True))
    assert glad["smiling"] and glad["glasses"] and glad["sunglasses"] and glad["bald"]
    assert not (glad["hat"] or glad["beard"] or glad["old"] or glad["light from right"])
    shares = np.mean([traits(attributes(seed)) for seed in range(500)], axis=0)
    assert shares.min() > 0.02 and shares.max() < 0.95


def test_captions_say_what_is_there_in_several_ways() -> None:
    for seed in range(60):
        a = attributes(seed)
        told = captions(a, 4)
        assert len(set(told)) > 1 and told == captions(a, 4)
        for caption in told:
            assert caption[0].isupper() and caption.endswith(".") and " a a" not in caption.lower()
            assert "glasses" not in caption or a.glasses != "none"
            assert "laughing" not in caption or a.smile > 0.8
            assert "lit from the left" not in caption or a.light_azimuth < 0.0
            assert "curl" not in caption or a.hair == "curly"
            assert "beard" not in caption or a.beard in ("goatee", "full")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"smle": 0.5}, "no “smle”"),
        ({"smile": 1.5}, "smile of a face is 0 to 1"),
        ({"smile": float("nan")}, "smile of a face is 0 to 1"),
        ({"yaw": "left"}, "yaw of a face is -35 to 35"),
        ({"hat": "crown"}, "no hat “crown”"),
    ],
)
def test_impossible_faces_are_one_sentence(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        with_(attributes(0), **changes)


@pytest.mark.parametrize(("seed", "size"), [(-1, 64), (0, 32), (0, 513)])
def test_impossible_requests_are_one_sentence(seed: int, size: int) -> None:
    with pytest.raises(InputError):
        render(seed, size)
