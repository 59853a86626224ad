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
from ganstudio.document.tiles import EMPTY, Rect, tile_rect

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

    def coverage(part: Rect) -> Bytes:
        return area[part.y : part.bottom, part.x : part.right] * np.uint8(255)

    return fill_area(document, layer, Rect.of_mask(area), coverage, value, 1.0, "Fill")


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
            part = tile_rect(key).intersect(rect).intersect(document.rect)
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

    Runs of pixels are the nodes of a graph whose edges are the runs that touch from row to row.
    """
    counts, edges = np.zeros(area.shape[0] + 1, np.int64), [np.zeros((2, 0), np.int64)]
    above = runs_above = np.zeros_like(area[0])
    for y, line in enumerate(area):
        runs = _run_numbers(line) + counts[y]
        counts[y + 1] = runs[-1]
        touching = np.flatnonzero(_starts(above & line))
        edges.append(np.stack([runs_above[touching], runs[touching]]))
        above, runs_above = line, runs
    group = _groups(int(counts[-1]) + 1, np.concatenate(edges, axis=1))
    wanted = group == group[_run_numbers(area[row])[column] + counts[row]]
    reached = [wanted[_run_numbers(line) + first] & line for line, first in zip(area, counts, strict=False)]
    return np.stack(reached)


def _starts(line: Bools) -> Bools:
    """The first pixel of every run of True."""
    starts = line.copy()
    starts[1:] &= ~line[:-1]
    return starts


def _run_numbers(line: Bools) -> npt.NDArray[np.int64]:
    """For each pixel the number, from 1, of the run of True that it belongs to; elsewhere any number."""
    return np.cumsum(_starts(line), dtype=np.int64)


def _groups(count: int, edges: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """For each of `count` nodes a node of its connected part, the same for all of that part.

    Shiloach and Vishkin, "An O(log n) parallel connectivity algorithm", 1982: the roots of two trees that an
    edge joins are hooked to one another, then every node is hooked to its root.
    """
    root = np.arange(count)
    while edges.size:
        ends = root[edges]
        low, high = ends.min(axis=0), ends.max(axis=0)
        root[high] = low
        while not np.array_equal(further := root[root], root):
            root = further
        edges = edges[:, low != high]
    return root


def _alike(layer: PixelLayer, column: int, row: int, tolerance: int) -> Bools:
    """(H, W): pixels whose every channel is within `tolerance` of the given one; all clear ones are alike."""
    tiles = layer.tiles
    target = tiles.read(Rect(column, row, 1, 1))[0, 0].astype(np.int16)
    alike = np.zeros((tiles.height, tiles.width), np.bool_)
    for key in tiles.tile_keys(tiles.rect):
        part = tile_rect(key).intersect(tiles.rect)
        pixels = tiles.read(part)
        close = (np.abs(pixels - target) <= tolerance).all(axis=2)
        if tiles.channels == 4 and target[3] == 0:
            close |= pixels[..., 3] == 0
        alike[part.y : part.bottom, part.x : part.right] = close
    return alike
