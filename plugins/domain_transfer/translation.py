"""A network on the whole of a reduced picture.

Never in tiles: instance norm measures the whole picture, so that tiles of it would each get another look.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional as F

from ganstudio.api import Context, ImageData, InputError

from .domains import FAMILIES, Way

_SMALLEST = 4
"""Cells that the narrowest map of a network must have: its reflecting borders need two."""
_GLANCE = 128
"""Side at which pictures are told apart."""

_KEPT = 8
"""Results that stay in the memo: one, and a glance for each model that could have been meant."""


def reduced(image: ImageData, side: int) -> Tensor:
    """(3, h, w) sRGB in [0, 1], the longer side at most `side`; smaller pictures stay as they are.

    What is transparent takes the mean colour of the rest, so that it counts as little as it can.
    """
    scale = min(1.0, side / max(image.size))
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    pixels = _opaque(image)
    small = Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    return torch.from_numpy(np.array(small)).permute(2, 0, 1).float() / 255


def _opaque(image: ImageData) -> np.ndarray[Any, np.dtype[np.uint8]]:
    if image.pixels.shape[2] != 4 or bool((image.pixels[..., 3] == np.iinfo(image.pixels.dtype).max).all()):
        return image.rgb()
    rgba = image.rgba()
    rgb, alpha = rgba[..., :3].copy(), rgba[..., 3]
    seen = alpha >= 128
    mean = rgb[seen].mean(0) if seen.any() else np.full(3, 128.0)
    rgb[~seen] = mean.round().astype(np.uint8)
    return rgb


def translate(ctx: Context, ref: str, small: Tensor) -> Tensor:
    """(3, h, w) in [0, 1] through a network -> the same, on the CPU; what is in the memo is not run again.

    InputError when the network is none from pictures to pictures.
    """
    model = ctx.model(ref, *FAMILIES)
    key = "translation", model.sha256, str(ctx.compute.dtype), _digest(small)
    if key not in ctx.memo:
        for old in [known for known in ctx.memo if known[0] == "translation"][: -_KEPT + 1]:
            del ctx.memo[old]
        ctx.memo[key] = _run(ctx, ref, model, small)
    kept: Tensor = ctx.memo[key]
    return kept


def likeliest(ctx: Context, ways: Sequence[Way], image: ImageData) -> Way:
    """Of several ways to one domain, the one that begins where the picture is.

    A network that was trained with an identity term leaves pictures of its own target as they are. So the
    way back, which leads to the domain that a way begins in, changes the picture least where it is there.
    """
    if len(ways) == 1:
        return ways[0]
    glance = reduced(image, _GLANCE)

    def change(way: Way) -> float:
        if way.back is None:
            return float("inf")
        return float((translate(ctx, way.back, glance) - glance).abs().mean())

    return min(ways, key=change)


def _run(ctx: Context, ref: str, model: Any, small: Tensor) -> Tensor:
    config = model.config
    if model.role != "generator":
        raise InputError(f"{ref} is the {model.role} of a model, not the network that translates pictures.")
    given, made = config.in_channels, config.out_channels
    if given not in (1, 3) or made not in (1, 3):
        raise InputError(f"{ref} turns {given} channels into {made}; a picture has 3, or 1 if it is grey.")
    height, width = small.shape[-2:]
    x = small[None] * 2 - 1
    if given == 1:
        x = x.new_tensor((0.299, 0.587, 0.114)).view(1, 3, 1, 1).mul(x).sum(1, keepdim=True)
    least = _SMALLEST * config.multiple
    right, below = (max(least, -(-n // config.multiple) * config.multiple) - n for n in (width, height))
    x = F.pad(x, (0, right, 0, below), mode="replicate").to(ctx.compute.device)
    with ctx.compute.inference():
        y = ctx.forward(model.module, x)
    y = (y[0, :, :height, :width].float().cpu() + 1) / 2
    return y.clamp(0, 1).expand(3, -1, -1).clone()


def _digest(small: Tensor) -> str:
    return hashlib.blake2b(small.numpy().tobytes() + str(tuple(small.shape)).encode()).hexdigest()
