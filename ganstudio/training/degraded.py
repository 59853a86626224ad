"""Small pictures of large ones, none of them perfect, so that an up-sampler learns to expect that.

A shorter form of the ways that Wang et al. 2021 (Real-ESRGAN), arXiv:2107.10833, section 3.1, lists: blur,
several ways of making a picture smaller, noise, JPEG. Milder, since pictures are to be believed mostly.
"""

from __future__ import annotations

from io import BytesIO

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional as F

from ganstudio.engine.randomness import Randomness

_MOST_BLUR, _MOST_NOISE = 0.8, 0.06
_JPEG_SHARE, _WORST_JPEG, _BEST_JPEG = 0.35, 55, 95


def reduced(images: Tensor, factor: int) -> Tensor:
    """(N, C, H, W) -> (N, C, H / factor, W / factor), by area."""
    return F.avg_pool2d(images, factor)


def degraded(images: Tensor, factor: int, random: Randomness, strength: float = 1.0) -> Tensor:
    """(N, 3, H, W) in [-1, 1] -> (N, 3, H / factor, W / factor), each worsened in its own way.

    strength: in [0, 1]; 0 only makes them smaller. Half of them keep their sharpness, half have no noise.
    """
    small = reduced(images, factor)
    if not strength:
        return small
    shares = random.rand(len(images), 5)
    cubic, blur, noise, jpeg, quality = (shares[:, place].view(-1, 1, 1, 1) for place in range(5))
    sharp = F.interpolate(images, scale_factor=1 / factor, mode="bicubic", antialias=True)
    small = torch.lerp(small, sharp, (cubic < 0.5).float())
    soft = F.avg_pool2d(F.pad(small, (1, 1, 1, 1), mode="replicate"), 3, 1)
    small = torch.lerp(small, soft, _upper_half(blur) * strength * _MOST_BLUR)
    small = small + _upper_half(noise) * strength * _MOST_NOISE * random.randn(*small.shape)
    small = small.clamp(-1, 1)
    compressed = (jpeg < _JPEG_SHARE * strength).flatten().tolist()
    qualities = (_WORST_JPEG + (_BEST_JPEG - _WORST_JPEG) * quality).flatten().tolist()
    for place in (place for place, chosen in enumerate(compressed) if chosen):
        small[place] = _through_jpeg(small[place], int(qualities[place]))
    return small


def _upper_half(share: Tensor) -> Tensor:
    """0 for a half of what is drawn, then up to 1."""
    return (2 * share - 1).clamp(min=0)


def _through_jpeg(picture: Tensor, quality: int) -> Tensor:
    pixels = ((picture + 1) * 127.5).round().to(torch.uint8).permute(1, 2, 0).numpy()
    file = BytesIO()
    Image.fromarray(pixels).save(file, format="JPEG", quality=quality)
    with Image.open(file) as back:
        return torch.from_numpy(np.array(back)).permute(2, 0, 1).float() / 127.5 - 1
