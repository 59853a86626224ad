"""Between arrays of any size and the sizes that networks want."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional as F

from ganstudio.api import ImageData

Bytes = np.ndarray[Any, np.dtype[np.uint8]]


def reduced(height: int, width: int, side: int) -> tuple[int, int]:
    """(height, width) so that the longer one is at most `side`."""
    scale = min(1.0, side / max(height, width))
    return max(1, round(height * scale)), max(1, round(width * scale))


def fitted(labels: Bytes, side: int) -> Bytes:
    """Labels (H, W) reduced to `side` by taking the class in the middle of each cell."""
    height, width = reduced(labels.shape[0], labels.shape[1], side)
    rows = ((np.arange(height) + 0.5) * labels.shape[0] / height).astype(int)
    columns = ((np.arange(width) + 0.5) * labels.shape[1] / width).astype(int)
    small: Bytes = labels[rows[:, None], columns]
    return small


def padded(x: Tensor, multiple: int) -> Tensor:
    """(N, C, H, W) with its right and lower edge repeated up to a multiple."""
    height, width = x.shape[-2:]
    return F.pad(x, (0, -width % multiple, 0, -height % multiple), mode="replicate")


def to_tensor(image: ImageData, side: int, multiple: int) -> tuple[Tensor, tuple[int, int]]:
    """(1, 3, H, W) in [-1, 1], reduced and padded, and its (height, width) before padding."""
    height, width = reduced(image.height, image.width, side)
    small = Image.fromarray(image.rgb()).resize((width, height), Image.Resampling.LANCZOS)
    x = torch.from_numpy(np.array(small)).permute(2, 0, 1)[None].float() / 127.5 - 1
    return padded(x, multiple), (height, width)


def to_bytes(picture: Tensor, size: tuple[int, ...]) -> Bytes:
    """(1, 3, h, w) in [-1, 1] -> (H, W, 3) of `size` = (H, W)."""
    pixels = ((picture[0].float().clamp(-1, 1) + 1) * 127.5).round().to(torch.uint8)
    small = Image.fromarray(pixels.permute(1, 2, 0).cpu().numpy())
    return np.array(small.resize((size[1], size[0]), Image.Resampling.BICUBIC))
