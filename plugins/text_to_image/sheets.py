"""Many sentences, each drawn from the same seeds: a row for a sentence, a column for a seed."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
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
_SHAPE = 1.4
"""Width to height that is aimed at."""
FORM = "Prompts stand one a line, or between semicolons."


@dataclass(frozen=True)
class Layout:
    """Where everything stands, in pixels: prompts down, seeds across, in blocks side by side."""

    prompts: int
    seeds: int
    side: int
    scores: bool

    @property
    def room(self) -> int:
        """What the words beside a row take."""
        return max(160, round(self.side * 1.6))

    @property
    def rows(self) -> int:
        """Rows of a block; as many blocks as make the sheet a little wide."""
        counts = range(1, self.prompts + 1)
        blocks = min(counts, key=lambda count: abs(math.log(self._shape(count) / _SHAPE)))
        return math.ceil(self.prompts / blocks)

    @property
    def blocks(self) -> int:
        return math.ceil(self.prompts / self.rows)

    @property
    def size(self) -> tuple[int, int]:
        across = 2 * MARGIN + self.blocks * self._block - MARGIN
        return across, self.top + MARGIN + self.rows * self._down - GAP

    @property
    def top(self) -> int:
        return MARGIN + label_height(self.side)

    def corner(self, row: int) -> tuple[int, int]:
        """Left and top of a row, where its words begin."""
        block, place = divmod(row, self.rows)
        return MARGIN + block * self._block, self.top + place * self._down

    def left(self, block: int, column: int) -> int:
        """Where the pictures of a seed begin."""
        return MARGIN + block * self._block + self.room + GAP + column * (self.side + GAP)

    @property
    def _block(self) -> int:
        """Width of a block with what lies between it and the next."""
        return self.room + self.seeds * (self.side + GAP) + MARGIN

    @property
    def _down(self) -> int:
        return self.side + GAP + (label_height(self.side) if self.scores else 0)

    def _shape(self, blocks: int) -> float:
        return blocks * self._block / (math.ceil(self.prompts / blocks) * self._down)


def sheet_of(params: SheetParams, ctx: Context) -> ImageData:
    """`ops.sheet`."""
    prompts, seeds = prompts_of(params.prompts), whole_numbers(params.seeds, "Seeds")
    layout = Layout(len(prompts), len(seeds), params.side, params.scores)
    _check(len(prompts) * len(seeds), layout.size)
    page = Image.new("RGB", layout.size, BACKGROUND)
    draw = ImageDraw.Draw(page)
    for block in range(layout.blocks):
        for column, seed in enumerate(seeds):
            place = layout.left(block, column) + params.side / 2, MARGIN
            size = text_size(params.side)
            lettering.write(draw, place, f"seed {seed}", size, FAINT, width=params.side, anchor="ma")
    speaker = speaker_of(params, ctx)
    scores = []
    for row, prompt in enumerate(prompts):
        _write_prompt(draw, layout.corner(row), prompt, layout.room, params.side)
        scores.append(_draw_row(params, speaker, page, layout, row, prompt, seeds))
    return ImageData(np.asarray(page), text={TEXT: json.dumps({"seeds": list(seeds), "scores": scores})})


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
    layout: Layout,
    row: int,
    prompt: str,
    seeds: tuple[int, ...],
) -> list[float]:
    """Draws them; their scores, if wished."""
    part = speaker.ctx.progress.sub(row / layout.prompts, (row + 1) / layout.prompts)
    pictures = speaker.pictures(speaker.said(prompt), seeds, progress=part)
    scores = speaker.scores(pictures, prompt, params.judge)[0] if params.scores else []
    draw = ImageDraw.Draw(page)
    top = layout.corner(row)[1]
    for column in range(len(seeds)):
        left = layout.left(row // layout.rows, column)
        page.paste(Image.fromarray(fitted(pixels_of(pictures[column]), params.side)), (left, top))
        if scores:
            label(draw, (left, top + params.side), params.side, "", scores[column])
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
