"""Photos as latents: looked for once, drawn again, and changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from ganstudio.api import (
    FACES_EYES,
    FFHQ_EYES,
    LATENT_TEXT,
    Context,
    ImageData,
    InputError,
    LatentGenerator,
    alignment,
    cut_out,
    directions_of,
    edited,
    edits_of,
    encoder_beside,
    latent_text,
    list_models,
    own_perceptual_loss,
    project,
    put_back,
)

from .sampling import as_image, generator_of

if TYPE_CHECKING:
    from .photos import EditParams, ProjectParams

_NOISE_WEIGHT = 1e5
"""StyleGAN2, appendix D."""
_HYPERSTYLE_SIDE = 256
Draw = Callable[[Tensor], Tensor]


@dataclass(frozen=True)
class Found:
    """The styles of a photo, how they are drawn, and where in the photo they are from."""

    ws: Tensor
    draw: Draw
    place: Any


def projected(params: ProjectParams, ctx: Context, image: ImageData) -> ImageData:
    found = found_photo(params, ctx, image)
    with ctx.compute.inference():
        return as_image(found.draw(found.ws), found.ws)


def edited_photo(params: EditParams, ctx: Context, image: ImageData) -> ImageData:
    found = found_photo(params, ctx, image)
    return changed_photo(params, ctx, image, found, found.ws)


def changed_photo(
    params: EditParams, ctx: Context, image: ImageData, found: Found, moved: Tensor
) -> ImageData:
    """The photo with what lies between the styles that were found and these, after the edits, put in."""
    generator = generator_of(params.model, ctx)
    edits = edits_of(params.edits)
    known = directions_of(ctx.memo["path"], generator.sha256) if edits else ()
    with ctx.compute.inference():
        ws = edited(moved, edits, known)
        before, after = found.draw(found.ws), found.draw(ws)
    rgb = put_back(image.rgb(), _pixels(after), found.place, before=_pixels(before), keep=params.keep_detail)
    return ImageData(_with_alpha(rgb, image), icc=image.icc, text={LATENT_TEXT: latent_text(ws)})


def found_photo(params: ProjectParams, ctx: Context, image: ImageData) -> Found:
    """Looked for when the photo or the search has changed, and then kept: a slider draws only."""
    search = {"model", "encoder", "steps", "space", "features", "fit_noise", "refine", "seed", "eyes"}
    key = (params.model_dump_json(include=search | {"eyes_as", "class_name"}), image)
    kept_key, kept = ctx.memo.get("found", (None, None))
    if kept_key == key and isinstance(kept, Found):
        return kept
    generator = generator_of(params.model, ctx)
    place = _place(params, image, generator.resolution)
    crop = cut_out(image.rgb(), place)
    if params.refine:
        found = _refined(params, ctx, crop, place)
    else:
        found = _searched(params, ctx, generator, crop, place)
    ctx.memo["found"] = (key, found)
    return found


def _place(params: ProjectParams, image: ImageData, side: int) -> Any:
    """The crop that is projected: aligned by the eyes, or the middle square."""
    if min(image.size) < 8:
        raise InputError(
            f"A picture of {image.width} × {image.height} pixels is too small: nothing can be found again.",
            hint="Each side must have 8 pixels or more.",
        )
    if not params.eyes.strip():
        # Two points on a level line give the square, if their places in it are known.
        short = min(image.size)
        left, top = (image.width - short) / 2, (image.height - short) / 2
        level = ((0.25, 0.5), (0.75, 0.5))
        first, second = ((left + u * short, top + v * short) for u, v in level)
        return alignment(first, second, side, level)
    numbers = [float(each) for each in re.findall(r"\d*\.?\d+", params.eyes)]
    if len(numbers) != 4 or not all(0 <= each <= 1 for each in numbers):
        raise InputError(
            f"“{params.eyes}” are no places of two eyes.", hint="They are written like 0.4,0.45 0.6,0.45."
        )
    points = [(numbers[i] * image.width, numbers[i + 1] * image.height) for i in (0, 2)]
    return alignment(points[0], points[1], side, FFHQ_EYES if params.eyes_as == "ffhq" else FACES_EYES)


def _searched(
    params: ProjectParams, ctx: Context, generator: LatentGenerator, crop: Any, place: Any
) -> Found:
    encoder = _encoder(params, ctx, generator)
    perceptual = None
    if params.features and params.steps:
        perceptual = ctx.memo.setdefault("features", own_perceptual_loss().to(generator.device))
    result = project(
        generator,
        _tensor(crop),
        encoder=encoder,
        steps=params.steps,
        space=params.space,
        perceptual=perceptual,
        noise_weight=_NOISE_WEIGHT if params.fit_noise else 0.0,
        seed=params.seed,
        progress=ctx.progress,
        show=ctx.memo.get("show"),
    )
    return Found(result.ws, lambda ws: generator.draw(ws, result.noise), place)


def _encoder(params: ProjectParams, ctx: Context, generator: LatentGenerator) -> Any:
    """A network from the crop (1, 3, R, R) to styles; None where there is none and none was asked for."""
    ref = str(params.encoder or "")
    if not ref:
        beside = next((entry for entry in list_models() if entry.name == params.model), None)
        if beside is None or "encoder" not in beside.parts:
            return None
        ref = f"{params.model}/encoder"
    loaded = ctx.model(ref, "latent_encoder", "psp")
    if loaded.family == "latent_encoder":
        return encoder_beside(loaded, generator)
    module: Any = loaded.module
    if module.config.decoder != generator.module.config:
        raise InputError(
            f"{ref} was trained for a generator of another shape.", hint="Choose it as the generator as well."
        )
    return lambda crop: module(torch.nn.functional.interpolate(crop, module.config.input_size, mode="area"))


def _refined(params: ProjectParams, ctx: Context, crop: Any, place: Any) -> Found:
    """HyperStyle: an encoder's styles, and a generator whose weights are fitted to the photo."""
    if params.encoder is None:
        raise InputError(
            "HyperStyle needs the encoder it was trained with.", hint="Choose its W encoder (e4e or pSp)."
        )
    hyper: Any = ctx.model(str(params.refine), "hyperstyle").module
    encoder: Any = ctx.model(params.encoder, "psp").module
    size = (_HYPERSTYLE_SIDE, _HYPERSTYLE_SIDE)
    with torch.inference_mode(False), torch.no_grad():
        photo = _tensor(crop).to(hyper.latent_avg.device)
        photo = torch.nn.functional.interpolate(photo, size, mode="bilinear", antialias=True)
        ws = encoder(photo)
        for step, (_, found) in enumerate(hyper.refine(photo, ws)):
            ctx.progress.set(step / (hyper.config.iterations + 1), "refining")
            offsets = found
    return Found(ws, lambda moved: hyper.decode(moved, offsets), place)


def _pixels(picture: Tensor) -> Any:
    """(1, 3, H, W) in about [-1, 1] -> (H, W, 3) float32, 0 to 255."""
    return ((picture[0].clamp(-1, 1) + 1) * 127.5).permute(1, 2, 0).float().cpu().numpy()


def _tensor(crop: Any) -> Tensor:
    return torch.from_numpy(crop.copy()).permute(2, 0, 1)[None].float() / 127.5 - 1


def _with_alpha(rgb: Any, image: ImageData) -> Any:
    if image.pixels.shape[2] != 4:
        return rgb
    return np.dstack([rgb, image.rgba()[..., 3:]])
