"""Pictures through files: nothing lost, nothing half written, one sentence for what cannot be read."""

from __future__ import annotations

import io
import os
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
import tifffile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from ganstudio.document import files
from ganstudio.document.files import read_image, readable_suffixes, write_image
from ganstudio.document.image import ImageData
from ganstudio.errors import InputError, SaveError

TEXT = {"ganstudio": '{"seed": 3, "word": "é 숲"}', "Title": "Lake"}


def noise(channels: int, dtype: type = np.uint8, size: tuple[int, int] = (23, 17)) -> np.ndarray:
    limit = np.iinfo(dtype).max + 1
    return np.random.default_rng(channels).integers(0, limit, (*size, channels), dtype=dtype)


@pytest.fixture(scope="module")
def icc() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.mark.parametrize("suffix", [".png", ".tif"])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [1, 3, 4])
def test_png_and_tiff_keep_everything(
    tmp_path: Path, icc: bytes, suffix: str, dtype: type, channels: int
) -> None:
    image = ImageData(noise(channels, dtype), icc if channels > 1 else None, text=TEXT)
    write_image(tmp_path / f"a{suffix}", image)
    assert read_image(tmp_path / f"a{suffix}") == image


@pytest.mark.parametrize("suffix", [".jpg", ".webp"])
def test_jpeg_and_webp_keep_profile_and_texts(tmp_path: Path, icc: bytes, suffix: str) -> None:
    smooth = np.broadcast_to(np.linspace(0, 255, 64).astype(np.uint8)[:, None, None], (64, 48, 3))
    write_image(tmp_path / f"a{suffix}", ImageData(smooth, icc, text=TEXT))
    back = read_image(tmp_path / f"a{suffix}")
    assert (back.icc, back.text, back.exif) == (icc, TEXT, None)
    assert np.abs(back.pixels.astype(int) - smooth).max() < 8


def test_jpeg_lays_alpha_over_white(tmp_path: Path) -> None:
    write_image(tmp_path / "a.jpg", ImageData(np.zeros((8, 8, 4), np.uint8)))
    assert read_image(tmp_path / "a.jpg").pixels.min() > 250


def test_texts_can_be_left_out(tmp_path: Path) -> None:
    for name in ("a.png", "a.jpg", "a.tif"):
        write_image(tmp_path / name, ImageData(noise(3), text=TEXT), text={})
        assert read_image(tmp_path / name).text == {}


@settings(max_examples=25, deadline=None)
@given(
    width=st.integers(1, 40),
    height=st.integers(1, 40),
    channels=st.sampled_from([1, 3, 4]),
    dtype=st.sampled_from([np.uint8, np.uint16]),
    seed=st.integers(0, 99),
)
def test_any_size_of_png_comes_back(
    tmp_path_factory: pytest.TempPathFactory, width: int, height: int, channels: int, dtype: type, seed: int
) -> None:
    path = tmp_path_factory.mktemp("png") / "a.png"
    pixels = np.random.default_rng(seed).integers(
        0, np.iinfo(dtype).max + 1, (height, width, channels), dtype
    )
    write_image(path, ImageData(pixels))
    assert np.array_equal(read_image(path).pixels, pixels)


