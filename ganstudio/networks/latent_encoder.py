"""An encoder of pictures into the style vectors of one generator, small enough to be trained on a CPU.

What it gives is added to the generator's average style, as pSp has it (Richardson et al., CVPR 2021,
arXiv:2008.00951, section 3); further rows are offsets from the first (e4e: Tov et al., SIGGRAPH 2021,
arXiv:2102.02766).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional as F

_GROWTH = (1, 2, 3, 4, 4, 4, 4)
_COARSEST = 4
_HIDDEN = 256


@dataclass(frozen=True)
class LatentEncoderConfig:
    """`num_ws` and `w_dim` are the generator's. `rows` is how many of its rows are told apart: 1 repeats one
    style on all layers. `side` is that of the pictures, a power of two from 8 on, to which others are scaled.
    """

    num_ws: int
    w_dim: int
    side: int = 64
    rows: int = 1
    width: int = 24

    def __post_init__(self) -> None:
        if self.side < 2 * _COARSEST or self.side & (self.side - 1):
            raise ValueError(f"the side must be a power of two from {2 * _COARSEST} on, not {self.side}")
        if self.rows not in (1, self.num_ws):
            raise ValueError(f"{self.rows} rows of {self.num_ws}")

    @property
    def widths(self) -> tuple[int, ...]:
        """Channels of each resolution from half of `side` down to 4 pixels."""
        halvings = (self.side // _COARSEST).bit_length() - 1
        factors = [_GROWTH[min(level, len(_GROWTH) - 1)] for level in range(halvings)]
        return tuple(self.width * factor for factor in factors)


class LatentEncoder(nn.Module):
    """Convolutions that halve the picture down to 4 x 4 pixels, and two linear layers.

    `average` (w_dim,) is the generator's average style and `spread` how far its styles lie from it, as the
    standard deviation of one number: the network's own outputs are then of the order of 1.
    """

    average: Tensor
    spread: Tensor

    def __init__(self, config: LatentEncoderConfig) -> None:
        super().__init__()
        self.config = config
        widths = config.widths
        self.stem = _conv(3, widths[0])
        self.down = nn.ModuleList(
            nn.Sequential(_conv(fine, coarse, stride=2), _conv(coarse, coarse))
            for fine, coarse in pairwise((widths[0], *widths))
        )
        self.hidden = nn.Linear(widths[-1] * _COARSEST**2, _HIDDEN)
        self.style = nn.Linear(_HIDDEN, config.w_dim)
        self.offsets = nn.Linear(_HIDDEN, (config.rows - 1) * config.w_dim) if config.rows > 1 else None
        if self.offsets is not None:
            # All rows begin alike: a picture from W, from which the training may lead away.
            nn.init.zeros_(self.offsets.weight)
            nn.init.zeros_(self.offsets.bias)
        self.register_buffer("average", torch.zeros(config.w_dim))
        self.register_buffer("spread", torch.ones(()))

    def forward(self, image: Tensor) -> Tensor:
        """image (N, 3, H, W) in [-1, 1] -> style vectors (N, num_ws, w_dim).

        Pictures of another size are scaled, and squeezed into a square.
        """
        config = self.config
        if image.shape[-2:] != (config.side, config.side):
            size = (config.side, config.side)
            image = F.interpolate(image, size=size, mode="bilinear", antialias=True, align_corners=False)
        x = self.stem(image)
        for down in self.down:
            x = down(x)
        hidden = F.leaky_relu(self.hidden(x.flatten(1)), 0.2)
        rows: Tensor = self.style(hidden)[:, None].expand(-1, config.num_ws, -1)
        if self.offsets is not None:
            further = self.offsets(hidden).unflatten(1, (config.rows - 1, config.w_dim))
            rows = rows + F.pad(further, (0, 0, 1, 0))
        ws: Tensor = self.average + self.spread * rows
        return ws


def _conv(in_channels: int, out_channels: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(in_channels, out_channels, 3, stride, 1, bias=False),
        nn.BatchNorm2d(out_channels),
        nn.LeakyReLU(0.2),
    )
