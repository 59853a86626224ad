"""A cached picture of the part of the document that is in sight, at the coarseness of the screen.

Only what is dirty is composited again, when it is next painted. Large areas come coarse at first, every
2**level-th pixel; `refine` averages neighbours in small portions while nothing else happens.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from ganstudio.app.canvas.pictures import Picture
from ganstudio.document.tiles import EMPTY, Rect

Bytes = npt.NDArray[np.uint8]

_MARGIN = 128
"""Pixels kept around what is in sight, so that panning seldom composites."""
_FINE_AT_ONCE = 1 << 18
"""Pixels that are read at full fineness without waiting for `refine`."""
_MAX_DIRTY = 32


class Backing:
    """`area` is in pixels of the mip level: one of them is 2**level pixels of the document wide."""

    def __init__(self) -> None:
        self.picture: Picture | None = None
        self.level = 0
        self.area = EMPTY
        self.opaque = True
        self._pixels: Bytes = np.zeros((0, 0, 4), np.uint8)
        self._dirty: list[Rect] = []
        self._coarse: list[Rect] = []

    def show(self, picture: Picture | None) -> None:
        """Another picture: all is dirty."""
        if picture != self.picture:
            self.picture = picture
            self.reset()

    def reset(self) -> None:
        """Forget everything, as when layers were moved."""
        self.area, self._dirty, self._coarse, self.opaque = EMPTY, [], [], True

    def invalidate(self, rect: Rect) -> None:
        """Pixels of the document have changed."""
        here = self._to_level(rect).intersect(self.area)
        if here.is_empty:
            return
        while self._dirty and _close(self._dirty[-1], here):
            here = here.union(self._dirty.pop())
        self._dirty.append(here)
        if len(self._dirty) > _MAX_DIRTY:
            self._dirty = [_union(self._dirty)]

    def cover(self, rect: Rect, level: int) -> None:
        """Make sure that a rectangle of the document is there at a mip level, and up to date."""
        if self.picture is None:
            return
        if level != self.level:
            self.reset()
            self.level = level
        wanted = self._to_level(rect).intersect(self._bounds())
        if wanted.intersect(self.area) != wanted:
            self._move(wanted.expanded(_MARGIN).intersect(self._bounds()))
        for part in self._dirty:
            fine = level == 0 or (part.w * part.h) << 2 <= _FINE_AT_ONCE
            self._composite(part, fine)
            if not fine:
                self._coarse.append(part)
        self._dirty = []

    @property
    def covered(self) -> Rect:
        """`area` in pixels of the document; it may reach beyond its edge by part of a mip pixel."""
        return self._to_document(self.area)

    def image(self) -> QImage:
        """The picture of `area`; it shares the memory of this cache, so paint it at once."""
        height, width = self._pixels.shape[:2]
        kind = QImage.Format.Format_RGB32 if self.opaque else QImage.Format.Format_ARGB32_Premultiplied
        return QImage(self._pixels.data, width, height, 4 * width, kind)

    @property
    def needs_refining(self) -> bool:
        return bool(self._coarse)

    def refine(self) -> Rect:
        """Make a portion of what is coarse fine; returns it as a rectangle of the document."""
        if not self._coarse:
            return EMPTY
        part = self._coarse.pop()
        rows = max(1, (_FINE_AT_ONCE >> 2) // part.w)
        portion = Rect(part.x, part.y, part.w, min(rows, part.h))
        if portion.h < part.h:
            self._coarse.append(Rect(part.x, part.y + portion.h, part.w, part.h - portion.h))
        portion = portion.intersect(self.area)
        if not portion.is_empty:
            self._composite(portion, True)
        return self._to_document(portion)

    def _move(self, area: Rect) -> None:
        """Cover another area; what both share is kept."""
        shared = area.intersect(self.area)
        pixels = np.zeros((area.h, area.w, 4), np.uint8)
        if not shared.is_empty:
            old, new = shared.moved(-self.area.x, -self.area.y), shared.moved(-area.x, -area.y)
            pixels[_slices(new)] = self._pixels[_slices(old)]
        self._pixels, self.area = pixels, area
        self._dirty = [part.intersect(shared) for part in self._dirty] + _around(area, shared)
        self._dirty = [part for part in self._dirty if not part.is_empty]

    def _composite(self, part: Rect, fine: bool) -> None:
        assert self.picture is not None
        rect = self._to_document(part).intersect(self.picture.document.rect)
        fine = fine and self.level > 0
        pixels = _premultiplied(self.picture.read(rect, self.level - fine))
        if fine:
            pixels = _halved(pixels, part.w, part.h)
        if self.opaque and bool((pixels[..., 3] < 255).any()):
            self.opaque = False
        self._pixels[_slices(part.moved(-self.area.x, -self.area.y))] = pixels

    def _bounds(self) -> Rect:
        assert self.picture is not None
        return self._to_level(self.picture.document.rect)

    def _to_level(self, rect: Rect) -> Rect:
        x, y = rect.x >> self.level, rect.y >> self.level
        right, bottom = -(-rect.right >> self.level), -(-rect.bottom >> self.level)
        return Rect(x, y, right - x, bottom - y)

    def _to_document(self, rect: Rect) -> Rect:
        n = self.level
        return Rect(rect.x << n, rect.y << n, rect.w << n, rect.h << n)


def _premultiplied(rgba: Bytes) -> Bytes:
    """Straight RGBA as the premultiplied BGRA that Qt paints fastest (little-endian ARGB32)."""
    out = rgba[..., [2, 1, 0, 3]]
    clear = rgba[..., 3] < 255
    if clear.any():
        alpha = rgba[clear, 3:].astype(np.uint16)
        out[clear, :3] = (out[clear, :3] * alpha + 127) // 255
    return out


def _halved(pixels: Bytes, width: int, height: int) -> Bytes:
    """(height, width, 4): the mean of each 2 × 2 pixels; at odd edges the last one counts twice."""
    h, w = pixels.shape[:2]
    wide = np.pad(pixels, ((0, 2 * height - h), (0, 2 * width - w), (0, 0)), mode="edge").astype(np.uint16)
    total = wide[0::2, 0::2] + wide[1::2, 0::2] + wide[0::2, 1::2] + wide[1::2, 1::2]
    return ((total + 2) >> 2).astype(np.uint8)


def _slices(rect: Rect) -> tuple[slice, slice]:
    return slice(rect.y, rect.bottom), slice(rect.x, rect.right)


def _union(rects: list[Rect]) -> Rect:
    around = EMPTY
    for rect in rects:
        around = around.union(rect)
    return around


def _close(one: Rect, other: Rect) -> bool:
    """Whether both together cost little more than each alone."""
    both = one.union(other)
    return both.w * both.h <= 1.25 * (one.w * one.h + other.w * other.h)


def _around(outer: Rect, inner: Rect) -> list[Rect]:
    """The parts of `outer` that `inner`, which lies in it, leaves."""
    if inner.is_empty:
        return [outer]
    parts = [
        Rect(outer.x, outer.y, outer.w, inner.y - outer.y),
        Rect(outer.x, inner.bottom, outer.w, outer.bottom - inner.bottom),
        Rect(outer.x, inner.y, inner.x - outer.x, inner.h),
        Rect(inner.right, inner.y, outer.right - inner.right, inner.h),
    ]
    return [part for part in parts if not part.is_empty]
