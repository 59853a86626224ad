"""Painting with a SPADE checkpoint of its authors, or one trained with their code."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from ganstudio.api import Context, ImageData, InputError, load_palette, palette_ids, prepare_semantics


def palette_of(model: Any) -> str:
    """The palette that the card names, else the one of the published models with as many classes."""
    named = model.card.get("palette")
    if named:
        return str(named)
    classes = model.config.label_nc
    for palette in palette_ids():
        if len(load_palette(palette).classes) == classes:
            return palette
    raise InputError(
        f"No known palette has the {classes} classes of this model.",
        hint='Name one in a card beside the file: {"schema": 1, "palette": "ade20k"}.',
    )


def paint(params: Any, ctx: Context, model: Any, labels: Any, style_image: ImageData | None) -> Tensor:
    """labels (h, w) -> (1, 3, h', w') in [-1, 1], of the size the model was trained for."""
    config = model.config
    ids = torch.from_numpy(labels.copy())[None, None]
    ids = F.interpolate(ids.float(), size=_size(config, ids), mode="nearest").to(torch.uint8)
    # Without an instance map every region of one class counts as one instance.
    instances = ids if config.instance_edges else None
    maps = prepare_semantics(ids, config.label_nc, dont_care=config.dont_care, instances=instances)
    randomness = torch.Generator().manual_seed(params.seed)
    given = [maps]
    if config.use_vae:
        given.append(torch.randn(1, config.z_dim, generator=randomness) * params.variety)
    with ctx.compute.inference():
        return ctx.forward(model.module, *(part.to(ctx.compute.device) for part in given))


def _size(config: Any, ids: Tensor) -> tuple[int, int]:
    if config.latent_grid is not None:
        return config.latent_grid[0] * config.stride, config.latent_grid[1] * config.stride
    height, width = (max(config.stride, round(n / config.stride) * config.stride) for n in ids.shape[-2:])
    return height, width
