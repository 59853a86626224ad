"""Label maps through files: every index as it was, and a sentence for what is no class."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ganstudio.document.files import read_label_map, write_label_map
from ganstudio.document.image import LabelData
from ganstudio.document.palettes import load_palette, palette_ids
from ganstudio.errors import InputError, SaveError


@settings(max_examples=25, deadline=None)
@given(
    palette=st.sampled_from(palette_ids()),
    width=st.integers(1, 30),
    height=st.integers(1, 30),
    seed=st.integers(0, 99),
)
def test_a_written_label_map_comes_back(
    tmp_path_factory: pytest.TempPathFactory, palette: str, width: int, height: int, seed: int
) -> None:
    choices = [*range(len(load_palette(palette))), 255]
    indices = np.random.default_rng(seed).choice(choices, (height, width)).astype(np.uint8)
    path = tmp_path_factory.mktemp("labels") / "a.png"
    write_label_map(path, LabelData(indices, palette))
    assert read_label_map(path) == LabelData(indices, palette)


INDICES = np.array([[0, 5, 11], [255, 5, 2]], np.uint8)
LABELS = LabelData(INDICES, "landscape")


def test_other_programs_see_an_index_picture_in_the_palettes_colours(tmp_path: Path) -> None:
    write_label_map(tmp_path / "a.png", LABELS)
    with Image.open(tmp_path / "a.png") as image:
        assert image.mode == "P"
        assert np.array_equal(np.asarray(image), INDICES)
        assert np.array_equal(np.asarray(image.convert("RGB")), LABELS.colourised())


def test_grey_pictures_hold_indices(tmp_path: Path) -> None:
    Image.fromarray(INDICES).save(tmp_path / "a.png")
    assert read_label_map(tmp_path / "a.png") == LABELS
    Image.fromarray(INDICES.astype(np.uint16)).save(tmp_path / "b.png")
    assert read_label_map(tmp_path / "b.png", "landscape") == LABELS


def test_colours_say_class_and_palette(tmp_path: Path) -> None:
    Image.fromarray(LABELS.colourised()).save(tmp_path / "a.png")
    assert read_label_map(tmp_path / "a.png") == LABELS
    city = LabelData(np.array([[7, 23, 21]], np.uint8), "cityscapes")
    Image.fromarray(city.colourised()).save(tmp_path / "b.png")
    assert read_label_map(tmp_path / "b.png") == city


def test_transparent_pixels_are_no_class(tmp_path: Path) -> None:
    rgba = np.concatenate([LABELS.colourised(), np.full((2, 3, 1), 255, np.uint8)], axis=2)
    rgba[0, 0] = (1, 2, 3, 0)
    Image.fromarray(rgba).save(tmp_path / "a.png")
    assert read_label_map(tmp_path / "a.png").indices[0, 0] == 255


def test_an_index_picture_that_was_renumbered_is_read_by_its_colours(tmp_path: Path) -> None:
    Image.fromarray(LABELS.colourised()).quantize(8, dither=Image.Dither.NONE).save(tmp_path / "a.png")
    assert read_label_map(tmp_path / "a.png") == LABELS


def test_an_index_picture_of_foreign_colours_is_read_by_its_indices(tmp_path: Path) -> None:
    image = Image.fromarray(np.array([[0, 3, 11]], np.uint8), "P")
    image.putpalette([0, 0, 0] + [10, 200, 30] * 20)
    image.save(tmp_path / "a.png")
    assert read_label_map(tmp_path / "a.png").indices.tolist() == [[0, 3, 11]]


def test_unknown_classes_are_counted_and_the_first_is_named(tmp_path: Path) -> None:
    Image.fromarray(np.array([[1, 40, 17, 17]], np.uint8)).save(tmp_path / "ids.png")
    with pytest.raises(InputError) as caught:
        read_label_map(tmp_path / "ids.png", "landscape")
    assert caught.value.message == (
        "ids.png has 2 classes that the palette Landscape does not know: the first is number 17."
    )
    Image.fromarray(np.full((1, 1, 3), 18, np.uint8)).save(tmp_path / "rgb.png")
    with pytest.raises(InputError, match=r"one class .*: it is the colour #121212"):
        read_label_map(tmp_path / "rgb.png")


def test_the_callers_palette_wins(tmp_path: Path) -> None:
    write_label_map(tmp_path / "a.png", LABELS)
    Image.fromarray(INDICES).save(tmp_path / "grey.png")
    assert read_label_map(tmp_path / "grey.png", "ade20k").palette == "ade20k"


def test_label_maps_are_saved_where_indices_survive(tmp_path: Path) -> None:
    with pytest.raises(SaveError, match=r"Label maps are saved as \.png"):
        write_label_map(tmp_path / "a.jpg", LABELS)
