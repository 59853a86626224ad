"""A class in the place of others, on label maps of any palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from ganstudio.api import InputError, LabelData, MaskData, load_palette

if TYPE_CHECKING:
    from .ops import RepaintParams

_HALF = 128


def repainted(params: RepaintParams, label_map: LabelData, mask: MaskData | None) -> LabelData:
    """InputError for a class that the palette has not, or where nothing gives way at all."""
    palette = load_palette(label_map.palette)
    indices = label_map.indices
    chosen = np.ones(indices.shape, dtype=bool)
    wanted = [name.strip() for name in params.of.split(",") if name.strip()]
    if wanted:
        chosen = np.isin(indices, [palette.index(name) for name in wanted])
        if not chosen.any():
            raise InputError(f"There is no {' and no '.join(wanted)} in this label map.")
    if mask is not None:
        size = (indices.shape[1], indices.shape[0])
        chosen &= np.asarray(Image.fromarray(mask.alpha).resize(size, Image.Resampling.BILINEAR)) >= _HALF
    return LabelData(np.where(chosen, np.uint8(palette.index(params.to.strip())), indices), label_map.palette)
