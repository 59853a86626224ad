"""Label maps in the layouts of the field, by number and by colour."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from ganstudio.datasets.inspect import inspect
from ganstudio.datasets.opening import open_dataset
from ganstudio.datasets.palette_files import shipped
from ganstudio.datasets.tree import open_tree
from ganstudio.errors import InputError

from .conftest import Write


def save(path: Path, values: np.ndarray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(values).save(path)


def flat(value: object) -> np.ndarray:
    """A map of one class number or colour."""
    return np.tile(np.array(value, np.uint8), (8, 8, 1) if np.ndim(value) else (8, 8))  # type: ignore[arg-type]


def labels(path: Path, **options: object) -> list[int]:
    data = open_dataset(path, size=8, **options)  # type: ignore[arg-type]
    assert data.kind == "label_maps"
    return [int(plane.unique()) for plane in data.batch(range(len(data)), 8).labels]


def test_numbers_without_a_palette(tmp_path: Path, write: Write) -> None:
    for number in range(3):
        write(f"images/{number}.jpg")
        save(tmp_path / "masks" / f"{number}_mask.png", flat(number * 2))
    assert labels(tmp_path) == [0, 2, 4]
    preview = inspect(tmp_path)
    assert preview.facts["classes"] == "5"
    assert set(preview.classes) == {"0", "2", "4"}
    assert "5 were counted" in preview.findings[0].message
    assert preview.thumbnails[0].shape == (96, 192, 3)


def test_numbers_outside_the_classes_become_no_class_and_are_told(tmp_path: Path, write: Write) -> None:
    for name, number in (("a", 1), ("b", 7), ("c", 255)):
        write(f"images/{name}.png")
        save(tmp_path / "labels" / f"{name}.png", flat(number))
    assert labels(tmp_path, classes="3") == [1, 255, 255]
    found = inspect(tmp_path, classes=3).findings
    assert [finding.message for finding in found] == ["labels/b.png: 7 is not in the 3 classes."]


def test_ade20k(tmp_path: Path, write: Write) -> None:
    for name, number in (("a", 0), ("b", 1), ("c", 150)):
        write(f"images/training/{name}.jpg")
        save(tmp_path / "annotations/training" / f"{name}.png", flat(number))
    assert labels(tmp_path) == [255, 0, 149]
    data = open_dataset(tmp_path, size=8)
    assert (data.palette, data.class_names[0]) == ("ade20k", "wall")


def test_coco_stuff(tmp_path: Path, write: Write) -> None:
    write("images/train2017/a.jpg")
    save(tmp_path / "stuffthingmaps/train2017/a.png", flat(181))
    assert labels(tmp_path) == [181]
    assert open_dataset(tmp_path, size=8).palette == "coco_stuff"


def test_cityscapes_with_instances(tmp_path: Path, write: Write) -> None:
    for town in ("aachen", "ulm"):
        write(f"leftImg8bit/train/{town}/{town}_0_leftImg8bit.png")
        base = tmp_path / "gtFine/train" / town
        save(base / f"{town}_0_gtFine_labelIds.png", flat(26))
        save(base / f"{town}_0_gtFine_color.png", flat((0, 0, 142)))
        save(base / f"{town}_0_gtFine_instanceIds.png", np.full((8, 8), 26001, np.uint16))
    assert labels(tmp_path) == [26, 26]
    data = open_dataset(tmp_path, size=8)
    assert data.class_names[26] == "car"
    assert data.batch([0], 8).instances.unique().tolist() == [26001]


def test_spades_folders(tmp_path: Path, write: Write) -> None:
    write("train_img/a.png")
    save(tmp_path / "train_label/a.png", flat(3))
    save(tmp_path / "train_inst/a.png", flat(9))
    assert open_dataset(tmp_path, size=8).batch([0], 8).instances.unique().tolist() == [9]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("palette.txt", "sky 0 0 200\nearth 90 60 0\n"),
        ("class_dict.csv", "name,r,g,b\nsky,0,0,200\nearth,90,60,0\n"),
        ("labelmap.txt", "# label:color_rgb:parts:actions\nsky:0,0,200::\nearth:90,60,0::\n"),
        ("palette.gpl", "GIMP Palette\nName: x\nColumns: 2\n#\n  0   0 200\tsky\n 90  60   0\tearth\n"),
        ("palette.json", '{"classes": [{"name": "sky", "colour": "#0000c8"}, '
         '{"name": "earth", "color": [90, 60, 0]}]}'),
        ("colors.txt", "#0000c8 sky\n#5a3c00 earth\n"),
    ],
)  # fmt: skip
def test_colours_with_a_palette_file(tmp_path: Path, write: Write, name: str, text: str) -> None:
    for stem, colour in (("a", (90, 60, 0)), ("b", (0, 0, 200)), ("c", (1, 2, 3))):
        write(f"images/{stem}.png")
        save(tmp_path / "labels" / f"{stem}.png", flat(colour))
    (tmp_path / name).write_text(text)
    assert labels(tmp_path) == [1, 0, 255]
    data = open_dataset(tmp_path, size=8)
    assert data.class_names == ("sky", "earth")
    assert "labels/c.png: #010203 is not in the palette." in [finding.message for finding in data.findings]


def test_colours_of_a_known_palette_need_no_file(tmp_path: Path, write: Write) -> None:
    palette = shipped("cityscapes")
    write("images/a.png")
    save(tmp_path / "labels/a.png", flat(palette.colours[palette.names.index("car")]))
    assert labels(tmp_path, palette="cityscapes") == [palette.names.index("car")]


def test_unknown_colours_make_a_palette_if_they_are_few(tmp_path: Path, write: Write) -> None:
    for stem, colour in (("a", (5, 5, 5)), ("b", (3, 3, 3))):
        write(f"images/{stem}.png")
        save(tmp_path / "labels" / f"{stem}.png", flat(colour))
    assert labels(tmp_path) == [1, 0]
    assert "made of the colours" in inspect(tmp_path).findings[0].message
    write("labels/a.png", size=(64, 64))
    preview = inspect(tmp_path)
    assert not preview.usable
    assert "no index pictures" in preview.findings[0].message


def test_pictures_and_maps_without_partner_are_told(tmp_path: Path, write: Write) -> None:
    for name in ("images/a.png", "images/b.png"):
        write(name)
    for stem in ("a", "c"):
        save(tmp_path / "labels" / f"{stem}.png", flat(0))
    told = [finding.message for finding in inspect(tmp_path).findings]
    assert told[0] == "images/b.png has no label map; it is left out."
    assert told[1] == "labels/c.png has no picture; it is left out."


def test_a_worlds_export_is_read_with_its_palette_and_styles(tmp_path: Path) -> None:
    from ganstudio.worlds.export import write_dataset
    from ganstudio.worlds.landscape import CLASSES, HOURS, SEASONS

    write_dataset(tmp_path, 2, 64, 0, workers=1)
    groups = {"season": SEASONS, "hour": HOURS}
    data = open_dataset(tmp_path, size=64, style_groups=groups)
    assert (data.kind, data.palette, data.class_names) == ("label_maps", "landscape", CLASSES)
    batch = data.batch([0, 1], 64)
    assert torch.equal(batch.style.sum(1), torch.tensor([2.0, 2.0]))
    stored = np.asarray(Image.open(tmp_path / "labels/000001.png"))
    assert np.array_equal(batch.labels[1, 0].numpy(), stored)


def test_a_palette_that_is_none_is_refused(tmp_path: Path, write: Write) -> None:
    write("images/a.png")
    save(tmp_path / "labels/a.png", flat(0))
    (tmp_path / "notes.txt").write_text("nothing")
    assert open_tree(tmp_path).named("notes.txt")
    for palette, sentence in (("notes.txt", "names no colours"), ("rainbow", "no palette “rainbow”")):
        with pytest.raises(InputError, match=sentence):
            open_dataset(tmp_path, palette=palette)
