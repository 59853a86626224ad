"""Pictures of every mode become squares of RGB."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio.datasets.reading import read_header, read_picture, read_values
from ganstudio.datasets.tree import DataFile
from ganstudio.errors import InputError

from .conftest import Write


def file(path: Path) -> DataFile:
    return DataFile(path.name, path, path.stat().st_size, 0)


@pytest.mark.parametrize(
    ("mode", "suffix", "colour", "expected"),
    [
        ("RGB", "png", (200, 100, 50), (200, 100, 50)),
        ("L", "png", 77, (77, 77, 77)),
        ("1", "png", 1, (255, 255, 255)),
        ("LA", "png", (0, 0), (255, 255, 255)),
        ("RGBA", "png", (255, 0, 0, 0), (255, 255, 255)),
        ("RGBA", "png", (0, 0, 0, 51), (204, 204, 204)),
        ("CMYK", "tif", (0, 255, 255, 0), (255, 0, 0)),
        ("I;16", "png", 0x8040, (128, 128, 128)),
    ],
)
def test_every_mode_becomes_rgb(
    write: Write, mode: str, suffix: str, colour: object, expected: tuple[int, ...]
) -> None:
    path = write(f"a.{suffix}", colour, mode=mode)
    square = read_picture(file(path), 8)
    assert square.shape == (8, 8, 3)
    assert np.abs(square.astype(int) - expected).max() <= 1


def test_a_palette_picture_shows_its_colours_and_keeps_its_numbers(tmp_path: Path) -> None:
    picture = Image.fromarray(np.full((8, 8), 2, np.uint8))
    picture.putpalette([0, 0, 0, 9, 9, 9, 250, 120, 10])
    picture.save(tmp_path / "p.png")
    assert read_picture(file(tmp_path / "p.png"), 4)[0, 0].tolist() == [250, 120, 10]
    assert np.unique(read_values(file(tmp_path / "p.png"), 4)).tolist() == [2]


def test_the_middle_is_cut_or_all_is_squashed(tmp_path: Path) -> None:
    wide = np.zeros((8, 24, 3), np.uint8)
    wide[:, 8:16] = 255
    Image.fromarray(wide).save(tmp_path / "w.png")
    assert read_picture(file(tmp_path / "w.png"), 8).min() == 255
    squashed = read_picture(file(tmp_path / "w.png"), 8, fit="squash")
    assert squashed[:, 0].max() < 20
    assert squashed[:, 4].min() > 200
    assert (
        read_values(file(tmp_path / "w.png"), 8, fit="squash")[0, :, 0] == [0, 0, 0, 255, 255, 0, 0, 0]
    ).all()


def test_pictures_are_turned_upright(tmp_path: Path) -> None:
    picture = Image.new("RGB", (16, 16))
    picture.paste((255, 255, 255), (0, 0, 16, 8))
    exif = Image.Exif()
    exif[0x0112] = 6  # shown turned by a quarter to the right
    picture.save(tmp_path / "t.png", exif=exif)
    square = read_picture(file(tmp_path / "t.png"), 16)
    assert square[:, 12:].min() > 200
    assert square[:, :4].max() < 50
    Image.new("RGB", (30, 20)).save(tmp_path / "u.jpg", exif=exif)
    assert read_header(file(tmp_path / "u.jpg")).size == (20, 30)


def test_a_huge_jpeg_is_decoded_at_a_fraction(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Image.new("RGB", (4000, 3000), (12, 200, 99)).save(tmp_path / "huge.jpg", quality=60)
    decoded: list[tuple[int, int]] = []
    resize = Image.Image.resize
    monkeypatch.setattr(
        Image.Image, "resize", lambda self, *a, **k: decoded.append(self.size) or resize(self, *a, **k)
    )
    assert np.abs(read_picture(file(tmp_path / "huge.jpg"), 32)[5, 5].astype(int) - (12, 200, 99)).max() <= 3
    assert decoded[0] == (500, 375)


@pytest.mark.parametrize("keep", [0, 10, 60, 200])
def test_a_damaged_picture_is_one_sentence(write: Write, keep: int) -> None:
    path = write("a.png", size=(40, 40))
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(InputError, match=r"^a\.png (is|ends) [a-z ]+\.$"):
        read_picture(file(path), 8)


def test_floating_point_and_far_too_large_pictures_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Image.fromarray(np.zeros((8, 8), np.float32)).save(tmp_path / "f.tif")
    with pytest.raises(InputError, match="floating-point"):
        read_picture(file(tmp_path / "f.tif"), 8)
    monkeypatch.setattr("ganstudio.datasets.reading.MAX_PIXELS", 63)
    with pytest.raises(InputError, match="too many"):
        read_header(file(tmp_path / "f.tif"))
