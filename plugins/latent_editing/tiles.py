"""Channels of a layer as tiles."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw

from ganstudio.api import Context, ImageData, activations

from .sampling import bends, generator_of, noise, styles, transform

if TYPE_CHECKING:
    from .layers import InsideParams

FIGURES_TEXT = "GAN Studio layer"
"""The text of such a picture that holds the layer's name and figures, as JSON."""
_GAP, _HEAD, _SMALLEST, _WIDEST = 4, 22, 64, 1280
_PAPER, _INK = (24, 25, 28), (214, 216, 220)


def tiled(params: InsideParams, ctx: Context) -> ImageData:
    generator = generator_of(params.model, ctx)
    with ctx.compute.inference():
        ws = styles(params, ctx, generator)
        found = activations(
            generator,
            ws,
            params.layer.strip(),
            noise(params, generator, None),
            bends=bends(params, generator),
            transform=transform(params, generator),
        )
        tiles = (found.shown(params.first, params.count) * 255).round().byte().cpu().numpy()
    columns = math.ceil(math.sqrt(len(tiles)))
    side = max(_SMALLEST, min(tiles.shape[-1], _WIDEST // columns))
    rows = math.ceil(len(tiles) / columns)
    sheet = Image.new("RGB", (columns * (side + _GAP) + _GAP, _HEAD + rows * (side + _GAP) + _GAP), _PAPER)
    draw = ImageDraw.Draw(sheet)
    figures = found.figures
    last = params.first + len(tiles) - 1
    words = f"{found.layer}   channels {params.first}–{last} of {figures['channels']:.0f}, "
    words += f"{figures['side']:.0f} px   mean {figures['mean']:.3g}   deviation {figures['deviation']:.3g}"
    draw.text((_GAP + 2, 5), words, fill=_INK, font_size=12)
    for i, tile in enumerate(tiles):
        picture = Image.fromarray(tile).resize((side, side), Image.Resampling.NEAREST)
        row, column = divmod(i, columns)
        sheet.paste(picture, (_GAP + column * (side + _GAP), _HEAD + _GAP + row * (side + _GAP)))
    text = json.dumps({"layer": found.layer, **figures})
    return ImageData(np.asarray(sheet), text={FIGURES_TEXT: text})
