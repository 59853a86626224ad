"""A sheet of pictures for any three parameters: columns, rows, and blocks of both, with their values."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any

import numpy as np
from PIL import Image, ImageDraw

from ganstudio.api import (
    Context,
    Help,
    ImageData,
    InputError,
    Label,
    OperationParams,
    Range,
    build,
    lettering,
)

from .axes import NO_AXIS, Axis, axis_of, check_distinct
from .ops import DEFAULT_MODEL, ClassName, Edits, Model, SampleParams, SeedOf, Truncation

MOST_PIXELS = 100_000_000
MOST_PICTURES = 1000
_LONGEST = 16_383

_BACKGROUND, _INK, _FAINT = (30, 31, 34), (236, 236, 238), (166, 168, 174)
_FORM = "such as truncation=0,0.5,1 or seed=1-4 or smile=-2,0,2"


class SheetParams(OperationParams):
    """What varies along the axes; the rest is the same in all pictures, as `sample` has it."""

    model: Model = DEFAULT_MODEL
    x: Annotated[str, Label("Columns"), Help(f"A parameter or direction and its values, {_FORM}")] = (
        "truncation=0,0.5,1"
    )
    y: Annotated[str, Label("Rows"), Help("A second one and its values, or nothing")] = "seed=1-4"
    z: Annotated[str, Label("Blocks"), Help("A third one and its values, or nothing")] = ""
    seed: SeedOf = 1
    truncation: Truncation = 0.7
    edits: Edits = ""
    class_name: ClassName = ""
    side: Annotated[
        int, Range(32, 1024, 16, "px"), Label("Picture size"), Help("Side of each picture on the sheet")
    ] = 160


def sheet(params: SheetParams, ctx: Context) -> ImageData:
    """The sheet as one picture. InputError when an axis makes no sense, or all would be too large."""
    axes = [axis_of(text) for text in (params.x, params.y, params.z)]
    check_distinct(axes)
    layout = Layout(axes[0], axes[1], axes[2], params.side)
    layout.check()
    cells = [(place, _with(params, zip(axes, values, strict=True))) for place, values in layout.places()]
    page = layout.blank()
    for place, shown in ctx.progress.steps(cells, "drawing the sheet"):
        page.paste(_picture(shown, ctx, params.side), place)
    return ImageData(np.asarray(page))


@dataclass(frozen=True)
class Layout:
    """Where everything stands, in pixels; `side` is that of a picture."""

    x: Axis
    y: Axis
    z: Axis
    side: int

    @property
    def size(self) -> tuple[int, int]:
        across, down = self._blocks
        return (
            2 * self._margin + across * self._block[0] + (across - 1) * self._between,
            2 * self._margin + down * self._block[1] + (down - 1) * self._between,
        )

    def check(self) -> None:
        """InputError when it would be too large to be looked at."""
        pictures = len(self.x.values) * len(self.y.values) * len(self.z.values)
        width, height = self.size
        if pictures > MOST_PICTURES:
            raise InputError(
                f"This sheet would have {pictures} pictures; at most {MOST_PICTURES}.",
                hint="Take fewer values.",
            )
        if max(width, height) > _LONGEST or width * height > MOST_PIXELS:
            raise InputError(
                f"This sheet would have {width} × {height} pixels, too many for one picture.",
                hint="Take fewer values, or smaller pictures.",
            )

    def places(self) -> list[tuple[tuple[int, int], tuple[Any, Any, Any]]]:
        """Where each picture's corner is, and its values along the axes."""
        found = []
        for k, third in enumerate(self.z.values):
            left, top = self._corner(k)
            for row, second in enumerate(self.y.values):
                for column, first in enumerate(self.x.values):
                    place = left + self._room[0] + column * self._step, top + self._room[1] + row * self._step
                    found.append((place, (first, second, third)))
        return found

    def blank(self) -> Image.Image:
        """The sheet with all its words, before the pictures."""
        page = Image.new("RGB", self.size, _BACKGROUND)
        draw = ImageDraw.Draw(page)
        for k, label in enumerate(self.z.labels):
            self._write_block(draw, self._corner(k), label)
        return page

    def _write_block(self, draw: ImageDraw.ImageDraw, corner: tuple[int, int], label: str) -> None:
        left, top = corner
        room_left, room_top = self._room
        first = left + room_left
        width = self._block[0] - room_left
        small, large = self._text, self._text + 2
        line = round(self._text * 1.5)
        if self.z is not NO_AXIS:
            lettering.write(draw, (first, top), _said(self.z, label), large, _INK, width=width)
            top += round(large * 1.9)
        if self.x is not NO_AXIS:
            lettering.write(draw, (first, top), self.x.title, small, _FAINT, width=width)
            for column, text in enumerate(self.x.labels):
                middle = first + column * self._step + self.side / 2
                lettering.write(draw, (middle, top + line), text, small, _INK, width=self.side, anchor="ma")
        if self.y is not NO_AXIS:
            edge, first_row = first - self._gap * 3, corner[1] + room_top
            title = edge, (top if self.x is NO_AXIS else top + line)
            lettering.write(draw, title, self.y.title, small, _FAINT, width=room_left, anchor="ra")
            for row, text in enumerate(self.y.labels):
                middle = first_row + row * self._step + self.side / 2
                room = room_left - self._gap * 3
                lettering.write(draw, (edge, middle), text, small, _INK, width=room, anchor="rm")

    def _corner(self, block: int) -> tuple[int, int]:
        down, across = divmod(block, self._blocks[0])
        return (
            self._margin + across * (self._block[0] + self._between),
            self._margin + down * (self._block[1] + self._between),
        )

    @property
    def _blocks(self) -> tuple[int, int]:
        """How many blocks stand side by side and above each other, so that the sheet is a little wide."""
        count = len(self.z.values)
        width, height = self._block
        across = max(1, min(count, round(math.sqrt(count * 1.4 * height / width))))
        return across, math.ceil(count / across)

    @property
    def _block(self) -> tuple[int, int]:
        """Width and height of a block with its words."""
        return (
            self._room[0] + len(self.x.values) * self._step - self._gap,
            self._room[1] + len(self.y.values) * self._step - self._gap,
        )

    @cached_property
    def _room(self) -> tuple[int, int]:
        """What the words to the left of a block's pictures take, and those above."""
        left = 0
        if self.y is not NO_AXIS:
            widest = max(lettering.width_of(text, self._text) for text in (self.y.title, *self.y.labels))
            left = round(min(widest, max(self.side, 160))) + self._gap * 3 + 2
        line = round(self._text * 1.5)
        above = round((self._text + 2) * 1.9) if self.z is not NO_AXIS else 0
        above += 2 * line + self._gap if self.x is not NO_AXIS else line if self.y is not NO_AXIS else 0
        return left, above

    @property
    def _step(self) -> int:
        return self.side + self._gap

    @property
    def _text(self) -> int:
        return min(30, max(13, round(self.side / 11)))

    @property
    def _gap(self) -> int:
        return max(3, self.side // 40)

    @property
    def _margin(self) -> int:
        return self._text * 2

    @property
    def _between(self) -> int:
        return self._text * 2


def _said(axis: Axis, label: str) -> str:
    return label if label.startswith(f"{axis.name}=") else f"{axis.title} {label}"


def _with(params: SheetParams, varied: Iterable[tuple[Axis, Any]]) -> SampleParams:
    """What one picture is made with; InputError for values that are out of range."""
    values = params.model_dump(include=set(SampleParams.model_fields) - {"x", "y"})
    # Directions last: they come on top of the edits, which may be an axis as well.
    for axis, value in sorted(varied, key=lambda item: item[0].is_direction):
        values = axis.given_to(values, value)
    found = build(SampleParams, values)
    assert isinstance(found, SampleParams)
    return found


def _picture(params: SampleParams, ctx: Context, side: int) -> Image.Image:
    from .sampling import sampled

    picture = Image.fromarray(sampled(params, ctx, None).rgb())
    if picture.size == (side, side):
        return picture
    scale = side / max(picture.size)
    how = Image.Resampling.LANCZOS if scale < 1 else Image.Resampling.BICUBIC
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    fitted = Image.new("RGB", (side, side), _BACKGROUND)
    fitted.paste(picture.resize(size, how), ((side - size[0]) // 2, (side - size[1]) // 2))
    return fitted
