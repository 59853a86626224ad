"""The picture being edited. Every edit goes through here and is one step of the history.

A document belongs to one thread. Work elsewhere gets `snapshot()`, which shares the tiles and costs little.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
from psygnal import Signal

from ganstudio.document.changes import Canvas, CanvasChange, PropertyChange, Stack, StackChange
from ganstudio.document.compositing import composite
from ganstudio.document.history import DEFAULT_BUDGET, History
from ganstudio.document.image import Bytes, ImageData
from ganstudio.document.layers import (
    BLEND_MODES,
    BoxesLayer,
    GeneratedLayer,
    Layer,
    PixelLayer,
    RasterLayer,
    new_id,
)
from ganstudio.document.opening import MAX_PIXELS
from ganstudio.document.selection import Selection
from ganstudio.document.tiles import Rect, TileStore
from ganstudio.document.transaction import Transaction
from ganstudio.errors import InputError


class Document:
    """Layers of one size, the selection and the history of edits.

    Edits raise InputError when the person asked for something that cannot be (a locked layer, a circle of
    generated layers) and KeyError for the id of a layer that is not there.
    """

    pixels_changed: ClassVar[Signal] = Signal(str, Rect)
    """Pixels of a layer within a rectangle: (layer id, rect)."""
    layers_changed: ClassVar[Signal] = Signal()
    """Layers, their order or their properties, or the size of the canvas."""
    active_changed: ClassVar[Signal] = Signal(object)
    """The id of the active layer, None without layers."""
    selection_changed: ClassVar[Signal] = Signal()
    history_changed: ClassVar[Signal] = Signal()
    modified_changed: ClassVar[Signal] = Signal(bool)
    generated_stale: ClassVar[Signal] = Signal(str)
    """A generated layer should be drawn again: what it reads, or its parameters, changed once more."""

    def __init__(self, width: int, height: int, *, history_bytes: int = DEFAULT_BUDGET) -> None:
        if width < 1 or height < 1:
            raise ValueError(f"a document of {width} × {height} pixels")
        self.id = new_id()
        self.width = width
        self.height = height
        self.path: Path | None = None
        self.icc: bytes | None = None
        self.metadata: dict[str, Any] = {}
        self._layers: tuple[Layer, ...] = ()
        self._active_id: str | None = None
        self._transaction: Transaction | None = None
        self.selection = Selection(self)
        self.history = History(self, history_bytes)
        self._saved_state: int | None = self.history.state
        self._was_modified = False

    @staticmethod
    def from_image(image: ImageData, name: str = "Picture") -> Document:
        """A document of one raster layer (8 bits), keeping the colour profile.

        InputError when memory does not suffice.
        """
        document = Document(image.width, image.height)
        document.icc = image.icc if image.pixels.shape[2] > 1 else None
        try:
            document.adopt((RasterLayer.of(image, name),))
        except MemoryError:
            raise InputError(
                f"{image.width} × {image.height} pixels need more memory than there is."
            ) from None
        return document

    # What is there

    @property
    def rect(self) -> Rect:
        return Rect(0, 0, self.width, self.height)

    @property
    def layers(self) -> tuple[Layer, ...]:
        """Bottom first."""
        return self._layers

    def layer(self, id: str) -> Layer:
        """The layer of that id; KeyError when there is none."""
        return self._layers[self.index_of(id)]

    def index_of(self, id: str) -> int:
        for index, layer in enumerate(self._layers):
            if layer.id == id:
                return index
        raise KeyError(id)

    @property
    def active_id(self) -> str | None:
        return self._active_id

    @active_id.setter
    def active_id(self, id: str | None) -> None:
        if id == self._active_id:
            return
        if id is not None:
            self.index_of(id)
        self._active_id = id
        self.active_changed.emit(id)

    @property
    def active(self) -> Layer | None:
        return None if self._active_id is None else self.layer(self._active_id)

    @property
    def modified(self) -> bool:
        """Whether there are edits that were not saved."""
        return self.history.state != self._saved_state

    @property
    def saved_state(self) -> int | None:
        """The state of the history that is on disk."""
        return self._saved_state

    def mark_saved(self, path: Path | None = None, state: int | None = None) -> None:
        """The document is on disk as it was in `state` (of its history; by default as it is now)."""
        self.path = path or self.path
        self._saved_state = self.history.state if state is None else state
        self._tell_modified()

    def mark_unsaved(self) -> None:
        """What is here is on disk nowhere: a recovered document."""
        self._saved_state = None
        self._tell_modified()

    @property
    def editing(self) -> bool:
        """Whether a transaction is open: a stroke goes on."""
        return self._transaction is not None

    def snapshot(self) -> Document:
        """A copy for another thread or for saving: same id and layer ids, shared tiles, no history."""
        twin = Document(self.width, self.height)
        twin.id, twin.path, twin.icc = self.id, self.path, self.icc
        twin.metadata = copy.deepcopy(self.metadata)
        twin.adopt(tuple(layer.clone() for layer in self._layers), self._active_id)
        twin.selection.restore(self.selection.mask)
        return twin

    # Pictures

    def composite(self, rect: Rect, *, zoom_level: int = 0) -> Bytes:
        """Flattened straight RGBA of the visible layers.

        (h, w, 4) uint8 of every 2**zoom_level-th pixel of `rect`, counted from its corner.
        """
        return composite(self._layers, rect, 1 << zoom_level)

    def flatten(self) -> ImageData:
        """What is seen: RGB when nothing is transparent, else RGBA."""
        pixels = self.composite(self.rect)
        opaque = bool((pixels[..., 3] == 255).all())
        return ImageData(np.ascontiguousarray(pixels[..., :3]) if opaque else pixels, icc=self.icc)

    # Edits

    @contextmanager
    def transaction(self, name: str, merge_key: object = None) -> Iterator[Transaction]:
        """Make one step of all edits within; an exception takes them back.

        Within another transaction the edits join that one. Consecutive steps with the same `merge_key` (one
        drag of a slider) become one step.
        """
        if self._transaction is not None:
            yield self._transaction
            return
        edit = self.begin(name, merge_key)
        try:
            yield edit
        except BaseException:
            self.rollback(edit)
            raise
        self.commit(edit)

    def begin(self, name: str, merge_key: object = None) -> Transaction:
        """Open a transaction that outlives a call, as a stroke does; `commit` or `rollback` must follow."""
        if self._transaction is not None:
            raise RuntimeError("another edit is going on")
        self._transaction = Transaction(self, name, merge_key)
        return self._transaction

    def commit(self, edit: Transaction) -> None:
        """Close the transaction and make it a step, if it changed anything."""
        step = edit.finish()
        self._transaction = None
        if step is not None:
            self.history.push(step)

    def rollback(self, edit: Transaction) -> None:
        """Close the transaction and take back what it did."""
        edit.rollback()
        self._transaction = None

    def add_layer(self, layer: Layer, index: int | None = None) -> None:
        """Put a layer at `index` (by default above the active one) and make it active."""
        if isinstance(layer, PixelLayer) and (layer.tiles.width, layer.tiles.height) != self.rect[2:]:
            raise ValueError(f"the layer is {layer.tiles.rect[2:]}, the document {self.rect[2:]}")
        if isinstance(layer, GeneratedLayer):
            self._refuse_circle(layer, layer.reads)
        if index is None:
            index = len(self._layers) if self._active_id is None else self.index_of(self._active_id) + 1
        layers = (*self._layers[:index], layer, *self._layers[index:])
        self._restack("Add layer", layers, layer.id)

    def remove_layer(self, id: str) -> None:
        """Take a layer out; the one below becomes active."""
        index = self.index_of(id)
        layers = self._layers[:index] + self._layers[index + 1 :]
        active = self._active_id
        if active == id:
            active = layers[max(index - 1, 0)].id if layers else None
        self._restack("Delete layer", layers, active)

    def duplicate_layer(self, id: str) -> Layer:
        """Put a copy above a layer and return it."""
        twin = self.layer(id).clone(new=True)
        twin.name = f"{twin.name} copy"
        index = self.index_of(id) + 1
        self._restack("Duplicate layer", (*self._layers[:index], twin, *self._layers[index:]), twin.id)
        return twin

    def move_layer(self, id: str, index: int) -> None:
        """Move a layer so that it stands at `index`, counted from the bottom."""
        layer = self.layer(id)
        rest = [other for other in self._layers if other is not layer]
        rest.insert(index, layer)
        if tuple(rest) != self._layers:
            self._restack("Move layer", tuple(rest), self._active_id)

    def rasterise_layer(self, id: str) -> RasterLayer:
        """Replace a generated layer by its pixels, free to be painted on; others go on reading it."""
        layer = self.layer(id)
        if not isinstance(layer, GeneratedLayer):
            raise InputError(f"“{layer.name}” is no generated layer.")
        raster = RasterLayer(name=layer.name, id=layer.id, tiles=layer.tiles.clone())
        raster.visible, raster.opacity, raster.blend = layer.visible, layer.opacity, layer.blend
        layers = tuple(raster if other is layer else other for other in self._layers)
        self._restack("Convert to raster layer", layers, self._active_id)
        return raster

    def set_layer(self, id: str, *, merge_key: object = None, **properties: Any) -> None:
        """Change properties of a layer: those in its class's `settable`.

        The step is named after the first property. Values that are there already make no step.
        """
        layer = self.layer(id)
        unknown = set(properties) - layer.settable
        if unknown:
            raise TypeError(f"a {layer.kind} layer has no {', '.join(sorted(unknown))} to set")
        if properties.get("blend", "normal") not in BLEND_MODES:
            raise ValueError(f"no blend mode {properties['blend']!r}")
        if "opacity" in properties:
            properties["opacity"] = min(max(float(properties["opacity"]), 0.0), 1.0)
        if isinstance(layer, GeneratedLayer) and "reads" in properties:
            self._refuse_circle(layer, properties["reads"])
        after = {
            name: copy.deepcopy(value) for name, value in properties.items() if getattr(layer, name) != value
        }
        if not after:
            return
        before = {name: getattr(layer, name) for name in after}
        with self.transaction(f"Change {next(iter(after))}", merge_key) as edit:
            edit.apply(PropertyChange(layer, before, after))

    def paint(self, layer_id: str, rect: Rect, array: npt.NDArray[Any], name: str = "Paint") -> None:
        """Replace the pixels of a rectangle, whatever is selected: (h, w) or (h, w, channels) uint8."""
        layer = self.paintable(layer_id)
        with self.transaction(name) as edit:
            edit.write(layer, rect, array)

    def paintable(self, layer_id: str) -> PixelLayer:
        """The layer, if a person may paint on it; InputError says why not."""
        layer = self.layer(layer_id)
        if layer.locked:
            raise InputError(f"“{layer.name}” is locked.", hint="Unlock it to paint on it.")
        if isinstance(layer, GeneratedLayer):
            raise InputError(
                f"“{layer.name}” is made from other layers.",
                hint="Paint on those, or convert it to a raster layer.",
            )
        if not isinstance(layer, PixelLayer):
            raise InputError(f"“{layer.name}” holds boxes, not pixels.")
        return layer

    def resize_canvas(self, width: int, height: int, anchor: tuple[float, float] = (0.5, 0.5)) -> None:
        """Change the size around the content; `anchor` is where the content stays, (0, 0) the top left."""
        if width < 1 or height < 1 or width * height > MAX_PIXELS:
            raise InputError(f"A picture cannot have {width} × {height} pixels.")
        x = round((self.width - width) * anchor[0])
        y = round((self.height - height) * anchor[1])
        self._recanvas("Resize canvas", Rect(x, y, width, height))

    def crop(self, rect: Rect) -> None:
        """Keep what lies in the rectangle."""
        rect = rect.intersect(self.rect)
        if rect.is_empty:
            raise InputError("The area to crop to lies outside of the picture.")
        self._recanvas("Crop", rect)

    def set_generated(self, layer_id: str, image: ImageData, model_hash: str = "") -> None:
        """The result of a generated layer has come. It is no step: undoing goes to what the person did.

        A result for a layer that is gone, or from before the canvas had this size, is dropped.
        """
        layer = next((layer for layer in self._layers if layer.id == layer_id), None)
        if not isinstance(layer, GeneratedLayer) or image.size != self.rect[2:]:
            return
        layer.tiles = TileStore.of(image.rgba())
        layer.model_hash = model_hash
        layer.stale = False
        self.pixels_touched(layer, self.rect)

    def adopt(self, layers: tuple[Layer, ...], active_id: str | None = None) -> None:
        """Begin with these layers, as when a file is opened: no step, nothing modified."""
        active = active_id or (layers[-1].id if layers else None)
        self.stack_touched(Stack(layers, active))
        for layer in layers:
            if isinstance(layer, GeneratedLayer):
                self._refuse_circle(layer, layer.reads)

    # What changes and steps call

    def pixels_touched(self, layer: Layer, rect: Rect) -> None:
        """Tell of new pixels, and of the generated layers that are older than they."""
        self.pixels_changed.emit(layer.id, rect.intersect(self.rect))
        self._mark_readers(layer.id)

    def properties_touched(self, layer: Layer, names: frozenset[str]) -> None:
        """Tell of new properties, and of the generated layers that depend on them."""
        self.layers_changed.emit()
        if isinstance(layer, GeneratedLayer) and names & {"operation", "params", "reads", "seed"}:
            self._mark_stale(layer)
        if names & {"palette", "boxes"}:
            self._mark_readers(layer.id)

    def stack_touched(self, stack: Stack) -> None:
        """Set the layers and the active one."""
        self._layers = stack.layers
        activated = stack.active_id != self._active_id
        self._active_id = stack.active_id
        self.layers_changed.emit()
        if activated:
            self.active_changed.emit(self._active_id)

    def canvas_touched(self, canvas: Canvas) -> None:
        """Set the size and what depends on it. Generated layers are drawn again at the new size."""
        self.width, self.height = canvas.width, canvas.height
        for layer, part in canvas.contents:
            if isinstance(layer, PixelLayer) and isinstance(part, TileStore):
                layer.tiles = part.clone()
            elif isinstance(layer, BoxesLayer) and not isinstance(part, TileStore):
                layer.boxes = part
        self.selection.restore(canvas.selection)
        self.layers_changed.emit()
        for layer in self._layers:
            if isinstance(layer, GeneratedLayer):
                self._mark_stale(layer)

    def history_moved(self) -> None:
        """Tell of another place in the history."""
        self.history_changed.emit()
        self._tell_modified()

    # Inner workings

    def _restack(self, name: str, layers: tuple[Layer, ...], active_id: str | None) -> None:
        before = Stack(self._layers, self._active_id)
        with self.transaction(name) as edit:
            edit.apply(StackChange(before, Stack(layers, active_id)))

    def _recanvas(self, name: str, rect: Rect) -> None:
        if rect == self.rect:
            return
        with self.transaction(name) as edit:
            before = edit.canvas()
            edit.apply(CanvasChange(before, before.moved(rect)))

    def _mark_readers(self, id: str) -> None:
        for layer in self._layers:
            if isinstance(layer, GeneratedLayer) and id in layer.reads.values():
                self._mark_stale(layer)

    def _mark_stale(self, layer: GeneratedLayer) -> None:
        layer.stale = True
        self.generated_stale.emit(layer.id)
        self._mark_readers(layer.id)

    def _refuse_circle(self, layer: GeneratedLayer, reads: dict[str, str]) -> None:
        """InputError when `layer` would be made, by way of others, from itself."""
        todo, seen = list(reads.values()), set[str]()
        while todo:
            id = todo.pop()
            if id == layer.id:
                raise InputError(f"“{layer.name}” cannot be made from itself.")
            if id in seen:
                continue
            seen.add(id)
            other = next((other for other in self._layers if other.id == id), None)
            if isinstance(other, GeneratedLayer):
                todo += other.reads.values()

    def _tell_modified(self) -> None:
        if self.modified != self._was_modified:
            self._was_modified = self.modified
            self.modified_changed.emit(self.modified)
