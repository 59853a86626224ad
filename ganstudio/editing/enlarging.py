"""Pictures of any size made larger by an up-sampler, tile by tile.

The network has no norms, so a tile with what lies around it is drawn just as the whole picture would be:
there are no seams to be blended, and beside the picture and its result only a tile is in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from ganstudio.document.image import ImageData
from ganstudio.document.opening import MAX_PIXELS
from ganstudio.engine.device import Compute
from ganstudio.errors import InputError
from ganstudio.events import Progress
from ganstudio.networks.gigagan_upsampler import GigaGanUpsampler, bicubic

_TILE = 256
_SMALLEST_TILE = 64
_AROUND = 2
"""Pixels to each side of a hidden one, of which a colour is taken for it: as far as bicubic looks."""
_BICUBIC_REACH = 4
_MIRRORED: tuple[tuple[int, ...], ...] = ((), (3,), (2,), (2, 3))
Pixels = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Enlarging:
    """How a picture is made larger once: by `network`, or by bicubic interpolation where it is None.

    `mirrored` is the mean of what the network draws of the picture and of its three mirror images: what it
    draws into every second pixel, whatever the picture, falls on every other one there and goes (Timofte,
    Rothe and Van Gool 2016, arXiv:1511.02228).
    """

    factor: int
    network: GigaGanUpsampler | None = None
    strength: float = 1.0
    mirrored: bool = True

    @property
    def reach(self) -> int:
        return _BICUBIC_REACH if self.network is None else self.network.config.reach

    @property
    def stride(self) -> int:
        return 1 if self.network is None else self.network.config.stride

    def __call__(self, planes: Tensor) -> Tensor:
        """(N, C, h, w) in [-1, 1], three colours and perhaps alpha -> (N, C, factor h, factor w)."""
        large = bicubic(planes, self.factor)
        if self.network is not None:
            ways = _MIRRORED if self.mirrored else ((),)
            drawn = sum(self.network(planes[:, :3].flip(way)).float().flip(way) for way in ways) / len(ways)
            large[:, :3] = torch.lerp(large[:, :3], drawn, self.strength)
        return large


def enlarge(
    image: ImageData,
    network: GigaGanUpsampler | None,
    factor: int,
    *,
    strength: float = 1.0,
    mirrored: bool = True,
    compute: Compute | None = None,
    tile: int | None = None,
    progress: Progress | None = None,
    forward: Callable[[Enlarging, Tensor], Tensor] | None = None,
) -> ImageData:
    """The picture `factor` times as large, with its depth, alpha, profile and texts.

    A network that doubles goes over it twice for 4. strength: how much of what the network draws is taken, in
    [0, 1], the rest being bicubic. mirrored: the mean of four readings, see `Enlarging`. tile: the largest
    side to work on at once, in pixels of the input. forward: calls a step on a tile, perhaps together with
    tiles of other pictures.
    InputError where the network cannot make this factor, or the result would be larger than a picture may be.
    """
    steps = _steps(network if strength > 0 else None, factor, strength, mirrored)
    if image.width * image.height * factor**2 > MAX_PIXELS:
        raise InputError(
            f"{image.width * factor} × {image.height * factor} pixels are more than a picture may have.",
            hint="Cut out a part of it, or enlarge it less.",
        )
    progress, compute = progress or Progress(), compute or Compute()
    side = max(tile or _TILE, _SMALLEST_TILE)
    pixels = image.pixels
    # The second step has so many more pixels.
    shares = np.cumsum([0, *(step.factor ** (2 * at) for at, step in enumerate(steps))])
    for at, step in enumerate(steps):
        part = progress.sub(shares[at] / shares[-1], shares[at + 1] / shares[-1])
        pixels = _enlarged(pixels, step, compute, side, part, forward or _called)
    return ImageData(pixels, image.icc, image.exif, image.text)


def _steps(network: GigaGanUpsampler | None, factor: int, strength: float, mirrored: bool) -> list[Enlarging]:
    if network is None:
        return [Enlarging(factor)]
    own = network.config.factor
    times = {own: 1, own**2: 2}.get(factor, 0)
    if not times:
        raise InputError(
            f"This up-sampler makes pictures {own} times as large, not {factor} times.",
            hint=f"Choose {own}, or another model.",
        )
    return [Enlarging(own, network, strength, mirrored)] * times


def _called(step: Enlarging, planes: Tensor) -> Tensor:
    return step(planes)


def _enlarged(
    pixels: Pixels,
    step: Enlarging,
    compute: Compute,
    side: int,
    progress: Progress,
    forward: Callable[[Enlarging, Tensor], Tensor],
) -> Pixels:
    """(H, W, C) -> (factor H, factor W, C) of the same depth."""
    height, width, channels = pixels.shape
    factor = step.factor
    out = np.empty((height * factor, width * factor, channels), pixels.dtype)
    tiles = list(_tiles(height, width, side))
    for top, left in progress.steps(tiles, "Enlarging"):
        bottom, right = min(top + side, height), min(left + side, width)
        planes, (above, before) = _with_surroundings(pixels, (top, bottom), (left, right), step)
        with compute.inference():
            large = forward(step, planes.to(compute.device)).float().cpu()
        rows = slice(above * factor, (above + bottom - top) * factor)
        columns = slice(before * factor, (before + right - left) * factor)
        out[top * factor : bottom * factor, left * factor : right * factor] = _stored(
            large[0, :, rows, columns], channels, pixels.dtype
        )
    return out


def _tiles(height: int, width: int, side: int) -> Iterator[tuple[int, int]]:
    for top in range(0, height, side):
        for left in range(0, width, side):
            yield top, left


def _with_surroundings(
    pixels: Pixels, rows: tuple[int, int], columns: tuple[int, int], step: Enlarging
) -> tuple[Tensor, tuple[int, int]]:
    """A tile as planes (1, 3 or 4, h, w) with all that has a say in it, and where the tile begins there."""
    spans, begins = [], []
    for (start, stop), length in zip((rows, columns), pixels.shape[:2], strict=True):
        # Halved pictures must have their corners where those of the whole have them.
        first = max(start - step.reach, 0) // step.stride * step.stride
        last = min(stop + step.reach, -(-length // step.stride) * step.stride)
        last = first + -(-(last - first) // step.stride) * step.stride
        spans.append(np.arange(first, last).clip(0, length - 1))
        begins.append(start - first)
    cut = pixels[spans[0][:, None], spans[1]]
    white = float(np.iinfo(pixels.dtype).max)
    planes = torch.from_numpy(cut.astype(np.float32)).permute(2, 0, 1)[None] / white
    if planes.shape[1] == 1:
        planes = planes.expand(-1, 3, -1, -1)
    elif planes.shape[1] == 4:
        planes = torch.cat([_uncovered(planes[:, :3], planes[:, 3:]), planes[:, 3:]], dim=1)
    return planes * 2 - 1, (begins[0], begins[1])


def _uncovered(colours: Tensor, alpha: Tensor) -> Tensor:
    """Where nothing is to be seen, the colour of what is to be seen around: it will shine into the border."""
    if bool(alpha.all()):
        return colours
    window = 2 * _AROUND + 1
    seen = F.avg_pool2d(alpha, window, 1, _AROUND, count_include_pad=False)
    near = F.avg_pool2d(colours * alpha, window, 1, _AROUND, count_include_pad=False)
    return torch.where((alpha == 0) & (seen > 0), near / seen.clamp(min=1e-6), colours)


def _stored(planes: Tensor, channels: int, dtype: Any) -> Pixels:
    """(3 or 4, h, w) in about [-1, 1] -> (h, w, channels) of this depth."""
    if channels == 1:
        planes = planes.mean(dim=0, keepdim=True)
    white = float(np.iinfo(dtype).max)
    scaled = ((planes.clamp(-1, 1) + 1) / 2 * white).round()
    stored: Pixels = scaled.permute(1, 2, 0).numpy().astype(dtype)
    return stored
