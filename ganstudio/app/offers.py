"""Which operations can be used on a document, judged by their manifests alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ganstudio.document.document import Document
from ganstudio.document.layers import GeneratedLayer, LabelLayer, Layer, MaskLayer, RasterLayer
from ganstudio.host.manifest import OperationManifest
from ganstudio.host.registry import OperationInfo, Registry

Source = Literal["label", "mask", "picture"]


@dataclass(frozen=True)
class Possible:
    """An operation, the input that it is about, and the layers that could be it, the likeliest first.

    One that needs no layer is about none: no input, no candidates.
    """

    operation: OperationInfo
    input: str
    candidates: tuple[Layer, ...]

    @property
    def generates(self) -> bool:
        """Whether its result is a picture that can stay alive as a generated layer."""
        manifest = self.operation.manifest
        return manifest.output == "image" and manifest.opens == "layer"

    @property
    def likeliest(self) -> Layer | None:
        """The first candidate; None for an operation that needs no layer."""
        return next(iter(self.candidates), None)


def source_kind(input_name: str) -> Source:
    """What an input wants to be, told by its name: "label_map", "style_image", "mask"."""
    if "label" in input_name:
        return "label"
    return "mask" if "mask" in input_name else "picture"


def candidates(document: Document, kind: Source, active: Layer | None = None) -> tuple[Layer, ...]:
    """Layers of that kind, the active one first, then from the top."""
    fits = {
        "label": (LabelLayer,),
        "mask": (MaskLayer,),
        "picture": (RasterLayer, GeneratedLayer),
    }[kind]
    found = [layer for layer in reversed(document.layers) if isinstance(layer, fits)]
    return tuple(sorted(found, key=lambda layer: layer is not active))


def stands_alone(operation: OperationManifest) -> bool:
    """Whether the operation draws without reading anything."""
    return all(name.endswith("?") for name in operation.inputs)


def possible(registry: Registry, document: Document) -> tuple[Possible, ...]:
    """Operations whose main input is in the document, then those that draw from nothing.

    Films become no layers, so that what makes them is not among these.
    """
    found, alone = [], []
    for operation in registry.operations.values():
        if operation.manifest.output == "frames":
            continue
        if stands_alone(operation.manifest):
            alone.append(Possible(operation, "", ()))
            continue
        name = operation.manifest.inputs[0].rstrip("?")
        layers = candidates(document, source_kind(name), document.active)
        if layers:
            found.append(Possible(operation, name, layers))
    return (*found, *alone)


def shown_layer(document: Document | None) -> GeneratedLayer | None:
    """The generated layer that the panel is about: the active one, the one made from it, or the topmost."""
    if document is None:
        return None
    active = document.active
    if isinstance(active, GeneratedLayer):
        return active
    generated = [layer for layer in reversed(document.layers) if isinstance(layer, GeneratedLayer)]
    reading = [layer for layer in generated if active is not None and active.id in layer.reads.values()]
    return next(iter([*reading, *generated]), None)
