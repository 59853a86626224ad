"""How results are written: how well, how large, and in which colours."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any, Literal

import numpy as np
from PIL import Image, ImageCms

from ganstudio.document.image import ImageData, LabelData, MaskData, Pixels, to_eight_bits
from ganstudio.errors import InputError
from ganstudio.operations.contract import Output, OutputKind

Colours = Literal["keep", "srgb"]
LOSSY = (".jpg", ".jpeg", ".webp", ".mp4")
LARGEST = 65_535
_DATE = slice(24, 36)
"""Of an ICC profile's header (ICC.1:2022, 7.2): when it was made."""


@dataclass(frozen=True)
class Export:
    """How pictures are written; their format is that of the suffix.

    `quality` (1 to 100) counts for JPEG, WebP and MP4. Pictures whose longer side has more than `longest`
    pixels are made smaller, none is made larger; 0 leaves all as they are. `colours` "keep" writes the
    profile that a picture has, if any; "srgb" converts pictures of another profile and embeds that of sRGB
    in all that have colours, in 8 bits where there was something to convert. InputError for other values.
    """

    quality: int = 95
    longest: int = 0
    colours: Colours = "keep"

    def __post_init__(self) -> None:
        if not 1 <= self.quality <= 100:
            raise InputError(f"The quality must lie between 1 and 100, not {self.quality}.")
        if not 0 <= self.longest <= LARGEST:
            raise InputError(f"The longest side must lie between 1 and {LARGEST} pixels, not {self.longest}.")
        if self.colours not in ("keep", "srgb"):
            raise InputError(f"There are no colours “{self.colours}”.", hint="There are keep and srgb.")

    def check(self, output: OutputKind) -> None:
        """InputError for what cannot be done with results of that kind."""
        if output == "frames" and self.longest:
            raise InputError("A film has the size that its operation gives it: leave out the longest side.")

    def recorded(self, suffix: str) -> dict[str, Any]:
        """What a record tells of it: what differs from the default and counts for that format."""
        counts = suffix.lower() in LOSSY
        return {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if getattr(self, field.name) != field.default and (field.name != "quality" or counts)
        }

    @staticmethod
    def of_record(values: Mapping[str, Any]) -> Export:
        """The other way round; InputError for what this version does not know."""
        try:
            return Export(**values)
        except TypeError as error:
            raise InputError("The picture was written in a way that is not known here.") from error

    def applied(self, data: Output) -> Output:
        """What is to be written of a result. Label maps keep their classes."""
        if isinstance(data, LabelData):
            return replace(data, indices=_nearest(data.indices, self._size(data.size)))
        if isinstance(data, MaskData):
            alpha = _scaled(data.alpha[..., None], self._size(data.size))[..., 0]
            return data if alpha is data.alpha else MaskData(np.ascontiguousarray(alpha))
        if not isinstance(data, ImageData):
            return data
        if self.colours == "srgb":
            data = in_srgb(data)
        return replace(data, pixels=_scaled(data.pixels, self._size(data.size)))

    def _size(self, size: tuple[int, int]) -> tuple[int, int]:
        if not 0 < self.longest < max(size):
            return size
        share = self.longest / max(size)
        return max(1, round(size[0] * share)), max(1, round(size[1] * share))


AS_IT_IS = Export()


def in_srgb(image: ImageData) -> ImageData:
    """The picture with sRGB's profile; converted, in 8 bits, where it has another one.

    A grey picture without a profile stays so: a profile of three colours would not fit it. One that cannot be
    read counts as none.
    """
    if image.icc is None or image.icc == srgb_profile():
        return image if image.pixels.shape[2] == 1 else replace(image, icc=srgb_profile())
    pixels = to_eight_bits(image.pixels)
    flat = Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels[..., :3])
    try:
        there = ImageCms.profileToProfile(
            flat, io.BytesIO(image.icc), io.BytesIO(srgb_profile()), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError):
        return in_srgb(replace(image, icc=None))
    colours = np.asarray(there)
    if pixels.shape[2] == 4:
        colours = np.concatenate([colours, pixels[..., 3:]], axis=2)
    return replace(image, pixels=colours, icc=srgb_profile())


@cache
def srgb_profile() -> bytes:
    """sRGB (IEC 61966-2-1) as an ICC profile: always the same bytes, though the library dates it."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[_DATE] = b"\x07\xea\0\x01\0\x01\0\0\0\0\0\0"
    return bytes(profile)


def _scaled(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    """(H, W, C) of another size, what is transparent not bleeding into what is not."""
    if size == (pixels.shape[1], pixels.shape[0]):
        return pixels
    top = np.iinfo(pixels.dtype).max
    planes = pixels.astype(np.float32)
    if pixels.shape[2] == 4:
        planes[..., :3] *= planes[..., 3:] / top
    small = np.stack([_plane(planes[..., index], size) for index in range(pixels.shape[2])], axis=2)
    if pixels.shape[2] == 4:
        small[..., :3] *= top / np.maximum(small[..., 3:], 1e-3)
    made: Pixels = (np.clip(small, 0, top) + 0.5).astype(pixels.dtype)
    return made


def _plane(plane: Pixels, size: tuple[int, int]) -> Pixels:
    return np.asarray(Image.fromarray(plane).resize(size, Image.Resampling.LANCZOS))


def _nearest(indices: Pixels, size: tuple[int, int]) -> Pixels:
    if size == (indices.shape[1], indices.shape[0]):
        return indices
    return np.asarray(Image.fromarray(indices).resize(size, Image.Resampling.NEAREST))
