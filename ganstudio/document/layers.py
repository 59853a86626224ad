"""The kinds of layers. They hold state alone; every edit goes through `Document`."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, Literal, TypeVar
from uuid import uuid4

from ganstudio.document.image import Bytes, ImageData, LabelData, MaskData
from ganstudio.document.palettes import NO_CLASS, load_palette
from ganstudio.document.tiles import Rect, TileStore, tile_rect

BlendMode = Literal["normal", "multiply", "screen"]
BLEND_MODES: tuple[BlendMode, ...] = ("normal", "multiply", "screen")
Kind = Literal["raster", "label", "mask", "boxes", "generated"]
AnyLayer = TypeVar("AnyLayer", bound="Layer")


def new_id() -> str:
    return uuid4().hex


@dataclass(frozen=True)
class Box:
    """An object of a class in pixels of the document: x0 <= x < x1, y0 <= y < y1."""

    class_name: str
    x0: float
    y0: float
    x1: float
    y1: float

    def moved(self, dx: float, dy: float) -> Box:
        return Box(self.class_name, self.x0 + dx, self.y0 + dy, self.x1 + dx, self.y1 + dy)


@dataclass(eq=False, kw_only=True)
class Layer:
    """What all layers have. A layer is as large as its document."""

    kind: ClassVar[Kind]
    settable: ClassVar[frozenset[str]] = frozenset({"name", "visible", "opacity", "locked", "blend"})

    name: str
    id: str = field(default_factory=new_id)
    visible: bool = True
    opacity: float = 1.0
    locked: bool = False
    blend: BlendMode = "normal"

    def clone(self: AnyLayer, *, new: bool = False) -> AnyLayer:
        """The same layer on its own tiles (shared until written to); a `new` one has its own id."""
        twin = copy.copy(self)
        for item in fields(twin):
            value = getattr(twin, item.name)
            setattr(twin, item.name, value.clone() if isinstance(value, TileStore) else copy.deepcopy(value))
        if new:
            twin.id = new_id()
        return twin


@dataclass(eq=False, kw_only=True)
class PixelLayer(Layer):
    """A layer made of tiles."""

    tiles: TileStore


@dataclass(eq=False, kw_only=True)
class RasterLayer(PixelLayer):
    """RGBA, 8 bits, straight alpha."""

    kind: ClassVar[Kind] = "raster"

    @staticmethod
    def blank(width: int, height: int, name: str = "Layer") -> RasterLayer:
        return RasterLayer(name=name, tiles=TileStore(width, height, 4))

    @staticmethod
    def of(image: ImageData, name: str = "Picture") -> RasterLayer:
        tiles = TileStore(image.width, image.height, 4)
        for key in tiles.tile_keys(tiles.rect):
            part = tile_rect(key).intersect(tiles.rect)
            pixels = image.pixels[part.y : part.bottom, part.x : part.right]
            tiles.write(part, ImageData(pixels).rgba())
        tiles.compact()
        return RasterLayer(name=name, tiles=tiles)

    def image(self) -> ImageData:
        return ImageData(self.tiles.array())


@dataclass(eq=False, kw_only=True)
class LabelLayer(PixelLayer):
    """A class index per pixel, 255 where there is none."""

    kind: ClassVar[Kind] = "label"
    settable: ClassVar[frozenset[str]] = Layer.settable | {"palette"}
    palette: str = "landscape"

    @staticmethod
    def blank(width: int, height: int, palette: str = "landscape", name: str = "Label map") -> LabelLayer:
        return LabelLayer(name=name, palette=palette, tiles=TileStore(width, height, 1, fill=NO_CLASS))

    @staticmethod
    def of(labels: LabelData, name: str = "Label map") -> LabelLayer:
        return LabelLayer(
            name=name, palette=labels.palette, tiles=TileStore.of(labels.indices, fill=NO_CLASS)
        )

    def labels(self) -> LabelData:
        return LabelData(self.tiles.array()[..., 0], self.palette)


@dataclass(eq=False, kw_only=True)
class MaskLayer(PixelLayer):
    """0-255 per pixel. It is read by operations and does not show in the picture."""

    kind: ClassVar[Kind] = "mask"

    @staticmethod
    def blank(width: int, height: int, name: str = "Mask") -> MaskLayer:
        return MaskLayer(name=name, tiles=TileStore(width, height, 1))

    @staticmethod
    def of(mask: MaskData, name: str = "Mask") -> MaskLayer:
        return MaskLayer(name=name, tiles=TileStore.of(mask.alpha))

    def mask(self) -> MaskData:
        return MaskData(self.tiles.array()[..., 0])


@dataclass(eq=False, kw_only=True)
class BoxesLayer(Layer):
    """Named boxes, the input of layout-to-image models; they do not show in the picture."""

    kind: ClassVar[Kind] = "boxes"
    settable: ClassVar[frozenset[str]] = Layer.settable | {"boxes"}
    boxes: tuple[Box, ...] = ()


@dataclass(eq=False, kw_only=True)
class GeneratedLayer(PixelLayer):
    """The result of an operation on other layers, kept with all that is needed to make it again.

    `reads` maps the operation's inputs to layer ids. `stale` says that the cached pixels are older than
    what they were made from.
    """

    kind: ClassVar[Kind] = "generated"
    settable: ClassVar[frozenset[str]] = Layer.settable | {"operation", "params", "reads", "seed"}
    operation: str
    params: dict[str, Any] = field(default_factory=dict)
    reads: dict[str, str] = field(default_factory=dict)
    seed: int = 0
    model_hash: str = ""
    stale: bool = True

    @staticmethod
    def blank(
        width: int, height: int, operation: str, reads: dict[str, str], name: str = "Rendering"
    ) -> GeneratedLayer:
        return GeneratedLayer(
            name=name, operation=operation, reads=dict(reads), tiles=TileStore(width, height, 4)
        )

    def image(self) -> ImageData:
        return ImageData(self.tiles.array())


def shown_rgba(layer: Layer, rect: Rect, step: int = 1) -> Bytes | None:
    """(h, w, 4) uint8 of what the layer shows there; None where it shows nothing."""
    if isinstance(layer, LabelLayer):
        if layer.tiles.is_blank(rect):
            return None
        colours: Bytes = load_palette(layer.palette).lut[layer.tiles.read(rect, step)[..., 0]]
        return colours
    if isinstance(layer, RasterLayer | GeneratedLayer) and not layer.tiles.is_blank(rect):
        pixels: Bytes = layer.tiles.read(rect, step)
        return pixels
    return None
