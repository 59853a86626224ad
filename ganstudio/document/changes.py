"""The kinds of changes that steps of the history are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ganstudio.document.history import Change
from ganstudio.document.layers import Box, BoxesLayer, Layer, PixelLayer
from ganstudio.document.tiles import Key, Rect, Tile, TileStore

if TYPE_CHECKING:
    from ganstudio.document.document import Document

Tiles = Mapping[Key, Tile | None]


def _bytes(tiles: Tiles) -> int:
    return sum(tile.nbytes for tile in tiles.values() if tile is not None)


@dataclass(frozen=True)
class PixelChange:
    """Tiles of one layer. What follows or precedes shares its tiles, so the larger side is its cost."""

    layer: PixelLayer
    before: Tiles
    after: Tiles
    rect: Rect

    @property
    def cost(self) -> int:
        return max(_bytes(self.before), _bytes(self.after))

    def undo(self, document: Document) -> None:
        self.layer.tiles.restore(self.before)
        document.pixels_touched(self.layer, self.rect)

    def redo(self, document: Document) -> None:
        self.layer.tiles.restore(self.after)
        document.pixels_touched(self.layer, self.rect)

    def merged(self, later: Change) -> Change | None:
        if not isinstance(later, PixelChange) or later.layer is not self.layer:
            return None
        before, after = {**later.before, **self.before}, {**self.after, **later.after}
        return PixelChange(self.layer, before, after, self.rect.union(later.rect))


@dataclass(frozen=True)
class PropertyChange:
    """Some properties of one layer."""

    layer: Layer
    before: Mapping[str, Any]
    after: Mapping[str, Any]

    @property
    def cost(self) -> int:
        return 0

    def undo(self, document: Document) -> None:
        self._set(document, self.before)

    def redo(self, document: Document) -> None:
        self._set(document, self.after)

    def merged(self, later: Change) -> Change | None:
        if not isinstance(later, PropertyChange) or later.layer is not self.layer:
            return None
        return PropertyChange(self.layer, {**later.before, **self.before}, {**self.after, **later.after})

    def _set(self, document: Document, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            setattr(self.layer, name, value)
        document.properties_touched(self.layer, frozenset(values))


@dataclass(frozen=True)
class Stack:
    """The layers, bottom first, and the active one."""

    layers: tuple[Layer, ...]
    active_id: str | None


@dataclass(frozen=True)
class StackChange:
    """Layers added, removed or moved; `cost` is that of the layers that only one side has."""

    before: Stack
    after: Stack

    @property
    def cost(self) -> int:
        only = set(self.before.layers) ^ set(self.after.layers)
        return sum(layer.tiles.bytes for layer in only if isinstance(layer, PixelLayer))

    def undo(self, document: Document) -> None:
        document.stack_touched(self.before)

    def redo(self, document: Document) -> None:
        document.stack_touched(self.after)

    def merged(self, later: Change) -> Change | None:
        return StackChange(self.before, later.after) if isinstance(later, StackChange) else None


@dataclass(frozen=True)
class SelectionChange:
    """Another selection; None selects everything."""

    before: TileStore | None
    after: TileStore | None

    @property
    def cost(self) -> int:
        return max(mask.bytes if mask is not None else 0 for mask in (self.before, self.after))

    def undo(self, document: Document) -> None:
        document.selection.restore(self.before)

    def redo(self, document: Document) -> None:
        document.selection.restore(self.after)

    def merged(self, later: Change) -> Change | None:
        return SelectionChange(self.before, later.after) if isinstance(later, SelectionChange) else None


@dataclass(frozen=True)
class Canvas:
    """Size and, by layer, the tiles or boxes that fit it, and the selection."""

    width: int
    height: int
    contents: tuple[tuple[Layer, TileStore | tuple[Box, ...]], ...]
    selection: TileStore | None

    @staticmethod
    def of(document: Document) -> Canvas:
        return Canvas(
            document.width,
            document.height,
            tuple((layer, contents(layer)) for layer in document.layers),
            document.selection.mask,
        )

    def moved(self, rect: Rect) -> Canvas:
        """The part of this canvas that `rect` shows, which may reach beyond it."""

        def shift(content: TileStore | tuple[Box, ...]) -> TileStore | tuple[Box, ...]:
            if isinstance(content, TileStore):
                return content.moved(rect.w, rect.h, -rect.x, -rect.y)
            return tuple(box.moved(-rect.x, -rect.y) for box in content)

        mask = self.selection.moved(rect.w, rect.h, -rect.x, -rect.y) if self.selection else None
        return Canvas(rect.w, rect.h, tuple((layer, shift(part)) for layer, part in self.contents), mask)

    @property
    def bytes(self) -> int:
        return sum(part.bytes for _, part in self.contents if isinstance(part, TileStore))


def contents(layer: Layer) -> TileStore | tuple[Box, ...]:
    """What of a layer depends on the size of the canvas."""
    if isinstance(layer, PixelLayer):
        return layer.tiles
    return layer.boxes if isinstance(layer, BoxesLayer) else ()


@dataclass(frozen=True)
class CanvasChange:
    """Another size of the document."""

    before: Canvas
    after: Canvas

    @property
    def cost(self) -> int:
        return max(self.before.bytes, self.after.bytes)

    def undo(self, document: Document) -> None:
        document.canvas_touched(self.before)

    def redo(self, document: Document) -> None:
        document.canvas_touched(self.after)

    def merged(self, later: Change) -> Change | None:
        return None
