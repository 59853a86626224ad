"""What the canvas, the tools and the panels of one window share: document, tool, brush, colour, class.

Panels connect to the session once; when another document is opened they hear `document_changed` and need not
connect again. Every edit that the person asks for goes through `attempt`, so that a refusal is one message.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QPoint, QRect, Signal
from PySide6.QtGui import QColor

from ganstudio.app import sketches
from ganstudio.app.canvas import clipboard
from ganstudio.document.document import Document
from ganstudio.document.layers import GeneratedLayer, LabelLayer, Layer, PixelLayer, RasterLayer
from ganstudio.document.painting import BrushSettings
from ganstudio.document.palettes import NO_CLASS, Palette, load_palette
from ganstudio.document.remap import remap, remapping
from ganstudio.document.tiles import Rect
from ganstudio.errors import GanStudioError

TOOLS = (
    "brush",
    "ink",
    "eraser",
    "fill",
    "line",
    "rectangle",
    "ellipse",
    "eyedropper",
    "select_rectangle",
    "select_ellipse",
    "points",
    "hand",
    "zoom",
)
Pair = tuple[tuple[float, float], tuple[float, float]]
"""A handle on the picture and where it is to go, (x, y) in shares of the picture."""
MIN_BRUSH, MAX_BRUSH = 1.0, 1000.0
"""Diameter of the brush in pixels of the document."""

_DEFAULT_BRUSHES = {
    "brush": BrushSettings(size=32.0),
    "ink": BrushSettings(
        size=4.0, hardness=1.0, smoothing=0.25, pressure_size=True, thinnest=0.25, tapered=True
    ),
    "eraser": BrushSettings(size=48.0),
    "line": BrushSettings(size=8.0, hardness=1.0),
    "rectangle": BrushSettings(size=4.0, hardness=1.0),
    "ellipse": BrushSettings(size=4.0, hardness=1.0),
}
_RECENT_COLOURS = 8
_RELAYED = (
    "pixels_changed",
    "layers_changed",
    "active_changed",
    "selection_changed",
    "history_changed",
    "modified_changed",
    "generated_stale",
)


class EditorSession(QObject):
    """State of one window's editor, and the actions of its menus."""

    document_changed = Signal()
    tool_changed = Signal(str)
    brush_changed = Signal()
    options_changed = Signal()
    colour_changed = Signal()
    label_class_changed = Signal(int)
    layers_changed = Signal()
    active_layer_changed = Signal(str)
    pixels_changed = Signal(str, QRect)
    history_changed = Signal()
    selection_changed = Signal()
    modified_changed = Signal(bool)
    generated_stale = Signal(str)
    stroke_changed = Signal(bool)
    """Whether a stroke goes on."""
    points_changed = Signal()
    hover_changed = Signal(object)
    """The pixel of the document under the cursor, a QPoint, or None."""
    message = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document: Document | None = None
        self._tool = "brush"
        self._brushes = dict(_DEFAULT_BRUSHES)
        self._colour = QColor(32, 34, 38)
        self._ink = QColor(0, 0, 0)
        self._background = QColor(255, 255, 255)
        self.recent_colours: list[QColor] = []
        """What hints were painted with, the last one first."""
        self._label_class = 0
        self._shape_filled = True
        self._fill_contiguous = True
        self._fill_tolerance = 16
        self._hover: QPoint | None = None
        self._stroking = False
        self._points: tuple[Pair, ...] = ()
        self._told = ""

    # The document

    @property
    def document(self) -> Document | None:
        return self._document

    def set_document(self, document: Document | None) -> None:
        """Show another document; the old one is let go of."""
        if document is self._document:
            return
        for name in _RELAYED:
            slot = getattr(self, f"_on_{name}")
            if self._document is not None:
                getattr(self._document, name).disconnect(slot)
            if document is not None:
                getattr(document, name).connect(slot)
        self._document = document
        self._stroking = False
        self.set_points(())
        self.document_changed.emit()
        self.layers_changed.emit()
        self.active_layer_changed.emit(self.active_id)
        self.selection_changed.emit()
        self.history_changed.emit()
        self.modified_changed.emit(document is not None and document.modified)
        self._keep_label_class()

    @property
    def active_id(self) -> str:
        """Id of the active layer, empty without one."""
        return (self._document.active_id or "") if self._document is not None else ""

    @property
    def active_layer(self) -> Layer | None:
        return self._document.active if self._document is not None else None

    def set_active_layer(self, id: str) -> None:
        if self._document is not None:
            self._document.active_id = id

    def source_of(self, layer: Layer | None) -> Layer | None:
        """What a person paints on to change `layer`: for a generated layer the label map that it reads."""
        if not isinstance(layer, GeneratedLayer) or self._document is None:
            return layer
        read = [other for other in self._document.layers if other.id in layer.reads.values()]
        labels = [other for other in read if isinstance(other, LabelLayer)]
        return next(iter(labels or read), None)

    @property
    def paint_layer(self) -> Layer | None:
        """The layer that tools work on."""
        return self.source_of(self.active_layer)

    @property
    def palette(self) -> Palette | None:
        """The classes of the label layer that tools work on; None when it is another kind of layer."""
        layer = self.paint_layer
        return load_palette(layer.palette) if isinstance(layer, LabelLayer) else None

    def target(self) -> PixelLayer | None:
        """The layer to paint on now, or None after a message that says why there is none."""
        layer = self.paint_layer
        if self._document is None or layer is None:
            self.message.emit(self.tr("There is no layer to paint on. Add one in the Layers panel."))
            return None
        if not layer.visible:
            self.message.emit(self.tr("“{0}” is hidden. Show it to paint on it.").format(layer.name))
            return None
        with self.attempt():
            target = self._document.paintable(layer.id)
            self._tell_detour(layer)
            return target
        return None

    def _tell_detour(self, layer: Layer) -> None:
        """Say once per choice of a generated layer that strokes go to what it reads."""
        active = self.active_layer
        if active is None or layer is active or active.id == self._told:
            return
        self._told = active.id
        text = self.tr("Painting on “{0}”, which “{1}” is made from.")
        self.message.emit(text.format(layer.name, active.name))

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Run an edit; what the document refuses becomes a message."""
        try:
            yield
        except GanStudioError as error:
            self.message.emit(str(error))

    # Tool, brush, colours, class

    @property
    def tool(self) -> str:
        return self._tool

    def set_tool(self, id: str) -> None:
        if id not in TOOLS:
            raise KeyError(id)
        if id != self._tool:
            self._tool = id
            self.tool_changed.emit(id)
            self.brush_changed.emit()
            self.colour_changed.emit()
        self._go_where(id)

    def _go_where(self, tool: str) -> None:
        """In a drawing that is coloured, ink belongs on the sketch and colour on the hints."""
        found = sketches.colouring_of(self._document)
        if found is None or not found.holds(self.active_layer):
            return
        layer = {"ink": found.sketch, "brush": found.hints, "eyedropper": found.hints}.get(tool)
        if layer is not None:
            self.set_active_layer(layer.id)

    @property
    def inking(self) -> bool:
        """Whether tools paint with ink, which has a colour of its own: with the pen, and on a sketch."""
        if self._tool == "ink":
            return True
        found = sketches.colouring_of(self._document)
        return found is not None and found.sketch is not None and self.paint_layer is found.sketch

    @property
    def brush(self) -> BrushSettings:
        """Of the current tool; tools without a brush show that of the brush."""
        return self.brush_of(self._tool)

    def brush_of(self, tool: str) -> BrushSettings:
        return self._brushes.get(tool, self._brushes["brush"])

    def set_brush(self, **changes: Any) -> None:
        """Change the current tool's brush: size (clamped), hardness, opacity, smoothing, pressure_size …"""
        if "size" in changes:
            changes["size"] = float(min(max(changes["size"], MIN_BRUSH), MAX_BRUSH))
        tool = self._tool if self._tool in self._brushes else "brush"
        brush = replace(self._brushes[tool], **changes)
        if brush != self._brushes[tool]:
            self._brushes[tool] = brush
            self.brush_changed.emit()

    def grow_brush(self, steps: int) -> None:
        """The `]` and `[` keys: about a tenth per step, at least a pixel."""
        size = round(self.brush.size)
        for _ in range(abs(steps)):
            change = max(1, round(size * 0.1))
            size += change if steps > 0 else -change
        self.set_brush(size=size)

    @property
    def colour(self) -> QColor:
        """What tools paint with: ink, or the colour of the brush."""
        return QColor(self._ink if self.inking else self._colour)

    @property
    def background(self) -> QColor:
        return QColor(self._background)

    def set_colour(self, colour: QColor) -> None:
        if colour != self.colour:
            self._take(colour)
            self.colour_changed.emit()

    def set_background(self, colour: QColor) -> None:
        if colour != self._background:
            self._background = QColor(colour)
            self.colour_changed.emit()

    def swap_colours(self) -> None:
        colour, background = self.colour, self.background
        self._take(background)
        self._background = colour
        self.colour_changed.emit()

    def _take(self, colour: QColor) -> None:
        if self.inking:
            self._ink = QColor(colour)
        else:
            self._colour = QColor(colour)

    @property
    def label_class(self) -> int:
        """The class that tools paint on label layers."""
        return self._label_class

    def set_label_class(self, index: int) -> None:
        """Choose a class by its index in the palette; one that the palette lacks is ignored."""
        palette = self.palette
        if palette is not None and not 0 <= index < len(palette):
            return
        if index != self._label_class:
            self._label_class = index
            self.label_class_changed.emit(index)

    def paint_value(self, layer: Layer) -> Any:
        """What tools put on a layer: a class, a grey or a colour."""
        if isinstance(layer, LabelLayer):
            return self._label_class
        if isinstance(layer, RasterLayer):
            red, green, blue, alpha = self.colour.getRgb()
            return red, green, blue, alpha
        return self.colour.lightness()

    @property
    def shape_filled(self) -> bool:
        return self._shape_filled

    @property
    def fill_contiguous(self) -> bool:
        return self._fill_contiguous

    @property
    def fill_tolerance(self) -> int:
        """Largest difference per channel, 0-255, that still counts as the same colour."""
        return self._fill_tolerance

    def set_options(
        self,
        *,
        shape_filled: bool | None = None,
        fill_contiguous: bool | None = None,
        fill_tolerance: int | None = None,
    ) -> None:
        """Change options of the shape and fill tools."""
        if shape_filled is not None:
            self._shape_filled = shape_filled
        if fill_contiguous is not None:
            self._fill_contiguous = fill_contiguous
        if fill_tolerance is not None:
            self._fill_tolerance = min(max(fill_tolerance, 0), 255)
        self.options_changed.emit()

    @property
    def hover(self) -> QPoint | None:
        return self._hover

    def set_hover(self, point: QPoint | None) -> None:
        if point != self._hover:
            self._hover = point
            self.hover_changed.emit(point)

    @property
    def stroking(self) -> bool:
        return self._stroking

    def set_stroking(self, stroking: bool) -> None:
        """Tools tell when a stroke begins and ends."""
        if stroking != self._stroking:
            self._stroking = stroking
            if not stroking:
                self._keep_colour()
            self.stroke_changed.emit(stroking)

    @property
    def points(self) -> tuple[Pair, ...]:
        """What the tool "points" has put on the picture."""
        return self._points

    def set_points(self, points: Sequence[Pair]) -> None:
        if tuple(points) != self._points:
            self._points = tuple(points)
            self.points_changed.emit()

    def _keep_colour(self) -> None:
        """Remember what a hint was painted with."""
        found = sketches.colouring_of(self._document)
        if found is not None and self.active_layer is found.hints and self._tool == "brush":
            kept = [colour for colour in self.recent_colours if colour != self._colour]
            self.recent_colours = [self.colour, *kept][:_RECENT_COLOURS]

    # Actions of the menus

    def undo(self) -> None:
        if self._document is not None:
            self._document.history.undo()

    def redo(self) -> None:
        if self._document is not None:
            self._document.history.redo()

    def delete_layer(self) -> None:
        if self._document is None or self.active_layer is None:
            return
        if self.active_layer.locked:
            self.message.emit(self.tr("“{0}” is locked.").format(self.active_layer.name))
            return
        with self.attempt():
            self._document.remove_layer(self.active_id)

    def duplicate_layer(self) -> None:
        if self._document is not None and self.active_layer is not None:
            with self.attempt():
                self._document.duplicate_layer(self.active_id)

    def add_raster_layer(self) -> None:
        if self._document is not None:
            self.add_layer(RasterLayer.blank(self._document.width, self._document.height, self.tr("Layer")))

    def add_label_layer(self, palette: str = "landscape") -> None:
        if self._document is not None:
            size = self._document.width, self._document.height
            self.add_layer(LabelLayer.blank(*size, palette, self.tr("Label map")))

    def add_generated_layer(
        self, operation: str, name: str, reads: dict[str, str], params: dict[str, Any] | None = None
    ) -> GeneratedLayer | None:
        """Put a layer that an operation draws on top of all that it reads."""
        if self._document is None:
            return None
        size = self._document.width, self._document.height
        layer = GeneratedLayer.blank(*size, operation, reads, name)
        layer.params = dict(params or {})
        with self.attempt():
            self._document.add_layer(layer, len(self._document.layers))
            return layer
        return None

    def add_layer(self, layer: Layer) -> None:
        """Put a layer above the active one."""
        if self._document is not None:
            with self.attempt():
                self._document.add_layer(layer)

    def set_layer(self, id: str, *, merge_key: object = None, **properties: Any) -> None:
        if self._document is not None:
            with self.attempt():
                self._document.set_layer(id, merge_key=merge_key, **properties)

    def move_layer(self, id: str, index: int) -> None:
        if self._document is not None:
            with self.attempt():
                self._document.move_layer(id, index)

    def raise_layer(self, steps: int = 1) -> None:
        """Move the active layer up (or, negative, down) in the stack."""
        if self._document is None or self.active_layer is None:
            return
        index = self._document.index_of(self.active_id) + steps
        self.move_layer(self.active_id, min(max(index, 0), len(self._document.layers) - 1))

    def remap(self, palette: str) -> None:
        """Give the label layer that tools work on the classes of another palette, one step."""
        layer = self.paint_layer
        if self._document is None or not isinstance(layer, LabelLayer) or layer.palette == palette:
            return
        with self.attempt(), self._document.transaction("Remap classes"):
            counterpart = remapping(layer.palette, palette)[self._label_class]
            mapped = remap(layer.labels(), palette)
            self._document.paint(layer.id, self._document.rect, mapped.indices, "Remap classes")
            self._document.set_layer(layer.id, palette=palette)
            self.set_label_class(counterpart if counterpart is not None else 0)

    def select_all(self) -> None:
        if self._document is not None:
            self._document.selection.all()

    def deselect(self) -> None:
        if self._document is not None:
            self._document.selection.none()

    def invert_selection(self) -> None:
        if self._document is not None:
            self._document.selection.invert()

    def clear(self) -> None:
        """Empty what is selected of the layer that tools work on."""
        layer = self.target()
        if layer is None or self._document is None:
            return
        area = self._document.selection.bounds()
        with self.attempt():
            cleared = clipboard.cleared(layer, self._document.selection, area)
            self._document.paint(layer.id, area, cleared, "Clear")

    def copy(self) -> None:
        """Put what is selected of the active layer on the clipboard."""
        layer = self.active_layer
        if self._document is not None and isinstance(layer, PixelLayer):
            clipboard.copy(layer, self._document.selection)

    def cut(self) -> None:
        self.copy()
        self.clear()

    def paste(self) -> None:
        """Lay the clipboard's picture, or our label map, into the document as a layer of its own."""
        if self._document is None:
            return
        layer = clipboard.pasted(self._document, self.tr("Pasted"))
        if layer is None:
            self.message.emit(self.tr("There is no picture on the clipboard."))
            return
        self.add_layer(layer)

    def label_at(self, point: QPoint) -> int | None:
        """The class at a pixel of the label layer that tools work on; None where there is none."""
        layer = self.paint_layer
        if self._document is None or not isinstance(layer, LabelLayer):
            return None
        if not QRect(0, 0, self._document.width, self._document.height).contains(point):
            return None
        index = int(np.asarray(layer.tiles.read(Rect(point.x(), point.y(), 1, 1))).item())
        return None if index == NO_CLASS else index

    # The document's signals as Qt's

    def _on_pixels_changed(self, id: str, rect: Rect) -> None:
        self.pixels_changed.emit(id, QRect(*rect))

    def _on_layers_changed(self) -> None:
        self.layers_changed.emit()
        self._keep_label_class()

    def _on_active_changed(self, id: str | None) -> None:
        self._told = ""
        self.active_layer_changed.emit(id or "")
        self.colour_changed.emit()
        self._keep_label_class()

    def _on_selection_changed(self) -> None:
        self.selection_changed.emit()

    def _on_history_changed(self) -> None:
        self.history_changed.emit()

    def _on_modified_changed(self, modified: bool) -> None:
        self.modified_changed.emit(modified)

    def _on_generated_stale(self, id: str) -> None:
        self.generated_stale.emit(id)

    def _keep_label_class(self) -> None:
        """The palette may have become a shorter one."""
        palette = self.palette
        if palette is not None and self._label_class >= len(palette):
            self.set_label_class(0)
