"""Palettes: the classes of published data sets in their official order, and ways between them."""

from __future__ import annotations

import json

import numpy as np
import pytest

from ganstudio import paths
from ganstudio.document.image import LabelData
from ganstudio.document.palettes import NO_CLASS, load_palette, palette_ids
from ganstudio.document.remap import remap, remapping
from ganstudio.errors import InputError


@pytest.mark.parametrize(
    ("id", "count", "index", "name", "colour"),
    [
        ("landscape", 12, 9, "water", "#2a6cc0"),
        ("ade20k", 150, 2, "sky", "#06e6e6"),
        ("ade20k", 150, 149, "flag", "#5c00ff"),
        ("coco_stuff", 182, 11, "street sign", "#400080"),
        ("coco_stuff", 182, 156, "sky-other", "#b24100"),
        ("cityscapes", 35, 21, "vegetation", "#6b8e23"),
        ("cityscapes", 35, 34, "license plate", "#00008e"),
    ],
)
def test_published_classes_stand_at_their_official_index(
    id: str, count: int, index: int, name: str, colour: str
) -> None:
    palette = load_palette(id)
    assert len(palette) == count
    assert palette.classes[index].name == name
    assert palette.classes[index].colour == tuple(bytes.fromhex(colour[1:]))
    assert palette.index(name) == index


def test_names_are_unique_and_ours_comes_first() -> None:
    assert palette_ids()[0] == "landscape"
    for id in palette_ids():
        names = [label.name for label in load_palette(id).classes]
        assert len(set(names)) == len(names)


def test_colours_tell_landscape_classes_apart() -> None:
    palette = load_palette("landscape")
    assert [palette.by_colour[label.colour] for label in palette.classes] == list(range(12))
    assert palette.by_colour[(0, 0, 0)] == NO_CLASS
    assert palette.lut[255].tolist() == [0, 0, 0, 0]


def test_an_unknown_palette_or_class_is_named() -> None:
    with pytest.raises(InputError, match=r"no palette “mars”.*landscape"):
        load_palette("mars")
    with pytest.raises(InputError, match="Landscape has no class “lava”"):
        load_palette("landscape").index("lava")


def test_a_label_map_goes_to_another_palette_and_back() -> None:
    labels = LabelData(np.array([[0, 1, 6, 9, 10, 255]], np.uint8), "landscape")
    ade = remap(labels, "ade20k")
    names = [load_palette("ade20k").classes[i].name for i in ade.indices[0, :-1]]
    assert names == ["sky", "sky", "tree", "water", "path"]
    assert ade.indices[0, -1] == NO_CLASS
    assert remap(ade, "landscape").indices.tolist() == [[0, 0, 6, 9, 10, 255]]


def test_what_has_no_counterpart_is_no_class() -> None:
    assert remapping("landscape", "cityscapes")[9] is None
    water = LabelData(np.array([[9]], np.uint8), "landscape")
    assert remap(water, "cityscapes").indices.tolist() == [[NO_CLASS]]


@pytest.mark.parametrize("to", ["ade20k", "coco_stuff"])
def test_every_landscape_class_has_a_counterpart(to: str) -> None:
    assert None not in remapping("landscape", to)


def test_the_same_names_belong_together_without_a_table() -> None:
    ade, city = load_palette("ade20k"), load_palette("cityscapes")
    assert remapping("ade20k", "cityscapes")[ade.index("bus")] == city.index("bus")
    assert remapping("ade20k", "ade20k") == tuple(range(150))


def test_the_table_speaks_of_classes_that_exist() -> None:
    file = paths.resources_dir() / "palettes" / "remap.json"
    for source, targets in json.loads(file.read_text(encoding="utf-8")).items():
        for target, table in targets.items():
            for name, counterpart in table.items():
                load_palette(source).index(name)
                load_palette(target).index(counterpart)
