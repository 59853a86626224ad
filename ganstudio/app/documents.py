"""Making documents: from nothing, from files, from a start tile. Free of widgets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from ganstudio.app import sketches
from ganstudio.app.canvas.clipboard import from_qimage
from ganstudio.app.dialogs.new_document import NewDocument
from ganstudio.app.i18n import plugin_text, translate
from ganstudio.app.offers import source_kind, stands_alone
from ganstudio.document.document import Document
from ganstudio.document.files import read_image, read_label_map
from ganstudio.document.image import ImageData, LabelData
from ganstudio.document.layers import GeneratedLayer, LabelLayer, Layer, PixelLayer, RasterLayer
from ganstudio.document.palettes import NO_CLASS
from ganstudio.document.project import load_project
from ganstudio.document.tiles import Rect
from ganstudio.errors import InputError
from ganstudio.events import Progress
from ganstudio.host.manifest import OperationManifest, StartManifest
from ganstudio.host.registry import OperationInfo

NAME = "name"
"""Where a document keeps what it is called before it has a file of its own."""


def title_of(document: Document) -> str:
    """The file's name, or what it was made from."""
    if document.path is not None:
        return document.path.name
    return str(document.metadata.get(NAME) or translate("Documents", "Untitled"))


def blank(wish: NewDocument) -> Document:
    """What the New… window asked for."""
    document = Document(wish.width, wish.height)
    layers: list[Layer] = []
    if wish.content != "labels":
        layers.append(RasterLayer.blank(wish.width, wish.height, translate("Documents", "Picture")))
    if wish.content == "white":
        white = np.full((wish.height, wish.width, 4), 255, np.uint8)
        layers[0].tiles.write(Rect(0, 0, wish.width, wish.height), white)
    if wish.content == "labels":
        name = translate("Documents", "Label map")
        layers.append(LabelLayer.blank(wish.width, wish.height, wish.palette, name))
    document.adopt(tuple(layers))
    return document


def open_project(path: Path, progress: Progress) -> Document:
    return load_project(path, progress)


def open_image(path: Path, progress: Progress) -> Document:
    """A picture as a document with one layer."""
    document = Document.from_image(read_image(path), translate("Documents", "Picture"))
    document.metadata[NAME] = path.stem
    return document


def open_label_map(path: Path, progress: Progress) -> Document:
    """A label map as a document with one layer."""
    labels = read_label_map(path)
    document = Document(*labels.size)
    document.adopt((LabelLayer.of(labels, translate("Documents", "Label map")),))
    document.metadata[NAME] = path.stem
    return document


def from_start(tile: StartManifest, operation: OperationInfo) -> Document:
    """The template with the operation's layer above it; its parameters are those of the tile."""
    if stands_alone(operation.manifest):
        document = alone(operation, dict(tile.params))
    elif sketches.colours_sketches(operation.manifest):
        document = _drawn_start(tile, operation)
    else:
        document = _with_operation(_template(tile, operation), operation, dict(tile.params))
    document.metadata[NAME] = plugin_text(tile.title)
    return document


def alone(operation: OperationInfo, params: dict[str, Any] | None = None) -> Document:
    """A canvas of 512 × 512 pixels on which the operation draws from nothing."""
    drawn = GeneratedLayer.blank(512, 512, operation.id, {}, plugin_text(operation.title))
    drawn.params = dict(params or {})
    document = Document(512, 512)
    document.adopt((drawn,), drawn.id)
    return document


def open_for(operation: OperationInfo, path: Path, progress: Progress) -> Document:
    """A picture as a document with the operation's layer above it."""
    image = read_image(path)
    if sketches.colours_sketches(operation.manifest):
        document = sketches.sketch_document(operation, image)
    else:
        picture = RasterLayer.of(image, translate("Documents", "Picture"))
        document = _with_operation(picture, operation)
    document.metadata[NAME] = path.stem
    return document


