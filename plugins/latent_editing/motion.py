"""A drag, from the parameters of the picture to its new styles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

from ganstudio.api import (
    LATENT_TEXT,
    Context,
    Dragged,
    ImageData,
    InputError,
    MaskData,
    drag_points,
    handles_of,
    handles_text,
    latent_text,
)

from .sampling import as_image, generator_of, noise, styles

if TYPE_CHECKING:
    from .moving import DragParams

HANDLES_TEXT = "GAN Studio handles"
"""The text of a picture that says where its handles have got to."""
SHOWN_EVERY = 4


def dragged(params: DragParams, ctx: Context, mask: MaskData | None) -> ImageData:
    generator = generator_of(params.model, ctx)
    if params.bend or params.turn or params.shift_x or params.shift_y:
        raise InputError("Bent, turned or moved layers cannot be dragged.", hint="Set these back first.")
    handles = handles_of(params.handles)
    with torch.no_grad():
        ws = styles(params, ctx, generator)
        maps = noise(params, generator, None)
    area = None
    if mask is not None:
        area = torch.from_numpy((mask.alpha > 127).astype(np.float32)).to(generator.device)
    show = ctx.memo.get("show")

    def seen(now: Dragged) -> None:
        if show is not None and now.steps % SHOWN_EVERY == 0:
            show(_picture(now))

    def _picture(now: Dragged) -> ImageData:
        picture = as_image(generator.draw(now.ws, maps), now.ws, params.size)
        texts = {LATENT_TEXT: latent_text(now.ws), HANDLES_TEXT: handles_text(now.handles)}
        return ImageData(picture.pixels, text=texts)

    result = drag_points(
        generator,
        ws,
        handles,
        mask=area,
        noise=maps,
        steps=params.steps,
        progress=ctx.progress,
        seen=seen,
    )
    return _picture(result)
