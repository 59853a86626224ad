"""A photo or scan of a drawing becomes clean line art."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ganstudio.api import Context, ImageData, InputError

from .drawing import Kind, brightness, ink_of, is_blank, kind_of
from .sketching import PHOTO_DETAIL, lines_of, on_paper
from .strokes import redrawn, without_specks

if TYPE_CHECKING:
    from .ops import CleanParams

_PEN = 2.0


def cleaned(params: CleanParams, ctx: Context, drawing: ImageData) -> ImageData:
    """Flatten the paper, raise the contrast, drop specks, and give lines the wished width."""
    if is_blank(brightness(drawing)):
        raise InputError("There is no drawing on this picture.", hint="It is all of one brightness.")
    ctx.progress.set(0.1, "looking for lines")
    kind: Kind = kind_of(drawing) if params.kind == "auto" else params.kind
    if kind == "photo":
        # It is no drawing at all, so one is made of it.
        ink = redrawn(lines_of(drawing, "edges", PHOTO_DETAIL), params.line_width or _PEN)
        return on_paper(ink, transparent=params.transparent)
    ink = ink_of(drawing, kind, params.faint_lines)
    ctx.progress.set(0.5, "cleaning")
    ink = without_specks(ink, params.specks)
    if params.line_width:
        ctx.progress.set(0.7, "drawing lines anew")
        ink = redrawn(ink, params.line_width)
    return on_paper(ink, transparent=params.transparent)
