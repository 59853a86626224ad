"""Projects: OpenRaster files that other programs open too, with our extras in `ganstudio.json`.

https://www.openraster.org: `mimetype` first and stored, `stack.xml`, a PNG per layer under `data/`, the
flattened picture and a thumbnail. Label layers lie in it twice: in colours for others, as indices for us.
"""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from ganstudio.document.document import Document
from ganstudio.document.layers import (
    LabelLayer,
    Layer,
    MaskLayer,
    PixelLayer,
    RasterLayer,
    shown_rgba,
)
from ganstudio.document.opening import MAX_PIXELS
from ganstudio.document.openraster import MERGED, MIMETYPE, STACK, THUMBNAIL, Entry, parse_stack, stack_xml
from ganstudio.document.palettes import NO_CLASS, load_palette
from ganstudio.document.png import ColourType, PngWriter
from ganstudio.document.records import from_record, to_record
from ganstudio.document.tiles import TILE, Rect, TileStore
from ganstudio.errors import GanStudioError, InputError
from ganstudio.events import Progress
from ganstudio.paths import atomic_write

EXTRAS = "ganstudio.json"
SCHEMA = 1

_SELECTION = "data/selection.png"
_THUMBNAIL_SIDE = 256
_MAX_TEXT = 64 * 2**20
"""Bytes of `stack.xml` or our extras; what is longer is no honest file."""

_Reader = Callable[[Rect], npt.NDArray[Any]]


def save_project(document: Document, path: Path, progress: Progress | None = None) -> None:
    """Write the project, all of it or (SaveError, CancelledError) nothing; it then counts as saved there.

    To save off the UI thread, give a `document.snapshot()` and call `document.mark_saved` when it is done.
    """
    path = Path(path)
    write_project(document, path, progress or Progress())
    document.mark_saved(path)


