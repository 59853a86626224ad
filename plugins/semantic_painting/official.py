"""Painting with a SPADE checkpoint of its authors, or one trained with their code."""

from __future__ import annotations

from typing import Any

import torch
from ganstudio.api import Context, ImageData, InputError, prepare_semantics
from torch import Tensor
from torch.nn import functional as F

# How the published models split their planes: classes, "don't care", instance edges.
_LAYOUTS = {
    151: ("ade20k", 150, True, False),
    184: ("coco_stuff", 182, True, True),
    36: ("cityscapes", 35, False, True),
}


def layout(model: Any) -> tuple[str, int, bool, bool]:
    """(palette, classes, don't-care plane, instance-edge plane), from the number of planes."""
    planes = model.config.semantic_nc
    palette = model.card.get("palette")
    if palette:
        return palette, planes, False, False
    if planes not in _LAYOUTS:
        raise InputError(
            f"This SPADE model has {planes} planes, which no known set of classes has.",
            hint='Name it in a card.json beside the file, for example {"palette": "ade20k"}.',
        )
    return _LAYOUTS[planes]


def palette_of(model: Any) -> str:
    return layout(model)[0]


def paint(params: Any, ctx: Context, model: Any, labels: Any, style_image: ImageData | None) -> Tensor:
    """labels (h, w) -> (1, 3, h', w') in [-1, 1], of the size the model was trained for."""
    _, classes, dont_care, edges = layout(model)
    config = model.config
    ids = torch.from_numpy(labels.copy())[None, None]
    ids = F.interpolate(ids.float(), size=_size(config, ids), mode="nearest").to(torch.uint8)
    # Without an instance map every region of one class counts as one instance.
    maps = prepare_semantics(ids, classes, dont_care=dont_care, instances=ids if edges else None)
    randomness = torch.Generator().manual_seed(params.seed)
    z = torch.randn(1, config.z_dim, generator=randomness) * params.variety if config.use_vae else None
    device = ctx.compute.device
    with ctx.compute.inference():
        picture: Tensor = model.module(maps.to(device), None if z is None else z.to(device))
    return picture


def _size(config: Any, ids: Tensor) -> tuple[int, int]:
    if config.latent_grid is not None:
        return config.latent_grid[0] * config.stride, config.latent_grid[1] * config.stride
    height, width = (max(config.stride, round(n / config.stride) * config.stride) for n in ids.shape[-2:])
    return height, width
