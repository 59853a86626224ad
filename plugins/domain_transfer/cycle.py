"""There and back again: what CycleGAN's cycle-consistency term measures (arXiv:1703.10593, section 3.2)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from torch import Tensor

from ganstudio.api import Context, ImageData, InputError

from .domains import BACKWARD, Way
from .transfer import chosen_way, model_side
from .translation import reduced, translate

if TYPE_CHECKING:
    from .ops import CycleParams


@dataclass(frozen=True)
class Cycle:
    """A picture x, its translation, and that translated back: (3, h, w) sRGB in [0, 1], all small."""

    way: Way
    x: Tensor
    there: Tensor
    back: Tensor

    @property
    def error(self) -> Tensor:
        """(h, w), the absolute difference of x and F(G(x)), as a mean of the channels in [0, 1]."""
        return (self.x - self.back).abs().mean(0)

    @property
    def figures(self) -> dict[str, float]:
        """`mean` and `largest` error in percent of white; `psnr` in dB, infinite for a perfect return."""
        square = float((self.x - self.back).square().mean())
        return {
            "mean": 100 * float(self.error.mean()),
            "largest": 100 * float(self.error.max()),
            "psnr": -10 * math.log10(square) if square else math.inf,
        }


def measure_cycle(params: CycleParams, ctx: Context, image: ImageData) -> Cycle:
    """Translate a picture there and back, both in full strength at the model's size.

    InputError when the model translates one way only, or no model leads to `params.to`.
    """
    way = chosen_way(params, ctx, image)
    if way.back is None:
        raise InputError(
            f"{way.ref} translates one way only, so there is no way back to show.",
            hint=f"Import the network for the other way as its part “{BACKWARD}”.",
        )
    x = reduced(image, model_side(params.detail, ctx))
    ctx.progress.set(0.1, "translating there")
    there = translate(ctx, way.ref, x)
    ctx.progress.set(0.5, "translating back")
    return Cycle(way, x, there, translate(ctx, way.back, there))
