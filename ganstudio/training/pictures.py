"""Contact sheets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from PIL import Image
from torch import Tensor

from ganstudio import paths


def sheet(columns: Sequence[Tensor], per_band: int = 8) -> Tensor:
    """Lay batches (N, 3, H, W) out as bands of `per_band` pictures, one row per batch: (3, H', W')."""
    bands = []
    for start in range(0, len(columns[0]), per_band):
        rows = [torch.cat(list(batch[start : start + per_band]), -1) for batch in columns]
        bands.append(torch.cat(rows, 1))
    return torch.cat(bands, 1)


def false_colours(labels: Tensor, classes: int) -> Tensor:
    """Labels (N, 1, H, W) as colours (N, 3, H, W) in [-1, 1]: evenly spaced hues."""
    hue = torch.arange(classes) / classes * 2 * torch.pi
    table = torch.stack([torch.cos(hue + shift) for shift in (0.0, 2.1, 4.2)], 1) * 0.8
    known = labels[:, 0].long().clamp(max=classes - 1).cpu()
    return table[known].permute(0, 3, 1, 2).to(labels.device)


def write(picture: Tensor, path: Path) -> None:
    """Save (3, H, W) in [-1, 1] as PNG, atomically."""
    pixels = ((picture.float().clamp(-1, 1) + 1) * 127.5).round().to(torch.uint8)
    with paths.atomic_write(path) as file:
        Image.fromarray(pixels.permute(1, 2, 0).cpu().numpy()).save(file, format="PNG")
