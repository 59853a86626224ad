"""What a pane of the canvas shows: the document, or what its generated layer was made from."""

from __future__ import annotations

import copy
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ganstudio.document.compositing import composite
from ganstudio.document.document import Document
from ganstudio.document.layers import GeneratedLayer, LabelLayer, Layer, RasterLayer
from ganstudio.document.tiles import Rect

Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Picture:
    """Some layers of a document laid over one another, or with `ids` None all that are visible."""

    document: Document
    ids: tuple[str, ...] | None = None

    def read(self, rect: Rect, level: int) -> Bytes:
        """(h, w, 4) straight RGBA of every 2**level-th pixel of a rectangle."""
        if self.ids is None:
            return self.document.composite(rect, zoom_level=level)
        chosen = [copy.copy(layer) for layer in self.document.layers if layer.id in self.ids]
        for layer in chosen:
            layer.visible = True
        return composite(chosen, rect, 1 << level)

    def shows(self, layer_id: str) -> bool:
        """Whether a change of that layer's pixels may be seen here."""
        if self.ids is not None:
            return layer_id in self.ids
        return any(layer.visible for layer in self.document.layers if layer.id == layer_id)

    def __eq__(self, other: object) -> bool:
        same = isinstance(other, Picture) and self.document is other.document
        return same and self.ids == other.ids

    def __hash__(self) -> int:
        return hash((id(self.document), self.ids))


def generated_in_view(document: Document) -> GeneratedLayer | None:
    """The generated layer that before/after is about: the active one, else the topmost visible one."""
    if isinstance(document.active, GeneratedLayer):
        return document.active
    layers = [layer for layer in reversed(document.layers) if isinstance(layer, GeneratedLayer)]
    reading = [layer for layer in layers if document.active_id in layer.reads.values()]
    visible = [layer for layer in reading + layers if layer.visible]
    return next(iter(visible), None)


def before(document: Document) -> Picture | None:
    """What the generated layer in view is made on: its label maps, else the first layer that it reads.

    A drawing goes with its hints, and both with the sheet that they lie on.
    """
    generated = generated_in_view(document)
    if generated is None:
        return None
    there = {layer.id: layer for layer in document.layers}
    read = [there[id] for id in generated.reads.values() if id in there]
    labels = [layer for layer in read if isinstance(layer, LabelLayer)]
    ids = tuple(layer.id for layer in labels or read[:1])
    if not labels and "sketch" in generated.reads:
        ids = tuple(layer.id for layer in _sheet(document, generated))
    return Picture(document, ids) if ids else None


def _sheet(document: Document, generated: GeneratedLayer) -> list[Layer]:
    """The drawing and its hints, and the pictures that are seen below them."""
    own = [id for name, id in generated.reads.items() if name in ("sketch", "hints")]
    places = [index for index, layer in enumerate(document.layers) if layer.id in own]
    below = document.layers[: min(places, default=0)]
    beneath = [layer for layer in below if isinstance(layer, RasterLayer) and layer.visible]
    return [*beneath, *(layer for layer in document.layers if layer.id in own and layer.visible)]


def paints_a_rendering(document: Document) -> bool:
    """Whether a generated layer reads a label map or a sketch: the two are best seen side by side."""
    labels = {layer.id for layer in document.layers if isinstance(layer, LabelLayer)}
    return any(
        isinstance(layer, GeneratedLayer) and ("sketch" in layer.reads or labels & set(layer.reads.values()))
        for layer in document.layers
    )
