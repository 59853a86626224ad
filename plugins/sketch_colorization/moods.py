"""Another light for each variation.

Dropout, pix2pix's only noise, changes little of what it paints (section 3.1 of arXiv:1611.07004 says so too).
"""

from __future__ import annotations

import numpy as np

from .drawing import Floats
from .oklab import from_oklab, to_oklab

_SPREAD = (0.12, 0.04, 0.08)
"""How far lightness, green-red and blue-yellow spread for a strength of 1, in Oklab (standard deviations)."""


def in_a_mood(picture: Floats, seed: int, strength: float) -> Floats:
    """The picture (H, W, 3) in the light that goes with this seed: one above, another below.

    Seed 0 leaves it in the light that the model painted.
    """
    if seed == 0 or strength == 0:
        return picture
    draws = np.random.default_rng(seed).standard_normal((2, 3)).clip(-2, 2)
    above, below = (draws * _SPREAD * strength).astype(np.float32)
    height = np.linspace(0, 1, len(picture), dtype=np.float32)[:, None, None]
    return from_oklab(to_oklab(picture) + above * (1 - height) + below * height)
