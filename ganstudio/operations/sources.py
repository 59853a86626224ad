"""Inputs of an operation with where they come from, so that a run can be recorded and replayed."""

from __future__ import annotations

import base64
import hashlib
import io
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from PIL import Image

from ganstudio.document.files import read_image, read_label_map
from ganstudio.document.image import ImageData, LabelData, MaskData, Pixels
from ganstudio.document.label_maps import PALETTE_KEY
from ganstudio.document.palettes import load_palette
from ganstudio.document.png import PngWriter
from ganstudio.errors import InputError
from ganstudio.operations.archives import digest, is_there, on_disk
from ganstudio.operations.contract import Data, InputKind
from ganstudio.provenance import InputRecord

EMBED_LIMIT = 256 * 1024
"""Bytes of PNG up to which an input rides along inside the record."""


@dataclass(frozen=True)
class Source:
    """One input: its value, the file that it was read from, and in a replay the record that told of it."""

    data: Data
    path: Path | None = None
    recorded: InputRecord | None = None

    @property
    def kind(self) -> InputKind:
        return _kind(self.data)

    @cached_property
    def record(self) -> InputRecord:
        """How to find or make the same input again.

        Label maps, masks and what was never a file ride along when they are small.
        """
        if self.recorded is not None:
            return self.recorded
        kind, palette = self.kind, ""
        if isinstance(self.data, LabelData):
            palette = self.data.palette
        embedded = "" if kind == "image" and self.path else embed(self.data)
        if self.path is None:
            return InputRecord(kind, "", _digest(self.data), embedded, palette)
        return InputRecord(kind, self.path.as_posix(), digest(self.path), embedded, palette)


def read_source(kind: InputKind, path: Path, palette: str | None = None) -> Source:
    """Read an input from a file, which may lie in a ZIP file; InputError as the readers of pictures and label
    maps raise it.
    """
    with on_disk(path) as file:
        if kind == "label_map":
            return Source(read_label_map(file, palette), path)
        image = read_image(file)
    return Source(_mask(image) if kind == "mask" else image, path)


def restore(name: str, record: InputRecord, folder: Path) -> Source:
    """The same input again, from the record itself or from its file.

    A relative path counts from the working directory or from `folder`, where the picture lies. InputError
    says which file is missing or has changed.
    """
    if record.embedded:
        try:
            return Source(extract(record), recorded=record)
        except ValueError as error:
            raise _damaged(str(error)) from error
    if not record.path:
        raise InputError(
            f"The input “{name}” was not a file when the picture was made, so it cannot be made again."
        )
    recorded = Path(record.path)
    for path in (recorded, folder / recorded, folder / recorded.name):
        if is_there(path):
            return _unchanged(name, record, path)
    raise InputError(f"The input “{name}” is missing: {recorded} does not exist any more.")


def label_map_png(labels: LabelData, text: dict[str, str]) -> bytes:
    """An index PNG with more texts than the palette's name."""
    colours = load_palette(labels.palette).lut[:, :3]
    buffer = io.BytesIO()
    writer = PngWriter(buffer, *labels.size, 3, palette=colours, text={PALETTE_KEY: labels.palette, **text})
    writer.rows(labels.indices)
    writer.close()
    return buffer.getvalue()


def _unchanged(name: str, record: InputRecord, path: Path) -> Source:
    if digest(path) != record.sha256:
        raise InputError(f"The input “{name}” is not what it was: {path} has changed since.")
    source = read_source(known_kind(record.kind), path, record.palette or None)
    return replace(source, recorded=record)


def known_kind(kind: str) -> InputKind:
    """The kind of that name in a record; InputError when there is none."""
    match kind:
        case "image" | "label_map" | "mask":
            return kind
    raise _damaged(f"input kind {kind!r}")


def _damaged(detail: str) -> InputError:
    return InputError("The record of how the picture was made is damaged.", detail=detail)


def _kind(data: Data) -> InputKind:
    if isinstance(data, LabelData):
        return "label_map"
    return "mask" if isinstance(data, MaskData) else "image"


def _mask(image: ImageData) -> MaskData:
    """Opacity where the picture has it, brightness where not."""
    if image.pixels.shape[2] == 4:
        return MaskData(np.ascontiguousarray(image.rgba()[..., 3]))
    return MaskData(np.asarray(Image.fromarray(image.rgb()).convert("L")))


def _array(data: Data) -> Pixels:
    if isinstance(data, ImageData):
        return data.pixels
    return data.indices if isinstance(data, LabelData) else data.alpha


def _digest(data: Data) -> str:
    array = _array(data)
    return hashlib.sha256(f"{array.shape} {array.dtype}".encode() + array.tobytes()).hexdigest()


def embed(data: Data) -> str:
    """The value as base64 PNG; nothing when it is too large, or deeper than Pillow's PNG."""
    array = _array(data)
    if array.dtype != np.uint8:
        return ""
    if isinstance(data, LabelData):
        png = label_map_png(data, {})
    else:
        buffer = io.BytesIO()
        Image.fromarray(array[..., 0] if array.ndim == 3 and array.shape[2] == 1 else array).save(
            buffer, "PNG"
        )
        png = buffer.getvalue()
    return base64.b64encode(png).decode("ascii") if len(png) <= EMBED_LIMIT else ""


def extract(record: InputRecord) -> Data:
    """The value that rides along in a record; ValueError when it is damaged."""
    try:
        with Image.open(io.BytesIO(base64.b64decode(record.embedded, validate=True))) as image:
            array = np.array(image)
        if record.kind == "label_map":
            return LabelData(array, record.palette)
        return MaskData(array) if record.kind == "mask" else ImageData.of(array)
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError(str(error)) from error
