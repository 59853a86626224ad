from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms

from ganstudio.document.files import read_image, write_label_map
from ganstudio.document.image import ImageData, LabelData, MaskData, Pixels
from ganstudio.engine.device import Compute
from ganstudio.errors import InputError
from ganstudio.operations.batch import Batch
from ganstudio.operations.chain import single
from ganstudio.operations.contract import Operation
from ganstudio.operations.export import Export, in_srgb, srgb_profile
from ganstudio.operations.planning import plan
from ganstudio.operations.replay import difference, replay
from ganstudio.operations.run import read_record, run, save_result
from tests.support.operations import PAINT, FakeModels, label_map


def wide(dtype: type = np.uint8, channels: int = 3) -> ImageData:
    """60 × 20, brighter to the right."""
    top = np.iinfo(dtype).max
    row: Pixels = np.linspace(0, top, 60).astype(dtype)
    return ImageData(np.repeat(np.tile(row, (20, 1))[..., None], channels, axis=2))


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_large_pictures_become_smaller_and_small_ones_stay(dtype: type) -> None:
    image = wide(dtype)
    small = Export(longest=30).applied(image)
    assert isinstance(small, ImageData)
    assert (small.size, small.pixels.dtype) == ((30, 10), np.dtype(dtype))
    expected = image.pixels.reshape(10, 2, 30, 2, 3).astype(float).mean(axis=(1, 3))
    assert np.abs(small.pixels - expected)[:, 2:-2].max() < np.iinfo(dtype).max / 100
    assert Export(longest=60).applied(image) == Export(longest=100).applied(image) == image


def test_what_is_transparent_gives_no_colour_to_what_is_not() -> None:
    pixels = np.zeros((8, 8, 4), np.uint8)
    pixels[:, 4:] = 200, 100, 50, 255
    pixels[:, :4, 1] = 255  # green that nobody sees
    small = Export(longest=2).applied(ImageData(pixels))
    assert isinstance(small, ImageData)
    seen = small.pixels[small.pixels[..., 3] > 20]
    assert np.abs(seen[:, :3].astype(int) - (200, 100, 50)).max() <= 1


def test_label_maps_keep_their_classes_and_masks_their_range() -> None:
    small = Export(longest=6).applied(label_map(1, 10, 10, side=4))
    assert isinstance(small, LabelData)
    assert small.size == (6, 2)
    assert set(small.indices.ravel().tolist()) == {1, 10}
    mask = Export(longest=4).applied(MaskData(np.tile(np.array([0, 255], np.uint8).repeat(8), (16, 1))))
    assert isinstance(mask, MaskData)
    assert mask.alpha[:, 0].max() < 20
    assert mask.alpha[:, -1].min() > 235


def swapped_profile() -> bytes:
    """As sRGB, but for red and blue, which have changed places."""
    return srgb_profile().replace(b"rXYZ", b"xXYZ").replace(b"bXYZ", b"rXYZ").replace(b"xXYZ", b"bXYZ")


@pytest.mark.parametrize("channels", [3, 4])
def test_colours_of_another_profile_become_those_of_srgb(channels: int) -> None:
    pixels = np.full((4, 4, channels), 77, np.uint8)
    pixels[..., :3] = 250, 120, 10
    changed = in_srgb(ImageData(pixels, icc=swapped_profile()))
    assert changed.icc == srgb_profile()
    assert np.abs(changed.pixels[0, 0, :3].astype(int) - (10, 120, 250)).max() <= 1
    assert np.array_equal(changed.pixels[..., 3:], pixels[..., 3:])


def test_what_has_no_profile_that_can_be_read_is_srgb() -> None:
    for image in (wide(), wide(np.uint16), replace(wide(), icc=b"no profile")):
        tagged = in_srgb(image)
        assert (tagged.icc, tagged.pixels.dtype) == (srgb_profile(), image.pixels.dtype)
        assert np.array_equal(tagged.pixels, image.pixels)
    assert in_srgb(wide(channels=1)) == wide(channels=1), "a profile of colours would not fit"
    profile = ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile()))
    assert "sRGB" in ImageCms.getProfileDescription(profile)


def painted(tmp_path: Path, export: Export, suffix: str = ".png") -> Path:
    path = tmp_path / f"made{suffix}"
    result = run(
        PAINT,
        PAINT.build({}),
        {"label_map": label_map(1, 2, side=16)},
        compute=Compute(),
        models=FakeModels(),
    )
    save_result(result, path, export=export)
    return path


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp"])
def test_a_file_says_how_it_was_written_and_is_made_again_so(tmp_path: Path, suffix: str) -> None:
    path = painted(tmp_path, Export(70, 16, "srgb"), suffix)
    record = read_record(path)
    assert record.export == {"longest": 16, "colours": "srgb"} | ({} if suffix == ".png" else {"quality": 70})
    with Image.open(path) as image:
        assert image.size == (16, 8)
        assert image.info["icc_profile"] == srgb_profile()
    again = replay(path, find, compute=lambda _: Compute(), models=FakeModels())
    save_result(again.result, tmp_path / f"again{suffix}")
    found = difference(read_image(path), read_image(tmp_path / f"again{suffix}"))
    assert found is not None
    assert found.none


def find(_: str) -> Operation:
    return PAINT


def test_other_wishes_make_a_batch_again(tmp_path: Path) -> None:
    for name in ("in", "out"):
        (tmp_path / name).mkdir()
    write_label_map(tmp_path / "in" / "a.png", label_map(1, side=20))
    chain = single(PAINT, PAINT.build({}))
    items = plan(chain, {"label_map": tmp_path / "in"}, tmp_path / "out")

    def made(**values: Any) -> list[str]:
        work = Batch(chain, Compute(), FakeModels(), export=Export(**values))
        return [outcome.status for outcome in work.run(items)]

    assert [made(), made(longest=10), made(longest=10), made(longest=10, quality=50)] == [
        ["done"],
        ["done"],
        ["skipped"],
        ["skipped"],
    ]
    assert read_image(tmp_path / "out" / "a.png").size == (10, 10)


@pytest.mark.parametrize("values", [{"quality": 0}, {"longest": -1}, {"longest": 10**6}, {"colours": "cmyk"}])
def test_what_cannot_be_is_one_sentence(values: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=r"^(The|There) .*\.$"):
        Export(**values)


def test_a_film_is_not_made_smaller() -> None:
    with pytest.raises(InputError, match="size that its operation gives"):
        Export(longest=100).check("frames")
