"""Painting with our own steerable SPADE: season, hour, latent and noise."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from ganstudio.api import Context, ImageData, InputError, prepare_semantics

from .pictures import padded, to_tensor

ENCODER_SIDE = 128


def palette_of(model: Any) -> str:
    return str(model.card.get("palette", "landscape"))


def paint(params: Any, ctx: Context, model: Any, labels: Any, style_image: ImageData | None) -> Tensor:
    """labels (h, w) without unknown classes -> (1, 3, h, w) in [-1, 1]."""
    config = model.config
    height, width = labels.shape
    maps = prepare_semantics(torch.from_numpy(labels.copy())[None, None], config.semantic_nc)
    maps = padded(maps, config.stride)
    style = named_style(params.style, model.card.get("style_groups", []), config.style_nc)
    randomness = torch.Generator().manual_seed(params.seed)
    z = torch.randn(1, config.z_dim, generator=randomness) * params.variety
    noise = torch.randn(1, config.noise_dim, *maps.shape[-2:], generator=randomness)
    if style_image is not None:
        style, z = _follow(params, ctx, style_image, style, z)
    # The padding lies below the picture, so the last row of the picture stays at 1.
    rows = torch.tensor([[-1.0, 2.0 * maps.shape[-2] / height - 1.0]])
    device = ctx.compute.device
    with ctx.compute.inference():
        inputs = (value.to(device) for value in (maps, z, style, noise, rows))
        picture = ctx.forward(model.module, *inputs)
    return picture[..., :height, :width]


def named_style(name: str, groups: list[list[str]], style_nc: int) -> Tensor:
    """(1, style_nc), one-hot per group: "winter-night" in the groups of seasons and hours."""
    style = torch.zeros(1, style_nc)
    if not groups:
        return style
    start = 0
    parts = name.split("-")
    for group, part in zip(groups, parts, strict=False):
        if part not in group:
            raise InputError(f"This model knows no style “{part}”.", hint=f"It knows {', '.join(group)}.")
        style[0, start + group.index(part)] = 1
        start += len(group)
    return style


def _follow(
    params: Any, ctx: Context, style_image: ImageData, style: Tensor, z: Tensor
) -> tuple[Tensor, Tensor]:
    """Style and latent of the reference picture, mixed with the chosen ones by its strength."""
    encoder = ctx.model(f"{params.model}/encoder", "style_spade")
    x, (height, width) = to_tensor(style_image, ENCODER_SIDE, 16)
    with ctx.compute.inference():
        mean, _, scores = encoder.module(x[..., :height, :width].to(ctx.compute.device))
    groups = encoder.card.get("style_groups", [])
    sizes = [len(group) for group in groups]
    if sizes:
        chances = [part.softmax(1) for part in scores.float().cpu().split(sizes, 1)]
        style = torch.lerp(style, torch.cat(chances, 1), params.reference)
    return style, torch.lerp(z, mean.float().cpu(), params.reference)
