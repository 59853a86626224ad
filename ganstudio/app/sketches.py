"""Drawings that are coloured: which layers belong together, and how such a document begins.

An operation is about a drawing when its first input is called `sketch`; one that takes dabs of colour has an
input `hints`. Both are raster layers: ink on nothing, and dabs on nothing, over a white sheet.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ganstudio.app.canvas.pictures import generated_in_view
from ganstudio.app.i18n import translate
from ganstudio.document.document import Document
from ganstudio.document.image import Bytes, ImageData
from ganstudio.document.layers import GeneratedLayer, Layer, PixelLayer, RasterLayer
from ganstudio.host.manifest import OperationManifest
from ganstudio.host.registry import OperationInfo

SKETCH, HINTS, PALETTE = "sketch", "hints", "palette"
"""Names of inputs that the window knows more about than their kind."""


@dataclass(frozen=True)
class Colouring:
    """A generated layer that colours a drawing, and the layers that it is made from."""

    result: GeneratedLayer
    sketch: PixelLayer | None
    hints: PixelLayer | None
    palette: PixelLayer | None

    def holds(self, layer: Layer | None) -> bool:
        """Whether a layer is one that a person may have chosen while working on the drawing."""
        return layer is not None and layer in (self.result, self.sketch, self.hints)


def colouring_of(document: Document | None) -> Colouring | None:
    """The coloured drawing that the window is about; None when it is about something else."""
    result = generated_in_view(document) if document is not None else None
    if document is None or result is None or SKETCH not in result.reads:
        return None
    there = {layer.id: layer for layer in document.layers if isinstance(layer, PixelLayer)}
    read = {name: there.get(id) for name, id in result.reads.items()}
    return Colouring(result, read.get(SKETCH), read.get(HINTS), read.get(PALETTE))


def colours_sketches(operation: OperationManifest) -> bool:
    """Whether the operation turns a drawing into a picture that stays alive above it."""
    return operation.inputs[:1] == (SKETCH,) and operation.output == "image"


def takes_hints(operation: OperationManifest) -> bool:
    return HINTS in (name.rstrip("?") for name in operation.inputs)


def ink_of(image: ImageData) -> ImageData:
    """Take the white out of a drawing: the same picture when it is laid on white, without the paper."""
    rgba = image.rgba().astype(np.float32)
    alpha = rgba[..., 3:] / 255
    seen = rgba[..., :3] * alpha + 255 * (1 - alpha)
    cover = 255 - seen.min(axis=2, keepdims=True)
    ink = (seen - (255 - cover)) / np.maximum(cover, 1) * 255
    taken: Bytes = (np.dstack([np.clip(ink, 0, 255) * (cover > 0), cover]) + 0.5).astype(np.uint8)
    return ImageData(taken)


def sketch_document(operation: OperationInfo, drawing: ImageData, hints: ImageData | None = None) -> Document:
    """White paper, the drawing on it, dabs of colour, and the operation's picture on top.

    `hints` is as large as the drawing; what is transparent of it is no hint. The sketch is active.
    """
    size = drawing.size
    paper = paper_layer(*size)
    sketch = RasterLayer.of(ink_of(drawing), translate("Sketches", "Sketch"))
    dabs = hint_layer(*size)
    if hints is not None:
        dabs.tiles = RasterLayer.of(hints).tiles
    reads = {SKETCH: sketch.id} | ({HINTS: dabs.id} if takes_hints(operation.manifest) else {})
    result = GeneratedLayer.blank(*size, operation.id, reads, translate("Sketches", "Coloured"))
    document = Document(*size)
    layers = (paper, sketch, dabs, result) if HINTS in reads else (paper, sketch, result)
    document.adopt(layers, sketch.id)
    return document


def add_colouring(document: Document, operation: OperationInfo, source: Layer, input_name: str) -> None:
    """Draw an operation that takes hints on top of a picture that is there, with a layer for the hints.

    One step; the hints lie above the source, and stay below the result.
    """
    hints = hint_layer(document.width, document.height)
    reads = {input_name: source.id, HINTS: hints.id}
    name = translate("Sketches", "Coloured")
    result = GeneratedLayer.blank(document.width, document.height, operation.id, reads, name)
    with document.transaction("Add layer"):
        document.add_layer(hints, document.index_of(source.id) + 1)
        document.add_layer(result, len(document.layers))
    document.active_id = source.id


def paper_layer(width: int, height: int) -> RasterLayer:
    """A white sheet, locked so that strokes go to what lies on it."""
    white = ImageData(np.full((height, width, 3), 255, np.uint8))
    layer = RasterLayer.of(white, translate("Sketches", "Paper"))
    layer.locked = True
    return layer


def hint_layer(width: int, height: int) -> RasterLayer:
    return RasterLayer.blank(width, height, translate("Sketches", "Colour hints"))
