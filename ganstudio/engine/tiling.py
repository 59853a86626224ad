"""Networks on pictures of any size: padded to what the network takes, in overlapping tiles, cropped back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from ganstudio.events import Progress

if TYPE_CHECKING:
    import torch

    Network = Callable[[torch.Tensor], torch.Tensor]


def run_tiled(
    network: Network,
    image: torch.Tensor,
    *,
    tile: int | None = None,
    overlap: int = 32,
    multiple: int = 1,
    progress: Progress | None = None,
) -> torch.Tensor:
    """Run `network` on an (N, C, H, W) image of any size.

    Sides are padded to a multiple of `multiple` by repeating the edge, and the result is cropped back. With
    `tile`, squares of at most that side run one after another; neighbours share `overlap` pixels, where one
    fades into the other. The network may enlarge by a whole factor and change the number of channels.
    Returns (N, C', H·factor, W·factor); tiled results are float32.
    """
    import torch

    height, width = image.shape[-2:]
    padded = torch.nn.functional.pad(image, (0, -width % multiple, 0, -height % multiple), mode="replicate")
    if tile is None or max(padded.shape[-2:]) <= tile:
        result = network(padded)
    else:
        side = max(tile // multiple, 1) * multiple
        result = _blend(network, padded, side, min(overlap, side // 2), multiple, progress or Progress())
    factor = result.shape[-1] // padded.shape[-1]
    return result[..., : height * factor, : width * factor]


def _blend(
    network: Network, image: torch.Tensor, side: int, overlap: int, multiple: int, progress: Progress
) -> torch.Tensor:
    import torch

    height, width = image.shape[-2:]
    rows, columns = (
        list(_spans(height, side, overlap, multiple)),
        list(_spans(width, side, overlap, multiple)),
    )
    squares = [(row, column) for row in rows for column in columns]
    total = torch.empty(0)
    for (top, bottom), (left, right) in progress.steps(squares, "Rendering in tiles"):
        part = network(image[..., top:bottom, left:right]).float()
        factor = part.shape[-1] // (right - left)
        if not total.numel():
            shape = (part.shape[0], part.shape[1] + 1, height * factor, width * factor)
            total = torch.zeros(shape, device=part.device)
        down = _window(top, bottom, height, overlap, factor, part.device)
        across = _window(left, right, width, overlap, factor, part.device)
        weight = down[:, None] * across[None, :]
        target = total[..., top * factor : bottom * factor, left * factor : right * factor]
        target[:, :-1] += part * weight
        target[:, -1] += weight  # the last channel sums the weights
    return total[:, :-1] / total[:, -1:]


def _spans(length: int, side: int, overlap: int, multiple: int) -> Iterator[tuple[int, int]]:
    """(start, stop) of tiles that cover `length` and overlap by `overlap` or more."""
    if length <= side:
        yield 0, length
        return
    step = max((side - overlap) // multiple, 1) * multiple
    starts = [*range(0, length - side, step), length - side]
    yield from ((start, start + side) for start in starts)


def _window(
    start: int, stop: int, length: int, overlap: int, factor: int, device: torch.device
) -> torch.Tensor:
    """Weights along one side: a ramp where a neighbour lies, one elsewhere."""
    import torch

    size = (stop - start) * factor
    window = torch.ones(size, device=device)
    fade = min(overlap * factor, size)
    if fade:
        ramp = (torch.arange(fade, device=device) + 1) / (fade + 1)
        if start > 0:
            window[:fade] = torch.minimum(window[:fade], ramp)
        if stop < length:
            window[-fade:] = torch.minimum(window[-fade:], ramp.flip(0))
    return window
