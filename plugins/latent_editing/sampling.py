"""From parameters to styles, and from styles to a picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from ganstudio.api import (
    LATENT_FAMILIES,
    LATENT_TEXT,
    Context,
    Direction,
    Edit,
    ImageData,
    InputError,
    LatentGenerator,
    MaskData,
    StageCache,
    bends_of,
    directions_of,
    edited,
    edits_of,
    input_transform,
    is_in_z,
    is_latent,
    latent_of,
    latent_text,
    mix_of,
    rows_slice,
    terms_of,
)

if TYPE_CHECKING:
    from .ops import MixParams, SampleParams

ROW_OF_SEEDS = 100
"""Seeds in one row of the plane that one wanders on, as in the official visualizer."""
DRAFT_SIDE = 256
"""Where a draft of a larger picture may stop, in pixels."""
COARSE, MIDDLE = 8, 32
"""The largest sides, in pixels, whose styles are coarse and middle: StyleGAN, section 3.1."""


def generator_of(ref: str, ctx: Context) -> LatentGenerator:
    """The generator, kept with what was worked out about it."""
    loaded = ctx.model(ref, *LATENT_FAMILIES)
    known = ctx.memo.get("generator")
    if known is None or known.module is not getattr(loaded.module, "decoder", loaded.module):
        known = ctx.memo["generator"] = LatentGenerator.of(loaded)
        ctx.memo["path"] = loaded.path
        ctx.memo.pop("mapped", None)
    found: LatentGenerator = known
    return found


def sampled(params: SampleParams, ctx: Context, noise_mask: MaskData | None) -> ImageData:
    """One picture, from the layer on that has changed since the last; a draft of a large one stops early."""
    generator = generator_of(params.model, ctx)
    with ctx.compute.inference():
        ws = styles(params, ctx, generator)
    return drawn(params, ctx, generator, ws, noise_mask)


def drawn(
    params: SampleParams, ctx: Context, generator: LatentGenerator, ws: Tensor, noise_mask: MaskData | None
) -> ImageData:
    """The picture of styles, with all else as the parameters say."""
    draft = ctx.quality == "draft" and not params.size and generator.resolution > DRAFT_SIDE
    with ctx.compute.inference():
        picture = generator.draw(
            ws,
            noise(params, generator, noise_mask),
            cache=ctx.memo.setdefault("stages", StageCache()),
            class_index=generator.class_index(params.class_name),
            bends=bends(params, generator),
            transform=transform(params, generator),
            upto=DRAFT_SIDE if draft else None,
        )
    return as_image(picture, ws, generator.resolution if draft else params.size)


def mixed(params: MixParams, ctx: Context) -> ImageData:
    from .ops import SampleParams

    generator = generator_of(params.model, ctx)
    parts = [
        f"{first}-{last}={seed}"
        for (first, last), seed in zip(
            bands(generator), (params.coarse, params.middle, params.fine), strict=True
        )
        if seed is not None and first <= last
    ]
    shared = params.model_dump(exclude={"coarse", "middle", "fine"})
    return sampled(SampleParams(**shared, mix=", ".join(parts)), ctx, None)


def bands(generator: LatentGenerator) -> tuple[tuple[int, int], tuple[int, int], tuple[int, int]]:
    """First and last row of the coarse, middle and fine styles; one that is empty ends before it begins."""
    firsts: dict[int, int] = {}
    for stage in generator.stages:
        firsts.setdefault(stage.first_w, stage.resolution)
    sides = [firsts.get(row, generator.resolution) for row in range(generator.num_ws)]
    coarse = sum(side <= COARSE for side in sides)
    middle = sum(side <= MIDDLE for side in sides)
    return (0, coarse - 1), (coarse, middle - 1), (middle, generator.num_ws - 1)


def styles(params: SampleParams, ctx: Context, generator: LatentGenerator) -> Tensor:
    """ws (1, num_ws, w_dim) of the seed, the sum of seeds or the latent, mixed and edited."""
    kind = generator.class_index(params.class_name)
    edits = edits_of(params.edits)
    known = directions_of(ctx.memo["path"], generator.sha256) if edits else ()
    if is_latent(params.base):
        ws = latent_of(params.base, generator.num_ws, generator.w_dim).to(generator.device)
    else:
        ws = _mapped(params, ctx, generator, kind, edits, known)
        ws = generator.truncated(ws, params.truncation, params.cutoff or None)
    for part in mix_of(params.mix):
        rows = rows_slice(part.rows, generator.num_ws)
        ws = ws.clone()
        ws[:, rows] = _source(part.source, params, generator, kind)[:, rows]
    return edited(ws, edits, known)


def _mapped(
    params: SampleParams,
    ctx: Context,
    generator: LatentGenerator,
    kind: int | None,
    edits: Sequence[Edit],
    known: Sequence[Direction],
) -> Tensor:
    """Latents edited in z and mapped, added up where `space` says; kept, since most changes are behind it."""
    weighted = _arithmetic(params.base) if params.base.strip() else _corners(params)
    in_z = tuple(edit for edit in edits if is_in_z(edit, known))
    key = (tuple(weighted), params.space, kind, in_z)
    kept_key, kept = ctx.memo.get("mapped", (None, None))
    if kept_key == key and isinstance(kept, Tensor) and kept.device == generator.device:
        return kept
    z, weights = _latents(weighted, generator)
    if params.space == "z" or not generator.has_w:
        ws = generator.styles(edited(_sum(z, weights)[:, None], in_z, known, z=True)[:, 0], kind)
    else:
        each = generator.styles(edited(z[:, None], in_z, known, z=True)[:, 0], kind)
        ws = (weights[:, None, None] * each).sum(dim=0, keepdim=True)
    ctx.memo["mapped"] = (key, ws)
    return ws


def latent_sum(text: str, generator: LatentGenerator) -> Tensor:
    """z (1, z_dim) of sums of seeds, added up before the mapping."""
    return _sum(*_latents(_arithmetic(text), generator))


def _latents(weighted: Sequence[tuple[int, float]], generator: LatentGenerator) -> tuple[Tensor, Tensor]:
    """z (N, z_dim) of the seeds, and their weights (N,)."""
    z = torch.cat([generator.latent(seed) for seed, _ in weighted])
    return z, torch.tensor([weight for _, weight in weighted], device=z.device)


def _sum(z: Tensor, weights: Tensor) -> Tensor:
    """Sums of normal latents are kept as wide as one, or else the picture would be paler between seeds."""
    return (weights[:, None] * z).sum(dim=0, keepdim=True) / weights.square().sum().sqrt()


def _arithmetic(text: str) -> list[tuple[int, float]]:
    """Seeds and weights; each term is the average of its seeds."""
    return [(seed, term.sign / len(term.seeds)) for term in terms_of(text) for seed in term.seeds]


def _corners(params: SampleParams) -> list[tuple[int, float]]:
    """The seeds around a place on the plane, and bilinear weights."""
    left, top = math.floor(params.x), math.floor(params.y)
    across, down = params.x - left, params.y - top
    found = []
    for dy, share_y in ((0, 1 - down), (1, down)):
        for dx, share_x in ((0, 1 - across), (1, across)):
            if share := share_x * share_y:
                seed = params.seed + left + dx + (top + dy) * ROW_OF_SEEDS
                found.append((seed % 2**31, share))
    return found


def _source(source: int | str, params: SampleParams, generator: LatentGenerator, kind: int | None) -> Tensor:
    if isinstance(source, str):
        return latent_of(source, generator.num_ws, generator.w_dim).to(generator.device)
    ws = generator.styles(generator.latent(source), kind)
    return generator.truncated(ws, params.truncation, params.cutoff or None)


def noise(
    params: SampleParams, generator: LatentGenerator, noise_mask: MaskData | None
) -> list[Tensor | None]:
    """One map for each layer that takes noise."""
    layers = {edit.name: edit.steps for edit in edits_of(params.noise_layers)}
    unknown = next((name for name in layers if name not in generator.noise_names), "")
    if unknown:
        there = ", ".join(generator.noise_names) or "none"
        raise InputError(f"No layer called “{unknown}” takes noise.", hint=f"There are {there}.")
    area = None
    if noise_mask is not None:
        area = torch.from_numpy(noise_mask.alpha.astype(np.float32) / 255).to(generator.device)
    return generator.noise(
        params.noise, params.noise_seed, strength=params.noise_strength, layers=layers, area=area
    )


def bends(params: SampleParams, generator: LatentGenerator) -> Any:
    found = bends_of(params.bend)
    names = [stage.name for stage in generator.stages]
    unknown = next((bend.stage for bend in found if bend.stage not in names), "")
    if unknown:
        raise InputError(f"There is no layer called “{unknown}”.", hint=f"There are {', '.join(names)}.")
    return found


def transform(params: SampleParams, generator: LatentGenerator) -> Tensor | None:
    if not (params.turn or params.shift_x or params.shift_y):
        return None
    if generator.family != "stylegan3":
        raise InputError("Only a StyleGAN3 can be turned and moved.", hint="Set turn and move back to 0.")
    return input_transform(params.turn, (params.shift_x, params.shift_y)).to(generator.device)


def as_image(picture: Tensor, ws: Tensor, size: int = 0) -> ImageData:
    """(1, 3, H, W) in about [-1, 1] as a picture that carries its styles; `size` scales its larger side."""
    pixels = ((picture[0].clamp(-1, 1) + 1) * 127.5).round().to(torch.uint8).permute(1, 2, 0).cpu().numpy()
    if size and size != max(pixels.shape[:2]):
        scale = size / max(pixels.shape[:2])
        wanted = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
        pixels = np.asarray(Image.fromarray(pixels).resize(wanted, Image.Resampling.LANCZOS))
    return ImageData(np.ascontiguousarray(pixels), text={LATENT_TEXT: latent_text(ws)})
