"""Pictures from and to files; label maps are read and written in `label_maps`."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, Literal

import numpy as np
from PIL import Image, PngImagePlugin

from ganstudio.document.deep import is_deep, raw_mode, read_deep
from ganstudio.document.image import ImageData, Pixels
from ganstudio.document.label_maps import read_label_map, write_label_map
from ganstudio.document.opening import MAX_PIXELS, opened
from ganstudio.document.png import ColourType, PngWriter
from ganstudio.document.xmp import texts_of_xmp, xmp_packet
from ganstudio.errors import InputError, SaveError
from ganstudio.paths import atomic_write

__all__ = [
    "MAX_PIXELS",
    "WRITABLE",
    "peek_texts",
    "read_image",
    "read_label_map",
    "readable_suffixes",
    "write_image",
    "write_label_map",
]

Format = Literal["PNG", "JPEG", "WEBP", "TIFF", "BMP"]
WRITABLE: dict[str, Format] = {
    ".png": "PNG",
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".webp": "WEBP",
    ".tif": "TIFF",
    ".tiff": "TIFF",
    ".bmp": "BMP",
}
"""Suffixes that `write_image` knows."""

_PNG_LEVEL = 4
"""Less than half the time of zlib's default, 6, for files that are 2 % larger."""
_LONGEST_SIDE: dict[Format, int] = {"JPEG": 65500, "WEBP": 16383}
_ORIENTATION, _DESCRIPTION, _XMP, _USER_COMMENT, _EXIF_IFD = 0x0112, 0x010E, 0x02BC, 0x9286, 0x8769
_BAND = 256
_ASCII = b"ASCII\0\0\0"
_UPRIGHT = {
    2: lambda a: a[:, ::-1],
    3: lambda a: a[::-1, ::-1],
    4: lambda a: a[::-1],
    5: lambda a: a.swapaxes(0, 1),
    6: lambda a: a[::-1].swapaxes(0, 1),
    7: lambda a: a[::-1, ::-1].swapaxes(0, 1),
    8: lambda a: a[:, ::-1].swapaxes(0, 1),
}


def readable_suffixes() -> tuple[str, ...]:
    """Suffixes of all pictures that can be opened, for file dialogs."""
    return tuple(
        sorted(suffix for suffix, name in Image.registered_extensions().items() if name in Image.OPEN)
    )


def read_image(path: Path) -> ImageData:
    """A picture, upright as its EXIF orientation wants it, in 8 or 16 bits as it is stored.

    InputError for anything that is no picture of at most `MAX_PIXELS`.
    """
    path = Path(path)
    with opened(path) as image:
        if is_deep(image):
            pixels: Pixels = read_deep(path, raw_mode(image))
            image.load()
            pixels = _with_key_colour(pixels, image.info.get("transparency"))
        else:
            pixels = _shallow(image, path)
        orientation, exif, text = _metadata(image)
        upright = _UPRIGHT.get(orientation, lambda a: a)(pixels)
        icc = image.info.get("icc_profile")
    return ImageData(np.ascontiguousarray(upright), _fitting(icc, pixels.shape[2]), exif, text)


def peek_texts(path: Path) -> dict[str, str]:
    """The texts before a picture's pixels, which are not decoded; nothing where the file cannot be read."""
    try:
        with opened(path) as image:
            if image.format == "PNG":
                return {str(key): value for key, value in image.info.items() if isinstance(value, str)}
            return _metadata(image)[2]
    except InputError:
        return {}


def write_image(
    path: Path, image: ImageData, *, quality: int = 95, text: Mapping[str, str] | None = None
) -> None:
    """Write a picture in the format of the suffix: all of it or, after SaveError, nothing.

    PNG and TIFF keep 16 bits and alpha, WebP alpha; JPEG and BMP lay it over white. `text` (by default the
    picture's own) goes into PNG texts, TIFF's description or the EXIF user comment, a record of how it was
    made also into the XMP of JPEG, WebP and TIFF; BMP has no place for any of it.
    """
    path = Path(path)
    form = WRITABLE.get(path.suffix.lower())
    if form is None:
        known = ", ".join(WRITABLE)
        raise SaveError(
            f"{path.name} has no suffix of a picture that can be written.", hint=f"There are {known}."
        )
    limit = _LONGEST_SIDE.get(form)
    if limit is not None and max(image.size) > limit:
        raise SaveError(f"{path} could not be saved: {form} holds at most {limit} × {limit} pixels.")
    texts = dict(image.text if text is None else text)
    with atomic_write(path) as file:
        if form == "PNG":
            _write_png(file, image, texts)
        elif form == "TIFF":
            _write_tiff(file, image, texts)
        else:
            _write_flat(file, image, texts, form, quality)


def exif_block(text: Mapping[str, str], exif: bytes | None = None) -> bytes:
    """EXIF, in addition to what is there already, that carries named texts; empty when there is nothing."""
    block = Image.Exif()
    if exif:
        block.load(exif)
    if text:
        block.get_ifd(_EXIF_IFD)[_USER_COMMENT] = _ASCII + json.dumps(dict(text)).encode("ascii")
    return block.tobytes() if len(block) or text else b""


def _shallow(image: Image.Image, path: Path) -> Pixels:
    """(H, W, 1|3|4) of all that Pillow decodes without loss."""
    mode = image.mode
    if mode == "F":
        raise InputError(f"{path.name} holds floating-point pixels; pictures of 8 or 16 bits can be opened.")
    if mode.startswith("I"):
        image.load()
        grey = np.asarray(image)
        if grey.min() < 0 or grey.max() > 65535:
            raise InputError(f"{path.name} holds pixels of 32 bits; pictures of 8 or 16 bits can be opened.")
        return _with_key_colour(grey.astype(np.uint16)[..., None], image.info.get("transparency"))
    image.load()
    if "transparency" in image.info or mode in ("LA", "PA", "La", "RGBa", "RGBA"):
        target = "RGBA"
    else:
        target = "L" if mode in ("1", "L") else "RGB"
    pixels = np.asarray(image if mode == target else image.convert(target))
    return pixels[..., None] if target == "L" else pixels


