"""One sentence from many seeds, side by side, with seeds and scores below."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw

from ganstudio.api import Context, ImageData, lettering

from .drawing import TEXT, fitted, pixels_of, seeds_from
from .saying import speaker_of

if TYPE_CHECKING:
    from .ops import VariationsParams

BACKGROUND, INK, FAINT = (30, 31, 34), (236, 236, 238), (166, 168, 174)
GAP, MARGIN = 6, 16


def grid(params: VariationsParams, ctx: Context) -> ImageData:
    """`ops.variations`."""
    speaker = speaker_of(params, ctx)
    said = speaker.said(params.prompt, params.to_prompt, params.between)
    seeds = seeds_from(params.seed, params.count)
    pictures = speaker.pictures(said, seeds, speaker.by_level(params.mix))
    scores: list[float] = []
    # Who asks for neither order nor judge gets the pictures of a generator whose text model sees none.
    if params.sort or params.judge or speaker.reader.clip is not None:
        scores, _ = speaker.scores(pictures, params.prompt, params.judge)
    order = list(range(len(seeds)))
    if params.sort:
        order.sort(key=lambda place: -scores[place])
    line = label_height(params.side) if params.labels else 0
    columns = params.columns or math.ceil(math.sqrt(len(seeds) * 1.4))
    columns = min(columns, len(seeds))
    rows = math.ceil(len(seeds) / columns)
    step = params.side + GAP, params.side + line + GAP
    page = Image.new(
        "RGB", (2 * MARGIN + columns * step[0] - GAP, 2 * MARGIN + rows * step[1] - GAP), BACKGROUND
    )
    draw = ImageDraw.Draw(page)
    cells = []
    for cell, place in enumerate(order):
        left, top = MARGIN + cell % columns * step[0], MARGIN + cell // columns * step[1]
        page.paste(Image.fromarray(fitted(pixels_of(pictures[place]), params.side)), (left, top))
        score = scores[place] if scores else None
        if params.labels:
            label(draw, (left, top + params.side), params.side, str(seeds[place]), score)
        facts = {"seed": seeds[place], "place": [left, top, params.side, params.side]}
        cells.append(facts if score is None else {**facts, "score": round(score, 2)})
    return ImageData(np.asarray(page), text={TEXT: json.dumps({"cells": cells})})


def label_height(side: int) -> int:
    return round(text_size(side) * 1.5)


def text_size(side: int) -> int:
    return min(24, max(11, round(side / 10)))


def label(
    draw: ImageDraw.ImageDraw, corner: tuple[int, int], side: int, name: str, score: float | None
) -> None:
    """A name on the left below a picture, and how well it fits on the right."""
    size = text_size(side)
    left, top = corner[0], corner[1] + size // 4
    if score is not None:
        draw_score = f"{score:.1f}"
        lettering.write(draw, (left + side, top), draw_score, size, FAINT, width=side / 2, anchor="ra")
    lettering.write(draw, (left, top), name, size, INK, width=side / 2)
