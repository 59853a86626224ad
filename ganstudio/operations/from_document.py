"""Recipes from the canvas: a generated layer and what it reads, down to the layers that were painted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from ganstudio.document.document import Document
from ganstudio.document.layers import GeneratedLayer, LabelLayer, Layer, MaskLayer, RasterLayer
from ganstudio.errors import InputError
from ganstudio.operations.contract import RESERVED, Data, InputSpec, ModelSource, Operation, OperationParams
from ganstudio.operations.model_needs import needs_of
from ganstudio.operations.recipe import Recipe, Step, new_id
from ganstudio.operations.sources import Source
from ganstudio.params import seed_names

Find = Callable[[str], Operation]


def bottom_layers(document: Document, layer: GeneratedLayer) -> tuple[Layer, ...]:
    """The layers that a generated layer is made from in the end, the one that it is most about first.

    That one is found by following the first input of every operation down.
    """
    return tuple(dict.fromkeys(_bottoms(document, layer)))


def recipe_of(
    document: Document,
    layer: GeneratedLayer,
    find: Find,
    models: ModelSource,
    *,
    name: str = "",
    open_layers: Collection[str] | None = None,
) -> Recipe:
    """What was done on the canvas, to be done to other pictures.

    Every generated layer on the way becomes a step. Of the layers at the bottom, those whose ids are in
    `open_layers` become inputs, by default the first of `bottom_layers`; the others ride along as they are
    now. Pixels are copied: for a document in use, pass a snapshot when off its thread.

    InputError when a layer that is read has gone or holds no pixels, and as `find` and `Operation.build`
    raise it; CheckpointError when a model is not there.
    """
    bottoms = bottom_layers(document, layer)
    opened = {bottoms[0].id} if open_layers is None and bottoms else set(open_layers or ())
    builder = _Builder(document, find, opened)
    builder.add(layer)
    return Recipe(
        name or layer.name,
        tuple(builder.inputs),
        tuple(builder.steps),
        constants=builder.constants,
        models=needs_of(builder.params, models, builder.digests),
    )


def value_of(layer: Layer) -> Data | None:
    """What an operation gets of a layer; None of one that holds no pixels."""
    if isinstance(layer, LabelLayer):
        return layer.labels()
    if isinstance(layer, MaskLayer):
        return layer.mask()
    return layer.image() if isinstance(layer, RasterLayer | GeneratedLayer) else None


def values_of(layer: GeneratedLayer, operation: Operation) -> dict[str, object]:
    """The layer's parameters; its seed counts where they name none, unless nobody has chosen it (0)."""
    seeds = dict.fromkeys(seed_names(operation.params), layer.seed) if layer.seed else {}
    return {**seeds, **layer.params}


@dataclass
class _Builder:
    """Walks from a layer down, and keeps what it has met by layer id."""

    document: Document
    find: Find
    opened: Collection[str]
    inputs: list[InputSpec] = field(default_factory=list)
    constants: dict[str, Source] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    params: list[OperationParams] = field(default_factory=list)
    digests: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)

    def add(self, layer: GeneratedLayer) -> None:
        operation = self.find(layer.operation)
        params = operation.build(values_of(layer, operation))
        reads = {}
        for input in operation.inputs:
            if self._is_read(layer, input):
                reads[input.name] = self._name_of(layer, input)
        id = self.names[layer.id] = new_id(operation.id, self._taken)
        values = params.model_dump(mode="json")
        self.steps.append(Step(id, operation.id, values, reads, operation.plugin_version))
        self.params.append(params)
        self.digests.update(layer.model_hash.split())

    def _is_read(self, layer: GeneratedLayer, input: InputSpec) -> bool:
        """What may be left out is left out when its layer has gone, as on the canvas."""
        id = layer.reads.get(input.name)
        return id is not None and (input.required or _layer(self.document, id) is not None)

    @property
    def _taken(self) -> set[str]:
        return {*self.names.values(), *RESERVED}

    def _name_of(self, layer: GeneratedLayer, input: InputSpec) -> str:
        """The name in the recipe of what the layer reads; it is met here for the first time or again."""
        id = layer.reads[input.name]
        if id not in self.names:
            read = _layer(self.document, id)
            if read is None:
                raise InputError(f"A layer that “{layer.name}” is made from has gone.")
            if isinstance(read, GeneratedLayer):
                self.add(read)
            else:
                self.names[id] = new_id(input.name, self._taken)
                self._add_bottom(self.names[id], read)
        return self.names[id]

    def _add_bottom(self, name: str, layer: Layer) -> None:
        data = value_of(layer)
        if data is None:
            raise InputError(f"“{layer.name}” holds boxes, which recipes cannot keep.")
        source = Source(data)
        if layer.id in self.opened:
            self.inputs.append(InputSpec(name, source.kind))
        else:
            self.constants[name] = source


def _layer(document: Document, id: str) -> Layer | None:
    return next((layer for layer in document.layers if layer.id == id), None)


def _bottoms(document: Document, layer: GeneratedLayer) -> Iterator[Layer]:
    for id in layer.reads.values():
        read = _layer(document, id)
        if isinstance(read, GeneratedLayer):
            yield from _bottoms(document, read)
        elif read is not None:
            yield read
