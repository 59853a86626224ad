"""What a network is shown where nobody has painted yet."""

from __future__ import annotations

from typing import Any

import numpy as np

NO_CLASS = 255
Bytes = np.ndarray[Any, np.dtype[np.uint8]]


def filled(labels: Bytes, *, otherwise: int) -> Bytes:
    """Give unpainted pixels the class of a nearest painted one, by jump flooding (Rong and Tan 2006).

    `otherwise` is the class of a map on which nothing is painted.
    """
    known = labels != NO_CLASS
    if known.all():
        return labels
    if not known.any():
        return np.full_like(labels, otherwise)
    height, width = labels.shape
    rows, columns = np.mgrid[:height, :width].astype(np.int32)
    far = np.int32(4 * max(height, width))
    near_row, near_column = np.where(known, rows, -far), np.where(known, columns, -far)
    step = 1 << (max(height, width) - 1).bit_length()
    while step := step >> 1:
        for dy in (-step, 0, step):
            for dx in (-step, 0, step):
                y, x = np.clip(rows + dy, 0, height - 1), np.clip(columns + dx, 0, width - 1)
                row, column = near_row[y, x], near_column[y, x]
                nearer = _squared(row - rows, column - columns) < _squared(
                    near_row - rows, near_column - columns
                )
                near_row, near_column = np.where(nearer, row, near_row), np.where(nearer, column, near_column)
    return labels[near_row, near_column]


def _squared(y: Any, x: Any) -> Any:
    return y.astype(np.int64) ** 2 + x.astype(np.int64) ** 2
