"""Looks of a generated layer: its parameters with one seed, and what came of them. Favourites are kept."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage

from ganstudio.document.document import Document
from ganstudio.document.layers import GeneratedLayer

FAVOURITES = "favourites"
"""Where a document's metadata holds them."""
SIDE = 160
"""Pixels of the larger side of a picture that is kept."""


@dataclass(frozen=True, eq=False)
class Look:
    """`image` is small; without one the look is being drawn."""

    operation: str
    params: Mapping[str, Any]
    seed: int
    image: QImage = field(default_factory=QImage)

    @staticmethod
    def of(layer: GeneratedLayer, seed: int | None = None, image: QImage | None = None) -> Look:
        """What a layer looks like now, or with another seed."""
        chosen = layer.params.get("seed", layer.seed) if seed is None else seed
        params = {name: value for name, value in layer.params.items() if name != "seed"}
        return Look(layer.operation, params, chosen, image or QImage())

    def same(self, other: Look) -> bool:
        """Whether both make the same picture."""
        return (self.operation, dict(self.params), self.seed) == (
            other.operation,
            dict(other.params),
            other.seed,
        )

    def properties(self, layer: GeneratedLayer) -> dict[str, Any]:
        """What to set on a layer so that it looks like this."""
        params = dict(self.params)
        if "seed" in layer.params:
            params["seed"] = self.seed
        return {"seed": self.seed, "params": params}


def favourites(document: Document) -> list[Look]:
    """Those that were kept with the document; records that cannot be understood are passed over."""
    found = []
    for record in document.metadata.get(FAVOURITES, []):
        try:
            image = QImage.fromData(QByteArray.fromBase64(record["picture"].encode()))
            found.append(Look(str(record["operation"]), dict(record["params"]), int(record["seed"]), image))
        except (AttributeError, KeyError, TypeError, ValueError):
            continue
    return found


MIME = "application/x-ganstudio-look"
"""What a look is while it is dragged."""


def mime_of(look: Look) -> QMimeData:
    """For a drag: how the picture was made, and the picture."""
    record = {"operation": look.operation, "params": dict(look.params), "seed": look.seed}
    data = QMimeData()
    data.setData(MIME, json.dumps(record).encode())
    if not look.image.isNull():
        data.setImageData(look.image)
    return data


def from_mime(data: QMimeData) -> Look | None:
    """The look that was dragged; None when it was something else."""
    if not data.hasFormat(MIME):
        return None
    try:
        record = json.loads(data.data(MIME).data())
        image = QImage(data.imageData()) if data.hasImage() else QImage()
        return Look(str(record["operation"]), dict(record["params"]), int(record["seed"]), image)
    except (KeyError, TypeError, ValueError):
        return None


def keep(document: Document, looks: list[Look]) -> None:
    """Store the favourites with the document."""
    document.metadata[FAVOURITES] = [
        {
            "operation": look.operation,
            "params": dict(look.params),
            "seed": look.seed,
            "picture": _encoded(look.image),
        }
        for look in looks
    ]
    document.mark_unsaved()


def _encoded(image: QImage) -> str:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return base64.b64encode(buffer.data().data()).decode()
