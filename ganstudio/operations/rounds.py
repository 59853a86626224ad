"""Which items of a batch are made together: those whose pictures have the same size."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from itertools import islice
from pathlib import Path

from ganstudio.document.opening import opened
from ganstudio.engine.device import Compute
from ganstudio.errors import GanStudioError, InputError
from ganstudio.operations.archives import is_archive
from ganstudio.operations.planning import Item
from ganstudio.provenance import MOST_AT_ONCE

Sizes = tuple[tuple[int, int], ...]
"""(width, height) of each input; (0, 0) of one that cannot be known without unpacking it, or at all."""

_LOOKED_AT = 4
"""Items among which alike ones are looked for, for each that may share a pass."""
_PIXELS = {"cpu": 1 << 16, "cuda": 1 << 22, "mps": 1 << 20}
_AUTO = {"cpu": 4, "cuda": 32, "mps": 16}
"""Pixels and pictures that share a pass at most. Those of the CPU are measured (see
tests/benchmarks/bench_together.py): larger pictures leave its cache, more of them bring no more. Those of
other devices are not: they keep well within the memory of small ones."""


def check_at_once(count: int) -> None:
    """InputError for a number of pictures that cannot share a pass; 0 leaves it to the program."""
    if not 0 <= count <= MOST_AT_ONCE:
        raise InputError(f"From 1 to {MOST_AT_ONCE} pictures can be computed together, not {count}.")


def most_at_once(compute: Compute, wished: int) -> int:
    """How many threads a batch may need for pictures that share a pass."""
    return wished or _AUTO.get(_kind(compute), 1)


def rounds(items: Sequence[Item], compute: Compute, wished: int, eyes: Executor) -> Iterator[tuple[int, ...]]:
    """Places of the items that are made together, every place once.

    The first item that is left begins a round, so none waits for long; others of the same sizes join it
    from among those that follow soon. `wished` at most, or as many as the device has use for; `eyes` look
    at the files.
    """
    most = most_at_once(compute, wished)
    if most == 1:
        yield from ((place,) for place in range(len(items)))
        return
    places = iter(range(len(items)))
    near: dict[int, Future[Sizes]] = {}
    while True:
        if len(near) < most * _LOOKED_AT // 2:
            # Long before they are wanted, so that nobody waits for a file to be opened.
            for place in islice(places, most * _LOOKED_AT - len(near)):
                near[place] = eyes.submit(sizes_of, items[place])
        if not near:
            return
        sizes = next(iter(near.values())).result()
        fitting = wished or _fitting(compute, sizes)
        alike = [next(iter(near))]
        if fitting > 1:
            alike = [place for place, found in near.items() if found.result() == sizes][:fitting]
        for place in alike:
            del near[place]
        yield tuple(alike)


def sizes_of(item: Item) -> Sizes:
    """As the headers of its files say."""
    return tuple(_size(path) for path in item.inputs.values())


def _size(path: Path) -> tuple[int, int]:
    if any(is_archive(parent) for parent in path.parents):
        return 0, 0
    try:
        with opened(path) as image:
            return image.size
    except GanStudioError:
        return 0, 0


def _fitting(compute: Compute, sizes: Sizes) -> int:
    """As many as have so many pixels together; one where nothing is read, or nobody knows of what size."""
    pixels = max((math.prod(size) for size in sizes), default=0)
    kind = _kind(compute)
    return max(1, min(_AUTO.get(kind, 1), _PIXELS.get(kind, 0) // pixels)) if pixels else 1


def _kind(compute: Compute) -> str:
    return compute.device.partition(":")[0]
