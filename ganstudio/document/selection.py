"""The selected area: where painting has an effect."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil
from typing import TYPE_CHECKING, Literal

import numpy as np
from PIL import Image, ImageFilter

from ganstudio.document.changes import SelectionChange
from ganstudio.document.image import Bytes
from ganstudio.document.shapes import ellipse_coverage, polygon_coverage
from ganstudio.document.tiles import EMPTY, Rect, TileStore, tile_rect

if TYPE_CHECKING:
    from ganstudio.document.document import Document

Mode = Literal["replace", "add", "subtract", "intersect"]
Coverage = Callable[[Rect], Bytes]
"""(h, w) uint8 of how much of each pixel of a rectangle a shape covers."""


class Selection:
    """A mask over the document. Without a mask everything is selected; every change is one step.

    The mask is never written to once it is set: each change makes another.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._mask: TileStore | None = None

    @property
    def mask(self) -> TileStore | None:
        return self._mask

    @property
    def is_everything(self) -> bool:
        """Whether nothing restricts painting."""
        return self._mask is None

    def alpha(self, rect: Rect) -> Bytes:
        """(h, w) uint8: 255 where selected."""
        if self._mask is None:
            return np.full((rect.h, rect.w), 255, np.uint8)
        inside: Bytes = self._mask.read(rect)[..., 0]
        return inside

    def bounds(self) -> Rect:
        """The smallest rectangle around all that is selected, even if only in part."""
        if self._mask is None or self._mask.fill:
            return self._document.rect
        around = self._mask.bounds()
        return Rect.of_mask(self.alpha(around)).moved(around.x, around.y) if around.w else EMPTY

    def rectangle(self, rect: Rect, mode: Mode = "replace") -> None:
        self._combine("Select rectangle", rect, lambda part: np.full((part.h, part.w), 255, np.uint8), mode)

    def ellipse(self, rect: Rect, mode: Mode = "replace") -> None:
        """The ellipse that fills the rectangle."""
        self._combine("Select ellipse", rect, lambda part: ellipse_coverage(rect, part), mode)

    def polygon(self, points: Sequence[tuple[float, float]], mode: Mode = "replace") -> None:
        """The inside of a closed line (even-odd); fewer than three points select nothing."""
        if len(points) < 3:
            return
        around = Rect.of_points(points)
        self._combine("Select area", around, lambda part: polygon_coverage(points, part), mode)

    def all(self) -> None:
        """Select the whole canvas, visibly."""
        self._change("Select all", self._blank(255))

    def none(self) -> None:
        """Drop the selection: painting reaches everything."""
        self._change("Drop selection", None)

    def invert(self) -> None:
        """Select what was not; without a selection nothing happens."""
        if self._mask is None:
            return
        inverted = self._blank(255 - self._mask.fill)
        for key in self._mask.stored_keys(self._mask.rect):
            part = tile_rect(key).intersect(self._mask.rect)
            inverted.write(part, 255 - self._mask.read(part))
        inverted.compact()
        self._change("Invert selection", inverted)

    def feather(self, radius: float) -> None:
        """Blur the edge by a Gaussian of that standard deviation in pixels."""
        if self._mask is None or radius <= 0:
            return
        around = self.bounds().expanded(ceil(3 * radius)).intersect(self._document.rect)
        # Beyond the canvas the selection goes on as it is at the edge.
        margin = ceil(3 * radius)
        soft = Image.fromarray(np.pad(self.alpha(around), margin, mode="edge"))
        blurred = np.asarray(soft.filter(ImageFilter.GaussianBlur(radius)))
        mask = self._mask.clone()
        mask.write(around, blurred[margin:-margin, margin:-margin])
        mask.compact()
        self._change("Feather selection", mask)

    def set_mask(self, alpha: Bytes, name: str = "Select") -> None:
        """Select by a (H, W) uint8 mask of the document's size."""
        if alpha.shape != (self._document.height, self._document.width):
            raise ValueError(f"the mask is {alpha.shape}, the document {self._document.rect[2:]}")
        self._change(name, TileStore.of(alpha))

    def restore(self, mask: TileStore | None) -> None:
        """Set the mask without a step; for the history and for loading."""
        self._mask = mask
        self._document.selection_changed.emit()

    def _blank(self, fill: int = 0) -> TileStore:
        return TileStore(self._document.width, self._document.height, 1, fill=fill)

    def _change(self, name: str, mask: TileStore | None) -> None:
        if mask is None and self._mask is None:
            return
        with self._document.transaction(name) as edit:
            edit.apply(SelectionChange(self._mask, mask))

    def _combine(self, name: str, rect: Rect, coverage: Coverage, mode: Mode) -> None:
        """Join a shape within `rect` with what is selected, tile by tile."""
        old = self._mask
        if mode == "replace" or old is None:
            # Without a selection, adding starts one and the others cut it out of everything.
            old = self._blank(255 if mode in ("subtract", "intersect") else 0)
        mask = self._blank() if mode == "intersect" else old.clone()
        for key in mask.tile_keys(rect):
            part = tile_rect(key).intersect(rect).intersect(mask.rect)
            shape, before = coverage(part), old.read(part)[..., 0]
            if mode == "intersect":
                mask.write(part, np.minimum(before, shape))
            elif mode == "subtract":
                mask.write(part, np.minimum(before, 255 - shape))
            else:
                mask.write(part, np.maximum(before, shape))
        mask.compact()
        self._change(name, mask)
