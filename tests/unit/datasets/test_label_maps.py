"""Folders of pictures with label maps."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio.datasets.label_maps import LabelMapDataset, load_folder
from ganstudio.engine.randomness import Randomness
from ganstudio.errors import InputError

GROUPS = {"season": ("summer", "winter"), "hour": ("day", "night")}


def write(folder: Path, stems: tuple[str, ...] = ("a", "b"), size: int = 8) -> Path:
    for name in ("images", "labels"):
        (folder / name).mkdir(parents=True)
    for i, stem in enumerate(stems):
        Image.new("RGB", (size, size), (i * 100, 0, 0)).save(folder / "images" / f"{stem}.png")
        labels = Image.fromarray(np.full((size, size), i, np.uint8))
        labels.putpalette([7] * 768)
        labels.save(folder / "labels" / f"{stem}.png")
    rows = [{"image": f"images/{stem}.png", "season": "winter", "hour": "night"} for stem in stems]
    (folder / "metadata.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return folder


def test_a_folder_gives_pictures_class_numbers_and_styles(tmp_path: Path) -> None:
    data = load_folder(write(tmp_path), 8, style_groups=GROUPS)
    batch = data.batch([0, 1], 8)
    assert batch.images.shape == (2, 3, 8, 8)
    assert batch.images[1, 0].mean() == pytest.approx(100 / 127.5 - 1)
    assert batch.labels[1].unique().tolist() == [1]
    assert batch.style.tolist() == [[0, 1, 0, 1]] * 2
    assert batch.rows.tolist() == [[-1, 1]] * 2


def test_a_crop_knows_where_it_was() -> None:
    random = Randomness(0)
    labels = np.arange(16, dtype=np.uint8)[None, :, None].repeat(16, 2)
    images = np.zeros((1, 16, 16, 3), np.uint8)
    data = LabelMapDataset(images, labels)
    seen = set()
    for _ in range(40):
        batch = data.batch([0], 8, random)
        top, bottom = batch.rows[0].tolist()
        first, last = int(batch.labels[0, 0, 0, 0]), int(batch.labels[0, 0, -1, 0])
        if bottom - top < 2:
            assert first == (top + 1) * 8
            assert last == first + 7
            seen.add("crop")
        else:
            assert (first, last) == (1, 15)
            seen.add("whole")
    assert seen == {"crop", "whole"}


def test_a_picture_without_label_map_is_named(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "labels" / "b.png").unlink()
    with pytest.raises(InputError, match=r"b\.png has no label map"):
        load_folder(folder, 8)


def test_a_colour_picture_is_no_label_map(tmp_path: Path) -> None:
    folder = write(tmp_path)
    Image.new("RGB", (8, 8)).save(folder / "labels" / "a.png")
    with pytest.raises(InputError, match="no index PNG"):
        load_folder(folder, 8)


def test_a_truncated_picture_is_named(tmp_path: Path) -> None:
    folder = write(tmp_path, size=64)
    path = folder / "images" / "a.png"
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(InputError, match=r"a\.png cannot be read"):
        load_folder(folder, 64)


def test_an_unknown_style_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no known season"):
        load_folder(write(tmp_path), 8, style_groups={"season": ("spring",)})
