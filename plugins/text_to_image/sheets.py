"""Many sentences, each drawn from the same seeds: a row for a sentence, a column for a seed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw

from ganstudio.api import Context, ImageData, InputError, lettering, whole_numbers

from .drawing import TEXT, fitted, pixels_of
from .saying import Speaker, speaker_of
from .variations import BACKGROUND, FAINT, GAP, INK, MARGIN, label, label_height, text_size

if TYPE_CHECKING:
    from .ops import SheetParams

MOST_PICTURES = 1000
_LONGEST = 16_383
_MOST_BYTES = 1_000_000
_LINES = 4
FORM = "Prompts stand one a line, or between semicolons."


def sheet_of(params: SheetParams, ctx: Context) -> ImageData:
    """`ops.sheet`."""
    prompts, seeds = prompts_of(params.prompts), whole_numbers(params.seeds, "Seeds")
    line = label_height(params.side) if params.scores else 0
    room = max(160, round(params.side * 1.6))
    top = MARGIN + label_height(params.side)
    step = params.side + GAP, params.side + line + GAP
    size = (
        2 * MARGIN + room + GAP + len(seeds) * step[0] - GAP,
        top + MARGIN + len(prompts) * step[1] - GAP,
    )
    _check(len(prompts) * len(seeds), size)
    page = Image.new("RGB", size, BACKGROUND)
    draw = ImageDraw.Draw(page)
    text = text_size(params.side)
    for column, seed in enumerate(seeds):
        middle = MARGIN + room + GAP + column * step[0] + params.side / 2
        lettering.write(draw, (middle, MARGIN), f"seed {seed}", text, FAINT, width=params.side, anchor="ma")
    speaker = speaker_of(params, ctx)
    rows = []
    for row, prompt in enumerate(ctx.progress.steps(prompts, "drawing the sheet")):
        y = top + row * step[1]
        _write_prompt(draw, (MARGIN, y), prompt, room, params.side)
        rows.append(_draw_row(params, speaker, page, prompt, seeds, y, room))
    return ImageData(np.asarray(page), text={TEXT: json.dumps({"seeds": list(seeds), "scores": rows})})


def prompts_of(text: str) -> list[str]:
    """Prompts in their order; `@FILE` reads them from a text file, one a line. InputError."""
    text = text.strip()
    if text.startswith("@"):
        parts = _lines_of(Path(text[1:].strip()).expanduser())
    else:
        parts = re.split(r"[;\n]", text)
    prompts = [part.strip() for part in parts if part.strip()]
    if not prompts:
        raise InputError("There are no prompts for the sheet.", hint=FORM)
    return prompts


def _lines_of(path: Path) -> list[str]:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError(f"{path} is too large for a list of prompts.")
        return path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {(error.strerror or 'no file').lower()}.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is no text in UTF-8.") from error


def _check(pictures: int, size: tuple[int, int]) -> None:
    if pictures > MOST_PICTURES:
        raise InputError(f"This sheet would have {pictures} pictures; at most {MOST_PICTURES}.")
    if max(size) > _LONGEST:
        raise InputError(
            f"This sheet would have {size[0]} × {size[1]} pixels, too many for one picture.",
            hint="Take fewer prompts or seeds, or smaller pictures.",
        )


def _draw_row(
    params: SheetParams,
    speaker: Speaker,
    page: Image.Image,
    prompt: str,
    seeds: tuple[int, ...],
    y: int,
    room: int,
) -> list[float]:
    """Draws them; their scores, if wished."""
    pictures = speaker.pictures(speaker.said(prompt), seeds)
    scores = speaker.scores(pictures, prompt, params.judge)[0] if params.scores else []
    draw = ImageDraw.Draw(page)
    for column in range(len(seeds)):
        x = MARGIN + room + GAP + column * (params.side + GAP)
        page.paste(Image.fromarray(fitted(pixels_of(pictures[column]), params.side)), (x, y))
        if scores:
            label(draw, (x, y + params.side), params.side, "", scores[column])
    return [round(score, 2) for score in scores]


def _write_prompt(
    draw: ImageDraw.ImageDraw, corner: tuple[int, int], prompt: str, room: int, side: int
) -> None:
    """In a few lines beside its row, in the middle of its height."""
    size = text_size(side)
    font = lettering.font_for(prompt, size)
    step = round(size * 1.35)
    lines = lettering.lines(prompt, font, room - 2 * GAP, max(1, min(_LINES, side // step)))
    top = corner[1] + (side - len(lines) * step) / 2
    for number, line in enumerate(lines):
        place = corner[0] + room - 2 * GAP, top + number * step
        lettering.write(draw, place, line, size, INK, width=room, anchor="ra")
