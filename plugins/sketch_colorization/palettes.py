"""The colours of one picture given to another."""

from __future__ import annotations

import numpy as np
from PIL import Image

from ganstudio.api import ImageData

from .drawing import Floats
from .oklab import from_oklab, to_oklab

_LOOKED_AT = 192
_MOST_STRETCH = 2.5


def recoloured(picture: Floats, palette: ImageData, strength: float) -> Floats:
    """The picture (H, W, 3) with the mean and spread of the palette picture's colours.

    Reinhard, Ashikhmin, Gooch and Shirley, "Color Transfer between Images", 2001, in Oklab.
    """
    small = Image.fromarray(palette.rgb())
    small.thumbnail((_LOOKED_AT, _LOOKED_AT), Image.Resampling.BOX)
    wanted = to_oklab(np.asarray(small, np.float32).reshape(-1, 3) / 255)
    lab = to_oklab(picture)
    given = lab.reshape(-1, 3)
    stretch = wanted.std(0) / np.maximum(given.std(0), 1e-3)
    stretch = stretch.clip(1 / _MOST_STRETCH, _MOST_STRETCH)
    moved = (lab - given.mean(0)) * stretch + wanted.mean(0)
    return from_oklab((lab + strength * (moved - lab)).astype(np.float32))
