"""Pixels in copy-on-write tiles, so that an edit costs what it touches and not what the canvas holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import ceil, floor
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

TILE = 256
"""Side of a tile in pixels."""

Key = tuple[int, int]
Tile = npt.NDArray[Any]
"""(TILE, TILE, channels). Never written to once another store or the history holds it."""


class Rect(NamedTuple):
    """Pixels x..x+w-1, y..y+h-1."""

    x: int
    y: int
    w: int
    h: int

    @staticmethod
    def of_points(points: Iterable[tuple[float, float]]) -> Rect:
        """The smallest rectangle of whole pixels around points of the plane."""
        xs, ys = zip(*points, strict=True)
        x, y = floor(min(xs)), floor(min(ys))
        return Rect(x, y, ceil(max(xs)) - x, ceil(max(ys)) - y)

    @staticmethod
    def of_mask(mask: npt.NDArray[Any]) -> Rect:
        """The smallest rectangle around all of (H, W) that is not 0."""
        rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
        if not rows.size:
            return EMPTY
        return Rect(int(columns[0]), int(rows[0]), int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1)

    @property
    def right(self) -> int:
        return self.x + self.w

    @property
    def bottom(self) -> int:
        return self.y + self.h

    @property
    def is_empty(self) -> bool:
        return self.w <= 0 or self.h <= 0

    def union(self, other: Rect) -> Rect:
        """The smallest rectangle around both; an empty one adds nothing."""
        if self.is_empty or other.is_empty:
            return other if self.is_empty else self
        x, y = min(self.x, other.x), min(self.y, other.y)
        return Rect(x, y, max(self.right, other.right) - x, max(self.bottom, other.bottom) - y)

    def intersect(self, other: Rect) -> Rect:
        """What both share, `EMPTY` when that is nothing."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        shared = Rect(x, y, min(self.right, other.right) - x, min(self.bottom, other.bottom) - y)
        return EMPTY if shared.is_empty else shared

    def expanded(self, n: int) -> Rect:
        """Grown by n pixels on every side; an empty one stays empty."""
        return self if self.is_empty else Rect(self.x - n, self.y - n, self.w + 2 * n, self.h + 2 * n)

    def moved(self, dx: int, dy: int) -> Rect:
        return Rect(self.x + dx, self.y + dy, self.w, self.h)


EMPTY = Rect(0, 0, 0, 0)


