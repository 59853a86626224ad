"""Any picture as a square of bytes: whatever its mode, turned upright, huge ones read at a fraction."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from PIL import Image, UnidentifiedImageError

from ganstudio.datasets.tree import DataFile
from ganstudio.document.opening import MAX_PIXELS
from ganstudio.errors import GanStudioError, InputError

Bytes = npt.NDArray[np.uint8]
Fit = Literal["crop", "squash"]
Part = Literal["whole", "left", "right"]

_HUGE = 4096 * 4096
_one_huge_at_a_time = threading.Lock()
_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True)
class Header:
    """What a picture's first bytes tell: (width, height) as it will be shown, and Pillow's mode."""

    size: tuple[int, int]
    mode: str


@contextmanager
def opened(file: DataFile) -> Iterator[Image.Image]:
    """A picture of at most `MAX_PIXELS`, not yet decoded; whatever goes wrong becomes InputError."""
    try:
        if file.size == 0:
            raise InputError(f"{file.name} is empty.")
        with file.open() as stream, Image.open(stream) as image:
            if image.width * image.height > MAX_PIXELS:
                raise InputError(f"{file.name} has {image.width} × {image.height} pixels, which is too many.")
            yield image
    except GanStudioError:
        raise
    except UnidentifiedImageError:
        raise InputError(f"{file.name} is no picture that can be read.") from None
    except MemoryError:
        raise InputError(f"{file.name} needs more memory than there is.") from None
    # The decoders of broken files raise whatever the damage leads them to.
    except Exception as error:
        ends = isinstance(error, EOFError) or "truncated" in str(error).lower()
        reason = "ends too early" if ends else "is damaged"
        raise InputError(f"{file.name} {reason}.", detail=str(error)) from error


def read_header(file: DataFile) -> Header:
    """Size and mode, without decoding; InputError if it is no picture."""
    with opened(file) as image:
        width, height = image.size
        turned = _orientation(image) >= 5
        return Header((height, width) if turned else (width, height), image.mode)


def read_picture(file: DataFile, size: int, *, fit: Fit = "crop", part: Part = "whole") -> Bytes:
    """(size, size, 3) RGB; "crop" takes the middle square, "squash" all of it. InputError if damaged.

    Grey, palette, CMYK and 16-bit pictures become RGB; transparency is laid over white. `part` is one half of
    a picture that shows two side by side.
    """
    with opened(file) as image:
        orientation = _orientation(image) if part == "whole" else 1
        scale = 2 * size / min(image.size)
        if scale < 1:
            # JPEG decodes at a half, a quarter or an eighth; no other format knows of this.
            image.draft(image.mode, (int(image.width * scale) + 1, int(image.height * scale) + 1))
        with _gate(image):
            square = _square(_plain(image, file.name), size, fit, part)
        if orientation in _UPRIGHT:
            square = square.transpose(_UPRIGHT[orientation])
        return np.array(_over_white(square))


def read_values(file: DataFile, size: int, *, fit: Fit = "crop") -> npt.NDArray[np.int64] | Bytes:
    """(size, size) of an index or grey picture, (size, size, 3) of a colour-coded one; never interpolated."""
    with opened(file) as image, _gate(image):
        image.load()
        if image.mode in ("1", "L", "P") or image.mode.startswith("I"):
            # Scaling a palette picture as such would work on colours; the numbers are wanted.
            return _nearest(np.asarray(image).astype(np.int64), size, fit)
        return _nearest(np.asarray(image.convert("RGB")), size, fit)


def box_of(width: int, height: int, fit: Fit) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what is kept of a picture."""
    if fit == "squash":
        return 0, 0, width, height
    side = min(width, height)
    left, top = (width - side) // 2, (height - side) // 2
    return left, top, left + side, top + side


def _nearest(values: npt.NDArray[np.int64] | Bytes, size: int, fit: Fit) -> npt.NDArray[np.int64] | Bytes:
    left, top, right, bottom = box_of(values.shape[1], values.shape[0], fit)
    steps = (np.arange(size) + 0.5) / size
    rows = (top + steps * (bottom - top)).astype(np.int64)
    columns = (left + steps * (right - left)).astype(np.int64)
    picked: npt.NDArray[np.int64] | Bytes = values[rows[:, None], columns[None, :]]
    return picked


@contextmanager
def _gate(image: Image.Image) -> Iterator[None]:
    """Pictures of many megapixels one at a time, lest the readers together take all memory."""
    if image.width * image.height <= _HUGE:
        yield
        return
    with _one_huge_at_a_time:
        yield


def _orientation(image: Image.Image) -> int:
    if image.format == "TIFF":  # Pillow turns these itself
        return 1
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # a damaged EXIF block is no reason to refuse the picture
        return 1


def _plain(image: Image.Image, name: str) -> Image.Image:
    """The picture in a mode that can be scaled: L, RGB or RGBA."""
    image.load()
    mode = image.mode
    if mode == "F":
        raise InputError(f"{name} holds floating-point pixels; pictures of 8 or 16 bits can be read.")
    if mode.startswith("I"):
        values = np.asarray(image)
        if values.min() < 0 or values.max() > 65535:
            raise InputError(f"{name} holds pixels of 32 bits; pictures of 8 or 16 bits can be read.")
        return Image.fromarray((values >> 8).astype(np.uint8))
    if "transparency" in image.info or mode in ("LA", "PA", "La", "RGBa", "RGBA"):
        return image if mode == "RGBA" else image.convert("RGBA")
    target = "L" if mode in ("1", "L") else "RGB"
    return image if mode == target else image.convert(target)


def _square(image: Image.Image, size: int, fit: Fit, part: Part) -> Image.Image:
    if part != "whole":
        # Cut before scaling: the filter looks over the edge of a box, into the other picture.
        half = image.width // 2
        left = half if part == "right" else 0
        image = image.crop((left, 0, left + half, image.height))
    box = box_of(image.width, image.height, fit)
    return image.resize((size, size), Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)


def _over_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image.convert("RGB")
    white = Image.new("RGBA", image.size, (255, 255, 255, 255))
    return Image.alpha_composite(white, image).convert("RGB")
