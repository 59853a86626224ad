"""A drawing that is coloured, without a plugin."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from ganstudio.app.sketches import sketch_document
from ganstudio.document.document import Document
from ganstudio.document.image import ImageData
from ganstudio.document.layers import PixelLayer
from ganstudio.host.discovery import PluginInfo
from ganstudio.host.manifest import Manifest, OperationManifest
from ganstudio.host.registry import OperationInfo

SIDE = 64


def colouring_operation() -> OperationInfo:
    operation = OperationManifest(
        id="colour", title="Colour", entry="ops:colour", inputs=("sketch", "hints?", "palette?")
    )
    texts = {"id": "toy", "name": "Toy", "version": "1", "summary": "Toy", "license": "MIT"}
    manifest = Manifest(schema=1, api="0.1", operations=(operation,), **texts)
    return OperationInfo(PluginInfo(manifest, Path(), "user"), operation)


def coloured_drawing(side: int = SIDE) -> Document:
    """Paper, an empty sketch (active), empty hints, and a grey picture made from them."""
    white = ImageData(np.full((side, side, 3), 255, np.uint8))
    document = sketch_document(colouring_operation(), white)
    document.set_generated(document.layers[3].id, ImageData(np.full((side, side, 3), 128, np.uint8)))
    return document


def alpha_of(document: Document, row: int) -> npt.NDArray[np.uint8]:
    """(H, W) of the layer at a place in the stack."""
    layer = document.layers[row]
    assert isinstance(layer, PixelLayer)
    alpha: npt.NDArray[np.uint8] = layer.tiles.array()[..., 3]
    return alpha
