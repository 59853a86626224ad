"""Reading 16-bit colour, of which Pillow by itself keeps the high bytes alone.

Pillow's decoders deliver whole samples, and its "raw mode" says which byte of each to keep: decoding twice,
once as if big-endian and once as if little-endian, gives both bytes, for every compression and interlacing.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFile

_GREY_ALPHA = "LA;16B"


def raw_mode(image: Image.Image) -> str:
    """How the samples lie in the file, in Pillow's words."""
    if not isinstance(image, ImageFile.ImageFile) or not image.tile:
        return ""
    args: Any = image.tile[0].args
    return str(args[0] if isinstance(args, tuple) else args)


def is_deep(image: Image.Image) -> bool:
    """Whether an opened, not yet decoded picture has 16 bits per sample and more than one channel."""
    return raw_mode(image)[:-1] in ("RGB;16", "RGBA;16", "RGBX;16", "LA;16")


def read_deep(path: Path, mode: str) -> npt.NDArray[np.uint16]:
    """(H, W, 3|4) of the file whose `raw_mode` is `mode`; grey with alpha becomes RGBA."""
    if mode == _GREY_ALPHA:
        # Two 16-bit samples are as long as four of 8 bits.
        four = _decode(path, "RGBA").astype(np.uint16)
        grey, alpha = four[..., 0] << 8 | four[..., 1], four[..., 2] << 8 | four[..., 3]
        return np.stack([grey, grey, grey, alpha], axis=2).astype(np.uint16)
    channels = mode.partition(";")[0]
    first = _decode(path, f"{channels};16B").astype(np.uint16)
    second = _decode(path, f"{channels};16L").astype(np.uint16)
    big_endian = mode[-1] == "B" or (mode[-1] == "N" and sys.byteorder == "big")
    high, low = (first, second) if big_endian else (second, first)
    return np.asarray(high << 8 | low, np.uint16)


def _decode(path: Path, mode: str) -> npt.NDArray[np.uint8]:
    with Image.open(path) as image:
        assert isinstance(image, ImageFile.ImageFile)
        for index, tile in enumerate(image.tile):
            args: Any = tile.args
            image.tile[index] = tile._replace(args=(mode, *args[1:]) if isinstance(args, tuple) else mode)
        return np.asarray(image)
