"""The cycle as one picture: four panels with their names, and the scale of the error map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from torch import Tensor

from ganstudio.api import Context, ImageData

from .cycle import Cycle, measure_cycle

if TYPE_CHECKING:
    from .ops import CycleParams

_PANEL = 320
"""Longer side of a panel, in pixels."""
_MARGIN, _GAP, _LINE, _BAR = 20, 14, 26, 14
_BACKGROUND, _INK, _FAINT = (30, 31, 34), (236, 236, 238), (166, 168, 174)
_HEAT = ((0, 0, 0), (60, 15, 100), (175, 40, 95), (245, 125, 25), (252, 245, 180))
"""Dark to light, so that the map can be read without seeing colours."""
Bytes = np.ndarray[Any, np.dtype[np.uint8]]


def cycle_sheet(params: CycleParams, ctx: Context, image: ImageData) -> ImageData:
    """`ops.cycle`. Texts of the picture, `cycle mean`, `cycle largest`, `cycle psnr`, hold the figures."""
    cycle = measure_cycle(params, ctx, image)
    texts = {f"cycle {name}": f"{value:.2f}" for name, value in cycle.figures.items()}
    return ImageData(drawn(cycle, params.scale), text=texts)


def drawn(cycle: Cycle, scale: float) -> Bytes:
    """(H, W, 3): x, G(x), F(G(x)) and the error map, whose lightest colour means `scale` percent of white."""
    panels = [*(_panel(picture) for picture in (cycle.x, cycle.there, cycle.back)), _heated(cycle, scale)]
    width, height = panels[0].size
    column = max(width, 250)
    size = 2 * _MARGIN + 4 * column + 3 * _GAP, 2 * _MARGIN + 2 * _LINE + height + _BAR + _LINE + _LINE // 2
    sheet = Image.new("RGB", size, _BACKGROUND)
    draw = ImageDraw.Draw(sheet)
    below = _MARGIN + 2 * _LINE + height
    for index, (panel, (title, words)) in enumerate(zip(panels, _captions(cycle), strict=True)):
        left = _MARGIN + index * (column + _GAP)
        draw.text((left, _MARGIN), title, _INK, _font(19))
        draw.text((left, _MARGIN + _LINE), words, _FAINT, _font(16))
        sheet.paste(panel, (left, _MARGIN + 2 * _LINE))
    _draw_scale(draw, sheet, left, below + _LINE // 2, column, scale)
    draw.text((_MARGIN, below + _LINE // 2), _sentence(cycle.figures), _INK, _font(17))
    return np.asarray(sheet)


def _sentence(figures: dict[str, float]) -> str:
    errors = f"Mean error {figures['mean']:.1f} %, largest {figures['largest']:.0f} %"
    return f"{errors}, PSNR {figures['psnr']:.1f} dB"


def _captions(cycle: Cycle) -> list[tuple[str, str]]:
    source, target = (name if name.isascii() else "" for name in (cycle.way.source, cycle.way.target))
    return [
        ("x", source or "the picture"),
        ("G(x)", f"as {target}" if target else "translated"),
        ("F(G(x))", f"{source} again" if source else "translated back"),
        ("|x - F(G(x))|", "what did not come back"),
    ]


def _panel(picture: Tensor) -> Image.Image:
    pixels = (picture.permute(1, 2, 0).numpy() * 255 + 0.5).astype(np.uint8)
    return _fitted(Image.fromarray(pixels), Image.Resampling.BICUBIC)


def _heated(cycle: Cycle, scale: float) -> Image.Image:
    return _fitted(Image.fromarray(_colours(cycle.error.numpy() * 100 / scale)), Image.Resampling.NEAREST)


def _fitted(panel: Image.Image, how: Image.Resampling) -> Image.Image:
    scale = _PANEL / max(panel.size)
    return panel.resize((max(1, round(panel.width * scale)), max(1, round(panel.height * scale))), how)


def _colours(share: np.ndarray[Any, Any]) -> Bytes:
    """(...) in [0, 1], more counting as 1 -> (..., 3)."""
    stops = np.linspace(0, 1, len(_HEAT))
    planes = [np.interp(share, stops, channel) for channel in zip(*_HEAT, strict=True)]
    return (np.stack(planes, -1) + 0.5).astype(np.uint8)


def _draw_scale(
    draw: ImageDraw.ImageDraw, sheet: Image.Image, left: int, top: int, width: int, scale: float
) -> None:
    bar = np.broadcast_to(_colours(np.linspace(0, 1, width)), (_BAR, width, 3))
    sheet.paste(Image.fromarray(np.ascontiguousarray(bar)), (left, top))
    marks = ((0, "0", "la"), (width // 2, f"{scale / 2:g} %", "ma"), (width, f"{scale:g} % or more", "ra"))
    for x, text, anchor in marks:
        draw.text((left + x, top + _BAR + 4), text, _FAINT, _font(15), anchor=anchor)


def _font(size: int) -> Any:
    """Pillow's own, which has ASCII and little else."""
    return ImageFont.load_default(size)
