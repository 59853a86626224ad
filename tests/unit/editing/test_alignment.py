"""Faces cut out by their eyes, and put back."""

from __future__ import annotations

import numpy as np
import pytest

from ganstudio.editing.alignment import FACES_EYES, FFHQ_EYES, aligned, alignment, cut_out, put_back
from ganstudio.errors import InputError
from ganstudio.worlds.faces import eyes


def test_eyes_come_to_where_the_generator_draws_them() -> None:
    place = alignment((310.0, 200.0), (250.0, 240.0), 128)  # given the wrong way round, and tilted
    for point, wanted in zip(((250.0, 240.0), (310.0, 200.0)), FACES_EYES, strict=True):
        assert place.to_crop(point) == pytest.approx([128 * share for share in wanted])
        assert place.to_photo(place.to_crop(point)) == pytest.approx(point)


def test_the_world_of_faces_has_its_eyes_there() -> None:
    found = np.mean([eyes(seed, 64) for seed in range(40)], axis=0) / 64
    assert np.abs(found - FACES_EYES).max() < 0.01
    # FFHQ: the side is four times the distance of the eyes.
    assert FFHQ_EYES[1][0] - FFHQ_EYES[0][0] == 0.25


def test_a_dot_at_the_eye_is_found_in_the_crop() -> None:
    photo = np.zeros((300, 400, 3), np.uint8)
    photo[95:105, 145:155] = 255
    crop = aligned(photo, (150.0, 100.0), (210.0, 130.0), 64)
    y, x = np.unravel_index(crop[..., 0].argmax(), (64, 64))
    assert np.hypot(x - 0.388 * 64, y - 0.5 * 64) < 2


@pytest.mark.parametrize("size", [32, 300])
def test_what_is_put_back_unchanged_changes_little_and_nothing_outside(size: int) -> None:
    y, x = np.mgrid[:200, :240]
    photo = np.stack([x, y, (x + y) // 2], axis=-1).astype(np.uint8)
    place = alignment((100.0, 90.0), (140.0, 100.0), size)
    again = put_back(photo, cut_out(photo, place), place)
    assert np.abs(again.astype(int) - photo)[20:180, 40:200].max() <= 4
    corners = [place.to_photo(corner) for corner in ((0.0, 0.0), (size, 0.0), (0.0, size), (size, size))]
    left = int(min(corner[0] for corner in corners))
    assert np.array_equal(again[:, : left - 1], photo[:, : left - 1])
    red = put_back(photo, np.full((size, size, 3), (255, 0, 0), np.uint8), place)
    assert tuple(red[100, 120]) == (255, 0, 0)


def test_eyes_on_one_place_are_refused() -> None:
    with pytest.raises(InputError, match="same place"):
        alignment((10.0, 10.0), (10.0, 11.0), 64)
    with pytest.raises(InputError, match="no numbers"):
        alignment((float("nan"), 10.0), (50.0, 11.0), 64)
