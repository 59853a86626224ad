"""What the tensors of PyTorch-StudioGAN's networks show: their blocks, attention and widths."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import count, pairwise
from typing import Any

import torch

from ganstudio.checkpoints.contents import StateDict

SIZES = (32, 64, 128, 256, 512)
_DEPTHS = (2, 1, 3, 4)


def reads(options: Mapping[str, Any]) -> Mapping[str, Any]:
    """The authors write N/A for what is not there, and Auto where the backbone decides."""
    return {name: value for name, value in options.items() if value not in ("N/A", "Auto")}


def has(tensors: StateDict, layer: str) -> bool:
    """Whether there is such a layer, spectrally normalised or not."""
    return f"{layer}.weight" in tensors or f"{layer}.weight_orig" in tensors


def shape(tensors: StateDict, layer: str) -> torch.Size:
    """The shape of a layer's weight; KeyError without it."""
    spectral = f"{layer}.weight_orig"
    return tensors[spectral if spectral in tensors else f"{layer}.weight"].shape


def blocks(tensors: StateDict) -> tuple[list[str], list[int]]:
    """The names of the blocks, and after how many of them each self-attention stands."""
    names: list[str] = []
    attention: list[int] = []
    there = {tuple(name.split(".")[1:3]) for name in tensors if name.startswith("blocks.")}
    for index in count():
        if (str(index), "0") not in there:
            break
        name = f"blocks.{index}.0"
        if f"{name}.sigma" in tensors:
            attention.append(len(names))
        else:
            names.append(name)
    return names, attention


def deep_stages(
    tensors: StateDict,
    names: Sequence[str],
    tables: Mapping[int, Sequence[int]],
    widths_in_stage: Callable[[int, int, int], tuple[int, int]],
) -> tuple[int, int, int]:
    """Image size, blocks per stage and base width of a deep backbone, from the widths of its blocks.

    `tables` are the widths of stages in multiples of the base width, by image size; `widths_in_stage` gives
    what enters and leaves the n-th block of a stage. ValueError if nothing fits.
    """
    found = [(shape(tensors, f"{name}.conv2d1")[1], shape(tensors, f"{name}.conv2d4")[0]) for name in names]
    for depth in _DEPTHS:
        size = dict(zip(range(3, 8), SIZES, strict=True)).get(len(names) // depth)
        if size is None or len(names) % depth:
            continue
        base = found[0][0] // tables[size][0]
        widths = [base * width for width in tables[size]]
        steps = [widths_in_stage(a, b, step) for a, b in pairwise(widths) for step in range(depth)]
        if steps == found:
            return size, depth, base
    raise ValueError(f"no image size and depth give blocks of the widths {found}")