def from_clipboard(data: QMimeData) -> Document | None:
    """The clipboard's picture as a document; None when it holds none."""
    image = QImage(data.imageData()) if data.hasImage() else QImage()
    if image.isNull():
        return None
    document = Document.from_image(ImageData(from_qimage(image)), translate("Documents", "Pasted"))
    document.mark_unsaved()
    return document


def first_input(operation: OperationManifest) -> str:
    """The input that an operation is about: its first one."""
    if not operation.inputs:
        raise InputError(f"The operation “{operation.title}” reads nothing that could be painted.")
    return operation.inputs[0].rstrip("?")


def image_layer(image: ImageData, size: tuple[int, int], name: str) -> RasterLayer:
    """A picture as a layer of a document of another size: in the middle, made smaller where it must be."""
    pixels = Image.fromarray(image.rgba())
    pixels.thumbnail(size, Image.Resampling.LANCZOS)
    layer = RasterLayer.blank(*size, name)
    x, y = (size[0] - pixels.width) // 2, (size[1] - pixels.height) // 2
    layer.tiles.write(Rect(x, y, pixels.width, pixels.height), np.asarray(pixels))
    return layer


def covering_layer(image: ImageData, size: tuple[int, int], name: str) -> RasterLayer:
    """A picture scaled so that it covers the whole document; what sticks out is cut off."""
    pixels = Image.fromarray(image.rgba())
    scale = max(size[0] / pixels.width, size[1] / pixels.height)
    width, height = max(round(pixels.width * scale), size[0]), max(round(pixels.height * scale), size[1])
    x, y = (width - size[0]) // 2, (height - size[1]) // 2
    pixels = pixels.resize((width, height), Image.Resampling.LANCZOS)
    return RasterLayer.of(ImageData(np.asarray(pixels.crop((x, y, x + size[0], y + size[1])))), name)


def label_layer(labels: LabelData, size: tuple[int, int], name: str) -> LabelLayer:
    """A label map as a layer of a document of another size: stretched, index by index."""
    if labels.size != size:
        scaled = Image.fromarray(labels.indices).resize(size, Image.Resampling.NEAREST)
        labels = LabelData(np.asarray(scaled), labels.palette)
    return LabelLayer.of(labels, name)


def _with_operation(
    source: PixelLayer, operation: OperationInfo, params: dict[str, Any] | None = None
) -> Document:
    """A document in which the operation draws on top of what its first input reads."""
    size = source.tiles.width, source.tiles.height
    reads = {first_input(operation.manifest): source.id}
    drawn = GeneratedLayer.blank(*size, operation.id, reads, translate("Documents", "Rendering"))
    drawn.params = dict(params or {})
    document = Document(*size)
    document.adopt((source, drawn), source.id)
    return document


def _drawn_start(tile: StartManifest, operation: OperationInfo) -> Document:
    """An empty sheet, or the template's drawing with the hints that belong to it."""
    folder = operation.plugin.folder
    drawing = ImageData(np.full((512, 512, 3), 255, np.uint8))
    if tile.template:
        drawing = read_image(folder / tile.template)
    dabs = tile.layers.get(sketches.HINTS)
    return sketches.sketch_document(operation, drawing, read_image(folder / dabs) if dabs else None)


def _template(tile: StartManifest, operation: OperationInfo) -> PixelLayer:
    """A picture or a label map, as the operation's first input wants it; empty where the tile names none."""
    file = operation.plugin.folder / tile.template
    if source_kind(first_input(operation.manifest)) != "label":
        name = translate("Documents", "Picture")
        return RasterLayer.of(read_image(file), name) if tile.template else RasterLayer.blank(512, 512, name)
    labels = LabelData(np.full((512, 512), NO_CLASS, np.uint8), "landscape")
    return LabelLayer.of(
        read_label_map(file) if tile.template else labels, translate("Documents", "Label map")
    )