class TileStore:
    """A (height, width, channels) array of which only the tiles that differ from `fill` are kept.

    Cloning shares all tiles; whoever writes to a shared tile copies it first. While a journal is open, the
    store remembers what each touched tile was before.
    """

    def __init__(
        self, width: int, height: int, channels: int, dtype: npt.DTypeLike = np.uint8, fill: int = 0
    ) -> None:
        self.width = width
        self.height = height
        self.channels = channels
        self.dtype = np.dtype(dtype)
        self.fill = fill
        self._tiles: dict[Key, Tile] = {}
        self._owned: set[Key] = set()
        self._journal: dict[Key, Tile | None] | None = None

    @staticmethod
    def of(array: npt.NDArray[Any], fill: int = 0) -> TileStore:
        """A store that holds (H, W) or (H, W, C)."""
        height, width = array.shape[:2]
        channels = array.shape[2] if array.ndim == 3 else 1
        store = TileStore(width, height, channels, array.dtype, fill)
        store.write(store.rect, array)
        store.compact()
        return store

    @property
    def rect(self) -> Rect:
        return Rect(0, 0, self.width, self.height)

    @property
    def bytes(self) -> int:
        """Memory of the tiles, shared ones included."""
        return sum(tile.nbytes for tile in self._tiles.values())

    def tile_keys(self, rect: Rect) -> Iterator[Key]:
        """Keys (column, row) of all tiles that the rectangle touches, kept or not."""
        rect = rect.intersect(self.rect)
        if rect.is_empty:
            return
        for row in range(rect.y // TILE, (rect.bottom - 1) // TILE + 1):
            for column in range(rect.x // TILE, (rect.right - 1) // TILE + 1):
                yield column, row

    def stored_keys(self, rect: Rect) -> Iterator[Key]:
        """Keys of the kept tiles in the rectangle."""
        return (key for key in self.tile_keys(rect) if key in self._tiles)

    def is_blank(self, rect: Rect) -> bool:
        """Whether no kept tile lies in the rectangle."""
        return next(self.stored_keys(rect), None) is None

    def bounds(self) -> Rect:
        """The rectangle around all kept tiles, within the canvas."""
        around = EMPTY
        for key in self._tiles:
            around = around.union(tile_rect(key))
        return around.intersect(self.rect)

    def read(self, rect: Rect, step: int = 1) -> npt.NDArray[Any]:
        """(h, w, channels): every step-th pixel of the rectangle from its corner; outside is `fill`."""
        rows, columns = -(-rect.h // step), -(-rect.w // step)
        out = np.full((rows, columns, self.channels), self.fill, self.dtype)
        for key in self.stored_keys(rect):
            part = rect.intersect(tile_rect(key)).intersect(self.rect)
            top, left = -(-(part.y - rect.y) // step), -(-(part.x - rect.x) // step)
            y, x = rect.y + top * step - key[1] * TILE, rect.x + left * step - key[0] * TILE
            source = self._tiles[key][
                y : part.bottom - key[1] * TILE : step, x : part.right - key[0] * TILE : step
            ]
            out[top : top + source.shape[0], left : left + source.shape[1]] = source
        return out

    def array(self) -> npt.NDArray[Any]:
        """All of it, (height, width, channels)."""
        return self.read(self.rect)

    def write(self, rect: Rect, array: npt.NDArray[Any]) -> None:
        """Put (h, w), (h, w, channels) or what broadcasts to that into the rectangle; outside is cut off."""
        if array.ndim == 2:
            array = array[..., None]
        array = np.broadcast_to(array, (rect.h, rect.w, self.channels))
        for key in self.tile_keys(rect):
            part = rect.intersect(tile_rect(key)).intersect(self.rect)
            tile = self._writable(key)
            y, x = part.y - key[1] * TILE, part.x - key[0] * TILE
            tile[y : y + part.h, x : x + part.w] = array[
                part.y - rect.y : part.bottom - rect.y, part.x - rect.x : part.right - rect.x
            ]

    def clone(self) -> TileStore:
        """A store of the same content that shares every tile until one of the two is written to."""
        twin = self._like(self.width, self.height)
        twin._tiles = self._tiles.copy()
        self._owned.clear()
        return twin

    def moved(self, width: int, height: int, dx: int, dy: int) -> TileStore:
        """The content shifted by (dx, dy) on a canvas of another size."""
        moved = self._like(width, height)
        for key in self._tiles:
            part = tile_rect(key).intersect(self.rect)
            moved.write(part.moved(dx, dy), self.read(part))
        moved.compact()
        return moved

    def compact(self) -> None:
        """Let go of tiles that hold nothing but `fill`."""
        for key in [key for key, tile in self._tiles.items() if bool((tile == self.fill).all())]:
            self._drop(key)

    def open_journal(self) -> None:
        self._journal = {}

    def close_journal(self) -> tuple[dict[Key, Tile | None], dict[Key, Tile | None]]:
        """What the tiles that changed since `open_journal` were, and are; None is a tile of `fill` alone."""
        before, self._journal = self._journal or {}, None
        for key, old in list(before.items()):
            new = self._tiles.get(key)
            if new is not None and bool((new == self.fill).all()):
                self._drop(key)
                new = None
            if new is old or (old is not None and new is not None and np.array_equal(old, new)):
                self.restore({key: old})
                del before[key]
        self._owned.difference_update(before)
        return before, {key: self._tiles.get(key) for key in before}

    def restore(self, tiles: Mapping[Key, Tile | None]) -> None:
        """Put tiles of a closed journal back."""
        for key, tile in tiles.items():
            self._drop(key)
            if tile is not None:
                self._tiles[key] = tile

    def _writable(self, key: Key) -> Tile:
        tile = self._tiles.get(key)
        if self._journal is not None and key not in self._journal:
            self._journal[key] = tile
            self._owned.discard(key)
        if tile is None:
            tile = np.full((TILE, TILE, self.channels), self.fill, self.dtype)
        elif key not in self._owned:
            tile = tile.copy()
        self._tiles[key] = tile
        self._owned.add(key)
        return tile

    def _drop(self, key: Key) -> None:
        self._tiles.pop(key, None)
        self._owned.discard(key)

    def _like(self, width: int, height: int) -> TileStore:
        return TileStore(width, height, self.channels, self.dtype, self.fill)


def tile_rect(key: Key) -> Rect:
    """The pixels of a tile; at the edge some lie outside of the canvas."""
    return Rect(key[0] * TILE, key[1] * TILE, TILE, TILE)
