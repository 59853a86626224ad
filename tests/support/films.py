"""A film for tests: its colours say which frame it is."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from ganstudio.document.frames import FrameData
from ganstudio.document.image import Bytes
from ganstudio.errors import InputError
from ganstudio.operations.contract import Context, OperationParams, operation
from ganstudio.params import Range, Seed


def frame(index: int, size: tuple[int, int] = (32, 24)) -> Bytes:
    """Two halves, of which one grows brighter from frame to frame."""
    pixels = np.zeros((size[1], size[0], 3), np.uint8)
    pixels[:, : size[0] // 2] = (20 * index % 256, 60, 120)
    pixels[:, size[0] // 2 :] = (200, 180, 40)
    return pixels


def film(count: int = 6, fps: float = 12, size: tuple[int, int] = (32, 24), **text: str) -> FrameData:
    return FrameData(size, fps, count, lambda index: frame(index, size), text)


class SpinParams(OperationParams):
    seed: Annotated[int, Seed()] = 0
    count: Annotated[int, Range(1, 100)] = 6
    fails_at: int = -1


def spin(params: SpinParams, ctx: Context) -> FrameData:
    """A film without inputs, which may break off with a mistake of the plugin, or one of ours."""

    def draw(index: int) -> Bytes:
        if index == params.fails_at:
            raise ZeroDivisionError("the wheel came off")
        if index == 99:
            raise InputError("It cannot turn so far.")
        return frame(index + params.seed)

    return FrameData((32, 24), 12, params.count, draw)


SPIN = operation("fake.spin", "Spin", spin, plugin_version="1.0")
