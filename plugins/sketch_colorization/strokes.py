"""Changing the lines of a drawing: specks go, lines get another width, a reduced line stays a line."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

from .drawing import Floats

_INKED = 0.5


def without_specks(ink: Floats, size: int) -> Floats:
    """Ink without marks of at most `size` pixels that stand alone: nothing is around them."""
    if size == 0:
        return ink
    marks = (ink > 0.15).astype(np.int32)
    # A pixel more, for the soft rim that a speck has.
    near, around = _sums(marks, size + 1), _sums(marks, 2 * size + 2)
    lone = (marks > 0) & (around - near < 1)
    rim = Image.fromarray(lone.astype(np.uint8) * 255).filter(ImageFilter.MaxFilter(5))
    return np.where((np.asarray(rim) > 0) & (around - near < 1), 0, ink).astype(np.float32)


def redrawn(ink: Floats, width: float) -> Floats:
    """All lines in one width in pixels, along their middle."""
    middle = skeleton(ink > _INKED)
    if width <= 1:
        return middle.astype(np.float32) * max(width, 0.25)
    # A one pixel line, blurred, falls off with the distance in a way that is known, so it can be cut there.
    sigma = width / 2
    soft = _blurred(middle.astype(np.float32), sigma)
    peak = 1 / (sigma * np.sqrt(2 * np.pi))
    edge = peak * np.exp(-0.5)
    slope = edge / sigma  # of the curve at half the width, per pixel
    cut: Floats = ((soft - edge) / slope + 0.5).clip(0, 1).astype(np.float32)
    return cut


def skeleton(marks: np.ndarray) -> np.ndarray:
    """Lines one pixel wide in the middle of marks (H, W): Zhang and Suen, CACM 1984."""
    grid = np.pad(marks.astype(np.uint8), 1)
    changed = True
    while changed:
        changed = False
        for second in (False, True):
            spare = _spare(grid, second)
            if spare.any():
                grid[1:-1, 1:-1][spare] = 0
                changed = True
    return grid[1:-1, 1:-1] > 0


def _spare(grid: np.ndarray, second: bool) -> np.ndarray:
    """Which border pixels may go without tearing a line apart, in one of the two half steps."""
    height, width = grid.shape
    around = [
        grid[1 + dy : height - 1 + dy, 1 + dx : width - 1 + dx]
        for dy, dx in ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))
    ]
    north, _, east, _, south, _, west, _ = around
    count = np.zeros_like(north)
    turns = np.zeros_like(north)
    for here, after in zip(around, [*around[1:], around[0]], strict=True):
        count += here
        turns += (here == 0) & (after == 1)
    open_sides = (
        (north * east * west == 0) & (north * south * west == 0)
        if second
        else (north * east * south == 0) & (east * south * west == 0)
    )
    spare: np.ndarray = (grid[1:-1, 1:-1] == 1) & (count >= 2) & (count <= 6) & (turns == 1) & open_sides
    return spare


def resized(ink: Floats, size: tuple[int, int]) -> Floats:
    """Ink at another size = (height, width). Lines that become thinner than a pixel stay dark."""
    height, width = size
    if (height, width) == ink.shape:
        return ink
    smaller = height < ink.shape[0]
    how = Image.Resampling.BOX if smaller else Image.Resampling.BICUBIC
    plane = np.asarray(Image.fromarray(ink).resize((width, height), how), np.float32).clip(0, 1)
    marks = plane[plane > 0.05]
    if not smaller or not marks.size:
        return plane
    # The darkest parts of lines shall be full ink again, but no grey wash shall become a line.
    typical = float(np.percentile(marks, 85))
    return (plane * min(max(1 / max(typical, 0.1), 1), 5)).clip(0, 1).astype(np.float32)


def _sums(plane: np.ndarray, reach: int) -> np.ndarray:
    """How much lies in the square of `reach` pixels to each side."""
    height, width = plane.shape
    total = np.pad(plane, ((reach + 1, reach), (reach + 1, reach))).cumsum(0).cumsum(1)
    span = 2 * reach + 1
    sums: np.ndarray = (
        total[span : span + height, span : span + width]
        - total[:height, span : span + width]
        - total[span : span + height, :width]
        + total[:height, :width]
    )
    return sums


def _blurred(plane: Floats, sigma: float) -> Floats:
    reach = max(1, int(3 * sigma + 0.5))
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    weights /= weights.sum()
    for _ in range(2):
        padded = np.pad(plane, ((reach, reach), (0, 0)))
        length = plane.shape[0]
        rows = (padded[place : place + length] * weight for place, weight in enumerate(weights))
        plane = np.asarray(sum(rows), np.float32).T
    return plane
