"""The values: 8-bit views of them, equality, and shapes that are refused."""

from __future__ import annotations

import numpy as np
import pytest

from ganstudio.document.image import ImageData, LabelData, MaskData


def test_sixteen_bits_round_to_the_nearest_of_eight() -> None:
    pixels = np.array([[[0], [128], [129], [257], [65535]]], np.uint16)
    assert ImageData(pixels).rgb()[0, :, 0].tolist() == [0, 0, 1, 1, 255]


def test_alpha_is_laid_over_white() -> None:
    image = ImageData(np.array([[[0, 0, 0, 0], [0, 0, 0, 255], [100, 0, 0, 128]]], np.uint8))
    assert image.rgb().tolist() == [[[255, 255, 255], [0, 0, 0], [177, 127, 127]]]
    assert image.rgba() is image.pixels


def test_grey_and_colour_become_opaque() -> None:
    assert ImageData.of(np.array([[0.5]])).rgba().tolist() == [[[128, 128, 128, 255]]]
    assert ImageData.of(np.zeros((2, 3, 3), np.uint8)).rgba().shape == (2, 3, 4)


def test_pictures_are_equal_by_content() -> None:
    one, other = (ImageData(np.ones((2, 2, 3), np.uint8), text={"a": "b"}) for _ in range(2))
    assert one == other
    assert hash(one) == hash(other)
    assert one != ImageData(np.ones((2, 2, 3), np.uint8))
    assert LabelData(np.zeros((1, 1), np.uint8), "landscape") != LabelData(
        np.zeros((1, 1), np.uint8), "ade20k"
    )
    assert MaskData(np.zeros((1, 2), np.uint8)) == MaskData(np.zeros((1, 2), np.uint8))


def test_a_label_map_shows_its_palettes_colours() -> None:
    colours = LabelData(np.array([[0, 11, 255]], np.uint8), "landscape").colourised()
    assert colours.tolist() == [[[0x6E, 0xA8, 0xE6], [0xB0, 0x45, 0x3C], [0, 0, 0]]]


@pytest.mark.parametrize("shape", [(2, 2), (2, 2, 2), (0, 2, 3)])
def test_other_shapes_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="pixels must be"):
        ImageData(np.zeros(shape, np.uint8))
    with pytest.raises(ValueError, match="indices must be"):
        LabelData(np.zeros((*shape, 1), np.uint8), "landscape")