def png(
    width: int, height: int, depth: int, colour_type: int, raw: bytes, *extra: tuple[bytes, bytes]
) -> bytes:
    """A PNG put together by hand, to have what no library here writes."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, 0)
    chunks = [(b"IHDR", header), *extra, (b"IDAT", zlib.compress(raw)), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def paeth_rows(pixels: np.ndarray) -> bytes:
    """Rows filtered by Paeth's predictor, the one that needs the decoder's whole attention."""
    height, width, channels = pixels.shape
    bpp = channels * 2
    raw = pixels.astype(">u2").view(np.uint8).reshape(height, -1).astype(int)
    above, out = np.zeros(width * bpp, int), bytearray()
    for row in raw:
        out.append(4)
        for i, byte in enumerate(row):
            a, b, c = row[i - bpp] if i >= bpp else 0, above[i], above[i - bpp] if i >= bpp else 0
            nearest = min((abs(b - c), 0, a), (abs(a - c), 1, b), (abs(a + b - 2 * c), 2, c))[2]
            out.append((byte - nearest) % 256)
        above = row
    return bytes(out)


@pytest.mark.parametrize(("channels", "colour_type"), [(1, 0), (3, 2), (2, 4), (4, 6)])
def test_sixteen_bit_png_of_any_filter_keeps_all_bits(
    tmp_path: Path, channels: int, colour_type: int
) -> None:
    pixels = noise(channels, np.uint16)
    (tmp_path / "a.png").write_bytes(png(17, 23, 16, colour_type, paeth_rows(pixels)))
    expected = pixels[..., [0, 0, 0, 1]] if channels == 2 else pixels
    assert np.array_equal(read_image(tmp_path / "a.png").pixels, expected)


def test_the_transparent_colour_of_a_sixteen_bit_png_becomes_alpha(tmp_path: Path) -> None:
    pixels = np.array([[[1, 2, 3], [1, 2, 4]]], np.uint16)
    raw = b"\0" + pixels.astype(">u2").tobytes()
    (tmp_path / "a.png").write_bytes(png(2, 1, 16, 2, raw, (b"tRNS", struct.pack(">3H", 1, 2, 3))))
    assert read_image(tmp_path / "a.png").pixels[0, :, 3].tolist() == [0, 65535]


@pytest.mark.parametrize(
    "options",
    [{}, {"compression": "zlib", "predictor": True}, {"byteorder": ">"}, {"tile": (16, 16)}],
    ids=str,
)
@pytest.mark.parametrize("channels", [3, 4])
def test_foreign_sixteen_bit_tiffs_keep_all_bits(tmp_path: Path, channels: int, options: dict) -> None:
    pixels = noise(channels, np.uint16, (70, 50))
    tifffile.imwrite(tmp_path / "a.tif", pixels, photometric="rgb", **options)
    assert np.array_equal(read_image(tmp_path / "a.tif").pixels, pixels)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("suffix", [".png", ".jpg", ".tif"])
def test_pictures_stand_upright(tmp_path: Path, orientation: int, suffix: str) -> None:
    corners = np.zeros((32, 48, 3), np.uint8)
    corners[:16, :16], corners[:16, 32:], corners[16:, :16] = 255, 160, 80
    path = tmp_path / f"a{suffix}"
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Camera"
    Image.fromarray(corners).save(path, exif=exif)
    turn = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
    upright = Image.fromarray(corners)
    upright = upright.transpose(turn[orientation]) if orientation in turn else upright
    read = read_image(path)
    assert np.abs(read.pixels.astype(int) - np.asarray(upright)).max() < 12
    if suffix != ".tif":
        kept = Image.Exif()
        kept.load(read.exif)
        assert dict(kept) == {0x010F: "Camera"}


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK"])
def test_all_modes_of_pillow_become_grey_or_colour(tmp_path: Path, mode: str) -> None:
    suffix = ".jpg" if mode == "CMYK" else ".png"
    source = Image.fromarray(noise(3)).convert(mode)
    source.save(tmp_path / f"a{suffix}")
    with Image.open(tmp_path / f"a{suffix}") as again:
        expected = np.asarray(again.convert("RGBA"))
    assert np.array_equal(read_image(tmp_path / f"a{suffix}").rgba(), expected)


def damaged(tmp_path: Path, name: str) -> Path:
    """Files that look like pictures."""
    buffer = io.BytesIO()
    Image.fromarray(noise(3, size=(64, 64))).save(buffer, "PNG")
    whole = buffer.getvalue()
    contents = {
        "empty.png": b"",
        "text.png": b"this is no picture, it only says so in its name\n" * 9,
        "truncated.png": whole[: len(whole) // 2],
        "stump.png": whole[:20],
        "signature.png": whole[:12],
        "flipped.png": whole[:60] + bytes([whole[60] ^ 255]) + whole[61:],
        "huge.png": png(100_000, 100_000, 8, 2, b""),
    }
    path = tmp_path / name
    path.write_bytes(contents[name])
    return path


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("empty.png", "empty.png is not an image that can be read: it is empty."),
        ("text.png", "text.png is not an image that can be read: it holds something else."),
        ("truncated.png", "truncated.png is not an image that can be read: it ends too early."),
        ("stump.png", "stump.png is not an image that can be read: it ends too early."),
        (
            "signature.png",
            "signature.png is not an image that can be read: "
            "it is damaged, or of a kind that is not supported.",
        ),
        ("flipped.png", "flipped.png is not an image that can be read: it is damaged."),
        ("huge.png", "huge.png has 100000 × 100000 pixels; at most 400 million can be opened."),
    ],
)
def test_what_cannot_be_read_gets_one_sentence(tmp_path: Path, name: str, sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        read_image(damaged(tmp_path, name))
    assert str(caught.value) == sentence


def test_missing_files_and_folders_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.png does not exist"):
        read_image(tmp_path / "nowhere.png")
    with pytest.raises(InputError, match="is a folder, not a picture"):
        read_image(tmp_path)


def test_no_permission_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_image(tmp_path / "a.png", ImageData(noise(3)))

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Image, "open", refuse)
    with pytest.raises(InputError, match="may not be read: permission denied"):
        read_image(tmp_path / "a.png")


def test_no_memory_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_image(tmp_path / "a.png", ImageData(noise(3)))

    def refuse(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(files, "_shallow", refuse)
    with pytest.raises(InputError, match=r"a\.png needs more memory than there is"):
        read_image(tmp_path / "a.png")


def test_floating_point_is_refused_rather_than_cut(tmp_path: Path) -> None:
    Image.fromarray(np.ones((2, 2), np.float32)).save(tmp_path / "a.tif")
    with pytest.raises(InputError, match="floating-point"):
        read_image(tmp_path / "a.tif")


def test_a_failed_save_leaves_the_old_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.png"
    write_image(path, ImageData(noise(3)))
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SaveError, match="could not be saved: no space left on device"):
        write_image(path, ImageData(noise(4)))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_format_cannot_hold_is_said_before_writing(tmp_path: Path) -> None:
    image = ImageData(np.zeros((1, 17_000, 3), np.uint8))
    with pytest.raises(SaveError, match="WEBP holds at most 16383"):
        write_image(tmp_path / "a.webp", image)
    with pytest.raises(SaveError, match="no suffix of a picture that can be written"):
        write_image(tmp_path / "a.xyz", image)
    with pytest.raises(SaveError, match="does not fit into a JPEG"):
        write_image(tmp_path / "a.jpg", ImageData(noise(3)), text={"ganstudio": "x" * 70_000})
    assert list(tmp_path.iterdir()) == []


def test_dialogs_offer_the_common_formats() -> None:
    assert {".png", ".jpg", ".webp", ".tif", ".bmp", ".gif"} <= set(readable_suffixes())