def _with_key_colour(pixels: Pixels, key: Any) -> Pixels:
    """PNG may name one 16-bit colour that is transparent."""
    if key is None:
        return pixels
    alpha = np.where((pixels == np.asarray(key, np.uint16)).all(axis=2), 0, 65535).astype(np.uint16)
    colours = np.broadcast_to(pixels, (*pixels.shape[:2], 3))
    return np.concatenate([colours, alpha[..., None]], axis=2)


def _metadata(image: Image.Image) -> tuple[int, bytes | None, dict[str, str]]:
    """Orientation, EXIF block without it, and texts of a decoded picture."""
    text = {str(key): str(value) for key, value in getattr(image, "text", {}).items()}
    try:
        exif = image.getexif()
        orientation = int(exif.get(_ORIENTATION, 1))
        if image.format == "TIFF":
            # Its EXIF is the file's own directory of strips and offsets, useless elsewhere; Pillow has
            # turned the picture already.
            described = texts_of_comment(str(exif.get(_DESCRIPTION, "")))
            return 1, None, texts_of_xmp(_bytes(exif.get(_XMP))) | described
        if image.format != "PNG":
            text |= texts_of_xmp(image.info.get("xmp"))
        if _EXIF_IFD in exif:
            text |= _take_texts(exif)
        exif.pop(_ORIENTATION, None)
        return orientation, (exif.tobytes() if len(exif) else None), text
    except Exception:  # a damaged EXIF block is no reason to refuse the picture
        return 1, None, text


def _bytes(value: Any) -> bytes:
    """A tag of bytes, which some files give as numbers."""
    return bytes(value) if isinstance(value, bytes | tuple) else b""


def _take_texts(exif: Image.Exif) -> dict[str, str]:
    """The texts in the user comment, which they then leave; another's comment stays."""
    details = exif.get_ifd(_EXIF_IFD)
    comment = details.get(_USER_COMMENT)
    if not isinstance(comment, bytes) or not comment.startswith(_ASCII):
        return {}
    text = texts_of_comment(comment.removeprefix(_ASCII).decode("ascii", "replace"))
    if text:
        del details[_USER_COMMENT]
    if not details:
        del exif[_EXIF_IFD]
    return text


def texts_of_comment(comment: str) -> dict[str, str]:
    """The texts that `write_image` put into one comment; nothing when it is another's comment."""
    try:
        found = json.loads(comment)
    except ValueError:
        return {}
    return (
        {key: value for key, value in found.items() if isinstance(value, str)}
        if isinstance(found, dict)
        else {}
    )


def _fitting(icc: bytes | None, channels: int) -> bytes | None:
    """The profile, if it speaks of these channels: a CMYK file's does not fit the RGB it became."""
    return icc if icc and icc[16:20] == (b"GRAY" if channels == 1 else b"RGB ") else None


def _write_png(file: IO[bytes], image: ImageData, text: dict[str, str]) -> None:
    if image.pixels.dtype == np.uint16:
        types: dict[int, ColourType] = {1: 0, 3: 2, 4: 6}
        writer = PngWriter(
            file,
            image.width,
            image.height,
            types[image.pixels.shape[2]],
            depth=16,
            icc=image.icc,
            exif=image.exif,
            text=text,
        )
        for top in range(0, image.height, _BAND):
            writer.rows(image.pixels[top : top + _BAND])
        writer.close()
        return
    info = PngImagePlugin.PngInfo()
    for key, value in text.items():
        info.add_text(key, value)
    _pillow(image.pixels).save(
        file,
        "PNG",
        pnginfo=info,
        icc_profile=image.icc,
        exif=image.exif or b"",
        compress_level=_PNG_LEVEL,
    )


def _write_tiff(file: IO[bytes], image: ImageData, text: dict[str, str]) -> None:
    import tifffile  # takes as long to load as numpy

    channels = image.pixels.shape[2]
    xmp = xmp_packet(text)
    tifffile.imwrite(
        file,
        image.pixels[..., 0] if channels == 1 else image.pixels,
        photometric="minisblack" if channels == 1 else "rgb",
        extrasamples=["unassalpha"] if channels == 4 else None,
        compression="zlib",
        description=json.dumps(text) if text else None,
        iccprofile=image.icc,
        extratags=[(_XMP, "B", len(xmp), xmp, True)] if xmp else None,
        metadata=None,
        software=False,
    )


def _write_flat(file: IO[bytes], image: ImageData, text: dict[str, str], form: Format, quality: int) -> None:
    """JPEG, WebP and BMP, 8 bits."""
    block = exif_block(text, image.exif)
    if form == "JPEG" and len(block) > 65_000:
        raise SaveError(
            "The record of how the picture was made does not fit into a JPEG file.", hint="Save it as PNG."
        )
    alpha = form == "WEBP" and image.pixels.shape[2] == 4
    grey = form == "JPEG" and image.pixels.shape[2] == 1 and image.pixels.dtype == np.uint8
    pixels = image.pixels if grey else image.rgba() if alpha else image.rgb()
    buffer = io.BytesIO()
    _pillow(pixels).save(
        buffer,
        form,
        quality=quality,
        icc_profile=image.icc,
        exif=block,
        xmp=xmp_packet(text),
        subsampling=0 if quality >= 90 else -1,
    )
    file.write(buffer.getbuffer())


def _pillow(pixels: Pixels) -> Image.Image:
    return Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)