def write_project(
    document: Document, path: Path, progress: Progress, notes: dict[str, str] | None = None
) -> None:
    """Write the project without marking it as saved; `notes` go into the extras."""
    with atomic_write(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("mimetype", MIMETYPE)
        parts = len(document.layers) + 2
        entries, records = [], []
        for index, layer in enumerate(document.layers):
            part = progress.sub(index / parts, (index + 1) / parts)
            entry, record = _write_layer(archive, layer, f"data/layer{index}", part)
            records.append(record)
            if entry is not None:
                entries.append(entry)
        merged = progress.sub(1 - 2 / parts, 1)
        _write_png(archive, MERGED, document.rect, 6, document.composite, merged, icc=document.icc)
        archive.writestr(THUMBNAIL, thumbnail_png(document))
        extras = {**_extras(document), "layers": records, **(notes or {})}
        mask = document.selection.mask
        if mask is not None:
            extras["selection"] = {"src": _SELECTION, "fill": mask.fill}
            _write_png(archive, _SELECTION, mask.rect, 0, mask.read, Progress())
        archive.writestr(STACK, stack_xml(document.width, document.height, entries), zipfile.ZIP_DEFLATED)
        archive.writestr(EXTRAS, json.dumps(extras, ensure_ascii=False), zipfile.ZIP_DEFLATED)


def load_project(path: Path, progress: Progress | None = None) -> Document:
    """Open a project, or any OpenRaster file; InputError says what is wrong with it."""
    path = Path(path)
    try:
        with zipfile.ZipFile(path) as archive:
            document = _read(archive, progress or Progress())
    except FileNotFoundError:
        raise InputError(f"{path} does not exist.") from None
    except IsADirectoryError:
        raise InputError(f"{path} is a folder, not a project.") from None
    except PermissionError:
        raise InputError(f"{path} may not be read: permission denied.") from None
    except MemoryError:
        raise InputError(f"{path.name} needs more memory than there is.") from None
    except InputError as error:
        raise unreadable(path, error.message.rstrip(".")) from error
    except GanStudioError:
        raise
    # Archives, XML and PNGs that are broken raise whatever the damage leads to.
    except Exception as error:
        raise unreadable(path, _reason(error), str(error)) from error
    document.mark_saved(path)
    return document


def unreadable(path: Path, reason: str, detail: str = "") -> InputError:
    return InputError(f"{path.name} is not a project that can be read: {reason}.", detail=detail)


def thumbnail_png(document: Document) -> bytes:
    """What is seen, at most 256 × 256 pixels, as PNG."""
    level = max(0, (max(document.width, document.height) // (4 * _THUMBNAIL_SIDE)).bit_length())
    picture = Image.fromarray(document.composite(document.rect, zoom_level=level))
    picture.thumbnail((_THUMBNAIL_SIDE, _THUMBNAIL_SIDE))
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def _extras(document: Document) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "active": document.active_id,
        "metadata": document.metadata,
        "icc": base64.b64encode(document.icc).decode() if document.icc else None,
    }


def _write_layer(
    archive: zipfile.ZipFile, layer: Layer, stem: str, progress: Progress
) -> tuple[Entry | None, dict[str, Any]]:
    """Write a layer's pixels; its line in the stack, if others can show it, and its record."""
    record = to_record(layer)
    if not isinstance(layer, PixelLayer):
        return None, record
    # A picture has at least one pixel, even of an empty layer.
    rect = layer.tiles.bounds()
    rect = Rect(0, 0, 1, 1) if rect.is_empty else rect
    record |= {"src": f"{stem}.png", "x": rect.x, "y": rect.y}
    if isinstance(layer, MaskLayer):
        _write_png(archive, f"{stem}.png", rect, 0, layer.tiles.read, progress)
        return None, record
    if isinstance(layer, LabelLayer):
        record["src"] = f"{stem}.index.png"
        colours = load_palette(layer.palette).lut[:, :3]
        _write_png(archive, record["src"], rect, 3, layer.tiles.read, progress.sub(0, 0.5), palette=colours)
        progress = progress.sub(0.5, 1)
    _write_png(archive, f"{stem}.png", rect, 6, lambda part: _shown(layer, part), progress)
    entry = Entry(
        layer.name, f"{stem}.png", rect.x, rect.y, layer.opacity, layer.visible, layer.blend, layer.locked
    )
    return entry, record


def _shown(layer: Layer, part: Rect) -> npt.NDArray[np.uint8]:
    pixels = shown_rgba(layer, part)
    return np.zeros((part.h, part.w, 4), np.uint8) if pixels is None else pixels


def _write_png(
    archive: zipfile.ZipFile,
    name: str,
    rect: Rect,
    colour_type: ColourType,
    read: _Reader,
    progress: Progress,
    **chunks: Any,
) -> None:
    """Stream a picture into the archive, a row of tiles at a time."""
    large = rect.w * rect.h * 4 > zipfile.ZIP64_LIMIT
    with archive.open(name, "w", force_zip64=large) as member:
        writer = PngWriter(member, rect.w, rect.h, colour_type, level=2, **chunks)
        for y in progress.steps(range(rect.y, rect.bottom, TILE), "Saving"):
            writer.rows(read(Rect(rect.x, y, rect.w, min(TILE, rect.bottom - y))))
        writer.close()


def _read(archive: zipfile.ZipFile, progress: Progress) -> Document:
    if _text(archive, "mimetype").strip() != MIMETYPE.encode():
        raise InputError("it is no OpenRaster file")
    width, height, entries = parse_stack(_text(archive, STACK))
    if width < 1 or height < 1 or width * height > MAX_PIXELS:
        raise InputError(f"it announces {width} × {height} pixels")
    document = Document(width, height)
    if EXTRAS in archive.namelist():
        _read_ours(archive, document, progress)
    else:
        layers = tuple(_read_entry(archive, document, entry) for entry in progress.steps(entries, "Opening"))
        document.adopt(layers)
    return document


def _read_entry(archive: zipfile.ZipFile, document: Document, entry: Entry) -> Layer:
    """A layer of another program."""
    layer = RasterLayer.blank(document.width, document.height, entry.name)
    _read_png(archive, entry.src, layer.tiles, entry.x, entry.y)
    layer.opacity, layer.visible, layer.blend = entry.opacity, entry.visible, entry.blend
    layer.locked = entry.locked
    return layer


def _read_ours(archive: zipfile.ZipFile, document: Document, progress: Progress) -> None:
    extras = json.loads(_text(archive, EXTRAS))
    if extras["schema"] > SCHEMA:
        raise InputError("it was made by a newer GAN Studio")
    layers = []
    for record in progress.steps(extras["layers"], "Opening"):
        fill, channels = {"label": (NO_CLASS, 1), "mask": (0, 1)}.get(record["kind"], (0, 4))
        tiles = TileStore(document.width, document.height, channels, fill=fill)
        if "src" in record:
            _read_png(archive, record["src"], tiles, int(record["x"]), int(record["y"]))
        layers.append(from_record(record, tiles))
    if len({layer.id for layer in layers}) < len(layers):
        raise ValueError("two layers have the same id")
    document.metadata = dict(extras["metadata"])
    document.icc = base64.b64decode(extras["icc"]) if extras["icc"] else None
    active = extras["active"]
    document.adopt(tuple(layers), active if any(layer.id == active for layer in layers) else None)
    if "selection" in extras:
        mask = TileStore(document.width, document.height, 1, fill=int(extras["selection"]["fill"]))
        _read_png(archive, extras["selection"]["src"], mask, 0, 0)
        document.selection.restore(mask)


def _read_png(archive: zipfile.ZipFile, name: str, tiles: TileStore, x: int, y: int) -> None:
    """Put a picture of the archive into tiles of 1 channel (indices or grey) or 4 (RGBA)."""
    with archive.open(name) as member, Image.open(member) as image:
        if image.width * image.height > MAX_PIXELS:
            raise InputError(f"{name} in it announces {image.width} × {image.height} pixels")
        if tiles.channels == 4:
            pixels = np.asarray(image.convert("RGBA"))
        else:
            pixels = np.asarray(image if image.mode == "P" else image.convert("L"))
    tiles.write(Rect(x, y, pixels.shape[1], pixels.shape[0]), pixels)
    tiles.compact()


def _text(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > _MAX_TEXT:
        raise InputError(f"{name} in it is far too long")
    return archive.read(name)


def _reason(error: Exception) -> str:
    if isinstance(error, zipfile.BadZipFile):
        return "it is damaged, or no OpenRaster file"
    if isinstance(error, KeyError):
        return "something is missing in it"
    return "it is damaged"
