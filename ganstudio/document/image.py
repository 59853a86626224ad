"""The values that operations take and give: pictures, label maps and masks."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from ganstudio.document.palettes import load_palette

Pixels = npt.NDArray[Any]
"""Pixels of a picture: (H, W, C), uint8 or uint16."""
Bytes = npt.NDArray[np.uint8]


def to_eight_bits(pixels: Pixels) -> Bytes:
    """uint16 samples rounded to uint8 (65535 becomes 255); uint8 as it is."""
    if pixels.dtype == np.uint8:
        return pixels
    return ((pixels.astype(np.uint32) + 128) // 257).astype(np.uint8)


@dataclass(frozen=True, eq=False)
class ImageData:
    """A picture: (H, W, C) uint8 or uint16 with C = 1 (grey), 3 (RGB) or 4 (straight alpha).

    Colours are sRGB unless `icc` says otherwise. `exif` is a raw EXIF block whose orientation is already
    applied, `text` what the file carries as named texts. Two are equal when all of that is equal.
    """

    pixels: Pixels
    icc: bytes | None = None
    exif: bytes | None = None
    text: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        shape = self.pixels.shape
        if len(shape) != 3 or shape[2] not in (1, 3, 4) or 0 in shape:
            raise ValueError(f"pixels must be (H, W, 1|3|4), not {shape}")
        if self.pixels.dtype not in (np.uint8, np.uint16):
            raise ValueError(f"pixels must be uint8 or uint16, not {self.pixels.dtype}")

    @staticmethod
    def of(array: npt.ArrayLike) -> ImageData:
        """From (H, W) or (H, W, C); floats are taken as [0, 1] and rounded to 8 bits."""
        pixels = np.asarray(array)
        if pixels.ndim == 2:
            pixels = pixels[..., None]
        if pixels.dtype.kind == "f":
            pixels = (np.clip(pixels, 0, 1) * 255 + 0.5).astype(np.uint8)
        return ImageData(pixels)

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def size(self) -> tuple[int, int]:
        """(width, height)."""
        return self.width, self.height

    def rgb(self) -> Bytes:
        """(H, W, 3) uint8, what is transparent laid over white."""
        pixels = to_eight_bits(self.pixels)
        if pixels.shape[2] == 1:
            return np.repeat(pixels, 3, axis=2)
        if pixels.shape[2] == 3:
            return pixels
        alpha = pixels[..., 3:].astype(np.uint16)
        over_white = pixels[..., :3] * alpha + 255 * (255 - alpha)
        return ((over_white + 127) // 255).astype(np.uint8)

    def rgba(self) -> Bytes:
        """(H, W, 4) uint8, straight alpha."""
        pixels = to_eight_bits(self.pixels)
        if pixels.shape[2] == 4:
            return pixels
        opaque = np.full((*pixels.shape[:2], 4), 255, np.uint8)
        opaque[..., :3] = pixels
        return opaque

    def _repr_png_(self) -> bytes:
        """How a notebook shows it."""
        return _png(to_eight_bits(self.pixels))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ImageData):
            return NotImplemented
        return _same(self.pixels, other.pixels) and (
            (self.icc, self.exif, dict(self.text)) == (other.icc, other.exif, dict(other.text))
        )

    def __hash__(self) -> int:
        return hash((self.pixels.shape, self.pixels.dtype.str, self.icc, self.exif))


@dataclass(frozen=True, eq=False)
class LabelData:
    """A label map: (H, W) uint8 indices into the palette of that id; 255 is no class."""

    indices: Bytes
    palette: str

    def __post_init__(self) -> None:
        _check_plane(self.indices, "indices")

    @property
    def size(self) -> tuple[int, int]:
        """(width, height)."""
        return int(self.indices.shape[1]), int(self.indices.shape[0])

    def colourised(self) -> Bytes:
        """(H, W, 3) uint8 in the palette's colours; no class is black."""
        colours = load_palette(self.palette).lut[:, :3]
        return colours[self.indices]

    def _repr_png_(self) -> bytes:
        """How a notebook shows it: in the palette's colours."""
        return _png(self.colourised())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, LabelData):
            return NotImplemented
        return self.palette == other.palette and _same(self.indices, other.indices)

    def __hash__(self) -> int:
        return hash((self.palette, self.indices.shape))


@dataclass(frozen=True, eq=False)
class MaskData:
    """A mask: (H, W) uint8, 0 is out and 255 is in."""

    alpha: Bytes

    def __post_init__(self) -> None:
        _check_plane(self.alpha, "alpha")

    @property
    def size(self) -> tuple[int, int]:
        """(width, height)."""
        return int(self.alpha.shape[1]), int(self.alpha.shape[0])

    def _repr_png_(self) -> bytes:
        """How a notebook shows it."""
        return _png(self.alpha)

    def __eq__(self, other: object) -> bool:
        return _same(self.alpha, other.alpha) if isinstance(other, MaskData) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.alpha.shape)


def _png(array: Bytes) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(array[..., 0] if array.shape[2:] == (1,) else array).save(buffer, "PNG")
    return buffer.getvalue()


def _same(one: Pixels, other: Pixels) -> bool:
    return one is other or (one.dtype == other.dtype and np.array_equal(one, other))


def _check_plane(array: Bytes, name: str) -> None:
    if array.ndim != 2 or array.dtype != np.uint8 or array.size == 0:
        raise ValueError(f"{name} must be (H, W) uint8, not {array.shape} {array.dtype}")
