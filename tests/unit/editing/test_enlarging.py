from __future__ import annotations

import numpy as np
import pytest
import torch

from ganstudio.document.image import ImageData
from ganstudio.editing.enlarging import enlarge
from ganstudio.errors import CancelledError, InputError
from ganstudio.events import CancelToken, Progress
from ganstudio.networks.gigagan_upsampler import GigaGanUpsampler, UpsamplerConfig


def network(factor: int = 2) -> GigaGanUpsampler:
    """One that draws something on top of bicubic."""
    torch.manual_seed(0)
    made = GigaGanUpsampler(UpsamplerConfig(factor, width=4)).eval().requires_grad_(False)
    for parameter in made.parameters():
        parameter.add_(0.05 * torch.randn_like(parameter))
    return made


def noise(height: int, width: int, channels: int = 3, dtype: type = np.uint8) -> ImageData:
    high = int(np.iinfo(dtype).max) + 1
    return ImageData(np.random.default_rng(0).integers(0, high, (height, width, channels), dtype))


def test_tiles_leave_no_seam() -> None:
    image = noise(150, 201)
    whole = enlarge(image, network(), 2, tile=1000)
    tiled = enlarge(image, network(), 2, tile=64)
    assert whole.size == (402, 300)
    difference = np.abs(whole.pixels.astype(int) - tiled.pixels)
    # Sums may be taken in another order, and a value that lies between two be rounded to the other.
    assert difference.max() <= 1
    assert (difference > 0).mean() < 0.001


@pytest.mark.parametrize(("height", "width"), [(1, 1), (1, 7), (5, 3), (65, 64)])
@pytest.mark.parametrize("factor", [2, 4])
def test_any_size_becomes_so_many_times_as_large(height: int, width: int, factor: int) -> None:
    for own in (network(), network(4) if factor == 4 else None):
        assert enlarge(noise(height, width), own, factor, tile=64).size == (width * factor, height * factor)


@pytest.mark.parametrize(
    ("channels", "dtype"), [(1, np.uint8), (3, np.uint16), (4, np.uint8), (4, np.uint16)]
)
def test_depth_alpha_profile_and_texts_are_kept(channels: int, dtype: type) -> None:
    given = noise(6, 5, channels, dtype)
    given = ImageData(given.pixels, icc=b"profile", exif=b"exif", text={"note": "kept"})
    large = enlarge(given, network(), 2)
    assert large.pixels.shape == (12, 10, channels)
    assert large.pixels.dtype == dtype
    assert (large.icc, large.exif, dict(large.text)) == (b"profile", b"exif", {"note": "kept"})


def test_strength_goes_from_bicubic_to_the_network() -> None:
    image = noise(16, 16)
    plain, half, full = (
        enlarge(image, network(), 2, strength=strength).pixels.astype(float) for strength in (0.0, 0.5, 1.0)
    )
    assert np.array_equal(plain, enlarge(image, None, 2).pixels)
    assert np.abs(full - plain).mean() > 2
    inside = (full > 0) & (full < 255) & (plain > 0) & (plain < 255)
    assert np.abs(half - (plain + full) / 2)[inside].max() <= 1


def test_mirrored_readings_leave_no_grid_on_an_even_colour() -> None:
    even = ImageData(np.full((48, 48, 3), 120, np.uint8))

    def unevenness(mirrored: bool) -> int:
        inside = enlarge(even, network(), 2, mirrored=mirrored).pixels[32:-32, 32:-32, 0]
        return int(np.ptp(inside))

    assert unevenness(False) > 1
    assert unevenness(True) == 0


def test_a_hidden_colour_does_not_shine_through() -> None:
    pixels = np.zeros((12, 12, 4), np.uint8)
    pixels[:, :6] = (200, 100, 50, 255)
    large = enlarge(ImageData(pixels), None, 2).pixels
    visible = large[large[..., 3] > 0]
    assert len(visible) > 12 * 24
    assert np.abs(visible[:, :3].astype(int) - (200, 100, 50)).max() <= 1


def test_what_cannot_be_done_is_said_before_anything_is() -> None:
    with pytest.raises(InputError, match=r"4 times as large, not 2 times"):
        enlarge(noise(4, 4), network(4), 2)
    with pytest.raises(InputError, match=r"more than a picture may have"):
        enlarge(ImageData(np.broadcast_to(np.uint8(0), (6000, 6000, 1))), None, 4)


def test_it_can_be_cancelled() -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(CancelledError):
        enlarge(noise(8, 8), None, 2, progress=Progress(token=token))
