"""Laying layers over one another, after W3C "Compositing and Blending Level 1".

The backdrop is kept premultiplied, so that the one division is at the end.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from ganstudio.document.image import Bytes
from ganstudio.document.layers import BlendMode, Layer, shown_rgba
from ganstudio.document.tiles import Rect

_BAND = 1 << 15
"""Pixels composited at a time: what a core's cache holds."""

Floats = npt.NDArray[np.float32]


def composite(layers: Iterable[Layer], rect: Rect, step: int = 1) -> Bytes:
    """(h, w, 4) uint8 straight RGBA of the visible layers, bottom first, every step-th pixel of `rect`."""
    shown = [layer for layer in layers if layer.visible and layer.opacity > 0]
    out = np.zeros((-(-rect.h // step), -(-rect.w // step), 4), np.uint8)
    if out.size == 0:
        return out
    rows = max(1, _BAND // out.shape[1])
    for top in range(0, out.shape[0], rows):
        height = min(rows, out.shape[0] - top)
        band = Rect(rect.x, rect.y + top * step, rect.w, (height - 1) * step + 1)
        out[top : top + height] = _band(shown, band, step)
    return out


def _band(layers: list[Layer], rect: Rect, step: int) -> Bytes:
    plain: Bytes | None = None
    mixed: Floats | None = None
    for layer in layers:
        source = shown_rgba(layer, rect, step)
        if source is None:
            continue
        if layer.opacity >= 1 and layer.blend == "normal" and bool((source[..., 3] == 255).all()):
            plain, mixed = source, None
            continue
        if plain is None and mixed is None and layer.opacity >= 1:
            plain = source
            continue
        if mixed is None:
            mixed = premultiplied(source * 0 if plain is None else plain)
        blend_onto(mixed, premultiplied(source, layer.opacity), layer.blend)
    if mixed is not None:
        return straight(mixed)
    return np.zeros((-(-rect.h // step), -(-rect.w // step), 4), np.uint8) if plain is None else plain


def blend_onto(backdrop: Floats, source: Floats, mode: BlendMode) -> None:
    """Lay `source` over `backdrop` in place; both (h, w, 4) premultiplied, 0-1.

    With premultiplied colours C and alpha a, W3C's Co = (1 - ab) Cs + (1 - as) Cb + as ab B(cb, cs):
    normal gives Cs + (1 - as) Cb, multiply (1 - ab) Cs + (1 - as) Cb + Cs Cb, screen Cs + Cb - Cs Cb.
    """
    alpha = source[..., 3:]
    if mode == "screen":
        backdrop += source - source * backdrop  # alpha follows the same rule
        return
    if mode == "multiply":
        colour = source[..., :3] * (1 - backdrop[..., 3:] + backdrop[..., :3])
        source = np.concatenate([colour, alpha], axis=2)
    backdrop *= 1 - alpha
    backdrop += source


def premultiplied(pixels: Bytes, opacity: float = 1.0) -> Floats:
    """Straight uint8 RGBA as premultiplied floats in [0, 1]."""
    floats = pixels.astype(np.float32)
    floats *= 1 / 255
    floats[..., 3] *= opacity
    floats[..., :3] *= floats[..., 3:]
    return floats


def straight(pixels: Floats) -> Bytes:
    """Premultiplied floats as straight uint8 RGBA; what is transparent is black."""
    alpha = pixels[..., 3:]
    scaled = pixels * (255 / np.maximum(alpha, 1e-6))
    scaled[..., 3:] = alpha * 255
    return np.clip(scaled + 0.5, 0, 255).astype(np.uint8)
