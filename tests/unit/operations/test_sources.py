from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ganstudio.document.files import write_image, write_label_map
from ganstudio.document.image import ImageData, LabelData, MaskData
from ganstudio.errors import InputError
from ganstudio.operations.contract import Data
from ganstudio.operations.sources import EMBED_LIMIT, Source, read_source, restore
from ganstudio.provenance import InputRecord, sha256_file
from tests.support.operations import label_map, picture


def noise(*shape: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.random.Generator(np.random.PCG64(0)).integers(0, 9, shape, np.uint8)


@pytest.mark.parametrize(
    "data",
    [
        label_map(1, 2, 255),
        MaskData(np.arange(12, dtype=np.uint8).reshape(3, 4)),
        picture((10, 20, 30)),
        ImageData(noise(5, 6, 4)),
        ImageData(noise(5, 6, 1)),
    ],
)
def test_small_values_without_a_file_ride_along(data: Data, tmp_path: Path) -> None:
    assert restore("input", Source(data).record, tmp_path).data == data


def test_a_label_map_from_a_file_needs_the_file_no_more(tmp_path: Path) -> None:
    path = tmp_path / "map.png"
    write_label_map(path, label_map(4, 5))
    source = read_source("label_map", path)
    assert source.record.sha256 == sha256_file(path)
    path.unlink()
    assert restore("label_map", source.record, tmp_path).data == label_map(4, 5)


def test_large_label_maps_stay_in_their_file(tmp_path: Path) -> None:
    path = tmp_path / "map.png"
    large = LabelData(noise(900, 900), "landscape")
    write_label_map(path, large)
    assert path.stat().st_size > EMBED_LIMIT
    record = read_source("label_map", path).record
    assert record.embedded == ""
    assert restore("label_map", record, tmp_path).data == large


def test_a_picture_is_found_again_beside_the_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_image(tmp_path / "photo.png", picture((1, 2, 3)))
    monkeypatch.chdir(tmp_path)
    record = read_source("image", Path("photo.png")).record
    assert (record.path, record.embedded) == ("photo.png", "")
    monkeypatch.chdir("/")
    assert restore("image", record, tmp_path).data == picture((1, 2, 3))


def test_a_changed_or_missing_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    write_image(path, picture((1, 2, 3)))
    record = read_source("image", path).record
    write_image(path, picture((3, 2, 1)))
    with pytest.raises(InputError, match=r"photo\.png has changed since"):
        restore("image", record, tmp_path)
    path.unlink()
    with pytest.raises(InputError, match=r"photo\.png does not exist any more"):
        restore("image", record, tmp_path)


def test_a_large_value_that_was_never_a_file_says_so(tmp_path: Path) -> None:
    record = Source(ImageData(noise(700, 700, 3) * 28)).record
    assert (record.path, record.embedded) == ("", "")
    with pytest.raises(InputError, match="was not a file"):
        restore("image", record, tmp_path)


@pytest.mark.parametrize("embedded", ["%%%", "AAAA", "iVBORw0KGgo="])
def test_a_damaged_record_is_one_sentence(embedded: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="damaged"):
        restore("label_map", InputRecord("label_map", embedded=embedded, palette="landscape"), tmp_path)


def test_a_mask_is_the_opacity_or_else_the_brightness(tmp_path: Path) -> None:
    alpha = np.arange(16, dtype=np.uint8).reshape(4, 4)
    write_image(tmp_path / "a.png", ImageData(np.dstack([np.zeros((4, 4, 3), np.uint8), alpha])))
    write_image(tmp_path / "g.png", ImageData(alpha[..., None]))
    for name in ("a.png", "g.png"):
        assert read_source("mask", tmp_path / name).data == MaskData(alpha)
