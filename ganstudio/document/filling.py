"""Filling areas: shapes, and what looks like the pixel that was clicked."""

from __future__ import annotations

from collections.abc import Callable
from math import floor

import numpy as np
import numpy.typing as npt

from ganstudio.document.document import Document
from ganstudio.document.image import Bytes
from ganstudio.document.ink import Value, check_value, mixed
from ganstudio.document.layers import PixelLayer
from ganstudio.document.tiles import EMPTY, TILE, Rect

Bools = npt.NDArray[np.bool_]


def flood_fill(
    document: Document,
    layer_id: str,
    x: float,
    y: float,
    value: Value,
    contiguous: bool = True,
    tolerance: int = 0,
) -> Rect:
    """Fill what looks like the pixel at (x, y): all of it, or only what hangs together with it (4 sides).

    `tolerance` is how far each channel may be off, 0-255. Returns what was filled.
    """
    layer = document.paintable(layer_id)
    check_value(layer, value)
    column, row = floor(x), floor(y)
    if not (0 <= column < document.width and 0 <= row < document.height):
        return EMPTY
    area = _alike(layer, column, row, tolerance)
    if contiguous:
        area = connected(area, column, row)
    rows, columns = np.flatnonzero(area.any(axis=1)), np.flatnonzero(area.any(axis=0))
    rect = Rect(int(columns[0]), int(rows[0]), int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1)

    def coverage(part: Rect) -> Bytes:
        return area[part.y : part.bottom, part.x : part.right] * np.uint8(255)

    return fill_area(document, layer, rect, coverage, value, 1.0, "Fill")


def fill_area(
    document: Document,
    layer: PixelLayer,
    rect: Rect,
    coverage: Callable[[Rect], Bytes],
    value: Value,
    opacity: float,
    name: str,
) -> Rect:
    """Lay a value over what `coverage` says within `rect` and the selection, tile by tile, as one step."""
    filled = EMPTY
    with document.transaction(name) as edit:
        for key in layer.tiles.tile_keys(rect):
            tile = Rect(key[0] * TILE, key[1] * TILE, TILE, TILE)
            part = tile.intersect(rect).intersect(document.rect)
            covered = coverage(part)
            if not covered.any():
                continue
            strength = covered * np.float32(opacity / 255)
            if not document.selection.is_everything:
                strength *= document.selection.alpha(part) * np.float32(1 / 255)
            edit.write(layer, part, mixed(layer, layer.tiles.read(part), strength, value))
            filled = filled.union(part)
    return filled


def connected(area: Bools, column: int, row: int) -> Bools:
    """The part of `area` (H, W) that hangs together, by sides, with one of its pixels.

    Row by row: a run of pixels is reached when a reached pixel lies above or below it. Rows are looked at
    again only when a neighbour has changed.
    """
    reached = np.zeros_like(area)
    reached[row] = _runs_with(area[row], np.arange(area.shape[1]) == column)
    todo = {row}
    while todo:
        here = todo.pop()
        for there in (here - 1, here + 1):
            if not 0 <= there < area.shape[0]:
                continue
            seeds = reached[here] & area[there] & ~reached[there]
            if seeds.any():
                reached[there] |= _runs_with(area[there], seeds)
                todo.add(there)
    return reached


def _runs_with(line: Bools, seeds: Bools) -> Bools:
    """Those runs of True in `line` that hold a True of `seeds`."""
    starts = np.diff(line, prepend=False) & line
    run = np.cumsum(starts)  # the number of the run that a pixel of the line belongs to
    wanted = np.zeros(int(run[-1]) + 1, np.bool_)
    wanted[run[seeds & line]] = True
    return wanted[run] & line


def _alike(layer: PixelLayer, column: int, row: int, tolerance: int) -> Bools:
    """(H, W): pixels whose every channel is within `tolerance` of the given one; all clear ones are alike."""
    tiles = layer.tiles
    target = tiles.read(Rect(column, row, 1, 1))[0, 0].astype(np.int16)
    alike = np.zeros((tiles.height, tiles.width), np.bool_)
    for key in tiles.tile_keys(tiles.rect):
        part = Rect(key[0] * TILE, key[1] * TILE, TILE, TILE).intersect(tiles.rect)
        pixels = tiles.read(part)
        close = (np.abs(pixels - target) <= tolerance).all(axis=2)
        if tiles.channels == 4 and target[3] == 0:
            close |= pixels[..., 3] == 0
        alike[part.y : part.bottom, part.x : part.right] = close
    return alike
