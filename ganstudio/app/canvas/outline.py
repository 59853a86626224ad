"""Edges as line segments: of the selection, for the marching ants, and of what is painted on a layer."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLine, QLineF

from ganstudio.app.canvas.viewport import Viewport
from ganstudio.document.selection import Selection
from ganstudio.document.tiles import Rect, TileStore

Ints = npt.NDArray[np.intp]


def outline(selection: Selection, rect: Rect, viewport: Viewport) -> list[QLine]:
    """Lines of the pane around what is selected (at least half) within a rectangle of the document."""
    return [] if selection.mask is None else edges(selection.mask, rect, viewport)


def edges(tiles: TileStore, rect: Rect, viewport: Viewport) -> list[QLine]:
    """Lines of the pane around where the last channel is at least half, within a rectangle."""
    if rect.is_empty:
        return []
    step = 1 << viewport.level
    # On the mip grid and one pixel more on every side, so that only real edges are found.
    x, y = (rect.x // step - 1) * step, (rect.y // step - 1) * step
    around = Rect(x, y, rect.right - x + step, rect.bottom - y + step)
    inside = tiles.read(around, step)[..., -1] >= 128
    inside[_beyond(around.y, step, inside.shape[0], tiles.height)] = False
    inside[:, _beyond(around.x, step, inside.shape[1], tiles.width)] = False
    rows, starts, ends = _runs(inside[1:] != inside[:-1])
    columns, tops, bottoms = _runs((inside[:, 1:] != inside[:, :-1]).T)
    lines = [
        QLineF(x + a * step, y + (row + 1) * step, x + b * step, y + (row + 1) * step)
        for row, a, b in zip(rows, starts, ends, strict=True)
    ]
    lines += [
        QLineF(x + (column + 1) * step, y + a * step, x + (column + 1) * step, y + b * step)
        for column, a, b in zip(columns, tops, bottoms, strict=True)
    ]
    transform = viewport.transform
    return [transform.map(line).toLine() for line in lines]


def _beyond(start: int, step: int, count: int, size: int) -> npt.NDArray[np.bool_]:
    """Which of `count` samples lie outside of the document; a mask may be filled there."""
    places = start + step * np.arange(count)
    return (places < 0) | (places >= size)


def _runs(edges: npt.NDArray[np.bool_]) -> tuple[list[int], list[int], list[int]]:
    """Row, start and end of every run of True in each row."""
    padded = np.pad(edges, ((0, 0), (1, 1))).astype(np.int8)
    change = np.diff(padded, axis=1)
    rows, starts = np.nonzero(change == 1)
    ends = np.nonzero(change == -1)[1]
    return rows.tolist(), starts.tolist(), ends.tolist()
