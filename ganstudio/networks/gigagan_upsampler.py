"""An up-sampler in the spirit of GigaGAN's: a U-Net that draws the detail which a small picture lacks.

Kang et al. 2023, arXiv:2303.05511, section 3.5: convolutions halve the picture several times and double it
again with skips, then beyond its own size, and pictures are given out at every size from the input's on.
Made light enough for one core of a CPU: no text, no attention and no norms, most of the work at the small
size, the last doublings by pixel shuffle (Shi et al. 2016, arXiv:1609.05158), and everything drawn on top of
bicubic interpolation. Without norms a tile with enough around it is drawn just as the whole picture is.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional as F

_SLOPE = 0.2
_CUBIC = 2
"""Pixels to each side that bicubic interpolation sees."""


@dataclass(frozen=True)
class UpsamplerConfig:
    """0.5 M parameters as it is; `factor` is 2 or 4, `blocks` are those of each size on either way."""

    factor: int = 2
    width: int = 32
    levels: int = 3
    blocks: int = 1

    @property
    def widths(self) -> tuple[int, ...]:
        """Channels of each size, the input's first."""
        return tuple(self.width * (level + 1) for level in range(self.levels))

    @property
    def stride(self) -> int:
        """The sides of a picture must be multiples of this."""
        return 1 << (self.levels - 1)

    @property
    def doublings(self) -> int:
        return self.factor.bit_length() - 1

    @property
    def reach(self) -> int:
        """Pixels of the input to each side of one, rounded up, that have a say in what is drawn there."""
        total = 2 * self.blocks * self.stride
        for level in range(self.levels - 1):
            # Two stacks of blocks, the convolution on the way down, and two coarse pixels on the way up.
            total += (4 * self.blocks + 1 + 2) * (1 << level)
        # The stem, and one convolution before each doubling and at the end.
        total += 2 + self.doublings + _CUBIC
        return -(-total // self.stride) * self.stride


class ResidualBlock(nn.Module):
    """Two convolutions on top of what came in."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = _conv(channels, channels)
        self.second = _conv(channels, channels)

    def forward(self, x: Tensor) -> Tensor:
        change: Tensor = self.second(F.leaky_relu(self.first(x), _SLOPE))
        return F.leaky_relu(x + change, _SLOPE)


class GigaGanUpsampler(nn.Module):
    """Picture to pictures once, twice (and four times) its size."""

    def __init__(self, config: UpsamplerConfig) -> None:
        super().__init__()
        self.config = config
        widths = config.widths
        steps = list(pairwise(widths))
        self.stem = _conv(3, widths[0])
        self.before = nn.ModuleList(_blocks(fine, config.blocks) for fine in widths)
        self.down = nn.ModuleList(_conv(fine, coarse, stride=2) for fine, coarse in steps)
        self.narrow = nn.ModuleList(nn.Conv2d(coarse, fine, 1) for fine, coarse in steps)
        self.merge = nn.ModuleList(nn.Conv2d(2 * fine, fine, 1) for fine, _ in steps)
        self.after = nn.ModuleList(_blocks(fine, config.blocks) for fine in widths[:-1])
        fine = max(widths[0] // 2, 4)
        drawn = [widths[0], *[fine] * config.doublings]
        self.grow = nn.ModuleList(_conv(low, 4 * high) for low, high in pairwise(drawn))
        self.to_rgb = nn.ModuleList(_conv(channels, 3) for channels in drawn)
        self._begin_bicubic()

    def _begin_bicubic(self) -> None:
        """At first nothing is drawn on top, and what blocks add to what came in is nothing.

        The four pixels that become of one begin alike, or a chessboard would have to be unlearned first:
        Aitken et al. 2017, arXiv:1707.02937.
        """
        if self.stem.weight.is_meta:
            return
        for block in (module for module in self.modules() if isinstance(module, ResidualBlock)):
            nn.init.zeros_(block.second.weight)
        for grow in self.grow:
            weight = grow.weight.data
            weight.copy_(weight[::4].repeat_interleave(4, dim=0))  # type: ignore[operator,index]
        for layer in self.to_rgb:
            nn.init.zeros_(layer.weight)  # type: ignore[arg-type]

    def pictures(self, image: Tensor) -> list[Tensor]:
        """(N, 3, H, W) in [-1, 1], sides multiples of `config.stride` -> the same cleaned, and enlarged.

        Each is twice as large as the one before: (N, 3, H, W), (N, 3, 2 H, 2 W), … up to the factor.
        """
        x = self._features(image)
        found = [image + self.to_rgb[0](x)]
        for grow, to_rgb in zip(self.grow, self.to_rgb[1:], strict=True):
            x = F.leaky_relu(F.pixel_shuffle(grow(x), 2), _SLOPE)
            found.append(bicubic(image, 1 << len(found)) + to_rgb(x))
        return found

    def forward(self, image: Tensor) -> Tensor:
        """(N, 3, H, W) in [-1, 1], sides multiples of `config.stride` -> (N, 3, factor H, factor W).

        Values may go a little beyond [-1, 1].
        """
        x = self._features(image)
        for grow in self.grow:
            x = F.leaky_relu(F.pixel_shuffle(grow(x), 2), _SLOPE)
        drawn: Tensor = bicubic(image, self.config.factor) + self.to_rgb[-1](x)
        return drawn

    def _features(self, image: Tensor) -> Tensor:
        """What is known at each place, at the input's size."""
        x: Tensor = F.leaky_relu(self.stem(image), _SLOPE)
        skips = []
        for before, down in zip(self.before[:-1], self.down, strict=True):
            skips.append(before(x))
            x = F.leaky_relu(down(skips[-1]), _SLOPE)
        x = self.before[-1](x)
        for narrow, merge, after in zip(
            reversed(self.narrow), reversed(self.merge), reversed(self.after), strict=True
        ):
            coarse = F.interpolate(narrow(x), scale_factor=2.0, mode="bilinear", align_corners=False)
            fine = skips.pop()
            x = after(F.leaky_relu(merge(torch.cat([fine, coarse], dim=1)), _SLOPE))
        return x


def bicubic(image: Tensor, factor: int) -> Tensor:
    """(N, C, H, W) -> (N, C, factor H, factor W); beyond the border the outermost pixel counts."""
    large: Tensor = F.interpolate(image, scale_factor=float(factor), mode="bicubic", align_corners=False)
    return large


def _blocks(channels: int, count: int) -> nn.Sequential:
    return nn.Sequential(*(ResidualBlock(channels) for _ in range(count)))


def _conv(in_channels: int, out_channels: int, stride: int = 1) -> nn.Conv2d:
    layer = nn.Conv2d(in_channels, out_channels, 3, stride, 1)
    if not layer.weight.is_meta:
        nn.init.kaiming_normal_(layer.weight, _SLOPE)
        assert layer.bias is not None
        nn.init.zeros_(layer.bias)
    return layer
