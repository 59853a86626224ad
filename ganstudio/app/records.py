"""How the rendering in a document was made, as the record that a file carries."""

from __future__ import annotations

from collections.abc import Mapping

from ganstudio.app.studio import AppStudio
from ganstudio.document.document import Document
from ganstudio.document.layers import GeneratedLayer, LabelLayer, Layer, MaskLayer, PixelLayer
from ganstudio.events import Progress
from ganstudio.operations.contract import Data
from ganstudio.operations.run import run
from ganstudio.params import specs
from ganstudio.provenance import Provenance


def value_of(layer: Layer) -> Data | None:
    """What an operation gets of a layer; None of one that holds no pixels."""
    if isinstance(layer, LabelLayer):
        return layer.labels()
    if isinstance(layer, MaskLayer):
        return layer.mask()
    return layer.image() if isinstance(layer, PixelLayer) else None


def values_read(document: Document, reads: Mapping[str, str]) -> dict[str, Data]:
    """The inputs of a generated layer by name; layers that are gone are left out."""
    there = {layer.id: layer for layer in document.layers}
    found = {name: value_of(there[id]) for name, id in reads.items() if id in there}
    return {name: data for name, data in found.items() if data is not None}


def record_of(document: Document, layer: GeneratedLayer, studio: AppStudio, progress: Progress) -> Provenance:
    """Draw the layer once more, in full, and return the record of that. Not for the UI thread.

    Raises GanStudioError when it cannot be drawn here, say because its plugin or model is not there.
    """
    operation = studio.operation(layer.operation)
    values = dict(layer.params)
    for spec in specs(operation.params):
        if spec.kind == "seed":
            values.setdefault(spec.name, layer.seed)
    result = run(
        operation,
        operation.build(values),
        values_read(document, layer.reads),
        compute=studio.compute,
        models=studio.models,
        progress=progress,
    )
    return result.provenance
