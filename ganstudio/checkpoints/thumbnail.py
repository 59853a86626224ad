"""The small picture that shows what a model does, drawn by the model itself."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import torch
from PIL import Image
from torch import Tensor, nn

from ganstudio import paths
from ganstudio.checkpoints.registry import Family
from ganstudio.errors import CheckpointError, SaveError

SIDE = 256
"""The longer side, in pixels."""


def write_thumbnail(family: Family, config: Any, module: nn.Module, path: Path) -> str:
    """Draw `Family.sample` into a WebP; returns a sentence that says why there is none, empty if there is.

    A model without a picture is still a model: whatever fails here is told, not raised.
    """
    if family.sample is None:
        return "It has no sample picture: this network draws none by itself."
    try:
        store_thumbnail(draw_sample(family, config, module, 0), path)
    except SaveError as error:
        return str(error)
    # A network that was made for other numbers may fail in any way there is.
    except Exception as error:
        first = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
        return f"It has no sample picture: {first}."
    return ""


def draw_sample(family: Family, config: Any, module: nn.Module, seed: int) -> Image.Image:
    """What a network makes of a seed, in full size; CheckpointError if it draws nothing by itself."""
    if family.sample is None:
        raise CheckpointError(f"{family.title[:1].upper()}{family.title[1:]} draws no picture by itself.")
    with torch.inference_mode():
        picture: Tensor = family.sample(module, config, seed)
    values = picture.detach().float().nan_to_num().clamp(-1, 1).add(1).mul(127.5).round().to(torch.uint8)
    return Image.fromarray(values.permute(1, 2, 0).contiguous().cpu().numpy(), "RGB")


def store_thumbnail(picture: Image.Image, path: Path) -> None:
    """A WebP whose longer side is at most SIDE; SaveError."""
    small = picture.copy()
    small.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    memory = io.BytesIO()
    small.save(memory, "WEBP", quality=88)
    with paths.atomic_write(path) as file:
        file.write(memory.getvalue())
